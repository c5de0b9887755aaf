"""Locking in time: by idle time, by the wall clock as well, and after sleep.

A thread watches the clocks, since the event loop stands still while nobody reads what is written to the terminal. It
asks the loop to lock; where the loop does not answer, it has the process replaced at once.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 0.2
"""How often the watchdog looks at the clocks."""
ANSWER_SECONDS = 0.5
"""A loop that has not answered for so long is stuck. With the look before it, this is within the second promised."""
SLEEP_SECONDS = 10.0
"""Where the wall clock gets ahead of the other one by more, the machine slept (or its clock was set: nobody knows)."""
NOTICE_SECONDS = 10.0
"""So long before the lock it is announced."""

Clock = Callable[[], float]


class IdleLock:
    """Calls `begin` with a sentence, on the loop, when nothing was touched for `after` seconds (0: never).

    It watches while it is armed. `replace` is called on the watchdog's thread where the loop is stuck; it does not
    return where it succeeds. None: nothing can be done then.
    """

    def __init__(
        self,
        after: float,
        begin: Callable[[str], None],
        replace: Callable[[str], None] | None,
        *,
        wall: Clock = time.time,
        steady: Clock = time.monotonic,
    ) -> None:
        self._after = after
        self._begin = begin
        self._replace = replace
        self._wall, self._steady = wall, steady
        self._armed: object | None = None
        """Something new for each time that something is open."""
        self._ended = threading.Event()
        self._touched = (wall(), steady())
        self._seen = self._touched
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: contextvars.Context | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch; to be called on the loop that locks."""
        if self._after > 0 and self._thread is None:
            self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()
            self._thread = threading.Thread(target=self._watch, name="lock", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()

    def arm(self) -> None:
        """Something is open from now on."""
        self.touch()
        self._seen = self._touched
        self._armed = object()

    def disarm(self) -> None:
        """Nothing is open any more."""
        self._armed = None

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = (self._wall(), self._steady())

    def left(self) -> float | None:
        """Return the seconds until the lock, by the clock that is further on; None where none is to come."""
        if self._after <= 0 or self._armed is None:
            return None
        wall, steady = self._touched
        return self._after - max(self._wall() - wall, self._steady() - steady)

    def due(self) -> str:
        """Return why it is to be locked now, as a sentence, or an empty text."""
        left = self.left()
        if left is None:
            return ""
        now = (self._wall(), self._steady())
        (wall, steady), self._seen = self._seen, now
        if (now[0] - wall) - (now[1] - steady) > SLEEP_SECONDS:
            return "Locked, since the machine was asleep or its clock was set."
        return f"Locked after {_spoken(self._after)} without a key." if left <= 0 else ""

    # The thread

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            why = self.due()
            if why:
                self._see_to_it(why)

    def _see_to_it(self, why: str) -> None:
        """Have the loop lock, for as long as it answers."""
        armed = self._armed
        self._call(lambda: self._begin(why))
        while self._armed is armed and not self._ended.is_set():
            if not self._answers() and self._armed is armed and self._replace is not None:
                self._replace(why)
                return

    def _answers(self) -> bool:
        heard = threading.Event()
        self._call(heard.set)
        heard_in_time = heard.wait(ANSWER_SECONDS)
        if heard_in_time:
            self._ended.wait(LOOK_SECONDS)
        return heard_in_time

    def _call(self, function: Callable[[], None]) -> None:
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(function, context=self._context)
        except RuntimeError:  # it was closed: nobody will answer
            return


def _spoken(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes >= 1 and not rest:
        return "a minute" if minutes == 1 else f"{minutes:g} minutes"
    return "a second" if seconds == 1 else f"{seconds:g} seconds"
