"""What is under way in a 1Password account and is interrupted: the app's session expires, or the limit is reached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.person import Person, Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import FAMILY, with_team
from tests.app.test_onepassword_items import Team, browse, team
from tests.screens.test_accounts import words
from tests.servers.onepassword.desktop import DesktopApp
from tests.services.remote import eventually
from tui.model.permission import Permission as P

__all__ = ["team"]

NO = "authorization prompt"


@asynccontextmanager
async def at_home(stocked: Stocked, team: Team) -> AsyncIterator[tuple[Person, DesktopApp]]:
    """Sit down before the vault list, with the account open through its app."""
    with DesktopApp(team.op, "Halden") as app:
        async with with_team(stocked, team.op, FAMILY) as person:
            yield person, app


def refuse(app: DesktopApp) -> None:
    """End the session, and let the person say no when they are asked."""
    app.expire()
    app.refuses = True


async def test_while_a_file_is_attached(stocked: Stocked, team: Team, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"s3cret")
    async with at_home(stocked, team) as (person, app):
        await browse(person)
        for refused in (True, False):
            await person.press("f", "a")
            await person.sees("Attach a file to “Mail”")
            await person.press("ctrl+u")
            person.paste(str(path))
            await person.sees("note.txt")
            if refused:
                refuse(app)
            await person.press("enter")
            await person.sees(NO if refused else "note.txt · 6 bytes")
            app.refuses = False
        assert len(team.op.item(team.vault, team.mail)["files"]) == 1


async def test_while_a_link_is_made(stocked: Stocked, team: Team) -> None:
    async with at_home(stocked, team) as (person, app):
        await browse(person)
        await person.press("L")
        await person.sees("Ctrl+S Make the link")
        await person.type("mara@larkmail.example")
        refuse(app)
        await person.press("ctrl+s")
        await person.sees(NO, "mara@larkmail.example")
        assert team.op.links == []
        app.refuses = False
        await person.press("ctrl+s")
        await person.sees("Link to “Mail”")
        assert len(team.op.links) == 1


async def test_while_permissions_are_written(stocked: Stocked, team: Team) -> None:
    group = team.op.add_group("Developers")
    team.op.grant(team.vault, group, P.READ_ITEMS | P.REVEAL_ITEM_PASSWORD)
    async with at_home(stocked, team) as (person, app):
        await person.sees("Infra", "Work")
        await person.press("G", "a")
        await person.sees("Who has access to “Infra”", "Developers")
        await person.press("l", "l", "l", "space", "ctrl+s")
        await person.sees("Change who has access")
        refuse(app)
        await person.press("enter")
        await person.sees(NO, "1 group changed")
        assert team.op.writes == 0
        app.refuses = False
        await person.press("ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        await person.sees("Written: “Developers”.")
        assert team.op.access(team.vault)[group] & P.CREATE_ITEMS


async def test_a_limit_in_the_midst_of_many_stops_them_and_the_rest_stays_marked(stocked: Stocked, team: Team) -> None:
    for at in range(19):
        team.add(f"More {at:02}")
    async with with_team(stocked, team.op) as person:
        await browse(person)
        team.op.limit(writes=7)
        await person.press("V", "d")
        await person.sees("These stay as they were, and marked", "Archived 7 items.")
        await eventually(lambda: "and 9 more: Not tried, after:" in words(person.page()), person.page)
        assert team.op.writes == 8, "none is tried after the one that was refused"
        team.op.limit()
        await person.press("enter")
        await person.sees("13 marked")
        await person.press("d")
        await person.sees("Archived 13 items.")
    assert set(team.titles().values()) == {"archived"}
