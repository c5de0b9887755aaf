"""What may lie on clipboards by our doing, until when, and how the status line says it.

Where a copy has failed its text may still arrive later; such a place is cleared too, but nothing is said of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.host.clocks import steady

if TYPE_CHECKING:
    from tui.host.clipboard import Place
    from tui.host.keeping import Keeping


@dataclass(frozen=True, slots=True)
class Held:
    """Where something of ours may lie, and the keeper of that.

    It is cleared when the wall clock reaches `clears_at` or the steady one `deadline`; None: not by time. `doubtful`
    are those of the places where the copy is known to have failed.
    """

    places: tuple[Place, ...]
    doubtful: tuple[Place, ...]
    keeper: Keeping | None
    clears_at: float | None
    deadline: float = math.inf

    @property
    def in_terminal(self) -> bool:
        """Whether something lies where it cannot be read back."""
        return any(not place.route.reads_back for place in self.places)

    @property
    def left(self) -> float:
        """The seconds until it is to be cleared, by the clock that is further on."""
        return min((self.clears_at or math.inf) - time.time(), self.deadline - steady())

    def state(self) -> str:
        """Return what the status line says of it; empty where there is nothing but doubt."""
        if set(self.places) <= set(self.doubtful):
            return ""
        if self.clears_at is None:
            return "clipboard holds a copy until lock or exit"
        left = f"in {math.ceil(max(0.0, self.left))} s"
        return f"terminal asked to clear the clipboard {left}" if self.in_terminal else f"clipboard cleared {left}"


def after(
    before: Held | None, tried: Sequence[Place], failed: Sequence[Place], copied: Place | None
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return where something may lie after a copy, and which of that is doubtful.

    `tried` are the places where it may be or arrive, `failed` those of them that said no, `copied` the one that said
    yes. What lay in its spot before is gone. Of doubtful ones no more than the last is kept in a spot.
    """
    if before is None:
        return tuple(tried), tuple(failed)
    gone = {copied.spot} if copied is not None else set()
    again = {place.spot for place in tried}
    doubtful = tuple(place for place in before.doubtful if place.spot not in again | gone)
    sure = (place for place in before.places if place not in before.doubtful and place.spot not in gone)
    return (*tried, *sure, *doubtful), (*failed, *doubtful)
