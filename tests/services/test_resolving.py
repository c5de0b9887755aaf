"""Asking an account for references: in any order, one answer each, and nothing sent that is no reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.remote import account, session_with
from tests.screens.team import Team, team
from tui.model.errors import Unreachable
from tui.model.ids import VaultId
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services import resolving

__all__ = ["team"]

GOOD, BAD = "op://Work/Mail/password", "op://Work/Post/password"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{GOOD}\n\n  {BAD}  \n{GOOD}", [GOOD, BAD]),
        (f'DB_PASSWORD="{GOOD}"\nexport TOKEN={BAD}\n# {GOOD}\nname: {GOOD}', [GOOD, BAD]),
        ("op://My vault/My item/a field", ["op://My vault/My item/a field"]),
        (f"PORT=8080\nKEY='-----BEGIN KEY-----\ns3cret-key\n'\nPIN={GOOD}", [GOOD]),
        ("PORT=8080", []),
        ("mail password", ["mail password"]),
        ("OP://Work/Mail/password", ["OP://Work/Mail/password"]),
        ("", []),
    ],
)
def test_references_are_found_in_what_is_pasted(text: str, found: list[str]) -> None:
    assert resolving.listed(text) == found


async def test_each_has_its_answer_and_what_is_none_is_not_sent(tmp_path: Path, team: Team) -> None:
    team.values[GOOD] = Secret("s3cret-mail")
    session = await session_with(tmp_path, account("Office"))
    (office,) = resolving.resolvers(session)
    first, second, third, fourth = await resolving.ask(session, office, ["op://Work", GOOD, BAD, "op://a@b/c/d"])
    assert first.problem.startswith("Not sent: ")
    assert "this has 1 part." in first.problem
    assert second.value == Secret("s3cret-mail")
    assert not second.problem
    assert (third.value, third.problem) == (None, "The vault has no such item.")
    assert fourth.problem.startswith("Not sent: Character 2 of the vault")
    assert team.resolved == [GOOD, BAD]
    assert "s3cret" not in repr(second)
    await session.close(exiting=True)


async def test_nothing_is_asked_where_nothing_can_be(tmp_path: Path, team: Team) -> None:
    team.failing = Unreachable("1Password cannot be reached.")
    session = await session_with(tmp_path, account("Office"))
    (office,) = resolving.resolvers(session)
    (answer,) = await resolving.ask(session, office, ["mail"])
    assert answer.problem.startswith("Not sent: ")
    assert team.resolved == []
    with pytest.raises(Unreachable):
        await resolving.ask(session, office, [GOOD])
    await session.close(exiting=True)


async def test_the_account_that_has_the_vaults_comes_first(tmp_path: Path, team: Team) -> None:
    session = await session_with(tmp_path, account("Office"), account("Home"))
    office, home = resolving.resolvers(session)
    assert resolving.resolvers(session, [GOOD, "no reference"]) == [office, home]
    session.catalog.put_vault(Vault(home, VaultId("v"), "Attic"))
    assert resolving.resolvers(session, ["op://attic/Mail/password"]) == [home, office]
    await session.close(exiting=True)
