"""New entries: what is sent, and what is said when the answer is lost or odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.passpack.place import bodies, new, team
from tests.servers.exchange import Request
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.model.category import SECURE_NOTE
from tui.model.errors import Denied, Invalid, Unclear
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Website
from tui.model.secret import Secret


async def test_all_four_keys_are_sent(server: PasspackServer) -> None:
    async with team(server) as place:
        saved = await place.backend.create(new("Mail", "wendy", "s3cret-new", "two\nlines"))
        assert server.entry(saved.ref.item) == {
            "id": 1001,
            "title": "Mail",
            "username": "wendy",
            "password": "s3cret-new",
            "description": "two\nlines",
        }
        assert len(server.requests) == 1


@pytest.mark.parametrize("body", ["brief", "empty", "none"])
async def test_an_answer_that_does_not_name_the_entry(server: PasspackServer, body: str) -> None:
    server.speech.bodies = {"create": body}  # type: ignore[dict-item]
    server.add_entry("Mail")
    async with team(server) as place:
        await place.rows()
        saved = await place.backend.create(new("Mail"))
        assert saved.ref.item == "1002"
        assert bodies(server, "POST") and len(bodies(server, "POST")) == 1


async def test_a_lost_answer_is_looked_after_and_nothing_is_sent_twice(server: PasspackServer) -> None:
    async with team(server) as place:
        await place.rows()
        server.faults.add(Fault(on="POST", reset_after=True, times=1))
        saved = await place.backend.create(new("Mail"))
        assert (saved.title, len(server.entries), len(bodies(server, "POST"))) == ("Mail", 1, 1)


async def test_a_new_entry_that_was_lost_on_the_way_is_said_to_be(server: PasspackServer) -> None:
    async with team(server) as place:
        await place.rows()
        server.faults.add(Fault(on="POST", reset_before=True, times=1))
        with pytest.raises(Unclear, match="does not show “Mail”"):
            await place.backend.create(new("Mail"))
        assert server.entries == []


async def test_two_that_are_alike_are_told_and_none_is_taken(server: PasspackServer) -> None:
    async with team(server) as place:
        await place.rows()

        def others_too(request: Request) -> bool:
            if request.method == "POST":
                server.add_entry("Mail", "wendy", "s3cret-new")
            return request.method == "POST"

        server.faults.add(Fault(on=others_too, reset_after=True, times=1))
        with pytest.raises(Unclear, match="2 new entries like “Mail”"):
            await place.backend.create(new("Mail"))


async def test_without_a_list_a_lost_answer_stays_unclear(server: PasspackServer) -> None:
    server.speech.off = {"list": 404}
    async with team(server) as place:
        server.faults.add(Fault(on="POST", reset_after=True, times=1))
        with pytest.raises(Unclear, match="does not list passwords"):
            await place.backend.create(new("Mail"))
        assert len(bodies(server, "POST")) == 1


async def test_what_an_entry_cannot_keep_is_not_sent(server: PasspackServer) -> None:
    otp = Field(FieldId("otp"), FieldKind.OTP, "one-time password", Secret("s3cretABCDEFGH"))
    item = new()
    async with team(server) as place:
        for odd in (
            replace(item, websites=(Website("https://mail.example"),)),
            replace(item, tags=("work",)),
            replace(item, sections=(Section(SectionId("s"), "More"),)),
            replace(item, favourite=True),
            replace(item, fields=(*item.fields, otp)),
        ):
            with pytest.raises(Invalid, match="keeps a title, a user name, a password and notes; it has no place for"):
                await place.backend.create(odd)
        with pytest.raises(Denied, match="Secure Note"):
            await place.backend.create(replace(item, category=SECURE_NOTE))
        assert server.requests == []
