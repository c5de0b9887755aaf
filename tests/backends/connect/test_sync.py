"""What was written and is not shown by the server yet: shown by us, waited for, told of."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from tests.backends.connect.place import QUICK as WAITS
from tests.backends.connect.place import Json, Office, office
from tests.backends.contract import content, draft, listed
from tests.servers.connect import ConnectServer
from tests.servers.faults import Fault
from tui.model.edit import MoveField, SetTags, SetTitle, SetValue
from tui.model.errors import Conflict, NotFound, Unreachable
from tui.model.ids import FieldId, SectionId
from tui.model.item import ItemSummary
from tui.model.secret import Secret
from tui.model.vault import Vault

HOUR = 3600.0

LOGIN: Json = {"title": "Mail", "fields": [{"purpose": "PASSWORD", "value": "s3cret-old"}]}


async def until_told(place: Office, count: int = 1) -> None:
    """Wait until something that is no mark of syncing was noticed so often."""
    async with asyncio.timeout(30):
        while sum(not (one.problem or (one.item and one.item.syncing)) for one in place.noticed) < count:
            await asyncio.sleep(0.01)


def catch_up(server: ConnectServer) -> None:
    """Let readers see what was written: an hour has passed."""
    server.connect.state.clock = lambda: time.time() + HOUR


async def the_vault(place: Office) -> Vault:
    return (await place.backend.vaults())[0]


async def the_rows(place: Office) -> list[ItemSummary]:
    return await listed(place.backend, await the_vault(place))


async def test_a_made_item_is_there_at_once_and_told_when_the_server_shows_it(place: Office, vault: str) -> None:
    place.server.faults.lag = HOUR
    new = draft(await the_vault(place))
    saved = await place.backend.create(new)
    assert await place.backend.item(saved.ref) == saved
    assert [(row.ref, row.title, row.syncing) for row in await the_rows(place)] == [(saved.ref, new.title, True)]
    catch_up(place.server)
    await until_told(place)
    last = next(one.item for one in reversed(place.noticed) if one.item is not None)
    assert (last.ref, last.syncing, last.version) == (saved.ref, False, saved.version)
    assert [row.syncing for row in await the_rows(place)] == [False]
    assert content(await place.backend.item(saved.ref)) == content(new)


async def test_an_edit_is_there_at_once_and_the_next_waits_for_it(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.lag = HOUR
    first = await place.backend.update(place.ref(vault, item), [SetTitle("Post")], 1)
    assert (first.title, first.version) == ("Post", 2)
    assert [(row.title, row.version, row.syncing) for row in await the_rows(place)] == [("Post", 2, True)]
    assert place.server.count("PATCH") == 1
    asyncio.get_running_loop().call_later(0.2, catch_up, place.server)
    second = await place.backend.update(first.ref, [SetTags(("a",))], first.version)  # by PUT, of what is there
    assert (second.title, second.tags, second.version) == ("Post", ("a",), 3)
    raw = place.server.item(vault, item)
    assert (raw["title"], raw["tags"], raw["version"]) == ("Post", ["a"], 3)
    assert place.problems == []


async def test_a_deleted_item_is_gone_at_once(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.lag = 0.3
    await place.backend.delete(place.ref(vault, item))
    with pytest.raises(NotFound):
        await place.backend.item(place.ref(vault, item))
    with pytest.raises(NotFound):
        await place.backend.delete(place.ref(vault, item))
    assert await the_rows(place) == []
    await until_told(place)
    assert place.noticed[-1].gone == place.ref(vault, item)
    assert await the_rows(place) == []


async def test_what_is_made_can_be_edited_and_deleted_before_the_server_shows_it(place: Office, vault: str) -> None:
    place.server.faults.lag = 0.2
    saved = await place.backend.create(draft(await the_vault(place)))
    edited = await place.backend.update(saved.ref, [SetTitle("Hub")], saved.version)
    assert edited.title == "Hub"
    await place.backend.delete(edited.ref)
    assert place.server.items(vault) == []
    assert (place.server.count("POST"), place.server.count("PATCH"), place.server.count("DELETE")) == (1, 1, 1)


async def test_an_answer_with_the_old_version_is_taken_for_the_new_one(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.old_version = True
    ref = place.ref(vault, item)
    for number, title in enumerate(("A", "B", "C"), 1):
        saved = await place.backend.update(ref, [SetTitle(title)], number)
        assert (saved.version, saved.title) == (number + 1, title)
    place.server.touch(vault, item, title="Theirs")
    with pytest.raises(Conflict) as caught:
        await place.backend.update(ref, [SetTitle("D")], 4)
    assert caught.value.current is not None and caught.value.current.title == "Theirs"


async def test_it_gives_up_in_the_end_and_says_so(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, LOGIN)
    server.faults.lag = 60
    async with office(server, waits=replace(WAITS, sync=0.2)) as place:
        await place.backend.update(place.ref(vault, item), [SetTitle("Post")], 1)
        await until_told(place)
        assert len(place.problems) == 1 and "“Post” was saved" in place.problems[0]
        marks = [(one.item.title, one.item.syncing) for one in place.noticed if one.item]
        assert marks == [("Post", True), ("Mail", False)]  # no mark stays
        assert (await the_rows(place))[0].title == "Mail"  # from now on the server's own word holds


async def test_a_write_waits_not_long_for_the_one_before_it(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, LOGIN)
    server.faults.lag = 60
    async with office(server, waits=replace(WAITS, sync=60, behind=0.1)) as place:
        ref = place.ref(vault, item)
        saved = await place.backend.update(ref, [SetTitle("Post")], 1)
        with pytest.raises(Unreachable, match="does not show the last change of “Post” yet"):
            await place.backend.update(ref, [SetTitle("Letters")], saved.version)
        with pytest.raises(Unreachable, match="does not show the last change of “Post” yet"):
            await place.backend.delete(ref)
        new = await place.backend.create(draft(await the_vault(place)))
        with pytest.raises(Unreachable, match="does not show the last change of “GitHub” yet"):
            await place.backend.update(new.ref, [SetTitle("Hub")], new.version)
    assert (server.count("PATCH"), server.count("DELETE")) == (1, 0)


@pytest.fixture
def unversioned(server: ConnectServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no write raise the version of an item."""
    put = server.connect.state.put

    def keep(vault: str, item: Json, lag: float = 0) -> Json:
        return dict(put(vault, item, lag)) if item.get("title") == "Theirs" else _kept(put(vault, item, lag))

    monkeypatch.setattr(server.connect.state, "put", keep)


