"""A service for teams that lives in the test: who may do what in its vaults is set here, what was written is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.screens.remote import Service, TestBackend, account, session_with
from tests.screens.support import ScreenApp
from tests.screens.test_accounts import Desk
from tui.backends import registry
from tui.backends.registry import Kind
from tui.commands import Keymap
from tui.model.account import AccountConfig
from tui.model.dialect import Dialect
from tui.model.errors import NotFound, VaultError
from tui.model.ids import VaultId
from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.screens.vault_access import VaultAccessScreen
from tui.tools import permissions as rules

P = Permission

DEVELOPERS = Group(GroupId("gr" + "d" * 24), "Developers", "They build it", "custom group")
OWNERS = Group(GroupId("gr" + "o" * 24), "Owners", "", "built in")
NIGHT = Group(GroupId("gr" + "n" * 24), "Night shift", "", "custom group")
SEEING = P.READ_ITEMS | P.REVEAL_ITEM_PASSWORD
OTHERS = Permission(0x4000_0000)
"""A permission that nobody here knows."""
VAULT = VaultId("infra")


@dataclass
class Team:
    """Who may do what now. `fails` answers a write with an error, by group; `meanwhile` happens before a read."""

    service: Service
    groups: dict[GroupId, Group] = field(default_factory=lambda: {g.id: g for g in (DEVELOPERS, OWNERS, NIGHT)})
    rights: dict[GroupId, Permission] = field(
        default_factory=lambda: {DEVELOPERS.id: SEEING, OWNERS.id: rules.ALL | P.RECOVER_VAULT | OTHERS}
    )
    people: int = 3
    fails: dict[GroupId, VaultError] = field(default_factory=dict)
    reading: VaultError | None = None
    meanwhile: Callable[[], None] = lambda: None
    written: list[tuple[GroupId, Permission]] = field(default_factory=list)
    reads: int = 0


class TeamBackend(TestBackend):
    """`AccessKeeper` over a `Team`."""

    team: Team

    async def vault_access(self, vault: VaultId) -> VaultAccess:
        """Return who may do what."""
        team = self.team
        team.meanwhile()
        team.reads += 1
        if team.reading is not None:
            raise team.reading
        return VaultAccess(tuple(GroupAccess(team.groups[one], some) for one, some in team.rights.items()), team.people)

    async def group(self, group: GroupId) -> Group:
        """Return a group."""
        if group not in self.team.groups:
            raise NotFound("There is no such group.")
        return self.team.groups[group]

    async def set_access(self, vault: VaultId, group: GroupId, permissions: Permission) -> None:
        """Replace what a group may do."""
        if group in self.team.fails:
            raise self.team.fails[group]
        self.team.written.append((group, permissions))
        self.team.rights[group] = permissions
        if not permissions:
            del self.team.rights[group]


def team_kind(kind: str = "test", name: str = "Test service") -> tuple[Team, Kind]:
    """Return a service, and the kind of account whose vaults it has."""
    found = Team(Service())

    def opener(config: AccountConfig, token: Secret, _: Dialect) -> TeamBackend:
        backend = TeamBackend(found.service, config, token)
        backend.team = found
        return backend

    return found, Kind(kind, name, opener)


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Team:
    """Know one kind of account, "test", whose vaults have groups."""
    found, kind = team_kind()
    monkeypatch.setattr(registry, "KINDS", {"test": kind})
    return found


@asynccontextmanager
async def desk(
    tmp_path: Path, size: tuple[int, int] = (120, 36), plan: Plan = Plan.BUSINESS, theme: str = ""
) -> AsyncIterator[Desk]:
    """Sit down before the access to the vault "Infra"."""
    config = account(plan=plan)
    session = await session_with(tmp_path, config)
    app = ScreenApp(VaultAccessScreen(session, Keymap(), config.id, VAULT))
    if theme:
        app.theme = theme
    async with app.run_test(size=size) as pilot:
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


def row(page: str, name: str) -> Sequence[str]:
    """Return the marks of a group on the screen."""
    line = next(line for line in page.splitlines() if name in line and ("·" in line or "✓" in line or "+" in line))
    return line.partition(name)[2].split()
