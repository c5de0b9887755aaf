"""Accounts on the network: each by itself, told about plainly, and no token ever sent to where it does not belong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.connect import ConnectServer
from tests.services.remote import config, desk, eventually, forget_once_at_rest, hurry
from tui.model.account import AccountConfig, TokenSource
from tui.model.edit import SetTitle
from tui.model.errors import Denied, NotFound, TokenRefused, Unreachable, VaultError
from tui.model.ids import HOME, AccountId, ItemId, ItemRef, VaultId
from tui.model.secret import Secret
from tui.services import pace
from tui.services.book import Book
from tui.services.remote_status import State, as_of, summed
from tui.services.settings import Settings

TEAM = AccountId("id-of-Team")


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        vault = server.add_vault("Work")
        for title in ("Mail", "Bank"):
            server.add_item(vault, {"title": title, "category": "LOGIN"})
        yield server


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def only_vault(server: ConnectServer) -> str:
    (vault,) = server.connect.state.vaults
    return vault


async def test_an_account_is_added_read_and_there_again_after_the_next_unlock(
    server: ConnectServer, tmp_path: Path
) -> None:
    async with desk(tmp_path) as first:
        await first.session.remotes.add(config(server), Secret(server.token))
        status = await first.until(TEAM, State.OPEN)
        assert (status.vaults, first.titles()) == (1, ["Bank", "Mail"])
        assert first.session.remotes.token_age_days(status) == 0
        assert "s3cret" not in repr(status)
    async with desk(tmp_path, make=False) as second:
        await second.until(TEAM, State.OPEN)
        assert second.titles() == ["Bank", "Mail"]
    assert server.token.encode() not in (tmp_path / "home").read_bytes()


async def test_what_others_change_is_seen_without_reading_the_rest(server: ConnectServer, tmp_path: Path) -> None:
    other = server.add_vault("Other")
    server.add_item(other, {"title": "Garden", "category": "LOGIN"})
    work = next(vault for vault in server.connect.state.vaults if vault != other)
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        server.forget()
        server.touch(work, server.items(work)[0], title="Post")
        await eventually(lambda: here.titles() == ["Bank", "Garden", "Post"])
        server.add_item(work, {"title": "Dog", "category": "LOGIN"})
        server.remove(work, server.items(work)[1])
        await eventually(lambda: here.titles() == ["Dog", "Garden", "Post"])
        assert server.count("GET", f"/v1/vaults/{other}/items") == 0
        third = server.add_vault("Third")
        server.add_item(third, {"title": "Cat", "category": "LOGIN"})
        await eventually(lambda: "Cat" in here.titles())


async def test_one_that_does_not_answer_holds_up_no_other(server: ConnectServer, tmp_path: Path) -> None:
    with ConnectServer(seed=2) as slow:
        slow.stock(1, 3)
        slow.faults.slow = 30
        async with desk(tmp_path) as here:
            await here.session.remotes.add(config(slow, "Slow"), Secret(slow.token))
            await here.session.remotes.add(config(server), Secret(server.token))
            await here.until(TEAM, State.OPEN)
            assert here.titles() == ["Bank", "Mail"]
            assert here.status(AccountId("id-of-Slow")).state in (State.OPENING, State.READING)


async def test_vaults_stand_in_the_order_of_the_accounts_however_quickly_each_comes(
    server: ConnectServer, tmp_path: Path
) -> None:
    with ConnectServer(seed=2) as other:
        other.add_vault("Far")
        other.stop()  # it comes when the second is open
        first = AccountId("id-of-First")
        async with desk(tmp_path) as here:
            await here.session.remotes.add(config(other, "First"), Secret(other.token))
            await here.session.remotes.add(config(server), Secret(server.token))
            await here.until(TEAM, State.OPEN)
            other.start()
            await here.session.remotes.reconnect(first)
            await here.until(first, State.OPEN)
            assert [vault.name for vault in here.session.catalog.vaults] == ["Far", "Work"]
            await here.session.remotes.switch(first, on=False)
            assert [vault.name for vault in here.session.catalog.vaults] == ["Work"]
            await here.session.remotes.switch(first, on=True)
            await here.until(first, State.OPEN)
            assert [vault.name for vault in here.session.catalog.vaults] == ["Far", "Work"]
            await here.session.api(HOME).create_vault("Own", "")
            await here.session.load_home()
            assert [vault.name for vault in here.session.catalog.vaults] == ["Own", "Far", "Work"]


async def test_a_server_that_goes_leaves_what_was_read_and_comes_back(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        server.faults.reset_before = True
        status = await here.until(TEAM, State.OFFLINE)
        assert status.sentence.endswith(".")
        assert here.titles() == ["Bank", "Mail"]
        assert summed([status]).startswith("Team offline, as of ")
        server.faults.reset_before = False
        await here.until(TEAM, State.OPEN)
        assert summed([here.status(TEAM)]) == ""


async def test_a_refused_token_is_asked_for_once_and_not_tried_again(server: ConnectServer, tmp_path: Path) -> None:
    asked: list[str] = []
    async with desk(tmp_path) as here:
        here.session.remotes.on_token_needed = lambda status: asked.append(status.config.name)
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        fresh = server.rotate()
        await here.until(TEAM, State.REFUSED)
        await forget_once_at_rest(server)
        await asyncio.sleep(0.3)
        assert (asked, server.requests) == (["Team"], [])
        with pytest.raises(TokenRefused):
            await here.session.remotes.replace_token(TEAM, Secret("s3cret-wrong"))
        assert here.status(TEAM).state is State.REFUSED
        await here.session.remotes.replace_token(TEAM, Secret(fresh))
        await here.until(TEAM, State.OPEN)
        assert here.titles() == ["Bank", "Mail"]
    async with desk(tmp_path, make=False) as later:
        await later.until(TEAM, State.OPEN)


async def test_a_new_token_replaces_the_old_one_only_when_it_works(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        with pytest.raises(TokenRefused):
            await here.session.remotes.replace_token(TEAM, Secret("s3cret-wrong"))
        await here.session.remotes.read_all()
        assert here.status(TEAM).state is State.OPEN


async def test_a_token_is_never_sent_to_another_address_than_it_was_given_for(
    server: ConnectServer, tmp_path: Path
) -> None:
    with ConnectServer(seed=2) as other:
        async with desk(tmp_path) as here:
            await here.session.remotes.add(config(server), Secret(server.token))
            await here.until(TEAM, State.OPEN)
            elsewhere = replace(here.status(TEAM).config, url=other.url)
            with pytest.raises(Denied, match="given again"):
                await here.session.remotes.test(elsewhere, None)
            with pytest.raises(Denied, match="given again"):
                await here.session.remotes.change(elsewhere)
            assert other.requests == []
            assert here.status(TEAM).config.url == server.url
            await here.session.remotes.change(elsewhere, Secret(other.token))
            await here.until(TEAM, State.OPEN)
            assert here.titles() == []


async def test_an_account_that_shows_no_vaults_says_why(tmp_path: Path) -> None:
    with ConnectServer() as empty:
        async with desk(tmp_path) as here:
            await here.session.remotes.add(config(empty), Secret(empty.token))
            status = await here.until(TEAM, State.OPEN)
            assert status.vaults == 0
            assert "vault" in status.sentence


async def test_switching_off_and_removing(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        await here.session.remotes.switch(TEAM, on=False)
        assert (here.status(TEAM).state, here.titles(), here.session.catalog.vaults) == (State.OFF, [], ())
        await here.session.remotes.switch(TEAM, on=True)
        await here.until(TEAM, State.OPEN)
        assert here.titles() == ["Bank", "Mail"]
        await here.session.remotes.remove(TEAM)
        assert (here.session.remotes.statuses, here.titles()) == ((), [])
    async with desk(tmp_path, make=False) as later:
        assert later.session.remotes.statuses == ()
    assert len(server.items(only_vault(server))) == 2


async def test_a_token_file_is_read_each_time_and_never_sealed(server: ConnectServer, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(server.token)
    file.chmod(0o600)
    async with desk(tmp_path) as here:
        await here.session.remotes.add(replace(config(server, source=TokenSource.FILE), token_file=str(file)), None)
        await here.until(TEAM, State.OPEN)
        fresh = server.rotate()
        await here.until(TEAM, State.REFUSED)
        await forget_once_at_rest(server)
        await asyncio.sleep(0.3)
        assert server.requests == [], "the same token is not tried again"
        file.write_text(fresh)
        await here.until(TEAM, State.OPEN)
        file.chmod(0o644)
        await here.session.remotes.switch(TEAM, on=False)
        await here.session.remotes.switch(TEAM, on=True)
        status = await here.until(TEAM, State.FAILED)
        assert "chmod 600" in status.sentence


async def test_a_token_that_is_asked_for_each_time_is_kept_nowhere(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server, source=TokenSource.PROMPT), Secret(server.token))
        await here.until(TEAM, State.OPEN)
    async with desk(tmp_path, make=False) as later:
        status = await later.until(TEAM, State.ASKING)
        assert status.sentence.endswith(".")
        await later.session.remotes.replace_token(TEAM, Secret(server.token))
        await later.until(TEAM, State.OPEN)


async def test_nobody_is_polled_while_nobody_is_there(
    server: ConnectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        monkeypatch.setattr(pace, "IDLE_SECONDS", 0.0)
        await forget_once_at_rest(server)
        await asyncio.sleep(0.3)
        assert server.requests == []
        server.touch(only_vault(server), server.items(only_vault(server))[0], title="Post")
        here.session.remotes.touched()
        await eventually(lambda: "Post" in here.titles())


async def test_without_an_interval_it_is_read_only_when_asked(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path, Settings(refresh_every=0)) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        server.touch(only_vault(server), server.items(only_vault(server))[0], title="Post")
        await forget_once_at_rest(server)
        await asyncio.sleep(0.2)
        assert server.requests == []
        await here.session.load()
        assert here.titles() == ["Bank", "Post"]


async def test_a_vault_that_is_refused_leaves_the_others_readable(server: ConnectServer, tmp_path: Path) -> None:
    other = server.add_vault("Other")
    server.add_item(other, {"title": "Garden", "category": "LOGIN"})
    server.faults.status, server.faults.on = 403, f"{other}/items"
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        status = await here.until(TEAM, State.OPEN)
        assert here.titles() == ["Bank", "Mail"]
        assert "“Other” could not be read" in status.sentence


async def test_a_write_that_begins_before_the_end_is_finished(server: ConnectServer, tmp_path: Path) -> None:
    vault = only_vault(server)
    item = server.items(vault)[0]
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        ref = ItemRef(TEAM, VaultId(vault), ItemId(item))
        api = here.session.api(TEAM)
        version = (await api.item(ref)).version
        server.faults.write_seconds = 0.5
        writing = asyncio.ensure_future(api.update(ref, (SetTitle("Late"),), version, "Late"))
        await eventually(lambda: server.count("PATCH") == 1)
        writing.cancel()
        await asyncio.wait([writing])
    assert server.item(vault, item)["title"] == "Late"


async def test_an_account_that_cannot_be_read_leaves_the_store_and_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        dead = AccountConfig(AccountId("id-of-Dead"), "connect", "Dead", "http://127.0.0.1:9", TokenSource.SEALED)
        with pytest.raises(Unreachable):
            await here.session.remotes.test(dead, Secret("s3cret-x"))
        await here.session.remotes.add(dead, Secret("s3cret-x"))
        status = await here.until(dead.id, State.OFFLINE)
        assert as_of(status) == "offline"
        assert here.session.own_store is not None
        await here.session.load()


async def test_two_windows_undo_nothing_of_each_other(server: ConnectServer, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config(server), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        async with desk(tmp_path, make=False) as there:
            await there.until(TEAM, State.OPEN)
            fresh = server.rotate()
            await here.session.remotes.replace_token(TEAM, Secret(fresh))
            await there.session.remotes.change(replace(there.status(TEAM).config, name="Crew"))
            async with desk(tmp_path, make=False) as later:
                status = await later.until(TEAM, State.OPEN)
                assert status.config.name == "Crew", "with the token that was given in the other window"
            await here.session.remotes.remove(TEAM)
            with pytest.raises(NotFound, match="removed in another window"):
                await there.session.remotes.replace_token(TEAM, Secret(fresh))
    async with desk(tmp_path, make=False) as later:
        assert later.session.remotes.statuses == ()


async def test_nothing_can_be_kept_without_a_store(server: ConnectServer) -> None:
    with pytest.raises(VaultError, match="no store"):
        await Book(None).put(config(server), Secret("s3cret-x"))


async def test_a_token_that_is_old_is_told_of(server: ConnectServer, tmp_path: Path) -> None:
    since = time.time() - 91 * 86_400
    async with desk(tmp_path) as here:
        await here.session.remotes.add(replace(config(server), token_since=since), Secret(server.token))
        await here.until(TEAM, State.OPEN)
        assert list(here.session.remotes.reminders()) == [
            "The token of “Team” is 91 days old; replace it (g c, then T)."
        ]
        await here.session.remotes.replace_token(TEAM, Secret(server.token))
        assert list(here.session.remotes.reminders()) == []
