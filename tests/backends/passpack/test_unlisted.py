"""Servers that list nothing: what was made or opened here is known, in the next run too."""

from __future__ import annotations

import pytest

from tests.backends.passpack.place import team
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.convert import VAULT
from tui.model.errors import Invalid, NotFound, TokenRefused


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


KEY = "00" * 32


@pytest.mark.parametrize(
    "kept",
    [b"", b"{", b"7", b"[7]", b'{"00": 7}']
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
