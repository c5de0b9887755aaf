"""The way out of a session: the lock, by key, in time, and where the loop is stuck; and the end.

What is on the screen is covered first, at once; the rest is done behind that.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from tui.host.relaunch import Notes
from tui.services import background
from tui.services.gate import Gate
from tui.services.lock import NOTICE_SECONDS, IdleLock
from tui.services.place import Place
from tui.services.session import Session

SEALING = 0.4
"""Seconds that what is being typed gets to be sealed where the loop is stuck and the lock is due."""


class Surface(Protocol):
    """What is seen of a session."""

    def whereabouts(self) -> Place:
        """Return where somebody is. Called on the watchdog's thread where the loop is stuck."""
        ...

    def cover(self, why: str, *, ready: bool) -> None:
        """Show nothing of the session any more, but why it is locked; `ready`: it can be unlocked here."""
        ...

    def exit(self) -> None:
        """End the app."""
        ...


class Closing:
    """Knows the session that is open, and closes it.

    `begin_anew` replaces the process image: locking ends the app then, and `notes` are what is to be handed over.
    Without it locking happens in place, which leaves in memory what Python does not wipe.
    """

    def __init__(
        self, gate: Gate, surface: Surface, lock_after: float, begin_anew: Callable[[Notes], Any] | None
    ) -> None:
        self.session: Session | None = None
        self.notes: Notes | None = None
        """What the next process image is to be told; None: there is to be none."""
        self._gate = gate
        self._surface = surface
        self._begin_anew = begin_anew
        self._idle = IdleLock(lock_after, self.lock, self._lock_at_once if begin_anew is not None else None)
        self._locking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch the clocks."""
        self._idle.start()

    def opened(self, session: Session) -> None:
        """A session is on the screen from now on."""
        self.session = session
        self._idle.arm()

    def touched(self) -> bool:
        """Somebody is there; return whether that took back what was announced."""
        self._idle.touch()
        return self._announce("")

    def watch(self) -> bool:
        """Announce a lock that is near; return whether there is something new to say."""
        left = self._idle.left()
        near = left is not None and left < NOTICE_SECONDS + 1
        return self._announce(f"Locks in {max(left or 0, 1):.0f} s; any key keeps it open" if near else "")

    def _announce(self, notice: str) -> bool:
        session = self.session
        if session is None or session.notice == notice:
            return False
        session.notice = notice
        return True

    # The lock

    def lock_if_due(self) -> None:
        """Lock if the time for it has come while nothing could run."""
        if why := self._idle.due():
            self.lock(why)

    def lock(self, why: str) -> None:
        """Cover everything, at once, and close the session."""
        session, self.session = self.session, None
        if session is not None:
            place = self._surface.whereabouts()
            self._surface.cover(why, ready=self._begin_anew is None)
            self._locking = background.begin(self._lock(session, place, why), "lock")

    async def _lock(self, session: Session, place: Place, why: str) -> None:
        await self._gate.lock(session, place)
        if self._begin_anew is not None:
            self.notes = Notes(why)
            self._surface.exit()
        else:
            self._idle.disarm()
            gc.collect()  # an item that was shown may lie in a cycle

    def _lock_at_once(self, why: str) -> None:
        """The loop is stuck, since nobody reads what is written to the terminal. Called on the watchdog's thread."""
        session, begin_anew = self.session, self._begin_anew
        if session is not None:
            session.abandon(self._surface.whereabouts(), SEALING)
        if begin_anew is not None:
            with suppress(OSError):
                begin_anew(self._gate.hand_over(Notes(why, left=False)))

    # The end

    async def leave(self) -> None:
        """Leave nothing open; a demo goes on where another process image follows."""
        self.session = None
        if self.notes is not None:
            self.notes = self._gate.hand_over(self.notes)
        else:
            self._idle.end()
        await self._gate.leave(demo_goes_on=self.notes is not None)
