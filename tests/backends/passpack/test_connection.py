"""How a server is, in plain words: what it has, what it lacks, and what is wrong."""

from __future__ import annotations

import pytest

from tests.backends.passpack.place import team
from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.passpack import PasspackServer
from tui.backends.protocol import Action
from tui.model.errors import Denied, Locked, Unreachable


async def test_the_connection_says_what_the_server_can(server: PasspackServer) -> None:
    async with team(server) as place:
        asked = await place.backend.connection()
        assert (asked.good, asked.sentence, asked.vaults) == (True, "The Passpack server works.", 1)
        states = {one.service: one.status for one in asked.dependencies}
        assert states["list"] == states["members"] == "there"
        assert states["rotate"] == "not tried"


async def test_the_connection_says_what_the_server_lacks_and_asks_anew(server: PasspackServer) -> None:
    server.speech.off = {"list": 404, "members": 501, "audit": 404}
    entry = server.add_entry()
    async with team(server) as place:
        with pytest.raises(Denied):
            [page async for page in place.backend.item_audit(place.ref(entry))]
        assert "404" in (place.backend.refusal(Action.AUDIT, place.ref(entry)) or "")
        asked = await place.backend.connection()
        assert asked.good and "lists no passwords" in asked.sentence
        states = {one.service: (one.status, one.good) for one in asked.dependencies}
        assert states["list"] == states["members"] == ("missing", False)
        assert place.backend.refusal(Action.AUDIT, place.ref(entry)) is None, "it may be there by now"
        assert states["audit"] == ("missing", False), "what is known of it is told all the same"


async def test_the_connection_tells_of_trouble(server: PasspackServer) -> None:
    async with team(server) as place:
        server.stop()
        asked = await place.backend.connection()
        assert not asked.good and "is not there" in asked.sentence


async def test_a_page_for_people_is_no_server(server: PasspackServer) -> None:
    server.faults.html = 200
    async with team(server) as place:
        asked = await place.backend.connection()
        assert not asked.good and "cannot be read as the passwords" in asked.sentence
        with pytest.raises(Unreachable, match="cannot be read as the passwords"):
            await place.backend.vaults()


async def test_a_members_list_that_the_token_may_not_see_is_no_trouble(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply([], 403 if "members" in request.target else 200)

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        asked = await place.backend.connection()
        assert asked.good
        assert {one.service: one.status for one in asked.dependencies}["members"] == "missing"


async def test_after_the_end_nothing_is_given_any_more(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        await place.backend.vaults()
        await place.backend.item(place.ref(entry))
    for call in (place.backend.item(place.ref(entry)), place.backend.vaults(), place.rows()):
        with pytest.raises(Locked):
            await call
    with pytest.raises(Locked):
        await place.backend.connection()
