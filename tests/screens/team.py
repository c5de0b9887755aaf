"""A service for teams that lives in the test: as that of remote.py, with Environments and references of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from tests.screens.remote import Service, TestBackend
from tui.backends import registry
from tui.backends.registry import Kind
from tui.model.account import AccountConfig
from tui.model.environment import EnvironmentId, Variable
from tui.model.errors import NotFound, VaultError
from tui.model.secret import Secret

PRODUCTION = "blgexucrwfr2dtsxe2q4uu7dp4"


def _open() -> threading.Event:
    """Return an event that is set."""
    event = threading.Event()
    event.set()
    return event


@dataclass
class Team(Service):
    """What the service is like now. Readings wait until `held` is set."""

    environments: dict[str, list[Variable]] = field(default_factory=dict)
    values: dict[str, Secret | VaultError] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    failing: VaultError | None = None
    held: threading.Event = field(default_factory=_open)


class TeamBackend(TestBackend):
    """Also an EnvironmentReader and a Resolver."""

    __test__ = False

    def __init__(self, team: Team, config: AccountConfig, token: Secret) -> None:
        super().__init__(team, config, token)
        self._team = team

    async def variables(self, environment: EnvironmentId) -> Sequence[Variable]:
        """Return the variables."""
        self._team.read.append(environment)
        while not self._team.held.is_set():
            await asyncio.sleep(0.01)
        if self._team.failing is not None:
            raise self._team.failing
        if environment not in self._team.environments:
            raise NotFound("1Password knows no Environment with this id here.")
        return self._team.environments[environment]

    async def resolve(self, references: Sequence[str]) -> Sequence[Secret | VaultError]:
        """Return what was set."""
        self._team.resolved += references
        if self._team.failing is not None:
            raise self._team.failing
        return [self._team.values.get(one, NotFound("The vault has no such item.")) for one in references]


def variable(name: str, value: str, *, masked: bool = True) -> Variable:
    """Return a variable."""
    return Variable(name, Secret(value), masked)


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """Know one kind of account, "test", which is for teams."""
    found = Team()
    kind = Kind("test", "Test service", lambda config, token, _: TeamBackend(found, config, token))
    monkeypatch.setattr(registry, "KINDS", {"test": kind})
    yield found
