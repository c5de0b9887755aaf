"""Whether somebody can have chosen the item under the cursor at the top, or whether it only just came there.

While rows come in, the cursor sticks to its item, so that a key never acts on another than the one that was seen. But
what came to the top a moment ago by itself nobody has seen there yet: where more comes above it, the top stays the top.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tui.model.ids import ItemRef
from tui.widgets.line_list import LineList

SECONDS = 0.3
"""Nobody chooses by what was seen for less than this."""


class Unchosen:
    """Remembers what came to the top by itself, and when."""

    def __init__(self, line_list: LineList, clock: Callable[[], float] = time.monotonic) -> None:
        self._list = line_list
        self._clock = clock
        self._ref: ItemRef | None = None
        self._since = 0.0
        self._moves = 0

    def came(self, ref: ItemRef | None) -> None:
        """An item was put to the top, and the cursor on it, without anybody's asking for it."""
        if ref != self._ref:
            self._ref, self._since = ref, self._clock()
        self._moves = self._list.moves

    def chosen(self) -> None:
        """What is under the cursor was asked for."""
        self._ref = None

    def __call__(self, ref: ItemRef) -> bool:
        """Whether this item came to the top so lately that nobody can have chosen it."""
        untouched = ref == self._ref and self._list.cursor == 0 and self._list.moves == self._moves
        return untouched and self._clock() - self._since < SECONDS
