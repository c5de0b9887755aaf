"""The documented dialect from the keyboard, in the usual screens: entries made, read, changed and deleted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.person import Person, at
from tests.app.test_remote import save
from tests.servers.passpack import PasspackServer
from tui.services import token_names, tokens


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        server.add_entry("Mail", "wendy", "s3cret-mail", description="The old one", owner="max")
        yield server
        server.check()


@asynccontextmanager
async def entries(server: PasspackServer, home: Path) -> AsyncIterator[Person]:
    """Sit down before the entries of the server that the environment has given."""
    (found,), _ = tokens.from_environment({token_names.TEAM_URL: server.url, token_names.TEAM_TOKEN: server.token})
    async with at(home / "none.strongroom", given=found) as person:
        await person.sees("Passwords", "1 item")
        await person.press("enter")
        await person.sees("words, tag:", "Mail", "wendy", "The old one", "owner", "max")
        yield person


def sent(server: PasspackServer, method: str) -> dict[str, object]:
    """Return the body of the one request with this method."""
    (request,) = (each for each in server.requests if each.method == method)
    found: dict[str, object] = json.loads(request.body)
    return found


async def test_an_entry_is_made_with_exactly_the_four_keys(server: PasspackServer, home: Path) -> None:
    async with entries(server, home) as person:
        await person.press("n")
        await person.sees("New item")
        await person.press("l")
        await person.sees("New Login")
        await person.type("Fresh")
        await person.press("down")
        await person.type("max")
        await person.press("down")
        await person.type("s3cret-new")
        await person.press("ctrl+s")
        await person.sees("Save this new item?")
        await person.press("enter")
        page = await person.sees("Saved “Fresh”")
        assert "s3cret-new" not in page
    body = sent(server, "POST")
    assert set(body) <= {"title", "username", "password", "description"}
    assert (body["title"], body["username"], body["password"]) == ("Fresh", "max", "s3cret-new")
    assert [each["title"] for each in server.entries] == ["Mail", "Fresh"]


async def test_of_a_change_only_that_key_is_sent(server: PasspackServer, home: Path) -> None:
    async with entries(server, home) as person:
        await person.press("e")
        await person.sees("Edit “Mail”")
        await person.type("2")
        await save(person)
        await person.sees("wendy2")
    assert sent(server, "PUT") == {"username": "wendy2"}


async def test_a_deletion_asks_for_the_title_and_removes_that_entry_alone(server: PasspackServer, home: Path) -> None:
    server.add_entry("Bank", "max", "s3cret-bank")
    (found,), _ = tokens.from_environment({token_names.TEAM_URL: server.url, token_names.TEAM_TOKEN: server.token})
    async with at(home / "none.strongroom", given=found) as person:
        await person.sees("Passwords", "2 items")
        await person.press("enter")
        await person.sees("words, tag:", "Bank", "Mail")
        await person.press("slash")
        await person.type("bank")
        await person.press("enter")
        await person.sees_no("wendy")
        await person.press("D")
        await person.sees("Delete “Bank” for good?")
        await person.type("Bank")
        await person.press("enter")
        await person.sees("Deleted “Bank”")
    assert [each["title"] for each in server.entries] == ["Mail"]


async def test_a_value_is_shown_only_when_it_is_asked_for(server: PasspackServer, home: Path) -> None:
    async with entries(server, home) as person:
        assert "s3cret-mail" not in person.page()
        await person.press("r")
        await person.sees("s3cret-mail")
