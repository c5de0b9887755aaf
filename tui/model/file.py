"""A file that is attached to an item: what is known of it without reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.ids import FileId, SectionId


@dataclass(frozen=True, slots=True)
class FileInfo:
    """An attached file. `size` is in bytes, as the service says; `name` is the service's text, not a path."""

    id: FileId
    name: str
    size: int
    section: SectionId | None = None
