"""What was generated in this session, so that one password too many pressed away is not lost. Memory only."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.secret import Secret

MOST = 20
"""So many are remembered."""


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was generated: when (Unix seconds), and by what recipe, in words."""

    value: Secret
    recipe: str
    at: float


class Generated:
    """The last values, newest first. They end with the session."""

    def __init__(self) -> None:
        self._made: list[Made] = []

    def note(self, value: Secret, recipe: str) -> None:
        """Remember a value that was seen; the same one again only moves up."""
        others = [made for made in self._made if made.value != value]
        self._made = [Made(value, recipe, time.time()), *others][:MOST]

    @property
    def all(self) -> tuple[Made, ...]:
        """Every value that is remembered, newest first."""
        return tuple(self._made)
