"""A service that lives in the test: a real backend with two vaults, whose kind is "test"; what it does is set here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.screens.support import open_session
from tui.backends import registry
from tui.backends.protocol import Action
from tui.backends.registry import Kind
from tui.model.account import AccountConfig, TokenSource
from tui.model.connection import Connection, Dependency, Exchange
from tui.model.dialect import Dialect
from tui.model.errors import NotFound, TokenRefused, Unreachable, VaultError
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services.book import Book
from tui.services.session import Session

TOKEN = "s3cret-token"
URL = "https://connect.example:8080"
NOWHERE = "The service does not answer: no machine has this name."
"""What is said of an address that ends with .invalid."""


@dataclass
class Service:
    """What the service is like now, for every account that is opened with it."""

    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    vaults: tuple[str, ...] = ("Infra", "Team")
    down: str = ""
    hangs: bool = False
    sentence: str = "Everything works."
    good: bool = True
    dependencies: tuple[Dependency, ...] = (Dependency("sqlite", "ACTIVE", "It answers.", True),)
    refusals: dict[Action, str] = field(default_factory=dict)
    asked: list[Exchange] = field(default_factory=list)
    opened: list[AccountConfig] = field(default_factory=list)

    def note(self, method: str, path: str, status: int, problem: str = "") -> None:
        """Note a request."""
        self.asked.insert(0, Exchange(time.time(), method, path, status, 0.012, 1234 if status else 0, problem))


class TestBackend:
    """Backend and Remote over a `Service`."""

    __test__ = False

    def __init__(self, service: Service, config: AccountConfig, token: Secret) -> None:
        self._service, self._config, self._token = service, config, token

    def _reach(self, path: str) -> None:
        down = self._service.down or (NOWHERE if ".invalid" in self._config.url else "")
        if down:
            self._service.note("GET", path, 0, "no connection")
            raise Unreachable(down)
        good = any(self._token == Secret(one) for one in self._service.tokens)
        self._service.note("GET", path, 200 if good else 401)
        if not good:
            raise TokenRefused("The service refuses the token.")

    def _vault(self, name: str) -> Vault:
        return Vault(self._config.id, VaultId(name.casefold()), name, "shared", f"of {name}", 3, 1_790_000_000.0)

    async def vaults(self) -> Sequence[Vault]:
        """Return the vaults, or never."""
        while self._service.hangs:
            await asyncio.sleep(0.01)
        self._reach("/v1/vaults")
        return [self._vault(name) for name in self._service.vaults]

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault."""
        self._reach(f"/v1/vaults/{vault}")
        for name in self._service.vaults:
            if name.casefold() == vault:
                return replace(self._vault(name), description="fresh")
        raise NotFound("The vault is not there any more.")

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield nothing."""
        self._reach(f"/v1/vaults/{vault}/items")
        yield ()

    async def item(self, ref: ItemRef) -> Item:
        """Return no item."""
        raise NotFound("There is no such item.")

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """Return what was set."""
        return self._service.refusals.get(action)

    async def aclose(self) -> None:
        """Let go."""

    async def connection(self) -> Connection:
        """Return how the service is."""
        try:
            self._reach("/heartbeat")
        except VaultError as error:
            return Connection(time.time(), False, str(error))
        service = self._service
        return Connection(
            time.time(),
            service.good,
            service.sentence,
            "Test service",
            "1.8.1",
            0.012,
            len(service.vaults),
            service.dependencies,
        )

    async def exchanges(self) -> Sequence[Exchange]:
        """Return the requests."""
        return tuple(self._service.asked)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Know one kind of account, "test"."""
    with known() as (found, kinds):
        monkeypatch.setattr(registry, "KINDS", kinds)
        yield found


@contextmanager
def known() -> Iterator[tuple[Service, dict[str, Kind]]]:
    """Return a service, and the kinds with it alone."""
    found = Service()

    def opener(config: AccountConfig, token: Secret, _: Dialect) -> TestBackend:
        found.opened.append(config)
        return TestBackend(found, config, token)

    yield found, {"test": Kind("test", "Test service", opener, bodies=True)}


def account(
    name: str = "Office", url: str = URL, source: TokenSource = TokenSource.SEALED, **more: object
) -> AccountConfig:
    """Return an account of the kind "test"."""
    config = AccountConfig(AccountId(f"id-{name}"), "test", name, url, source)
    return replace(config, **more)  # type: ignore[arg-type]  # whoever calls knows the fields


async def session_with(tmp_path: Path, *accounts: AccountConfig, token: str = TOKEN) -> Session:
    """Return a session over a new store with these accounts, each of them as it is after its first look."""
    session = await open_session(tmp_path)
    await session.remotes.open_kept(Book(session.home))
    for config in accounts:
        await session.remotes.add(config, Secret(token))
    await session.remotes.read_all()
    return session
