"""Who did what to an item, from the keyboard: of the store, of a Connect server, of a team, and of all at once."""

from __future__ import annotations

from pathlib import Path

from tests.app.person import Person, Stocked, at, unlocked
from tests.servers.connect import ConnectServer
from tests.servers.passpack import PasspackServer
from tui.model.account import TokenSource
from tui.model.secret import Secret
from tui.services.token_names import PASSPACK
from tui.services.tokens import Given


def given(server: PasspackServer) -> Given:
    """Return a team as the environment gives it."""
    return Given(server.url, Secret(server.token), TokenSource.ENVIRONMENT, random=True, kind=PASSPACK, name="Team")


async def find(person: Person, title: str) -> None:
    """Put the cursor on an item, from the vault list."""
    await person.press("slash")
    await person.sees("words, tag:")
    await person.type(title.casefold())
    await person.press("enter")
    await person.sees(title, "••••")


async def test_of_the_store_it_is_our_own_log(stocked: Stocked) -> None:
    stocked.add("GitHub", "Bank")
    async with unlocked(stocked.path) as person:
        await find(person, "Bank")
        await person.press("r")
        await person.sees("s3cret")
        await person.press("escape")
        await find(person, "GitHub")
        await person.press("r")
        await person.sees("s3cret")
        await person.press("I")
        page = await person.sees("Audit of “GitHub”", "reveal", "GitHub · ", "Kept sealed in your store.", "1 event")
        assert "Bank" not in page
        await person.press("escape")
        await person.sees("All items", "GitHub")


async def test_of_a_connect_server_it_is_told_by_its_activity_too(home: Path) -> None:
    with ConnectServer() as server:
        vault = server.add_vault("Work")
        for title in ("Mail", "Bank"):
            fields = [{"id": "password", "type": "CONCEALED", "purpose": "PASSWORD", "label": "p", "value": "s3cret-1"}]
            server.add_item(vault, {"title": title, "category": "LOGIN", "fields": fields})
        outside = Given(server.url, Secret(server.token), TokenSource.ENVIRONMENT, random=True)
        async with at(home / "home.strongroom", given=outside) as person:
            await person.sees("Work", "2 items")
            await find(person, "Bank")
            await person.press("escape")
            await find(person, "Mail")
            await person.press("r")
            await person.sees("s3cret")
            await person.press("I")
            page = await person.sees("Audit of “Mail”", "reveal", "read", "This store", " events")
            assert "Bank" not in page
            await person.press("slash")
            await person.type("action:read ")
            await person.sees_no("  reveal ")
            await person.press("enter", "g", "g", "enter")
            await person.sees("From      127.0.0.1", "With      strongroom/", "Log")


async def test_of_a_team_it_is_told_by_its_server_until_that_has_none(stocked: Stocked) -> None:
    with PasspackServer() as server:
        for title in ("Mail", "Bank"):
            entry = server.add_entry(title, "wendy", f"s3cret-{title}")
            server.add_event(entry, {"at": 1_790_000_000, "user": f"ada of {title}", "action": "password_revealed"})
        async with unlocked(stocked.path, given=given(server)) as person:
            await person.sees("Passwords", "2 items")
            await find(person, "Mail")
            await person.press("I")
            page = await person.sees("Audit of “Mail”", "ada of Mail", "reveal", "Team")
            assert "ada of Bank" not in page
            await person.press("o")
            await person.sees("Every entry of “Team”", "asked of the service for 2 entries", "All logs")
            await person.press("5")
            await person.sees("Every entry of “Team”", "ada of Mail", "ada of Bank", "2 entries were asked for")
            await person.press("s")
            await person.sees_no("owner@")
            await person.press("escape", "o")
            await person.sees("All logs")
            await person.press("6")
            await person.sees("2 logs in one", "unlock", "This store", "ada of Bank")
            await person.press("escape")
            await person.sees("All items", "wendy")
            server.speech.off["audit"] = 404
            await person.press("I")
            await person.sees("What “Team” tells of “Mail” cannot be read.")
            await person.press("escape")
            await person.sees("All items", "wendy")
            await person.press("I")
            await person.sees("This server does not tell what was done with a password")
            assert "Audit of “Mail”" not in person.page()
        server.check()
