"""An account of the kind “Passpack” from the keyboard: added, refused, given from outside, spoken to in other ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tests.servers.passpack import PasspackServer, Speech
from tui.services import settings as settings_file
from tui.services import token_names, tokens

NAMES = {"title": "name", "username": "login", "password": "secret", "description": "notes"}


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        server.add_entry("Mail", "wendy", "s3cret-mail", description="The old one")
        yield server
        server.check()


async def add(person: Person, url: str, token: str, name: str = "") -> None:
    """Fill in the form of a new account, and save it."""
    await person.press("g", "c", "n")
    await person.sees("which way in?")
    await person.press("4")
    await person.sees("Address", "https://api.passpack.com", "Token is")
    await person.type(url)
    await person.press("tab")
    await person.type(name)
    await person.press("tab", "tab")
    await person.type(token)
    await person.press("ctrl+s")


async def test_added_by_its_address_and_token_it_shows_its_entries(server: PasspackServer, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "It shows 1 vault.", "sealed, today", "Passpack")
        await person.press("g", "v")
        await person.sees("Passwords", "1 item")
        await person.press("g", "i")
        await person.sees("Mail", "wendy")
    assert server.token.encode() not in stocked.path.read_bytes()


async def test_the_choice_says_what_is_known_of_it(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c", "n")
        await person.sees("which way in?", "Passpack")
        await person.press("k")
        await person.sees("only a test server was tried")


async def test_a_wrong_token_is_said_and_all_that_was_typed_stays(server: PasspackServer, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, "s3cret-wrong", "Team")
        page = await person.sees("token", "Passpack server", "Team", server.url)
        assert "s3cret" not in page
        assert "is added" not in page
        await person.press("escape")
        await person.sees("Leave without saving")


async def test_without_an_address_it_is_the_usual_one(stocked: Stocked, monkeypatch: pytest.MonkeyPatch) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c", "n")
        await person.sees("which way in?")
        await person.press("4")
        await person.sees("Address", "https://api.passpack.com")
        await person.press("tab", "tab", "right", "right")
        await person.sees("● asked each time")
        await person.press("ctrl+s")
        await person.sees("“api.passpack.com” is added.", "https://api.passpack.com")


@pytest.mark.parametrize("name", [token_names.TEAM_TOKEN, token_names.ANY_TOKEN])
async def test_given_by_the_environment_it_opens_at_once(
    server: PasspackServer, home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {token_names.TEAM_URL: server.url, name: server.token}
    (found,), _ = tokens.from_environment(environ)
    assert name not in environ
    async with at(home / "none.strongroom", given=found) as person:
        await person.sees("Passwords", "1 item")
        await person.press("g", "c")
        await person.sees("environment", "It comes from the environment (PASSPACK_API_TOKEN or API_TOKEN, and")


async def test_a_server_with_other_ways_works_after_a_few_lines_of_settings(stocked: Stocked, home: Path) -> None:
    speech = Speech(auth_header="X-Api-Key", auth_prefix="", names=NAMES, envelope="result")
    (home / settings_file.FILE_NAME).write_text(
        '[passpack."Team"]\npath_prefix = "/portal"\nauth_header = "X-Api-Key"\nauth_prefix = ""\n'
        'field_title = "name"\nfield_username = "login"\nfield_password = "secret"\nfield_description = "notes"\n'
    )
    with PasspackServer(speech, prefix="/portal") as server:
        server.add_entry("Mail", "wendy", "s3cret-mail")
        async with unlocked(stocked.path) as person:
            await add(person, server.base_url, server.token, "Team")
            await person.sees("“Team” is added.", "It shows 1 vault.")
            await person.press("g", "i")
            await person.sees("Mail", "wendy")
        server.check()


async def test_a_wrong_line_of_settings_is_told_once_it_is_open(stocked: Stocked, home: Path) -> None:
    (home / settings_file.FILE_NAME).write_text('[passpack]\npath_prefix = "@evil.example"\n')
    async with unlocked(stocked.path, size=(200, 40)) as person:
        await person.sees("Settings, [passpack]: path_prefix is not used. It must be a path")


async def test_an_entry_is_opened_by_its_id_and_known_again_after_a_lock(
    server: PasspackServer, stocked: Stocked
) -> None:
    server.speech.off["list"] = 404
    (mail,) = (str(each["id"]) for each in server.entries)
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "It lists no passwords")
        await person.press("g", "v")
        await person.sees("Passwords", "0 items")
        await person.press("j", "j", "enter")
        await person.sees("No items are listed here.", "g c, then i opens one by its id")
        await person.press("g", "c")
        await person.sees("Passpack")
        await person.press("j", "i")
        await person.sees("Open by id", "The id that the service shows")
        await person.press("enter")
        await person.sees("Type or paste the id.")
        await person.type("4711")
        await person.press("enter")
        await person.sees("does not find the entry")
        await person.press("i")
        await person.sees("Open by id", "The id that the service shows")
        await person.type(mail)
        await person.press("enter")
        await person.sees("Mail", "wendy")
        await person.press("ctrl+l")
        await person.sees("Master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Mail", "wendy")
    assert b"s3cret-mail" not in stocked.path.read_bytes()


async def test_where_all_is_listed_nothing_is_opened_by_id(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c")
        await person.sees("Your own store on this machine")
        await person.press("i")
        await person.sees("The store shows all its items")


async def test_the_connection_tells_what_the_server_can(server: PasspackServer, stocked: Stocked) -> None:
    server.speech.off |= {"audit": 501, "rotate": 405}
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        await person.press("c")
        await person.sees("The Passpack server works.", "list, members", "not tried", "create, read, update, delete")
        await person.press("escape", "s")
        await person.sees("Nothing else is touched")
        await person.press("y")
        await person.sees("Everything works.")
        await person.press("escape", "c")
        page = await person.sees("list, create, read, update, delete, members", "not tried", "rotate, audit")
        assert "missing" not in page, "nobody has asked yet"
        await person.press("g", "i")
        await person.sees("Mail")
        await person.press("I")
        await person.sees("This server does not tell what was done with a password")
        await person.press("escape", "g", "c")
        await person.sees("Passpack")
        await person.press("j", "c")
        await person.sees("✗ audit", "missing", "with status 501", "It is tried again when it is used")
