"""Our count of what was asked of 1Password, by hour and by day: the service itself does not tell it.

It knows what we sent alone; others may use the same account. It never fails, whatever was kept of an earlier run.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tui.model.usage import Allowance, Plan, Usage

HOUR = 3600.0
DAY = 24 * HOUR

WRITES = frozenset(
    {
        "ItemsArchive",
        "ItemsCreate",
        "ItemsCreateAll",
        "ItemsDelete",
        "ItemsDeleteAll",
        "ItemsFilesAttach",
        "ItemsFilesDelete",
        "ItemsFilesReplaceDocument",
        "ItemsPut",
        "ItemsSharesCreate",
        "VaultsCreate",
        "VaultsDelete",
        "VaultsGrantGroupPermissions",
        "VaultsRevokeGroupPermissions",
        "VaultsUpdate",
        "VaultsUpdateGroupPermissions",
    }
)
"""The calls that change something; all others read."""

_MOST = 10**9
_AHEAD = 60.0
"""A window may have begun so many seconds after now: clocks are set back a little."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan allows: reads and writes in an hour for each token, and calls in a day for the whole account."""

    reads: int | None = None
    writes: int | None = None
    day: int | None = None


# developer.1password.com/docs/service-accounts/rate-limits
LIMITS = {
    Plan.BUSINESS: Limits(10_000, 1_000, 50_000),
    Plan.TEAMS: Limits(1_000, 100, 5_000),
    Plan.FAMILIES: Limits(1_000, 100, 1_000),
}
"""For service accounts; none are known for the desktop app."""


@dataclass(frozen=True, slots=True)
class _Window:
    """What was counted since `began` (Unix seconds; 0: nothing yet)."""

    began: float = 0.0
    reads: int = 0
    writes: int = 0

    def now(self, at: float, length: float) -> _Window:
        """Return it as it is at `at`: an empty one where it is over, or lies in the future."""
        return self if self.began and self.began - _AHEAD <= at < self.began + length else _Window()

    def counted(self, at: float, *, writing: bool) -> _Window:
        """Return it with one more call; the first one begins it."""
        return _Window(self.began or at, self.reads + (not writing), self.writes + writing)

    def with_earlier(self, earlier: _Window) -> _Window:
        """Return it together with what was counted before it, in the same stretch of time."""
        if not earlier.began:
            return self
        began = min(earlier.began, self.began) if self.began else earlier.began
        return _Window(began, self.reads + earlier.reads, self.writes + earlier.writes)


@dataclass(frozen=True, slots=True)
class _Count:
    """Everything that was counted, exchanged as a whole: so it can be read from any thread."""

    hour: _Window = _Window()
    day: _Window = _Window()
    paused_until: float | None = None


class Meter:
    """Counts the calls of one account. `usage`, `to_bytes` and `until` may be called from any thread."""

    def __init__(self, limits: Limits = Limits(), clock: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._clock = clock
        self._count = _Count()

    def count(self, name: str) -> None:
        """Note a call that is being sent, by its wire name."""
        at, writing = self._clock(), name in WRITES
        self._count = replace(
            self._count,
            hour=self._count.hour.now(at, HOUR).counted(at, writing=writing),
            day=self._count.day.now(at, DAY).counted(at, writing=writing),
        )

    def pause(self) -> float | None:
        """Note that the service asks to wait, and return until when, in Unix seconds; None where we cannot know."""
        at = self._clock()
        hour, day = self._count.hour.now(at, HOUR), self._count.day.now(at, DAY)
        until = hour.began + HOUR if hour.began else None
        if day.began and self._limits.day is not None and day.reads + day.writes >= self._limits.day:
            until = day.began + DAY
        self._count = replace(self._count, paused_until=until)
        return until

    def resume(self) -> None:
        """Note that the service answers again."""
        if self._count.paused_until is not None:
            self._count = replace(self._count, paused_until=None)

    def usage(self) -> Usage:
        """Return what was used of each limit."""
        at, count, limits = self._clock(), self._count, self._limits
        hour, day = count.hour.now(at, HOUR), count.day.now(at, DAY)
        hour_ends = hour.began + HOUR if hour.began else None
        day_ends = day.began + DAY if day.began else None
        allowances = (
            Allowance("reads this hour", hour.reads, limits.reads, hour_ends),
            Allowance("writes this hour", hour.writes, limits.writes, hour_ends),
            Allowance("calls today", day.reads + day.writes, limits.day, day_ends),
        )
        paused = count.paused_until
        return Usage(allowances, paused if paused is not None and at < paused else None)

    def to_bytes(self) -> bytes:
        """Return what was counted, to be kept."""
        count = self._count
        windows = {"hour": count.hour, "day": count.day}
        return json.dumps({name: [one.began, one.reads, one.writes] for name, one in windows.items()}).encode()

    def add_bytes(self, kept: bytes) -> None:
        """Take in what an earlier run kept. What is no such count, or is over, changes nothing."""
        at, count = self._clock(), self._count
        hour, day = _read(kept, "hour").now(at, HOUR), _read(kept, "day").now(at, DAY)
        self._count = replace(
            count,
            hour=count.hour.now(at, HOUR).with_earlier(hour),
            day=count.day.now(at, DAY).with_earlier(day),
        )


def _read(kept: bytes, name: str) -> _Window:
    """Return a window as it was kept; an empty one where that is none."""
    try:
        found = json.loads(kept)[name]
        began, reads, writes = float(found[0]), found[1], found[2]
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return _Window()
    whole = all(type(one) is int and 0 <= one <= _MOST for one in (reads, writes))
    return _Window(began, reads, writes) if whole and math.isfinite(began) and began > 0 else _Window()
