"""A change that the 1Password app was given up with, by keys: it may be done after all, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.app.person import MASTER, Person, Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import FAMILY, session_of, with_team
from tests.app.test_onepassword_items import Team, browse, team
from tests.screens.test_accounts import words
from tests.servers.onepassword.desktop import DesktopApp
from tests.services.remote import eventually

__all__ = ["team"]


@asynccontextmanager
async def saving(stocked: Stocked, team: Team) -> AsyncIterator[Person]:
    """Sit down at a change of the user name that is on its way, while the app does not answer."""
    with DesktopApp(team.op, "Halden"):
        async with with_team(stocked, team.op, FAMILY) as person:
            await browse(person)
            await person.press("e")
            await person.sees("Edit “Mail”")
            await person.type("-mine")
            team.op.hold("ItemsPut")
            await person.press("ctrl+s")
            await person.sees("Save th", "Enter Save")
            await person.hurry("enter")
            await eventually(lambda: team.op.writes == 1)
            yield person
            team.op.heal()


async def save(person: Person) -> None:
    """Save, after what changes was shown."""
    await person.press("ctrl+s")
    await person.sees("Save th", "Enter Save")
    await person.press("enter")


async def test_it_may_have_been_done_and_the_next_save_is_a_question(stocked: Stocked, team: Team) -> None:
    async with saving(stocked, team) as person:
        session_of(person).remotes.give_up(FAMILY.id)
        told = "may have been done, or may still be: look before trying again. So far “Mail” shows no change."
        await eventually(lambda: told in words(person.page()), person.page)
        assert team.field(team.mail, "username") == "user-Mail"
        team.op.heal()
        await eventually(lambda: team.field(team.mail, "username") == "user-Mail-mine")
        await person.type("-2")
        await save(person)
        await person.sees("meanwhile", "user-Mail-mine-2")
        assert team.op.writes == 1


async def test_after_a_lock_what_was_typed_is_there_and_asked_about(stocked: Stocked, team: Team) -> None:
    async with saving(stocked, team) as person:
        session = session_of(person)
        await person.hurry("ctrl+l")
        await person.sees("Master password", "Locked.")
        await session.close(exiting=False)  # it looks for a while what became of it
        assert team.field(team.mail, "username") == "user-Mail"
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Edit “Mail”", "user-Mail-mine")
        fields = team.op.item(team.vault, team.mail)["fields"]
        team.op.touch(team.vault, team.mail, fields=[fields[0] | {"value": "user-Mail-mine"}, *fields[1:]])
        await person.type("-2")
        await save(person)
        await person.sees("meanwhile", "user-Mail-mine-2")
        assert team.op.writes == 1


async def test_what_was_done_before_the_lock_ends_is_saved_and_asked_no_more(stocked: Stocked, team: Team) -> None:
    async with saving(stocked, team) as person:
        await person.hurry("ctrl+l")
        await person.sees("Master password", "Locked.")
        team.op.heal()
        await eventually(lambda: team.field(team.mail, "username") == "user-Mail-mine")
        await person.type(MASTER)
        await person.press("enter")
        page = await person.sees("user-Mail-mine", "version  2")
        assert "Edit “Mail”" not in page
        assert team.op.writes == 1
