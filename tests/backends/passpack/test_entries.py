"""Entries read: everything that the server shows, in whatever form, and nothing that is a secret in a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.passpack.place import team
from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.passpack import PasspackServer
from tests.servers.passpack.speech import Envelope
from tui.backends.protocol import Action
from tui.model.dialect import DOCUMENTED
from tui.model.edit import SetTitle
from tui.model.errors import Denied, TokenRefused, Unreachable
from tui.model.field import FieldKind
from tui.model.item import Item
from tui.model.secret import Secret


def values(item: Item) -> dict[str, str | Secret]:
    """Return the values of an item by their labels."""
    return {field.label: field.value for field in item.fields if not field.empty}


async def test_one_vault_of_logins(server: PasspackServer) -> None:
    entry = server.add_entry("Mail", "wendy", "s3cret-mail", description="of the team")
    async with team(server) as place:
        [vault] = await place.backend.vaults()
        [row] = await place.rows()
        assert (vault.name, row.title, row.username, row.category) == ("Passwords", "Mail", "wendy", "LOGIN")
        item = await place.backend.item(row.ref)
        assert row.ref == place.ref(entry)
        assert values(item) == {"user name": "wendy", "password": Secret("s3cret-mail"), "notes": "of the team"}
        assert replace(item.summary(), version=0) == row
    assert [one.target for one in server.requests] == ["/passwords", f"/passwords/{entry}"]


async def test_the_list_that_shows_that_the_token_is_taken_is_not_asked_for_twice(server: PasspackServer) -> None:
    server.stock(3)
    async with team(server) as place:
        await place.backend.vaults()
        assert len(await place.rows()) == 3
        assert len(server.requests) == 1
        server.add_entry("Later")
        assert len(await place.rows()) == 4, "but the next one is"


async def test_a_token_that_is_refused_is_refused_at_once(server: PasspackServer) -> None:
    async with team(server) as place:
        server.renew()
        with pytest.raises(TokenRefused):
            await place.backend.vaults()


@pytest.mark.parametrize("envelope", ["data", "result", "nested"])
async def test_an_entry_in_an_envelope(server: PasspackServer, envelope: Envelope) -> None:
    entry = server.add_entry("Mail")
    server.speech.envelope = envelope
    async with team(server) as place:
        assert (await place.backend.item(place.ref(entry))).title == "Mail"


async def test_what_else_the_server_tells_can_be_looked_at(server: PasspackServer) -> None:
    more = {"url": "https://mail.example", "api_token": "s3cret-api", "owner": {"id": 3}, "tags": [], "strong": True}
    hidden = {"custom": [{"name": "PIN", "pin": "s3cret-pin"}], "username#2": "x", "notes": "a key named so"}
    entry = server.add_entry("Mail", created_at="2026-01-02T03:04:05Z", updated_at=1767323045000, **more, **hidden)
    async with team(server) as place:
        item = await place.backend.item(place.ref(entry))
        assert item.created == 1767323045.0 and item.updated == 1767323045.0
        others = {field.label: field for field in item.fields[3:]}
        assert others.keys() == {"url", "api_token", "owner", "strong", "custom", "username#2", "notes"}
        assert {field.kind for field in others.values()} == {FieldKind.OTHER}
        assert {label for label, field in others.items() if field.concealed} == {"api_token", "custom"}
        assert others["owner"].value == '{"id": 3}'
        assert len({field.id for field in item.fields}) == len(item.fields)
        assert "s3cret" not in repr(item) and "s3cret" not in repr(await place.rows())


async def test_odd_values_are_shown_as_text(server: PasspackServer) -> None:
    entry = server.add_raw({"title": 7, "username": None, "password": 12345, "description": ["a"]})
    async with team(server) as place:
        item = await place.backend.item(place.ref(entry))
        assert (item.title, values(item)) == ("7", {"password": Secret("12345"), "notes": '["a"]'})


async def test_that_it_was_read_is_no_new_version(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.speech.stamps = True
    async with team(server) as place:
        first = await place.backend.current(place.ref(entry))
        second = await place.backend.current(place.ref(entry))
        assert first.version == second.version
        server.touch(entry, description="new")
        assert (await place.backend.current(place.ref(entry))).version == first.version + 1


async def test_a_list_that_shows_an_entry_otherwise_lets_go_of_the_item(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(server) as place:
        await place.rows()
        await place.backend.item(place.ref(entry))
        server.touch(entry, title="Post")
        assert (await place.backend.item(place.ref(entry))).title == "Mail", "it is kept for a minute"
        await place.rows()
        assert (await place.backend.item(place.ref(entry))).title == "Post"


async def test_a_list_that_tells_little_shows_no_versions(server: PasspackServer) -> None:
    entry = server.add_entry("Mail", "wendy")
    server.speech.rows = "brief"
    async with team(server) as place:
        item = await place.backend.item(place.ref(entry))
        [row] = await place.rows()
        assert (row.title, row.username, row.version) == ("Mail", "wendy", 0)
        asked = len(server.requests)
        assert await place.backend.item(place.ref(entry)) == item
        assert len(server.requests) == asked, "it is still kept"


async def test_a_list_that_masks_values_makes_no_versions(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, original = server.add_entry("Mail"), server.answer

    async def masked(request: Request) -> Reply:
        reply = await original(request)
        return json_reply([{**server.entry(entry), "password": "********"}]) if request.path == "/passwords" else reply

    monkeypatch.setattr(server, "answer", masked)
    async with team(server) as place:
        before = await place.backend.item(place.ref(entry))
        for _ in range(2):
            await place.rows()
            assert await place.backend.current(place.ref(entry)) == before
        assert (await place.backend.update(before.ref, [SetTitle("Post")], before.version)).title == "Post"


@pytest.mark.parametrize("ids", ["text", "mixed", "awkward"])
async def test_ids_are_kept_as_they_come(server: PasspackServer, ids: str) -> None:
    server.speech.ids = ids  # type: ignore[assignment]
    server.stock(20)
    async with team(server) as place:
        rows = await place.rows()
        assert [row.ref.item for row in rows] == [str(one["id"]) for one in server.entries]
        for row in rows:
            assert (await place.backend.item(row.ref)).title == row.title


async def test_an_answer_about_another_entry_is_refused(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply({"id": 2, "title": "Another", "password": "s3cret-another"})

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        with pytest.raises(Unreachable, match="cannot be read as this entry"):
            await place.backend.item(place.ref(1))


async def test_elements_that_are_no_entries_are_left_out_and_told_once(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply([{"id": 1, "title": "Mail"}, None, {"title": "no id"}, 7, {"id": "", "title": "x"}])

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        for _ in range(2):
            assert [row.title for row in await place.rows()] == ["Mail"]
        [told] = await place.told()
        assert told.startswith("4 of the listed entries cannot be read")


async def test_entries_that_cannot_be_told_apart_are_one_and_told(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply([{"id": 7, "title": "Mail"}, {"id": "7", "title": "Shop"}, {"id": 8, "title": "Bank"}])

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        assert [row.title for row in await place.rows()] == ["Mail", "Bank"]
        assert await place.told() == [
            "1 of the listed entries cannot be told from others by their ids, and are left out."
        ]


async def test_what_the_server_did_not_have_is_tried_anew_when_all_is_read_anew(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.speech.off = {"rotate": 404}
    async with team(server) as place:
        item = await place.backend.item(place.ref(entry))
        with pytest.raises(Denied):
            await place.backend.rotate(item.ref, Secret("s3cret-next"), item.version)
        assert place.backend.refusal(Action.ROTATE, item.ref)
        await place.backend.vaults()
        assert place.backend.refusal(Action.ROTATE, item.ref) is None


async def test_another_key_for_each_thing() -> None:
    names = {"id": "uuid", "title": "name", "username": "login", "password": "secret", "description": "comment"}
    with PasspackServer() as server:
        server.speech.names = names
        entry = server.add_entry("Mail", "wendy", "s3cret-mail", description="x")
        dialect = replace(
            DOCUMENTED,
            field_id="uuid",
            field_title="name",
            field_username="login",
            field_password="secret",
            field_description="comment",
        )
        async with team(server, dialect) as place:
            assert values(await place.backend.item(place.ref(entry))) == {
                "user name": "wendy",
                "password": Secret("s3cret-mail"),
                "notes": "x",
            }
