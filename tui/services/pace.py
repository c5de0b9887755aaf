"""When to look at accounts again: now and then, less often where it fails, and not while nobody is there."""

from __future__ import annotations

import asyncio
import random
import time

IDLE_SECONDS = 120.0
"""Without a key for so long nobody is there."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds until something that failed is tried again: twice as long each time."""


class Pace:
    """`interval`: seconds between two looks, 0: only when asked."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._touched = time.monotonic()

    def touched(self) -> bool:
        """Somebody is there; return whether nobody was until now."""
        now = time.monotonic()
        before, self._touched = self._touched, now
        return now - before > IDLE_SECONDS

    @property
    def idle(self) -> bool:
        """Whether nobody seems to be there."""
        return time.monotonic() - self._touched > IDLE_SECONDS

    async def wait(self, wake: asyncio.Event, seconds: float | None) -> None:
        """Wait so long, give or take a tenth, and until somebody is there; None: until `wake`, which ends any wait."""
        try:
            async with asyncio.timeout(None if seconds is None else seconds * random.uniform(0.9, 1.1)):  # noqa: S311
                await wake.wait()
        except TimeoutError:
            if self.idle:
                await wake.wait()


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 20)))
