"""What is ticked in who has access is sealed at once, until it is written or given up."""

from __future__ import annotations

import pytest

from tests.services.conftest import Opened
from tui.model.ids import AccountId, VaultId
from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.services.ticks import KEY, Ticks
from tui.store.naming import RecordKind
from tui.tools.access_plan import AccessPlan

TEAM, PROD, STAGE = AccountId("team"), VaultId("prod"), VaultId("stage")
DEVELOPERS = Group(GroupId("dev"), "Developers", "They build it", "custom group")
OWNERS = Group(GroupId("own"), "Owners")
NIGHT = Group(GroupId("night"), "Night shift")
SEEING = Permission.READ_ITEMS
ODD = Permission.READ_ITEMS | Permission(0x4000_0000)
ACCESS = VaultAccess((GroupAccess(DEVELOPERS, SEEING), GroupAccess(OWNERS, ODD)), 3)
PLAN = AccessPlan(ACCESS).wanting(DEVELOPERS.id, Permission(0)).adding(NIGHT).wanting(NIGHT.id, ODD)


async def test_it_is_there_in_another_process_too_and_the_same_changes_come_of_it(opened: Opened) -> None:
    mine = opened.session.ticks
    mine.note(TEAM, PROD, PLAN)
    await mine.flush()
    kept = await Ticks(opened.session.home, fail).kept(TEAM, PROD)
    assert kept is not None
    assert kept.on(ACCESS).changes == PLAN.changes
    assert kept.elsewhere(ACCESS) == ()
    fewer = VaultAccess((GroupAccess(OWNERS, ODD),))
    assert [one.group for one in kept.elsewhere(fewer)] == []  # as was wanted
    assert [change.group for change in kept.on(fewer).changes] == [NIGHT]
    more = VaultAccess((GroupAccess(DEVELOPERS, ODD),))
    assert [one.group for one in kept.elsewhere(more)] == [DEVELOPERS]
    assert await mine.kept(TEAM, STAGE) is None


async def test_each_vault_has_its_own_and_without_a_change_none_is_kept(opened: Opened) -> None:
    mine = opened.session.ticks
    mine.note(TEAM, PROD, PLAN)
    mine.note(TEAM, STAGE, PLAN)
    assert await mine.kept(TEAM, PROD) is not None
    mine.note(TEAM, STAGE, None)
    mine.note(TEAM, PROD, AccessPlan(ACCESS).adding(NIGHT))
    assert await mine.kept(TEAM, PROD) is None
    await mine.flush()
    again = Ticks(opened.session.home, fail)
    assert await again.kept(TEAM, PROD) is await again.kept(TEAM, STAGE) is None


async def test_they_go_with_their_account(opened: Opened) -> None:
    mine = opened.session.ticks
    mine.note(TEAM, PROD, PLAN)
    mine.note(AccountId("other"), PROD, PLAN)
    await mine.flush()
    assert opened.session.remotes.on_removed is not None
    await opened.session.remotes.on_removed(TEAM)
    assert await mine.kept(TEAM, PROD) is None
    assert await mine.kept(AccountId("other"), PROD) is not None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"x": {}}',
        b'{"[\\"team\\", \\"prod\\"]": {"groups": [["a"]]}}',
        b'{"[\\"team\\", \\"prod\\"]": 1}',
        b"\xff",
    ],
)
async def test_what_has_another_form_is_nothing_and_stops_nothing(opened: Opened, raw: bytes) -> None:
    home = opened.session.home
    assert home is not None
    await home.finish(lambda backend: backend.put(RecordKind.LEARNT, KEY, raw))
    mine = opened.session.ticks
    assert await mine.kept(TEAM, PROD) is None
    mine.note(TEAM, PROD, PLAN)
    await mine.flush()
    assert await Ticks(home, fail).kept(TEAM, PROD) is not None


async def test_what_cannot_be_sealed_stays_in_memory_and_is_told(opened: Opened) -> None:
    home, told = opened.session.home, list[str]()
    assert home is not None
    mine = Ticks(home, told.append)
    await home.aclose()
    mine.note(TEAM, PROD, PLAN)
    await mine.flush()
    assert told and told[0].startswith("What you tick is not kept over a lock:")
    kept = await mine.kept(TEAM, PROD)
    assert kept is not None and kept.on(ACCESS).changes == PLAN.changes


async def test_without_a_store_they_last_for_the_session() -> None:
    mine = Ticks(None, fail)
    mine.note(TEAM, PROD, PLAN)
    await mine.flush()
    assert await mine.kept(TEAM, PROD) is not None
    await mine.forget_account(TEAM)
    assert await mine.kept(TEAM, PROD) is None


def fail(problem: str) -> None:
    """Nothing is to be told."""
    pytest.fail(problem)
