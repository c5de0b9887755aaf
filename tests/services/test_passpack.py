"""A Passpack account in a session: what is known of it goes on in the next run, and what is overwritten is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.servers.passpack import PasspackServer
from tests.services.remote import Desk, desk, eventually
from tui.backends.passpack.convert import PASSWORD, VAULT
from tui.model.account import AccountConfig, TokenSource
from tui.model.edit import SetTitle, SetValue
from tui.model.errors import Conflict
from tui.model.ids import AccountId, ItemId, ItemRef
from tui.model.secret import Secret
from tui.services.past import replaced
from tui.services.remote_status import State

TEAM = AccountId("team")


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        yield server
        server.check()


@asynccontextmanager
async def opened(tmp_path: Path, server: PasspackServer, *, make: bool = True) -> AsyncIterator[Desk]:
    """Sit down at a session with an account on the server; it is added, or still there from the run before."""
    async with desk(tmp_path, make=make) as here:
        if make:
            config = AccountConfig(TEAM, "passpack", "Team", server.url, TokenSource.SEALED)
            await here.session.remotes.add(config, Secret(server.token))
        await here.until(TEAM, State.OPEN)
        yield here


def ref(entry: object) -> ItemRef:
    return ItemRef(TEAM, VAULT, ItemId(str(entry)))


async def test_its_entries_are_listed(tmp_path: Path, server: PasspackServer) -> None:
    server.stock(3)
    async with opened(tmp_path, server) as here:
        assert here.titles() == ["Entry 00000", "Entry 00001", "Entry 00002"]


async def test_where_nothing_is_listed_what_was_opened_is_known_in_the_next_run(
    tmp_path: Path, server: PasspackServer
) -> None:
    server.speech.off = {"list": 404}
    entry = server.add_entry("Mail")
    async with opened(tmp_path, server) as here:
        assert here.titles() == []
        api = here.session.api(TEAM)
        assert api.opens_ids
        await api.open_id(str(entry))
        await eventually(lambda: here.titles() == ["Mail"])
    server.add_entry("Unseen")
    async with opened(tmp_path, server, make=False) as later:
        await eventually(lambda: later.titles() == ["Mail"])
        await later.session.remotes.remove(TEAM)
    assert b"Mail" not in (tmp_path / "home").read_bytes()


async def test_versions_go_on_in_the_next_run(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with opened(tmp_path, server) as here:
        api = here.session.api(TEAM)
        first = await api.item(ref(entry))
        second = await api.update(first.ref, [SetTitle("Post")], first.version, first.title)
        assert second.version == first.version + 1
    server.touch(entry, username="tim")
    async with opened(tmp_path, server, make=False) as later:
        api = later.session.api(TEAM)
        with pytest.raises(Conflict) as caught:  # as of a draft that was left
            await api.update(second.ref, [SetTitle("Shop")], second.version, second.title)
        now = caught.value.current
        assert now is not None and now.version == second.version + 1
        assert (await api.update(now.ref, [SetTitle("Shop")], now.version, now.title)).title == "Shop"


async def test_what_is_overwritten_is_kept_at_home_and_comes_back(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with opened(tmp_path, server) as here:
        api, past = here.session.api(TEAM), here.session.past
        assert past.is_ours(TEAM)
        item = await api.item(ref(entry))
        for number in range(2):
            edited = await api.update(item.ref, [SetValue(PASSWORD, Secret(f"s3cret-{number}"))], item.version)
            await past.note(item)
            item = edited
    async with opened(tmp_path, server, make=False) as later:
        past = later.session.past
        versions = [await past.version(ref(entry), one.version) for one in await past.versions(ref(entry))]
        assert [one.version for one in versions] == [3, 2, 1]
        assert [one.field.value for one in replaced(versions)] == [Secret("s3cret-0"), Secret("s3cret-mail")]
        restored = await past.restore(versions[0], 1)
        assert (restored.version, server.entry(entry)["password"]) == (4, "s3cret-mail")


async def test_a_password_is_rotated_and_where_there_is_no_such_call_changed(
    tmp_path: Path, server: PasspackServer
) -> None:
    entry = server.add_entry("Mail")
    async with opened(tmp_path, server) as here:
        api = here.session.api(TEAM)
        item = await api.rotate(await api.item(ref(entry)), PASSWORD, Secret("s3cret-one"))
        server.speech.off = {"rotate": 404}
        item = await api.rotate(item, PASSWORD, Secret("s3cret-two"))
        assert server.entry(entry)["password"] == "s3cret-two"
        assert (item.version, server.noted(entry).count("rotated")) == (3, 1)
        sent = [one.method for one in server.requests if one.method in ("POST", "PUT")]
        await api.rotate(item, PASSWORD, Secret("s3cret-three"))
        assert [one.method for one in server.requests if one.method in ("POST", "PUT")] == [*sent, "PUT"]
