"""Locking in time, and seeing to it that a lock and the end come about.

A thread watches: the event loop stands still while nobody reads what is written to the terminal. It asks the loop to
lock when the time has come, by idle time, by the wall clock as well, and after sleep. Where the loop does not get on
with a lock or with the end, however that began, it has the process replaced, or ended, at once.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable

from tui.host import signals
from tui.host.clocks import steady

LOOK_SECONDS = 0.2
"""How often the watchdog looks at the clocks."""
ANSWER_SECONDS = 0.5
"""A loop that has not answered for so long is stuck. With the look before it, this is within the second promised."""
END_SECONDS = 3.0
"""So long the end may take without a loop: nothing is shown any more, and there is still something to put in order."""
CLOSING_SECONDS = 20.0
"""So long a lock or the end may take altogether, since what was begun to be written is finished first."""
SLEEP_SECONDS = 10.0
"""Where a clock gets ahead of the one that stands still in sleep by more, the machine slept (or a clock was set)."""
NOTICE_SECONDS = 10.0
"""So long before the lock it is announced."""

Clock = Callable[[], float]


class Watchdog:
    """Calls `begin` with a sentence, on the loop, when nothing was touched for `after` seconds (0: never).

    It watches the clocks while it is armed. `replace` (after a lock has begun) and `give_up` (after the end has) are
    called on the watchdog's thread where the loop does not get on; neither returns where it succeeds. None: nothing can
    be done then.
    """

    def __init__(
        self,
        after: float,
        begin: Callable[[str], None],
        replace: Callable[[str], None] | None = None,
        give_up: Callable[[], None] | None = None,
        *,
        wall: Clock = time.time,
        steady: Clock = steady,
        awake: Clock = time.monotonic,
    ) -> None:
        self._after = after
        self._begin = begin
        self._replace = replace
        self._give_up = give_up
        self._wall, self._steady, self._awake = wall, steady, awake
        self._armed: object | None = None
        """Something new for each time that something is open."""
        self._locking = ""
        self._ending = False
        self._wake = threading.Event()
        self._dismissed = threading.Event()
        self._touched = self._seen = self._now()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: contextvars.Context | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch; to be called on the loop that locks."""
        if self._thread is None:
            self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()
            self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()

    def dismiss(self) -> None:
        """Watch no longer."""
        self._dismissed.set()
        self._wake.set()

    @property
    def armed(self) -> bool:
        """Whether the clocks are watched."""
        return self._armed is not None

    def arm(self) -> None:
        """Something is open from now on."""
        self._locking = ""
        self.touch()
        self._seen = self._touched
        self._armed = object()

    def disarm(self) -> None:
        """Nothing is open any more."""
        self._armed = None

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    def locking(self, why: str) -> None:
        """A lock has begun, and is to come about."""
        self._locking = why
        self._wake.set()

    def ending(self) -> None:
        """The end has begun, and is to come about."""
        self._ending = True
        self._wake.set()

    def left(self) -> float | None:
        """Return the seconds until the lock, by the clock that is further on; None where none is to come."""
        if self._after <= 0 or self._armed is None:
            return None
        return self._after - max(now - then for now, then in zip(self._now(), self._touched, strict=True))

    def due(self) -> str:
        """Return why it is to be locked now, as a sentence, or an empty text."""
        left = self.left()
        if left is None:
            return ""
        seen, self._seen = self._seen, self._now()
        wall, steady, awake = (now - then for now, then in zip(self._seen, seen, strict=True))
        if max(wall, steady) - awake > SLEEP_SECONDS:
            return "Locked, since the machine was asleep or its clock was set."
        return f"Locked after {_spoken(self._after)} without a key." if left <= 0 else ""

    def _now(self) -> tuple[float, float, float]:
        return self._wall(), self._steady(), self._awake()

    # The thread

    def _watch(self) -> None:
        signals.leave_to_others()
        while not self._dismissed.is_set():
            if not (self._locking or self._ending):
                self._wake.wait(LOOK_SECONDS)
            self._wake.clear()
            if self._ending:
                self._see_to_the_end()
                return
            if why := self._locking or self.due():
                self._see_to_the_lock(why)

    def _see_to_the_lock(self, why: str) -> None:
        armed, until = self._armed, time.monotonic() + CLOSING_SECONDS
        if not self._locking:
            self._call(lambda: self._begin(why))

        def open_still() -> bool:
            return armed is not None and self._armed is armed and not (self._ending or self._dismissed.is_set())

        while open_still():
            stuck = not self._answers(ANSWER_SECONDS) or time.monotonic() > until
            if stuck and open_still() and self._replace is not None:
                self._replace(why)
                return
        self._locking = ""

    def _see_to_the_end(self) -> None:
        until = time.monotonic() + CLOSING_SECONDS
        while not self._dismissed.is_set():
            if not self._answers(END_SECONDS) or time.monotonic() > until:
                if self._give_up is not None:
                    self._give_up()
                return

    def _answers(self, seconds: float) -> bool:
        heard = threading.Event()
        self._call(heard.set)
        heard_in_time = heard.wait(seconds)
        if heard_in_time:
            self._dismissed.wait(LOOK_SECONDS)
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
