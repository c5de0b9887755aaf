"""Entries changed: only what changes is sent, and what is said when the answer is lost or odd."""

from __future__ import annotations

import pytest

from tests.backends.passpack.place import bodies, item_of, methods, team
from tests.servers.exchange import Request
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.convert import NOTES, PASSWORD, USERNAME
from tui.model.edit import (
    AddField,
    Edit,
    MoveField,
    RemoveField,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetTitle,
    SetValue,
    SetWebsites,
)
from tui.model.errors import Conflict, Denied, Invalid, Unclear, Unreachable
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Website
from tui.model.secret import Secret

SENT: dict[str, list[Edit]] = {
    '{"title":"Post"}': [SetTitle("Post")],
    '{"username":"tim"}': [SetValue(USERNAME, "tim")],
    '{"password":"s3cret-next"}': [SetValue(PASSWORD, Secret("s3cret-next"))],
    '{"description":""}': [RemoveField(NOTES)],
    '{"title":"Post","description":"more"}': [SetTitle("Post"), SetValue(NOTES, "x"), SetValue(NOTES, "more")],
}


@pytest.mark.parametrize("sent", SENT)
async def test_only_what_changes_is_sent(server: PasspackServer, sent: str) -> None:
    entry = server.add_entry("Mail", description="of the team", owner={"id": 3})
    async with team(server) as place:
        before = await item_of(place, entry)
        saved = await place.backend.update(before.ref, SENT[sent], before.version)
        assert bodies(server, "PUT") == [sent]
        assert server.entry(entry)["owner"] == {"id": 3}
        assert saved.version == before.version + 1
        assert saved == await item_of(place, entry)


async def test_what_changes_nothing_is_not_sent(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        edits: list[Edit] = [SetTitle("Post"), SetTitle("Mail"), RemoveField(NOTES)]
        assert await place.backend.update(before.ref, edits, before.version) == before
        assert bodies(server, "PUT") == []


@pytest.mark.parametrize("body", ["brief", "empty", "none"])
async def test_an_answer_without_the_entry_is_read_again(server: PasspackServer, body: str) -> None:
    entry = server.add_entry("Mail")
    server.speech.bodies = {"update": body}  # type: ignore[dict-item]
    async with team(server) as place:
        before = await item_of(place, entry)
        saved = await place.backend.update(before.ref, [SetTitle("Post")], before.version)
        assert (saved.title, saved.version) == ("Post", before.version + 1)
        assert len(bodies(server, "PUT")) == 1


async def test_what_was_saved_and_cannot_be_read_again_is_believed(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.speech.bodies = {"update": "none"}
    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on=lambda request: request.method == "GET" and "PUT" in methods(server), status=500))
        saved = await place.backend.update(before.ref, [SetTitle("Post")], before.version)
        assert (saved.title, saved.version) == ("Post", before.version + 1)
        server.faults.also.clear()
        assert await item_of(place, entry) == saved


async def test_what_somebody_else_changed_meanwhile_is_a_conflict(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.touch(entry, username="tim")
        with pytest.raises(Conflict) as caught:
            await place.backend.update(before.ref, [SetTitle("Post")], before.version)
        now = caught.value.current
        assert now is not None and now.version == before.version + 1
        assert bodies(server, "PUT") == []
        saved = await place.backend.update(before.ref, [SetTitle("Post")], now.version)
        assert (saved.title, server.entry(entry)["username"]) == ("Post", "tim")


@pytest.mark.parametrize("after", [True, False])
async def test_a_lost_answer_to_a_change(server: PasspackServer, after: bool) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on="PUT", reset_after=after, reset_before=not after, times=1))
        if after:
            saved = await place.backend.update(before.ref, [SetTitle("Post")], before.version)
            assert saved.title == "Post"
        else:
            with pytest.raises(Unreachable, match="was not saved: the answer was lost") as caught:
                await place.backend.update(before.ref, [SetTitle("Post")], before.version)
            assert not isinstance(caught.value, Unclear)
        assert len(bodies(server, "PUT")) == 1


async def test_a_lost_answer_and_somebody_else_came_first(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)

        def touched(request: Request) -> bool:
            if request.method == "PUT":
                server.touch(entry, username="tim")
            return request.method == "PUT"

        server.faults.add(Fault(on=touched, reset_before=True, times=1))
        with pytest.raises(Conflict):
            await place.backend.update(before.ref, [SetTitle("Post")], before.version)


async def test_an_entry_that_went_while_an_answer_was_lost(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)

        def removed(request: Request) -> bool:
            if request.method == "PUT":
                server.remove(entry)
            return request.method == "PUT"

        server.faults.add(Fault(on=removed, reset_before=True, times=1))
        with pytest.raises(Conflict, match="deleted by somebody else"):
            await place.backend.update(before.ref, [SetTitle("Post")], before.version)


async def test_a_server_that_says_yes_and_does_nothing(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        before = await item_of(place, entry)
        server.faults.add(Fault(on="PUT", status=200, times=1))
        with pytest.raises(Unclear, match="took the change of “Mail”, but does not show it"):
            await place.backend.update(before.ref, [SetTitle("Post")], before.version)


OWN = Section(SectionId("s"), "More")
REFUSED: dict[str, Edit] = {
    "tags": SetTags(("work",)),
    "websites": SetWebsites((Website("https://mail.example"),)),
    "sections": SetSections((OWN,)),
    "a new field": AddField(Field(FieldId("more"), FieldKind.TEXT, "more", "text"), 0),
    "a label": SetLabel(USERNAME, "login"),
    "a kind": SetKind(USERNAME, FieldKind.EMAIL),
    "a place": MoveField(USERNAME, None, 2),
    "what the server keeps": SetValue(FieldId("owner"), "tim"),
    "to take that out": RemoveField(FieldId("owner")),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_kept_is_refused_before_anything_is_sent(server: PasspackServer, name: str) -> None:
    entry = server.add_entry("Mail", owner="wendy")
    async with team(server) as place:
        before = await item_of(place, entry)
        with pytest.raises(Invalid, match=r"keeps a title, a user name, a password and notes; .*\."):
            await place.backend.update(before.ref, [SetTitle("Post"), REFUSED[name]], before.version)
        with pytest.raises(Denied, match="no favourites"):
            await place.backend.update(before.ref, [SetFavourite(True)], before.version)
        assert set(methods(server)) == {"GET"}
