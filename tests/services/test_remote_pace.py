"""When services are asked: not with a refused token, not without pause where they fail, not before they said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.connect import ConnectServer
from tests.services.remote import Desk, config, desk, eventually, forget_once_at_rest, hurry
from tui.model.account import TokenSource
from tui.model.errors import TokenRefused
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.secret import Secret
from tui.services import pace
from tui.services.remote_status import State
from tui.services.settings import Settings

TEAM = AccountId("id-of-Team")


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        server.add_item(server.add_vault("Work"), {"title": "Mail", "category": "LOGIN"})
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def opened(here: Desk, server: ConnectServer) -> None:
    await here.session.remotes.add(config(server), Secret(server.token))
    await here.until(TEAM, State.OPEN)


async def asked(server: ConnectServer, seconds: float = 0.4) -> int:
    """Return how many requests there are from now on."""
    await forget_once_at_rest(server)
    await asyncio.sleep(seconds)
    return len(server.requests)


async def come_back(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press a key after a long time without one."""
    monkeypatch.setattr(pace, "IDLE_SECONDS", 0.0)
    await asyncio.sleep(0.1)
    here.session.remotes.touched()


async def test_who_comes_back_has_no_refused_token_tried(
    server: ConnectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as here:
        await opened(here, server)
        server.rotate()
        await here.until(TEAM, State.REFUSED)
        await forget_once_at_rest(server)
        await come_back(here, monkeypatch)
        await asyncio.sleep(0.3)
        assert server.requests == []


async def test_a_token_that_is_refused_between_two_looks_is_not_tried_at_the_next(
    server: ConnectServer, tmp_path: Path
) -> None:
    async with desk(tmp_path, Settings(refresh_every=0.6)) as here:
        await opened(here, server)
        server.rotate()
        with pytest.raises(TokenRefused):
            await here.session.api(TEAM).vaults()
        assert here.status(TEAM).state is State.REFUSED
        await forget_once_at_rest(server)
        await asyncio.sleep(1)
        assert server.requests == []


async def test_who_comes_back_has_nothing_asked_that_is_only_asked_by_hand(
    server: ConnectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path, Settings(refresh_every=0)) as here:
        await opened(here, server)
        await forget_once_at_rest(server)
        await come_back(here, monkeypatch)
        await asyncio.sleep(0.3)
        assert server.requests == []


async def test_a_vault_that_is_refused_does_not_have_the_others_read_again_and_again(
    server: ConnectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work,) = server.connect.state.vaults
    other = server.add_vault("Other")
    server.add_item(other, {"title": "Garden", "category": "LOGIN"})
    server.faults.status, server.faults.on = 403, f"{other}/items"
    async with desk(tmp_path) as here:
        monkeypatch.setattr(pace, "LONGEST_PAUSE", 300.0)
        await opened(here, server)
        assert await asked(server) > 0
        assert server.count("GET", f"/v1/vaults/{work}/items") == 0
        assert "“Other” could not be read" in here.status(TEAM).sentence
        server.faults.status = 0
        monkeypatch.setattr(pace, "LONGEST_PAUSE", 0.2)
        await eventually(lambda: "Garden" in here.titles())
        assert here.status(TEAM).sentence == ""


async def test_a_service_that_fails_is_left_in_peace_also_while_its_items_are_shown(
    server: ConnectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FIRST_PAUSE", 20.0)
    monkeypatch.setattr(pace, "LONGEST_PAUSE", 20.0)
    (vault,) = server.connect.state.vaults
    ref = ItemRef(TEAM, VaultId(vault), ItemId(server.items(vault)[0]))
    async with desk(tmp_path) as here:
        await opened(here, server)
        api = here.session.api(TEAM)
        await api.item(ref)
        shown = list[asyncio.Task[object]]()
        here.session.catalog.listen(lambda: shown.append(asyncio.ensure_future(api.item(ref))))
        server.faults.status, server.faults.on = 503, "/items"
        await here.session.remotes.read_all()
        await here.until(TEAM, State.OFFLINE)
        assert await asked(server, 3.0) == 0
        assert shown


async def test_a_token_file_that_is_gone_has_the_refused_token_neither_tried_nor_asked_for_again(
    server: ConnectServer, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(server.token)
    file.chmod(0o600)
    needed: list[State] = []
    async with desk(tmp_path) as here:
        here.session.remotes.on_token_needed = lambda status: needed.append(status.state)
        await here.session.remotes.add(replace(config(server, source=TokenSource.FILE), token_file=str(file)), None)
        await here.until(TEAM, State.OPEN)
        fresh = server.rotate()
        await here.until(TEAM, State.REFUSED)
        file.unlink()
        status = await here.until(TEAM, State.FAILED)
        assert "There is no file" in status.sentence
        assert (await asked(server, 1.0), needed) == (0, [State.REFUSED])
        file.write_text(fresh)
        file.chmod(0o600)
        await here.until(TEAM, State.OPEN)


async def test_a_service_that_asks_to_wait_is_not_asked_before(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await opened(here, server)
        server.faults.status, server.faults.retry_after = 429, "100"
        await here.until(TEAM, State.OFFLINE)
        assert await asked(server, 1.0) == 0
        server.faults.status = 0
        await here.session.remotes.reconnect(TEAM)  # but by hand
        assert here.status(TEAM).state is State.OPEN
        server.touch(next(iter(server.connect.state.vaults)), only_item(server), title="Post")
        await eventually(lambda: here.titles() == ["Post"])


def only_item(server: ConnectServer) -> str:
    (vault,) = server.connect.state.vaults
    return server.items(vault)[0]
