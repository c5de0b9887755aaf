"""Rows in order of which only the first are known; the others are put in order soon, or when they are asked for."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TypeAlias, overload

Rows: TypeAlias = "array[int]"
"""Many rows are kept like this and not as a list, at which the garbage collector would look row by row."""

ROWS: Rows = array("I")
"""No rows; copied where some are to come."""


class LateRows(Sequence[int]):
    """`head`: the first rows. `finish` returns all of them, `count` in number; it is called once, by any thread.

    It is told how many seconds to pause between two steps, in which the interpreter is left to others.
    """

    def __init__(self, head: Rows, count: int, finish: Callable[[float], Rows]) -> None:
        self.head = head
        self._count = count
        self._finish: Callable[[float], Rows] | None = finish
        self._whole = head
        self._lock = Lock()

    def whole(self, pause: float = 0.0) -> Rows:
        """Return all rows in order, as soon as they are: whoever needs them now allows no pauses."""
        with self._lock:
            if self._finish is not None:
                self._whole, self._finish = self._finish(pause), None
            return self._whole

    @property
    def complete(self) -> bool:
        """Whether all rows are in order already."""
        return self._finish is None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> int | Rows:
        if isinstance(at, slice):
            begin, end, step = at.indices(self._count)
            known = step > 0 and end <= len(self.head)
            return self.head[begin:end:step] if known else self.whole()[at]
        return self.head[at] if 0 <= at < len(self.head) else self.whole()[at]

    def __iter__(self) -> Iterator[int]:
        return iter(self.whole())

    def __contains__(self, row: object) -> bool:
        return row in self.whole()

    def index(self, row: int, start: int = 0, stop: int | None = None) -> int:
        """Return where a row is."""
        whole = self.whole()
        return whole.index(row, start, len(whole) if stop is None else stop)
