"""A service that is asked sparingly, with limits, and one in which a person approves: the test is that person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from tests.screens.remote import Service, TestBackend
from tui.backends import registry
from tui.backends.registry import Kind, Reach
from tui.model.account import AccountConfig, TokenSource
from tui.model.connection import Connection
from tui.model.dialect import Dialect
from tui.model.errors import NotApproved, VaultError
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.secret import Secret
from tui.model.usage import Allowance, Usage
from tui.model.vault import Vault

ASKS = "The app asks you to approve Strongroom."
DECLINED = "You did not approve it."


@dataclass
class Sparing(Service):
    """What the service is like now. `approved`: a person has let us in; `answer`: what that person says when asked."""

    approved: bool = True
    answer: bool | None = None
    limit: int | None = 10
    used: int = 0
    fails: VaultError | None = None
    backends: list[SparingBackend] = field(default_factory=list)

    def expire(self) -> None:
        """Have the next call ask a person."""
        self.approved, self.answer = False, None


class SparingBackend(TestBackend):
    """Metered and Prompting over a `Sparing`."""

    def __init__(self, service: Sparing, config: AccountConfig, token: Secret) -> None:
        super().__init__(service, config, token)
        self._sparing = service
        self._asking = ""
        self._given_up = False
        self._tell: Callable[[], None] = lambda: None
        self.count = 0
        service.backends.append(self)

    async def _let_in(self) -> None:
        if not self._sparing.approved and self._config.source is TokenSource.APP:
            self._given_up = False
            self._ask(ASKS)
            while self._sparing.answer is None and not self._given_up:
                await asyncio.sleep(0.005)
            self._ask("")
            if not self._sparing.answer:
                raise NotApproved(DECLINED)
            self._sparing.approved = True
        self.count += 1
        if self._sparing.fails is not None:
            raise self._sparing.fails

    def _ask(self, sentence: str) -> None:
        self._asking = sentence
        self._tell()

    async def vaults(self) -> Sequence[Vault]:
        """Return the vaults, once a person lets us in."""
        await self._let_in()
        return await super().vaults()

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield nothing, once a person lets us in."""
        await self._let_in()
        async for page in super().items(vault):
            yield page

    async def item(self, ref: ItemRef) -> Item:
        """Return no item, once a person lets us in."""
        await self._let_in()
        return await super().item(ref)

    async def connection(self) -> Connection:
        """Return how the service is, once a person lets us in."""
        await self._let_in()
        return await super().connection()

    def usage(self) -> Usage:
        """Return what was used."""
        return Usage((Allowance("reads this hour", self._sparing.used + self.count, self._sparing.limit),))

    def keep(self) -> bytes:
        """Return the count."""
        return json.dumps(self.count).encode()

    def recall(self, kept: bytes) -> None:
        """Go on from a count."""
        self.count += int(json.loads(kept))

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """Tell it from now on."""
        self._tell = tell

    def prompting(self) -> str:
        """Return what a person should do."""
        return self._asking

    def give_up(self) -> None:
        """Wait no longer."""
        self._given_up = True


@pytest.fixture
def sparing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sparing]:
    """Know two kinds of accounts, by a token and by an app."""
    found = Sparing()

    def opener(config: AccountConfig, token: Secret, _: Dialect) -> SparingBackend:
        found.opened.append(config)
        return SparingBackend(found, config, token)

    kinds = (
        Kind("app", "Test app", opener, Reach.APP, polls=False),
        Kind("token", "Test token", opener, Reach.TOKEN, polls=False),
    )
    monkeypatch.setattr(registry, "KINDS", {kind.id: kind for kind in kinds})
    yield found
    found.answer = False  # whoever still waits


def by_app(name: str = "Mine") -> AccountConfig:
    """Return an account that a person lets us into."""
    return AccountConfig(AccountId(f"id-{name}"), "app", name, "", TokenSource.APP, login="me")


def by_token(name: str = "Team") -> AccountConfig:
    """Return an account with a token."""
    return AccountConfig(AccountId(f"id-{name}"), "token", name, "", TokenSource.SEALED)
