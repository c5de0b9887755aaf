"""Servers that list nothing: what was made or opened here is known, in the next run too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.passpack.place import team
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.convert import VAULT
from tui.backends.protocol import Action
from tui.model.dialect import DOCUMENTED, Operation, Route
from tui.model.errors import Denied, Invalid, NotFound, TokenRefused
from tui.model.member import MemberId
from tui.model.secret import Secret


async def test_what_may_not_be_seen_any_more_is_left_out_and_told(server: PasspackServer) -> None:
    server.speech.off = {"list": 404}
    one, other = server.add_entry("Mail"), server.add_entry("Shop")
    async with team(server) as place:
        await place.backend.open_id(str(one))
        await place.backend.open_id(str(other))
        server.faults.add(Fault(on=f"/passwords/{one}", status=403))
        assert [row.title for row in await place.rows()] == ["Shop"]
        assert any("may not be seen any more" in told for told in await place.told(2))
        server.renew()
        server.faults.also.clear()
        with pytest.raises(TokenRefused):
            await place.rows()


async def test_without_a_list_what_was_opened_is_shown(server: PasspackServer) -> None:
    server.speech.off = {"list": 405}
    one, other, unseen = server.add_entry("Mail"), server.add_entry("Shop"), server.add_entry("Unseen")
    async with team(server) as place:
        [vault] = await place.backend.vaults()
        assert await place.rows() == []
        [told] = await place.told()
        assert "GET /passwords with status 405. Only those made or opened here are shown" in told
        opened_by_id = await place.backend.open_id(f" {one} ")
        assert (opened_by_id.title, place.noticed[-1].item) == ("Mail", opened_by_id.summary())
        await place.backend.open_id(str(other))
        assert {row.title for row in await place.rows()} == {"Mail", "Shop"}
        server.remove(one)
        assert {row.title for row in await place.rows()} == {"Shop"}
        assert (unseen, vault.id) == (server.entries[-1]["id"], VAULT)


async def test_what_is_known_goes_on_in_the_next_run(server: PasspackServer) -> None:
    server.speech.off = {"list": 404}
    entry = server.add_entry("Mail")
    async with team(server) as place:
        await place.backend.open_id(str(entry))
        server.touch(entry, title="Post")
        assert (await place.backend.current(place.ref(entry))).version == 2
        kept = place.backend.keep()
    assert b"s3cret" not in kept and b"Post" not in kept
    async with team(server) as later:
        later.backend.recall(kept)
        [row] = await later.rows()
        assert (row.title, row.version) == ("Post", 2), "it was read as a whole"
        server.touch(entry, title="Mail")
        assert (await later.backend.current(later.ref(entry))).version == 3


@pytest.mark.parametrize("name", ["audit", "share", "rotate", "add_member"])
async def test_what_the_server_lacks_is_known_in_the_next_run(server: PasspackServer, name: str) -> None:
    server.speech.off = {name: 501}  # type: ignore[dict-item]
    action, where = LACKED[name]
    entry = server.add_entry("Mail")
    async with team(server) as place:
        item = await place.backend.current(place.ref(entry))
        with pytest.raises(Denied):
            match name:
                case "audit":
                    [page async for page in place.backend.item_audit(item.ref)]
                case "share":
                    await place.backend.share_with(item.ref, MemberId("7"))
                case "rotate":
                    await place.backend.rotate(item.ref, Secret("s3cret-next"), item.version)
                case _:
                    await place.backend.add_member("Wendy", "wendy@team.example")
        kept = place.backend.keep()
    async with team(server) as later:
        later.backend.recall(kept)
        await later.backend.vaults()
        why = later.backend.refusal(action, item.ref if where else None)
        assert why is not None and why.endswith("with status 501. Ctrl+R tries again.")
        await later.backend.vaults()  # everything is read anew, as a person asked
        assert later.backend.refusal(action, item.ref if where else None) is None
        assert later.backend.keep() == kept, "it is still what is known of the server"


async def test_what_another_server_or_route_lacked_is_not_recalled(server: PasspackServer) -> None:
    server.speech.off = {"audit": 501}
    entry = server.add_entry("Mail")
    async with team(server) as place:
        with pytest.raises(Denied):
            [page async for page in place.backend.item_audit(place.ref(entry))]
        kept = place.backend.keep()
    routes = dict(DOCUMENTED.routes) | {Operation.AUDIT: Route.of("GET /log/{id}", Operation.AUDIT)}
    async with team(server, replace(DOCUMENTED, routes=routes)) as other:
        other.backend.recall(kept)
        assert other.backend.refusal(Action.AUDIT, other.ref(entry)) is None
    with PasspackServer() as elsewhere:
        async with team(elsewhere) as moved:
            moved.backend.recall(kept)
            assert moved.backend.refusal(Action.AUDIT, moved.ref(entry)) is None


LACKED = {
    "audit": (Action.AUDIT, True),
    "share": (Action.SHARE, True),
    "rotate": (Action.ROTATE, True),
    "add_member": (Action.ADD_MEMBER, False),
}

KEY = "00" * 32


@pytest.mark.parametrize(
    "kept",
    [b"", b"{", b"7", b"[7]", b'{"00": 7}', b'{"server": 7}', b'{"server": {"lacks": {"audit": [7], "x": ["", 404]}}}']
    + [f'{{"{KEY}": {one}}}'.encode() for one in ("[]", '{"a": 7}', '{"a": [0, "00"]}', '{"a": [1, "xx"]}')],
)
async def test_what_cannot_be_recalled_is_ignored(server: PasspackServer, kept: bytes) -> None:
    entry = server.add_entry()
    async with team(server) as place:
        before = await place.backend.item(place.ref(entry))
        place.backend.recall(kept)
        assert await place.backend.current(place.ref(entry)) == before


async def test_no_id_and_one_that_is_not_there(server: PasspackServer) -> None:
    async with team(server) as place:
        with pytest.raises(Invalid):
            await place.backend.open_id("  ")
        for text in ("..", "4711", "a/../b"):
            with pytest.raises(NotFound):
                await place.backend.open_id(text)
        assert place.noticed == []
