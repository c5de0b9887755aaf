"""Back after a lock in what only a 1Password account can fill: the audit of an item of its, and its references."""

from __future__ import annotations

import pytest

from tests.app.person import MASTER, Person, Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import with_team
from tests.app.test_onepassword_items import Team, browse, team

__all__ = ["team"]


async def lock_and_unlock(person: Person) -> None:
    """Lock, and give the master password."""
    await person.press("ctrl+l")
    await person.sees("Master password", "Locked.")
    await person.type(MASTER)
    await person.press("enter")


async def test_the_audit_of_an_item_comes_back_with_its_title(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        await person.press("p")
        await person.sees("Password sent")
        await person.press("I")
        await person.sees("Audit of “Mail”", "copy")
        await lock_and_unlock(person)
        await person.sees("Audit of “Mail”", "copy")
        await person.press("escape")
        await person.sees("user-Mail")


async def test_references_come_back_and_nobody_is_asked_before_a_person_wants_it(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await person.sees("Infra", "Work")
        await person.press("g", "R")
        await person.sees("Paste references here")
        person.paste("A=op://Infra/Mail/username\nB=op://Infra/Mail/nothing")
        await person.sees("1 of 2 resolve", "op://Infra/Mail/username")
        await person.press("r")
        await person.sees("user-Mail")
        asked = team.op.requests.count("SecretsResolveAll")
        await lock_and_unlock(person)
        page = await person.sees("op://Infra/Mail/username", "op://Infra/Mail/nothing", "not asked yet")
        assert "user-Mail" not in page
        await person.press("escape")
        await person.sees("Infra", "1 item", "Work")
        assert team.op.requests.count("SecretsResolveAll") == asked
        await person.press("g", "R")
        await person.sees("Paste references here")


async def test_references_that_came_back_are_asked_for_by_a_key(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await person.sees("Infra", "Work")
        await person.press("g", "R")
        await person.sees("Paste references here")
        person.paste("op://Infra/Mail/username")
        await person.sees("1 of 1 resolve")
        await lock_and_unlock(person)
        await person.sees("op://Infra/Mail/username", "not asked yet")
        await person.press("a")
        await person.sees("1 of 1 resolve", "••••••••")
