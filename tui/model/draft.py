"""Drafts: what is being typed, so that nothing else has to remember it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.edit import Edit, diff
from tui.model.ids import DraftId

if TYPE_CHECKING:
    from tui.model.item import Item


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that is being edited.

    `base` is the item as it was when the editing began (version 0: a new one), `current` as it is typed now; both have
    the same reference. `at` is when it last changed, in Unix seconds.
    """

    id: DraftId
    base: Item
    current: Item
    at: float

    @property
    def is_new(self) -> bool:
        """Whether the item was never saved."""
        return self.base.version == 0

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What would be saved."""
        return diff(self.base, self.current)


def new_draft_id() -> DraftId:
    """Return an id for a new draft."""
    return DraftId(uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The drafts that are kept, the oldest first: those to go on with, and those being typed in another Strongroom.

    `unreadable` says how many more there are, damaged or of a newer Strongroom.
    """

    left: tuple[Draft, ...] = ()
    elsewhere: tuple[Draft, ...] = ()
    unreadable: int = 0
