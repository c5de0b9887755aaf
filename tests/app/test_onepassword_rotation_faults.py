"""Rotating passwords in a 1Password account: refused, with a lost answer, at a limit, and given up on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.app.person import Person, Stocked, unlocked

pytest.importorskip("onepassword")

from tests.app.onepassword import FAMILY, session_of, with_team
from tests.app.test_onepassword_items import PASSWORD, Team, browse, team
from tests.app.test_rotation import numbered
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp
from tests.services.remote import eventually

__all__ = ["numbered", "team"]

NEW = "s3cret-new-1"


async def try_to_rotate(person: Person) -> None:
    """Rotate the item under the cursor, however that ends, and go on to what remains."""
    await person.press("T")
    await person.sees("Ctrl+S Rotate")
    await person.press("ctrl+s")
    await person.sees("Enter What remains")
    await person.press("enter")
    await person.sees("Due for rotation")


def refuse(op: OnePassword) -> None:
    """Let the change not be allowed."""
    op.fail("ItemsPut", "ItemApi", "you don't have the right permissions to access this resource")


def lose_answer(op: OnePassword) -> None:
    """Let the change be done, and its answer get lost."""
    op.lose("ItemsPut")


def lose_request(op: OnePassword) -> None:
    """Let the change get lost on the way."""
    op.fail("ItemsPut", "Internal", "reqwest library: error sending request for url (<redacted URL>)", times=1)


def limit(op: OnePassword) -> None:
    """Let the writes of the hour be used up."""
    op.limit(writes=0)


@pytest.mark.parametrize(
    ("fault", "told", "there"),
    [
        (refuse, "not saved", PASSWORD),
        (lose_answer, "saved; the site needs", NEW),
        (lose_request, "not saved", PASSWORD),
        (limit, "not saved", PASSWORD),
    ],
    ids=["refused", "answer lost", "request lost", "limit"],
)
async def test_what_goes_wrong_on_the_way(
    stocked: Stocked, team: Team, fault: Callable[[OnePassword], None], told: str, there: str
) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        fault(team.op)
        await try_to_rotate(person)
        await person.sees(told)
        assert team.field(team.mail, "password") == there
        assert team.op.writes == 1, "it is never sent again by itself"
        await person.press("r")
        await person.sees(f"Old  {PASSWORD}", f"New  {NEW}")
        if fault is refuse:
            await person.press("a")
            await person.sees("may not write items in this vault")
            assert team.op.writes == 1, "what is refused is not tried in vain"
        elif there == PASSWORD:
            team.op.heal()
            await person.press("a")
            await person.sees("saved; the site needs")
            assert team.field(team.mail, "password") == NEW


async def test_a_limit_in_the_midst_of_many_stops_them_and_each_can_be_finished(stocked: Stocked, team: Team) -> None:
    more = [team.add(title) for title in ("Paper", "Shop", "Train")]
    async with with_team(stocked, team.op) as person:
        await browse(person)
        team.op.limit(writes=2)
        await person.press("V", "T")
        await person.sees("Rotate 4 passwords", "Ctrl+S Rotate")
        await person.press("ctrl+s")
        await person.sees("2 saved", "Enter What remains")
        assert team.op.writes == 3
        team.op.heal()
        there = [team.field(one, "password") for one in (team.mail, *more)]
        assert there.count(PASSWORD) == 2
        assert len({*there}) == 3


async def test_given_up_on_the_way_it_is_not_known_until_it_is_looked_at(stocked: Stocked, team: Team) -> None:
    with DesktopApp(team.op, "Halden"):
        async with with_team(stocked, team.op, FAMILY) as person:
            await browse(person)
            remotes = session_of(person).remotes
            await person.press("T")
            await person.sees("Ctrl+S Rotate")
            team.op.hold("ItemsPut")
            await person.hurry("ctrl+s")
            await eventually(lambda: team.op.writes == 1)
            remotes.give_up(FAMILY.id)
            await person.sees("not known", "Enter What remains")
            await person.press("enter")
            await person.sees("Due for rotation", "not known")
            assert team.field(team.mail, "password") == PASSWORD
            team.op.heal()
            await eventually(lambda: team.field(team.mail, "password") == NEW)
        async with unlocked(stocked.path) as person:
            await person.sees("The rotation of “Mail” was interrupted: saved (g d).")
            await person.press("g", "d")
            await person.sees("saved; the site needs it", "The item has the new password.")
        assert team.op.writes == 1
