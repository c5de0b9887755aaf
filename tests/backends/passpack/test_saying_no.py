"""What the server says no to, in all the ways there are."""

from __future__ import annotations

import pytest

from tests.backends.passpack.place import Team, item_of, new, team
from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.convert import NOTES, PASSWORD
from tui.backends.protocol import Action
from tui.model.edit import (
    Edit,
    SetTitle,
    SetValue,
)
from tui.model.errors import Conflict, Denied, Invalid, Unreachable, VaultError
from tui.model.item import Item
from tui.model.member import MemberId
from tui.model.secret import Secret


@pytest.mark.parametrize("deed", ["update", "rotate"])
async def test_what_the_server_finds_in_conflict_is_looked_at(server: PasspackServer, deed: str) -> None:
    entry = server.add_entry("Mail")
    method = "PUT" if deed == "update" else "POST"

    async def change(place: Team, before: Item) -> Item:
        if deed == "update":
            return await place.backend.update(before.ref, [SetTitle("Post")], before.version)
        return await place.backend.rotate(before.ref, Secret("s3cret-next"), before.version)

    def meddled(request: Request) -> bool:
        if request.method == method:
            server.touch(entry, username="tim")
        return request.method == method

    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on=method, status=409, times=1))
        with pytest.raises(Unreachable, match="something else was changing"):
            await change(place, before)
        server.faults.add(Fault(on=meddled, status=409, times=1))
        with pytest.raises(Conflict) as caught:
            await change(place, before)
        assert caught.value.current == await item_of(place, entry)


async def test_a_new_entry_and_a_deletion_in_conflict(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.faults.add(
        Fault(on=lambda request: request.method in ("POST", "DELETE"), status=409, message="One is there")
    )
    async with team(server) as place:
        with pytest.raises(Invalid, match="One is there"):
            await place.backend.create(new("Mail"))
        with pytest.raises(Unreachable, match="One is there"):
            await place.backend.delete(place.ref(entry))


@pytest.mark.parametrize(
    "said",
    [
        {"error": "Too short"},
        {"errors": [{"message": "Too short"}]},
        {"status": "error", "message": "Too short"},
        {"status": {"code": 7, "codes": []}},
        {"success": "false"},
    ],
)
async def test_a_failure_within_a_success_is_one(
    server: PasspackServer, said: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, original = server.add_entry("Mail"), server.answer

    async def answer(request: Request) -> Reply:
        return await original(request) if request.method == "GET" else json_reply(said)

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        before = await item_of(place, entry)
        for call in (
            place.backend.create(new()),
            place.backend.update(before.ref, [SetTitle("Post")], before.version),
            place.backend.rotate(before.ref, Secret("s3cret-next"), before.version),
            place.backend.delete(before.ref),
            place.backend.share_with(before.ref, MemberId("7")),
            place.backend.add_member("Wendy", "wendy@team.example"),
        ):
            with pytest.raises(Denied, match="answers that it did not do it"):
                await call


@pytest.mark.parametrize("said", [{"error": None}, {"errors": []}, {"status": "ok"}, {"status": {"code": 0}}, {}])
async def test_that_there_was_no_failure_is_none(
    server: PasspackServer, said: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply(said)

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        await place.backend.share_with(place.ref(1001), MemberId("7"))


@pytest.mark.parametrize("envelope", [False, True])
async def test_a_success_that_says_that_nothing_was_done(
    server: PasspackServer, envelope: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, original = server.add_entry("Mail"), server.answer
    said: dict[str, object] = {"success": False, "message": "The team is full"}

    async def answer(request: Request) -> Reply:
        if request.method == "GET":
            return await original(request)
        return json_reply({"data": said} if envelope else said)

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        before = await item_of(place, entry)
        for call in (
            place.backend.create(new()),
            place.backend.update(before.ref, [SetTitle("Post")], before.version),
            place.backend.rotate(before.ref, Secret("s3cret-next"), before.version),
            place.backend.delete(before.ref),
        ):
            with pytest.raises(Denied, match="answers that it did not do it"):
                await call
        assert place.backend.refusal(Action.EDIT, before.ref) is None


async def test_an_entry_that_tells_of_a_success_of_its_own_is_one(server: PasspackServer) -> None:
    entry = server.add_entry("Mail", success=False, checks={"ok": False})
    async with team(server) as place:
        before = await item_of(place, entry)
        assert (await place.backend.update(before.ref, [SetTitle("Post")], before.version)).title == "Post"


async def test_a_token_that_may_only_read_greys_what_it_was_refused(server: PasspackServer) -> None:
    entry, other = server.add_entry("Mail"), server.add_entry("Shop")
    async with team(server, token=server.grant("reader", writes=False)) as place:
        before = await item_of(place, entry)
        with pytest.raises(Denied, match="may only read"):
            await place.backend.update(before.ref, [SetTitle("Post")], before.version)
        assert place.backend.refusal(Action.EDIT, before.ref)
        assert place.backend.refusal(Action.EDIT, place.ref(other)) is None


async def test_a_value_that_the_server_says_back_is_not_shown(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on="PUT", status=422, message="too weak: s3cret-next, see “s3cret-notes”"))
        edits: list[Edit] = [SetValue(PASSWORD, Secret("s3cret-next")), SetValue(NOTES, "s3cret-notes")]
        with pytest.raises(VaultError, match="too weak") as caught:
            await place.backend.update(before.ref, edits, before.version)
        assert "s3cret" not in str(caught.value)
