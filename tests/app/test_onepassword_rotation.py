"""Passwords of 1Password accounts are rotated by an update; a lost answer is looked into. And the app's self-test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("onepassword")

from tests.app.onepassword import FAMILY, TEAM, with_team
from tests.app.person import Stocked
from tests.app.test_onepassword_items import PASSWORD, Team, browse
from tests.app.test_rotation import numbered, rotate
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp
from tui.model.account import AccountConfig

__all__ = ["numbered"]


@pytest.fixture
def team() -> Iterator[Team]:
    with OnePassword() as op, DesktopApp(op, "Halden"):
        yield Team(op)


@pytest.mark.parametrize("config", [TEAM, FAMILY], ids=["service account", "desktop app"])
async def test_a_password_is_rotated_and_put_back(stocked: Stocked, team: Team, config: AccountConfig) -> None:
    async with with_team(stocked, team.op, config) as person:
        await browse(person)
        await rotate(person)
        assert team.field(team.mail, "password") == "s3cret-new-1"
        await person.press("U", "y")
        await person.sees("has its old password again")
        assert team.field(team.mail, "password") == PASSWORD
        await person.press("a")
        await person.sees("The new password of “Mail” is saved")
        await person.press("d")
        await person.sees("The rotation of “Mail” is finished.")
    assert team.field(team.mail, "password") == "s3cret-new-1"


async def test_a_lost_answer_is_looked_into(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        team.op.lose("ItemsPut")
        await rotate(person)
    assert team.field(team.mail, "password") == "s3cret-new-1"
    assert team.op.writes == 1


async def test_through_the_desktop_app_a_self_test_passes(stocked: Stocked, team: Team) -> None:
    before = team.titles()
    async with with_team(stocked, team.op, FAMILY) as person:
        await person.press("g", "c")
        await person.sees("Halden team", "● open")
        await person.press("j", "s")
        await person.sees("Self-test of “Halden team”?")
        await person.press("y")
        await person.sees("Everything works. The entry is removed")
    assert team.titles() == before
