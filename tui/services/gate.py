"""The way in and out: a store is made or opened, read, checked; and everything is left in order again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from tui.host import paths
from tui.host.relaunch import Notes
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import VaultError
from tui.model.secret import Secret
from tui.services.clipboard import Clipboard
from tui.services.home import Home, make_store, new_home, open_store, warnings
from tui.services.place import Place, take
from tui.services.session import News, Session
from tui.services.settings import Settings

if TYPE_CHECKING:
    from tui.services.demo import DemoPlace

Opener = Callable[[Home], Awaitable[None]]


class Gate:
    """Opens sessions, one after the other: on the store at `store`, or on a throw-away demo once there is one."""

    def __init__(
        self,
        store: Path,
        write_terminal: Callable[[str], None],
        on_news: Callable[[str, News], None],
        on_change: Callable[[], None],
    ) -> None:
        self.store = store
        self.demo: DemoPlace | None = None
        self._sessions: set[Session] = set()
        self._write_terminal = write_terminal
        self._on_news = on_news
        self._on_change = on_change

    def take_over(self, notes: Notes) -> None:
        """Go on with the demo of the process image before this one, where there was one."""
        if notes.demo is not None:
            from tui.services.demo import adopt

            self.demo = adopt(*notes.demo)

    def begin(self, settings: Settings) -> Session:
        """Return a session in which nothing is open yet."""
        clipboard = Clipboard(
            self._write_terminal,
            settings.clear_clipboard_after,
            settings.clipboard,
            self._on_change,
            clear_terminal=settings.clear_terminal_clipboard,
        )
        session = Session(settings, clipboard, self._on_news, self._on_change)
        self._sessions.add(session)
        return session

    async def look_around(self, session: Session) -> None:
        """Make a demo and open it. Raises VaultError."""
        from tui.services.demo import make

        self.demo = await asyncio.to_thread(make, now=time.time())
        await self.unlock(session, self.demo.password)

    async def unlock(self, session: Session, password: Secret) -> Place | None:
        """Open the demo, where there is one, or the store; return where somebody was at the lock. Raises VaultError."""
        place, keep = self.demo, session.settings.keep_versions
        path, state = (place.path, place.state_dir) if place else (self.store, paths.state_dir())
        await self._enter(session, lambda home: open_store(home, path, state, password, keep))
        return await take(session.home) if session.home is not None else None

    async def make(self, session: Session, password: Secret) -> None:
        """Make the store, with a vault to begin with, and open it. Raises VaultError."""

        async def opener(home: Home) -> None:
            paths.private_dir(self.store.parent)
            await make_store(
                home, self.store, paths.state_dir(), password, keep_versions=session.settings.keep_versions
            )
            await home.create_vault("Personal")

        await self._enter(session, opener)

    async def _enter(self, session: Session, opener: Opener) -> None:
        home = new_home(session.written, session.activity)
        try:
            await opener(home)
        except VaultError:
            await home.aclose()
            self._sessions.discard(session)
            raise
        session.adopt(home, "Demo" if self.demo else "Home")
        session.audit.hold()
        session.audit.record(AuditAction.UNLOCK)
        await session.recent.load()  # raises nothing: only an order of rows is lost

    async def settle(self, session: Session) -> tuple[str, ...]:
        """Read every row, then check the whole store; return what is odd. Raises VaultError."""
        home = session.home
        try:
            await session.load()
            if home is not None:
                await home.finish(lambda backend: backend.verify())
        finally:
            session.audit.release()
        return (*warnings(home), *await self._failed(session)) if home is not None else ()

    async def _failed(self, session: Session) -> tuple[str, ...]:
        """Tell of attempts to unlock that failed since the store was open last."""
        events = await session.audit.page(limit=100)
        tried = takewhile(lambda e: (e.action, e.result) == (AuditAction.UNLOCK, AuditResult.FAILED), events[1:])
        failed = sum(1 for _ in tried)
        times = "time" if failed == 1 else "times"
        return (f"A wrong master password was given {failed} {times} since the last visit (g a).",) if failed else ()

    async def lock(self, session: Session, place: Place) -> None:
        """Close a session; another one may follow, and begin at `place`."""
        await session.close(exiting=False, place=place)
        self._sessions.discard(session)

    @property
    def has_store(self) -> bool:
        """Whether there is something, be it a link that leads nowhere, or may be: opening it will tell."""
        try:
            self.store.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, ValueError):
            return True
        return True

    def hand_over(self, notes: Notes) -> Notes:
        """Return the notes for the next process image, with the demo that is to go on in it."""
        demo = self.demo
        return replace(notes, demo=(str(demo.folder), demo.lock.fileno())) if demo is not None else notes

    async def leave(self, *, demo_goes_on: bool = False) -> None:
        """Close every session that is open or still closing, and let nothing of a demo stay behind."""
        for session in tuple(self._sessions):
            await session.close(exiting=True)
            self._sessions.discard(session)
        if demo_goes_on:
            return
        place, self.demo = self.demo, None
        if place is not None:
            from tui.services.demo import cleanup

            cleanup(place)
