"""Says that accounts work, to whom has waited for a while: most of what they do has ended before it could be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 0.3
"""Seconds after which it is said."""


class Working:
    """Tells `tell` once it is time to say so; whether it is, `long` knows."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._waiting: asyncio.TimerHandle | None = None
        self.long = False

    def look(self, busy: bool) -> None:
        """Take note of whether anybody works now."""
        if not busy:
            self.stop()
        elif self._waiting is None:
            self._waiting = asyncio.get_running_loop().call_later(PATIENCE, self._say)

    def stop(self) -> None:
        """Nobody works any more, or there is nobody to tell."""
        self.long = False
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _say(self) -> None:
        self.long = True
        self._tell()
