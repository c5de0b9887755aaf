"""Who has access to a vault of 1Password, by keys and over the real SDK: read, ticked, written, refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from tests.app.person import MASTER, Person, Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import TEAM, session_of, with_team
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp
from tui.model.account import TokenSource
from tui.model.audit import AuditAction, AuditResult
from tui.model.permission import Permission
from tui.model.usage import Plan
from tui.tools.permissions import ALL, EDITING, VIEWING

P = Permission
SEEING = P.READ_ITEMS | P.REVEAL_ITEM_PASSWORD


@dataclass
class Team:
    """A 1Password with a vault, two groups that may use it, and one that may not."""

    op: OnePassword
    vault: str
    developers: str
    owners: str
    night: str


@pytest.fixture
def team() -> Iterator[Team]:
    with OnePassword() as op:
        vault = op.add_vault("Prod", ours=True)
        made = Team(
            op, vault, op.add_group("Developers"), op.add_group("Owners", "owners"), op.add_group("Night shift")
        )
        op.grant(vault, made.developers, SEEING)
        op.grant(vault, made.owners, ALL | P.RECOVER_VAULT)
        op.grant_person(vault, ALL)
        yield made


async def to_the_matrix(person: Person) -> None:
    """Go from the vault list to who has access to the last vault."""
    await person.sees("Prod", "Work")
    await person.press("G", "a")
    await person.sees("Who has access to “Prod”", "Developers", "Owners", "1 person has access of their own")


async def test_groups_get_and_lose_exactly_what_was_ticked(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press(*["l"] * 6, "space")
        await person.press("j", *["l"] * 2, "space")
        await person.press("n")
        await person.sees("Add a group")
        await person.type(team.night)
        await person.press("enter")
        await person.sees("Night shift")
        await person.press(*["h"] * 8, "space")
        assert team.op.writes == 0
        await person.press("ctrl+s")
        await person.sees("Change who has access to “Prod”?", "granted: Edit Items, Delete Items")
        await person.press("enter")
        await person.sees("Written: “Developers”, “Owners”, “Night shift”.")
        assert team.op.access(team.vault) == {
            team.developers: SEEING | P.UPDATE_ITEMS | P.DELETE_ITEMS,
            team.owners: (ALL | P.RECOVER_VAULT) - P.EXPORT_ITEMS,
            team.night: P.READ_ITEMS,
        }
        assert team.op.writes == 3
        events = (await session_of(person).audit.page())[:3]
        assert {(event.action, event.vault_name) for event in events} == {(AuditAction.CHANGE_ACCESS, "Prod")}
        assert [(event.field, event.detail) for event in reversed(events)] == [
            ("Developers", "granted: Edit Items, Delete Items"),
            ("Owners", "taken away: Export Items"),
            ("Night shift", "granted: View Items"),
        ]


async def test_a_group_is_taken_out(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press("D", "y")
        await person.sees("will be taken out")
        await person.press("ctrl+s")
        await person.sees("Has no access any more.")
        await person.press("enter")
        await person.sees("Written: “Developers”.")
        assert list(team.op.access(team.vault)) == [team.owners]


async def test_levels_are_written_as_1password_teams_takes_them(stocked: Stocked, team: Team) -> None:
    team.op.account.plan = "teams"
    team.op.grant(team.vault, team.developers, VIEWING.permissions)
    async with with_team(stocked, team.op, replace(TEAM, plan=Plan.TEAMS)) as person:
        await to_the_matrix(person)
        await person.sees("viewing", "editing", "managing")
        await person.press("l", "space", "ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        await person.sees("Written: “Developers”.")
        assert team.op.access(team.vault)[team.developers] == VIEWING.permissions | EDITING.permissions


async def test_a_vault_of_others_can_be_seen_and_the_refusal_is_told_and_kept(stocked: Stocked, team: Team) -> None:
    team.op.account.vaults[team.vault].ours = False
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press(*["l"] * 3, "space", "ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        await person.sees("Nothing is written. 1 group not", "only in vaults that it made itself")
        assert team.op.access(team.vault)[team.developers] == SEEING
        event = (await session_of(person).audit.page())[0]
        assert (event.action, event.result) == (AuditAction.CHANGE_ACCESS, AuditResult.REFUSED)
        writes = team.op.writes
        await person.press("u", "space")
        await person.sees("only in vaults that it made itself")
        assert team.op.writes == writes


async def test_a_limit_reached_midway_leaves_the_rest_ticked(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press("j", *["l"] * 3, "space", "k", "space")
        team.op.limit(writes=1)
        await person.press("ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        page = await person.sees("Written: “Developers”. 1 group not")
        assert "1 group changed, not written" in page
        assert team.op.access(team.vault) == {
            team.developers: SEEING | P.CREATE_ITEMS,
            team.owners: ALL | P.RECOVER_VAULT,
        }
        team.op.limit()
        await person.press("ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        await person.sees("Written: “Owners”.")
        assert not team.op.access(team.vault)[team.owners] & P.CREATE_ITEMS


async def test_an_account_without_groups_says_why_at_once(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await person.sees("Prod", "Work")
        await person.press("a")
        await person.sees("not a vault of its own")
        await person.press("j", "a")
        await person.sees("This account does not say which groups may use a vault")


async def test_with_something_ticked_one_does_not_leave_by_chance(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press("l", "l", "l", "space", "g", "v")
        await person.sees("Save what you are editing first")
        await person.press("escape")
        await person.sees("Leave without writing it?")
        await person.press("y")
        await person.sees("All items")
        assert team.op.writes == 0


async def unlock_again(person: Person) -> None:
    """Give the master password after a lock."""
    await person.sees("Master password", "Locked.")
    await person.type(MASTER)
    await person.press("enter")


async def test_after_a_lock_what_was_ticked_is_there_again_and_not_written(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press("l", "l", "l", "space", "j", "space")
        await person.sees("2 groups changed, not written")
        await person.press("ctrl+l")
        team.op.grant(team.vault, team.owners, SEEING)
        await unlock_again(person)
        await person.sees("Who has access to “Prod”", "What you had ticked is here again; it is not written yet.")
        await person.sees("Somebody else has changed “Owners” meanwhile.")
        assert team.op.writes == 0
        await person.press("escape")
        page = await person.sees("Leave without writing it?")
        assert "“Developers”, “Owners”" in page
        await person.press("y")
        await person.sees("All items")
        await person.press("G", "a")
        page = await person.sees("Who has access to “Prod”", "Developers")
        assert "not written" not in page and team.op.writes == 0


async def test_what_was_written_is_not_ticked_again(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press("l", "l", "l", "space", "ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        await person.sees("Written: “Developers”.")
        await person.press("ctrl+l")
        await unlock_again(person)
        page = await person.sees("Who has access to “Prod”", "Developers")
        assert "not written" not in page and team.op.writes == 1


async def test_what_1password_finds_wrong_with_a_set_is_quoted_and_nothing_is_in_doubt(
    stocked: Stocked, team: Team
) -> None:
    team.op.account.plan = "teams"
    async with with_team(stocked, team.op) as person:
        await to_the_matrix(person)
        await person.press(*["l"] * 3, "space", "ctrl+s")
        await person.sees("Change who has access")
        await person.press("enter")
        page = await person.sees("Nothing is written. 1 group not", "dependent permissions are missing")
        assert "not known" not in page
        assert team.op.access(team.vault)[team.developers] == SEEING


async def test_through_the_desktop_app_a_vault_of_others_is_changed_as_far_as_one_may(
    stocked: Stocked, team: Team
) -> None:
    team.op.account.vaults[team.vault].ours = False
    config = replace(TEAM, kind="onepassword-desktop", source=TokenSource.APP, login="Halden")
    with DesktopApp(team.op, "Halden"):
        async with with_team(stocked, team.op, config) as person:
            await to_the_matrix(person)
            await person.press(*["l"] * 3, "space", "ctrl+s")
            await person.sees("Change who has access")
            await person.press("enter")
            await person.sees("Written: “Developers”.")
            assert team.op.access(team.vault)[team.developers] == SEEING | P.CREATE_ITEMS
            team.op.allow(team.vault, int(SEEING))
            await person.press("space", "ctrl+s")
            await person.sees("Change who has access")
            await person.press("enter")
            await person.sees("You may not manage this vault")
