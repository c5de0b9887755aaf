"""A session with accounts on a real Connect server, for the tests of the services."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.connect import ConnectServer
from tests.settling import wait_for_idle
from tests.stores import lay_store
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.services import pace
from tui.services.book import Book
from tui.services.clipboard import Clipboard
from tui.services.home import new_home, open_store
from tui.services.remote_status import State, Status
from tui.services.session import Session
from tui.services.settings import Settings

PATIENCE = 45.0
"""Seconds after which what was waited for will not come."""


@dataclass
class Desk:
    """A session with a store of its own, and everything it told."""

    session: Session
    sent: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)

    def titles(self) -> list[str]:
        """Return the titles of all rows, sorted."""
        snapshot = self.session.catalog.snapshot
        return sorted(snapshot.columns.titles[row] for row in range(snapshot.count) if not snapshot.has(row, 8))

    def status(self, account: AccountId) -> Status:
        """Return how an account is."""
        status = self.session.remotes.status(account)
        assert status is not None
        return status

    async def until(self, account: AccountId, *states: State) -> Status:
        """Wait until an account is in one of these states."""
        await eventually(lambda: self.status(account).state in states, lambda: str(self.status(account)))
        return self.status(account)


async def eventually(true: Callable[[], bool], tell: Callable[[], str] = lambda: "it never came about") -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, tell()
        await asyncio.sleep(0.01)


async def forget_once_at_rest(server: ConnectServer) -> None:
    """Forget what a server was asked, once nothing that was begun is under way."""
    await wait_for_idle(0.1, PATIENCE)
    await eventually(lambda: len(server.exchanges) == len(server.requests))
    server.forget()


def config(server: ConnectServer, name: str = "Team", source: TokenSource = TokenSource.SEALED) -> AccountConfig:
    """Return an account on a server."""
    return AccountConfig(AccountId(f"id-of-{name}"), "connect", name, server.url, source)


@asynccontextmanager
async def desk(folder: Path, settings: Settings | None = None, *, make: bool = True) -> AsyncIterator[Desk]:
    """Sit down at a session; its store is made, or opened again."""
    sent: list[str] = []
    news: list[str] = []
    clipboard = Clipboard(sent.append, 30, "osc52", env={})
    settings = settings or Settings(refresh_every=0.05)
    session = Session(settings, lambda: clipboard, lambda sentence, severity: news.append(sentence), lambda: None)
    home, path, password = new_home(session.written, session.activity), folder / "home", Secret("s3cret-master")
    if make:
        lay_store(path, password.reveal())
    await open_store(home, path, folder / "state", password, 50)
    session.adopt(home, "Home")
    await session.remotes.open_kept(Book(home))
    await session.load_home()
    try:
        yield Desk(session, sent, news)
    finally:
        await session.close(exiting=True)


QUICK = {"FIRST_PAUSE": 0.05, "LONGEST_PAUSE": 0.2}


def hurry(monkeypatch: object) -> None:
    """Let what failed be tried again soon."""
    for name, value in QUICK.items():
        monkeypatch.setattr(pace, name, value)  # type: ignore[attr-defined]
