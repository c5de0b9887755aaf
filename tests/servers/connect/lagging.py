"""A value that readers see late: writes go to 1Password's own servers, reads come from the copy that follows them."""

from __future__ import annotations

import math
from typing import Generic, TypeVar

T = TypeVar("T")


class Lagging(Generic[T]):
    """A value and those that readers may still see instead. Times are in Unix seconds."""

    def __init__(self, value: T, since: float = -math.inf) -> None:
        self._values: list[tuple[float, T]] = [(since, value)]

    @property
    def newest(self) -> T:
        """What holds in truth."""
        return self._values[-1][1]

    def set(self, value: T, now: float, lag: float) -> None:
        """Set it, for readers in `lag` seconds. A later value is never seen before an earlier one."""
        self._settle(now)
        self._values.append((max(now + lag, self._values[-1][0]), value))

    def seen(self, now: float) -> T:
        """Return what readers see at a time."""
        self._settle(now)
        return self._values[0][1]

    def next_change(self, now: float) -> float:
        """Return when readers will see something else, without another write: infinity for never."""
        self._settle(now)
        return self._values[1][0] if len(self._values) > 1 else math.inf

    def _settle(self, now: float) -> None:
        while len(self._values) > 1 and self._values[1][0] <= now:
            del self._values[0]
