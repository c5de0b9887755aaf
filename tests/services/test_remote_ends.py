"""Writes to a service that are under way while something ends: the session, the account, or its token."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.connect import ConnectServer
from tests.services.remote import PATIENCE, Desk, config, desk, eventually, hurry
from tests.settling import wait_for_idle
from tui.model.account import TokenSource
from tui.model.audit import AuditAction
from tui.model.draft import Draft
from tui.model.edit import SetTitle
from tui.model.errors import NotFound
from tui.model.ids import AccountId, DraftId, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services.remote_status import State
from tui.services.tokens import Given

TEAM = AccountId("id-of-Team")


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        server.add_item(server.add_vault("Work"), {"title": "Mail", "category": "LOGIN"})
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
async def bugs() -> list[str]:
    """Return what nobody caught."""
    found: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: found.append(str(context)))
    return found


def where(server: ConnectServer) -> ItemRef:
    (vault,) = server.connect.state.vaults
    (item,) = server.items(vault)
    return ItemRef(TEAM, VaultId(vault), ItemId(item))


async def begun(here: Desk, server: ConnectServer, seconds: float, file: Path | None = None) -> asyncio.Task[Item]:
    """Open the account, with a token that is sealed or lies in a file, and begin a write to it that takes so long."""
    if file is None:
        await here.session.remotes.add(config(server), Secret(server.token))
    else:
        await here.session.remotes.add(replace(config(server, source=TokenSource.FILE), token_file=str(file)), None)
    await here.until(TEAM, State.OPEN)
    api, ref = here.session.api(TEAM), where(server)
    version = (await api.item(ref)).version
    server.faults.write_seconds = seconds
    writing = asyncio.ensure_future(api.update(ref, (SetTitle("Late"),), version, "Late"))
    await eventually(lambda: server.count("PATCH") == 1)
    return writing


async def test_a_write_that_ends_after_the_screen_and_the_session_is_in_the_audit_log(
    server: ConnectServer, tmp_path: Path, bugs: list[str]
) -> None:
    async with desk(tmp_path) as here:
        writing = await begun(here, server, 0.5)
        writing.cancel()
        await asyncio.wait([writing])
    assert (bugs, here.news) == ([], [])
    async with desk(tmp_path, make=False) as later:
        events = await later.session.audit.page()
        assert [event.action for event in events[:2]] == [AuditAction.LOCK, AuditAction.EDIT]


async def test_a_write_that_ends_while_the_account_is_opened_anew_was_done(
    server: ConnectServer, tmp_path: Path
) -> None:
    async with desk(tmp_path) as here:
        writing = await begun(here, server, 0.5)
        await here.session.remotes.replace_token(TEAM, Secret(server.token))
        assert (await writing).title == "Late"
        await here.until(TEAM, State.OPEN)
        assert here.titles() == ["Late"]


async def test_a_write_is_waited_for_also_while_another_token_is_taken_from_the_file(
    server: ConnectServer, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(server.token)
    file.chmod(0o600)
    async with desk(tmp_path) as here:
        writing = await begun(here, server, 1.5, file)
        fresh = server.rotate()
        await here.until(TEAM, State.REFUSED)
        file.write_text(fresh)
        await asyncio.sleep(0.5)  # it is being closed
    assert writing.done()
    assert writing.result().title == "Late"
    assert server.item(where(server).vault, where(server).item)["title"] == "Late"


async def test_a_slow_save_does_not_keep_the_clipboard_full_after_the_lock(
    server: ConnectServer, tmp_path: Path
) -> None:
    async with desk(tmp_path) as here:
        await (await begun(here, server, 0))
        item = await here.session.api(TEAM).item(where(server))
        await here.session.clipboard.copy(Secret("s3cret-x"), "Password")
        server.faults.write_seconds = 30
        draft = Draft(DraftId("d"), item, replace(item, title="Slow"), time.time())
        saving = asyncio.ensure_future(here.session.save(draft))
        await eventually(lambda: server.count("PATCH") == 2)
        before = len(here.sent)
        closing = asyncio.ensure_future(here.session.close(exiting=False))
        await eventually(lambda: len(here.sent) > before)
        assert not saving.done()
        server.faults.write_seconds = 0
        await closing
        assert (await saving).title == "Slow"


async def followed() -> int:
    """Return how many accounts are followed, once nothing that was begun is under way."""
    await wait_for_idle(0.05, PATIENCE)
    return sum(task.get_name() == "account" for task in asyncio.all_tasks())


async def test_what_two_do_to_an_account_at_once_is_done_in_turn(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        remotes = here.session.remotes
        await (await begun(here, server, 0))
        config = here.status(TEAM).config
        await asyncio.gather(*(remotes.change(replace(config, name=name)) for name in ("Team A", "Team B")))
        assert (await followed(), here.status(TEAM).config.name) == (1, "Team B")
        await asyncio.gather(remotes.switch(TEAM, on=False), remotes.switch(TEAM, on=True))
        assert await followed() == 1
    assert await followed() == 0


async def test_a_token_that_is_tried_while_its_account_is_removed_brings_nothing_back(
    server: ConnectServer, tmp_path: Path
) -> None:
    async with desk(tmp_path) as here:
        await (await begun(here, server, 0))
        server.faults.slow = 1.5  # of all calls: whose comes next is chance
        replacing = asyncio.ensure_future(here.session.remotes.replace_token(TEAM, Secret(server.token)))
        await asyncio.sleep(0.1)
        await here.session.remotes.remove(TEAM)
        with pytest.raises(NotFound, match="changed or removed meanwhile"):
            await replacing
        assert await followed() == 0
    async with desk(tmp_path, make=False) as later:
        assert later.session.remotes.statuses == ()


async def test_who_leaves_while_an_account_is_switched_off_leaves_it_off(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        writing = await begun(here, server, 0.5)
        switching = asyncio.ensure_future(here.session.remotes.switch(TEAM, on=False))
        await asyncio.sleep(0.1)
        switching.cancel()
        await asyncio.wait([switching, writing])
        await here.until(TEAM, State.OFF)
        assert here.titles() == []


async def test_nothing_is_opened_in_a_session_that_has_ended(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.close(exiting=False)
        here.session.remotes.open_given(Given(server.url, Secret(server.token), TokenSource.ENVIRONMENT))
        assert await followed() == 0
    assert server.requests == []