def _kept(item: Json) -> Json:
    item["version"] = 1
    return item


@pytest.mark.usefixtures("unversioned")
async def test_a_server_that_raises_no_version_is_not_waited_for_in_vain(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, LOGIN))
    saved = await place.backend.update(ref, [SetTitle("Post")], 1)
    again = await place.backend.update(ref, [SetTags(("a",))], saved.version)
    assert (again.title, again.tags) == ("Post", ("a",))
    await until_told(place, 2)
    assert place.problems == []
    kept = await place.backend.item(ref)
    assert await place.backend.update(ref, [SetTitle("Post")], kept.version) == kept  # read again, it is its version
    lost = Fault(on="PATCH", times=1, reset_after=True)
    place.server.faults.add(lost)
    assert (await place.backend.update(ref, [SetTitle("Letters")], kept.version)).title == "Letters"
    last = await place.backend.update(ref, [SetTitle("More")], kept.version)
    await until_told(place, 3)
    place.server.touch(vault, ref.item, title="Theirs")
    with pytest.raises(Conflict):
        await place.backend.update(ref, [SetTitle("Ours")], last.version)


async def test_a_move_that_nobody_sees_is_not_sent(place: Office, vault: str) -> None:
    fields = [{"id": name, "label": name, "section": {"id": f"in {name}"}} for name in "ab"]
    ref = place.ref(vault, place.server.add_item(vault, {"title": "Mail", "fields": fields}))
    base = await place.backend.item(ref)
    move = MoveField(FieldId("b"), SectionId("in b"), [one.id for one in base.fields].index(FieldId("a")))
    assert await place.backend.update(ref, [move], 1) == base
    assert (place.server.count("PATCH"), place.server.count("PUT")) == (0, 0)
    assert not place.backend.syncing(ref)


async def test_an_item_that_somebody_changed_on_top_is_theirs(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.lag = 0.2
    edit = SetValue(FieldId("password"), Secret("s3cret-new"))
    await place.backend.update(place.ref(vault, item), [edit], 1)
    place.server.touch(vault, item, title="Theirs")
    await until_told(place)
    last = place.noticed[-1].item
    assert last is not None and (last.title, last.version) in (("Mail", 2), ("Theirs", 3))
    current = await place.backend.item(place.ref(vault, item))
    assert current.field(FieldId("password")) is not None


async def test_a_list_that_is_read_while_a_write_settles_has_it(place: Office, vault: str) -> None:
    for number in range(3):
        place.server.add_item(vault, {"title": f"Item {number}"})
    place.server.page_size = 1
    rows: list[ItemSummary] = []
    async for page in place.backend.items((await the_vault(place)).id):
        rows.extend(page)
        if len(rows) == 1:
            await place.backend.create(draft(await the_vault(place)))
            await until_told(place)
            await place.backend.delete(rows[0].ref)
    assert "GitHub" in [row.title for row in rows]


async def test_closing_ends_the_waiting(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, LOGIN)
    server.faults.lag = 60
    before = asyncio.all_tasks()
    async with office(server) as place:
        await place.backend.update(place.ref(vault, item), [SetTitle("Post")], 1)
        assert asyncio.all_tasks() > before
    assert asyncio.all_tasks() == before


async def test_what_turned_out_to_be_old_is_not_shown_again(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, LOGIN))
    assert (await place.backend.item(ref)).title == "Mail"
    place.server.touch(vault, ref.item, title="Theirs")
    with pytest.raises(Conflict):
        await place.backend.update(ref, [SetTitle("Ours")], 1)
    assert (await place.backend.item(ref)).title == "Theirs"
    place.server.remove(vault, ref.item)
    with pytest.raises(NotFound):
        await place.backend.update(ref, [SetTitle("Ours")], 2)
    with pytest.raises(NotFound):
        await place.backend.item(ref)
