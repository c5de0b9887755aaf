"""What is kept where there is no store: under the token, for every Strongroom that has it, and in nobody's way."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.connect import ConnectServer
from tests.services.remote import Desk, hurry
from tests.services.support import login
from tests.stores import afford_little
from tui.model.account import TokenSource
from tui.model.audit import AuditAction
from tui.model.draft import Draft
from tui.model.errors import TokenRefused
from tui.model.ids import AccountId, DraftId, VaultId
from tui.model.secret import Secret
from tui.services import journal
from tui.services.gate import Gate
from tui.services.journal import journal_path
from tui.services.remote_status import State
from tui.services.settings import Settings
from tui.services.tokens import Given
from tui.store import sql


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hurry(monkeypatch)
    afford_little(monkeypatch)
    monkeypatch.setenv("STRONGROOM_HOME", str(tmp_path / "strongroom"))


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        server.add_item(server.add_vault("Work"), {"title": "Mail", "category": "LOGIN"})
        yield server


def draft(title: str) -> Draft:
    item = login(VaultId("v"), title)
    return Draft(DraftId(f"draft-of-{title}"), item, replace(item, title=title), time.time())


@asynccontextmanager
async def sitting(place: ConnectServer | str, token: str = "") -> AsyncIterator[Desk]:
    """Open a server, or an address, as from the environment, where there is no store."""
    url, token = (place, token) if isinstance(place, str) else (place.url, token or place.token)
    news: list[str] = []
    gate = Gate(Path("/nowhere"), lambda text: None, lambda sentence, severity: news.append(sentence), lambda: None)
    session = gate.begin(Settings(refresh_every=0.05, clipboard="osc52"))
    given = Given(url, Secret(token), TokenSource.ENVIRONMENT, random=True)
    await gate.enter(session, given)
    try:
        yield Desk(session, [], news)
    finally:
        await gate.leave()


async def typed(here: Desk, title: str) -> None:
    here.session.drafts.note(draft(title))
    await here.session.drafts.leave(draft(title).id)


async def drafts(here: Desk) -> list[str]:
    return sorted(one.current.title for one in await here.session.drafts.all())


def account(server: ConnectServer) -> AccountId:
    return AccountId(f"given:{server.url}")


async def test_a_new_token_beside_a_window_with_the_old_one_gets_in_no_way_of_it(server: ConnectServer) -> None:
    old = server.token
    async with sitting(server) as first:
        await typed(first, "Mail")
        fresh = server.rotate()
        async with sitting(server, fresh) as second:
            assert "an earlier token is kept" in " ".join(second.news)
            assert second.session.drafts.kept
            assert await drafts(second) == []
            await typed(second, "Bank")
            await typed(first, "Garden")
        async with sitting(server, fresh) as third:
            assert (await drafts(third), third.news) == (["Bank"], [])
    async with sitting(server, old) as fourth:
        assert await drafts(fourth) == ["Garden", "Mail"]


async def test_two_windows_whose_token_is_replaced_in_both(server: ConnectServer) -> None:
    async with sitting(server) as first, sitting(server) as second:
        await typed(first, "Mail")
        fresh = server.rotate()
        for here in (first, second):
            await here.until(account(server), State.REFUSED)
            await here.session.remotes.replace_token(account(server), Secret(fresh))
            await here.until(account(server), State.OPEN)
        await typed(second, "Bank")
    async with sitting(server, fresh) as later:
        assert await drafts(later) == ["Bank", "Mail"]


async def test_a_journal_that_cannot_be_written_keeps_no_token_from_being_replaced(
    server: ConnectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "BUSY_SECONDS", 0.1)
    async with sitting(server) as here:
        fresh = server.rotate()
        await here.until(account(server), State.REFUSED)
        await here.session.audit.flush()
        with closing(sqlite3.connect(journal_path(server.url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await here.session.remotes.replace_token(account(server), Secret(fresh))
            other.execute("ROLLBACK")
        await here.until(account(server), State.OPEN)
        assert "sealed under the earlier token" in " ".join(here.news)


async def test_a_damaged_journal_is_told_and_in_nobodys_way(server: ConnectServer) -> None:
    path = journal_path(server.url)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"junk" * 1000)
    async with sitting(server) as here:
        await here.until(account(server), State.OPEN)
        assert "is not a store of Strongroom" in " ".join(here.news)
        await typed(here, "Mail")
    async with sitting(server) as later:
        assert await drafts(later) == ["Mail"]
    assert path.read_bytes() == b"junk" * 1000


async def test_a_token_that_opens_nothing_here_and_is_refused_makes_nothing(server: ConnectServer) -> None:
    async with sitting(server):
        pass
    with pytest.raises(TokenRefused):
        async with sitting(server, "s3cret-wrong"):
            pass
    assert len(list(journal_path(server.url).parent.glob("*.strongroom"))) == 1


async def test_two_that_begin_at_once_share_a_journal(server: ConnectServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(server) as first:
        monkeypatch.setattr(journal, "_count", lambda url: 0)  # it was made after the other had looked
        async with sitting(server) as second:
            await typed(second, "Mail")
        assert await drafts(first) == ["Mail"]


@pytest.mark.parametrize("url", ["http://\udcff.example", "http://me:s3cret-pw@127.0.0.1:9"])
async def test_an_address_that_cannot_be_used_is_said_so(url: str) -> None:
    async with sitting(url, "s3cret-x") as here:
        status = await here.until(AccountId(f"given:{url}"), State.FAILED)
        assert "The address of the account" in status.sentence
        (event,) = [one for one in await here.session.audit.page() if one.action is AuditAction.UNLOCK]
        assert "s3cret" not in event.title
