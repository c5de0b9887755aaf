"""Vaults of a 1Password account by keys: made in the account that is chosen, renamed, deleted; refusals in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.person import Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import session_of, with_team
from tests.servers.onepassword import OnePassword
from tui.model.audit import AuditAction, AuditResult


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as found:
        yield found


async def test_a_vault_is_made_in_the_account_that_is_chosen(stocked: Stocked, op: OnePassword) -> None:
    op.add_vault("Infra")
    async with with_team(stocked, op) as person:
        await person.sees("Infra", "Work")
        await person.press("n")
        await person.sees("Make the vault in which account?", "Halden team", "on this machine")
        await person.press("j", "enter")
        await person.sees("New vault in “Halden team”")
        await person.type("Prod")
        await person.press("enter", "enter")
        await person.sees("Who may manage the new vault “Prod”?", "As is usual in the account")
        await person.press("enter")
        await person.sees("Made the vault “Prod”")
        assert sent(op) == {"title": "Prod", "description": None, "allowAdminsAccess": None}
    assert [op.vault(one)["title"] for one in op.vaults()] == ["Infra", "Prod"]
    with stocked.opened() as store:
        assert [vault.name for vault in store.vaults()] == ["Work"]


def sent(op: OnePassword) -> dict[str, object]:
    """Return what the last new vault was to be."""
    params = next(given["params"] for name, given in reversed(op.sent) if name == "VaultsCreate")
    assert isinstance(params, dict)
    return params


@pytest.mark.parametrize(("key", "allowed", "said"), [("m", True, "may manage it"), ("n", False, "may not manage it")])
async def test_administrators_are_let_in_or_kept_out(
    stocked: Stocked, op: OnePassword, key: str, allowed: bool, said: str
) -> None:
    op.add_vault("Infra")
    async with with_team(stocked, op) as person:
        await person.sees("Infra", "Work")
        await person.press("G", "n")
        await person.sees("Make the vault in which account?")
        await person.press("enter")
        await person.sees("New vault in “Halden team”")
        await person.type("Prod")
        await person.press("enter", "enter")
        await person.sees("Who may manage the new vault")
        await person.press("escape")
        await person.sees_no("Who may manage")
        assert op.writes == 0, "who turns back makes nothing"
        await person.press("n")
        await person.sees("Make the vault in which account?")
        await person.press("enter")
        await person.sees("New vault in “Halden team”")
        await person.type("Prod")
        await person.press("enter", "enter")
        await person.sees("Who may manage the new vault")
        await person.press(key)
        await person.sees("Made the vault “Prod”")
        assert sent(op)["allowAdminsAccess"] is allowed
        event = (await session_of(person).audit.page())[0]
        assert (event.action, event.detail) == (AuditAction.CREATE_VAULT, f"administrators {said}")


async def test_the_account_under_the_cursor_is_offered_first(stocked: Stocked, op: OnePassword) -> None:
    op.add_vault("Infra")
    async with with_team(stocked, op) as person:
        await person.sees("Infra", "Work")
        await person.press("G", "n")
        await person.sees("Make the vault in which account?")
        await person.press("enter")
        await person.sees("New vault in “Halden team”")
        await person.press("escape")
    assert len(op.vaults()) == 1


async def test_a_vault_that_we_made_is_renamed_and_deleted(stocked: Stocked, op: OnePassword) -> None:
    vault = op.add_vault("Alpha", description="old words", ours=True)
    async with with_team(stocked, op) as person:
        await person.sees("Alpha", "Work")
        await person.press("G", "e")
        await person.sees("Rename vault", "old words")
        await person.type(" and Omega")
        await person.press("enter", "enter")
        await person.sees("Alpha and Omega", "Saved.")
        assert op.vault(vault)["title"] == "Alpha and Omega"
        await person.press("D")
        await person.sees("Delete the vault “Alpha and Omega”?")
        await person.type("Alpha and Omega")
        await person.press("enter")
        await person.sees("Deleted the vault")
        assert op.vaults() == []
        events = await session_of(person).audit.page()
        assert [event.action for event in events[:2]] == [AuditAction.DELETE_VAULT, AuditAction.RENAME_VAULT]


async def test_a_vault_of_others_stays_and_the_refusal_is_remembered(stocked: Stocked, op: OnePassword) -> None:
    op.add_vault("Alpha")
    async with with_team(stocked, op) as person:
        await person.sees("Alpha", "Work")
        await person.press("G", "D")
        await person.sees("Delete the vault “Alpha”?")
        await person.type("Alpha")
        await person.press("enter")
        await person.sees("A service account deletes only vaults that it made itself.")
        asked = len(op.requests)
        await person.press("e", "escape", "D")
        await person.sees("A service account deletes only vaults that it made itself.")
        assert len(op.requests) == asked
        event = (await session_of(person).audit.page())[0]
        assert (event.action, event.result) == (AuditAction.DELETE_VAULT, AuditResult.REFUSED)
    assert len(op.vaults()) == 1


async def test_where_only_one_account_can_make_vaults_nothing_is_asked(stocked: Stocked, op: OnePassword) -> None:
    op.account.may_create_vaults = False
    op.add_vault("Alpha")
    async with with_team(stocked, op) as person:
        await person.sees("Alpha", "Work")
        await person.press("n", "j", "enter")
        await person.sees("New vault in “Halden team”")
        await person.type("Prod")
        await person.press("enter", "enter")
        await person.sees("Who may manage the new vault")
        await person.press("enter")
        await person.sees("This service account may not make vaults")
        await person.press("n")
        await person.sees("New vault")
        await person.type("Mine")
        await person.press("enter", "enter")
        await person.sees("Made the vault “Mine”")
    with stocked.opened() as store:
        assert sorted(vault.name for vault in store.vaults()) == ["Mine", "Work"]
