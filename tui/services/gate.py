"""The way in and out: a store is made or opened, read, checked; and everything is left in order again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tui.host import paths
from tui.model.errors import Unreachable, VaultError
from tui.services.home import make_store, new_home, open_store, warnings

if TYPE_CHECKING:
    from tui.host.relaunch import Notes
    from tui.model.secret import Secret
    from tui.services.clipboard import Clipboard
    from tui.services.demo.place import DemoPlace
    from tui.services.home import Home
    from tui.services.place import Place
    from tui.services.session import News, Session
    from tui.services.settings import Settings
    from tui.services.tokens import Given, Outside

Opener: TypeAlias = "Callable[[Home], Awaitable[None]]"


class Gate:
    """Opens sessions, one after the other: on the store at `store`, or on a throw-away demo once there is one.

    `outside` are the accounts that were given from outside, and are asked their tokens for again after a lock.
    """

    def __init__(
        self,
        store: Path,
        write_terminal: Callable[[str], None],
        on_news: Callable[[str, News], None],
        on_change: Callable[[], None],
        terminal_fd: int = 2,
    ) -> None:
        """For `terminal_fd` see `Clipboard`."""
        self.store = store
        self.outside: tuple[Outside, ...] = ()
        self.demo: DemoPlace | None = None
        self._sessions: set[Session] = set()
        self._write_terminal = write_terminal
        self._on_news = on_news
        self._on_change = on_change
        self._terminal_fd = terminal_fd

    def take_over(self, notes: Notes) -> None:
        """Go on with what the process image before this one was at: its demo, and what it was given."""
        from tui.services.tokens import Outside

        self.outside = tuple(Outside(*one) for one in notes.given)
        if notes.demo is not None:
            from tui.services.demo.place import adopt

            self.demo = adopt(*notes.demo)

    def begin(self, settings: Settings) -> Session:
        """Return a session in which nothing is open yet."""
        from tui.services.session import Session

        def clipboard() -> Clipboard:
            from tui.services.clipboard import Clipboard

            return Clipboard(
                self._write_terminal,
                settings.clear_clipboard_after,
                settings.clipboard,
                self._on_change,
                clear_terminal=settings.clear_terminal_clipboard,
                terminal_fd=self._terminal_fd,
            )

        session = Session(settings, clipboard, self._on_news, self._on_change)
        self._sessions.add(session)
        return session

    def foresee(self, session: Session, now: float) -> None:
        """Show the vaults of the demo that `look_around` is going to make, as they are at `now` (Unix seconds)."""
        from tui.services.demo import outline

        session.expect(outline.NAME, outline.vaults(now))

    async def look_around(self, session: Session, now: float) -> None:
        """Make a demo and open it. Raises VaultError; then there are no vaults."""

        def make() -> DemoPlace:
            from tui.services.demo import making

            return making.make(now=now)

        try:
            self.demo = await asyncio.to_thread(make)
            await self.unlock(session, self.demo.password)
        except VaultError:
            session.expect("", ())
            raise

    async def unlock(self, session: Session, password: Secret) -> Place | None:
        """Open the demo, where there is one, or the store; return where somebody was at the lock. Raises VaultError."""
        place, keep = self.demo, session.settings.keep_versions
        path, state = (place.path, place.state_dir) if place else (self.store, paths.state_dir())
        await self._enter(session, lambda home: open_store(home, path, state, password, keep))
        return await self._place(session)

    async def enter(self, session: Session, given: Given) -> Place | None:
        """Open an account that was given from outside, where there is no store; return where somebody was at the lock.

        What is typed is kept sealed under its token all the same. Raises VaultError where the token is not taken.
        """
        from tui.model.audit import AuditAction
        from tui.services import journal

        home = new_home(session.written, session.activity)
        try:
            aside = await journal.open_journal(home, given)
        except Unreachable as error:
            await home.aclose()
            self._on_news(f"What you type is kept in memory only: {error}", "warning")
        except VaultError:
            await home.aclose()
            self._sessions.discard(session)
            raise
        else:
            session.adopt_journal(home)
            if aside:
                self._on_news(aside, "warning")
            await session.recent.load()
        session.audit.record(AuditAction.UNLOCK, title=given.outside.name, detail=given.source.value)
        session.remotes.open_given(given)
        return await self._place(session)

    async def _place(self, session: Session) -> Place | None:
        from tui.services.place import take

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
        from tui.model.audit import AuditAction

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

    async def settle(self, session: Session, kept: Callable[[], None] = lambda: None) -> tuple[str, ...]:
        """Read every row, then check the whole store; return what is odd. Raises VaultError.

        `kept` is called as soon as it is known which accounts the store keeps.
        """
        from tui.services.book import Book
        from tui.services.due_reminder import DueReminder

        home = session.home
        if home is None:
            kept()
            return ()
        try:
            try:
                unread = await session.remotes.open_kept(Book(home)) if session.own_store is home else 0
            finally:
                kept()
            await session.load_home()
            await home.finish(lambda backend: backend.verify())
        finally:
            session.audit.release()
        odd = (*warnings(home), *_unread(unread), *session.remotes.reminders(), *await self._failed(session))
        return (*odd, *await DueReminder(session).begin())

    async def _failed(self, session: Session) -> tuple[str, ...]:
        """Tell of attempts to unlock that failed since the store was open last."""
        from tui.model.audit import AuditAction, AuditResult

        events = await session.audit.page(limit=100)
        tried = takewhile(lambda e: (e.action, e.result) == (AuditAction.UNLOCK, AuditResult.FAILED), events[1:])
        failed = sum(1 for _ in tried)
        what, times = "master password" if session.own_store else "token", "time" if failed == 1 else "times"
        return (f"A wrong {what} was given {failed} {times} since the last visit (g a).",) if failed else ()

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
            from tui.services.demo.place import cleanup

            cleanup(place)


def _unread(count: int) -> tuple[str, ...]:
    return (f"{count} account{'s' * (count != 1)} cannot be read: a newer Strongroom wrote that.",) if count else ()
