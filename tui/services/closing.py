"""The way out of a session: the lock, by key, in time, and where the loop is stuck; and the end.

What is on the screen is covered first, at once; the rest is done behind that.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Protocol

from tui.host.relaunch import Image, Notes
from tui.services import background
from tui.services.lock import NOTICE_SECONDS, Watchdog

if TYPE_CHECKING:
    from tui.services.gate import Gate
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

    `image` is what this process runs: locking ends the app then, and `notes` are what is to be handed over. Without it
    locking happens in place, which leaves in memory what Python does not wipe.
    """

    def __init__(self, gate: Gate, surface: Surface, lock_after: float, image: Image | None) -> None:
        self.session: Session | None = None
        self._gate = gate
        self._surface = surface
        self._image = image
        self._watchdog = (
            Watchdog(lock_after, self.lock)
            if image is None
            else Watchdog(lock_after, self.lock, self._lock_at_once, self._end_at_once)
        )
        self._notes: Notes | None = None
        self._code: int | None = None
        self._being_closed: Session | None = None
        self._place: Place | None = None
        self._locking: asyncio.Task[None] | None = None

    @property
    def notes(self) -> Notes | None:
        """What the next process image is to be told; None: there is to be none."""
        return self._notes if self._code is None else None

    def start(self) -> None:
        """Begin to watch the clocks."""
        self._watchdog.start()

    def opened(self, session: Session) -> None:
        """A session is on the screen from now on; there may be nothing in it yet."""
        self.session = session
        self.watch()

    def touched(self) -> bool:
        """Somebody is there; return whether that took back what was announced."""
        self._watchdog.touch()
        return self._announce("")

    def watch(self) -> bool:
        """Announce a lock that is near; return whether there is something new to say."""
        if self.session is not None and self.session.opened and not self._watchdog.armed:
            self._watchdog.arm()
        left = self._watchdog.left()
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
        if why := self._watchdog.due():
            self.lock(why)

    def lock(self, why: str) -> None:
        """Cover everything, at once, and close the session. Where nothing is open yet, nothing is done."""
        session = self.session
        if session is not None and session.opened:
            self.session, self._being_closed = None, session
            self._place = self._surface.whereabouts()
            self._watchdog.locking(why)
            self._surface.cover(why, ready=self._image is None)
            self._locking = background.begin(self._lock(session, self._place, why), "lock")

    async def _lock(self, session: Session, place: Place, why: str) -> None:
        try:
            await self._gate.lock(session, place)
        finally:  # what could not be closed in order ends with the image
            if self._image is not None and self._code is None:
                self._notes = Notes(why, given=self._gate.outside)
                self._surface.exit()
        if self._image is None:
            self._being_closed = self._place = None
            self._watchdog.disarm()
            gc.collect()  # an item that was shown may lie in a cycle

    def _lock_at_once(self, why: str) -> None:
        """The loop is stuck, since nobody reads what is written to the terminal. Called on the watchdog's thread."""
        image = self._image
        if image is None:
            return
        session = self.session or self._being_closed
        try:
            if session is not None:
                session.abandon(self._place or self._surface.whereabouts(), SEALING)
        finally:
            try:
                image.begin_anew(self._gate.hand_over(Notes(why, left=False, given=self._gate.outside)))
            finally:  # it cannot be started any more
                image.end(1)

    # The end

    def end(self, code: int) -> None:
        """The end is asked for, with this exit code: no other process image follows."""
        self._code = code
        self._watchdog.ending()

    async def leave(self) -> None:
        """Leave nothing open; a demo goes on where another process image follows."""
        self.session = None
        if self.notes is None:
            self._watchdog.ending()
            await self._gate.leave()
            if self._image is None:
                self._watchdog.dismiss()
        else:
            self._notes = self._gate.hand_over(self.notes)
            await self._gate.leave(demo_goes_on=True)

    def _end_at_once(self) -> None:
        """The end does not come about by itself. Called on the watchdog's thread."""
        if self._image is not None:
            self._image.end(1 if self._code is None else self._code)
