"""A Connect server and our backend for it, quick to give up and quick to look again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.connect import ConnectServer
from tui.backends.connect.backend import ConnectBackend
from tui.backends.connect.waits import Waits
from tui.backends.http import Patience
from tui.backends.protocol import Noticed
from tui.model.account import AccountConfig, CreateBody, TokenSource
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.secret import Secret

ACCOUNT = AccountId("connect")
QUICK = Waits(
    first=0.01, most=0.05, sync=20.0, lost=0.3, still=0.2, tries=5, calls=5.0, lists=5.0, opening=8.0, again=0.05
)
IMPATIENT = Patience(tries=3, first=0.01, most=0.02, asked=1.0, connect=2.0, read=2.0)

Json = dict[str, Any]


@dataclass
class Office:
    """A server, a backend that is open on it, and what the backend noticed."""

    server: ConnectServer
    backend: ConnectBackend
    noticed: list[Noticed] = field(default_factory=list)

    def ref(self, vault: str, item: str) -> ItemRef:
        """Return where an item of the server is."""
        return ItemRef(ACCOUNT, VaultId(vault), ItemId(item))

    @property
    def problems(self) -> list[str]:
        """The sentences that were noticed."""
        return [one.problem for one in self.noticed if one.problem]


def config(url: str, create_body: CreateBody = CreateBody.ITEM) -> AccountConfig:
    """Return the configuration of an account at an address."""
    return AccountConfig(ACCOUNT, "connect", "Office", url, TokenSource.PROMPT, create_body=create_body)


def opened(server: ConnectServer, token: str = "", waits: Waits = QUICK) -> ConnectBackend:
    """Return a backend on a server."""
    return ConnectBackend(config(server.url), Secret(token or server.token), waits, IMPATIENT)


@asynccontextmanager
async def office(server: ConnectServer, token: str = "", waits: Waits = QUICK) -> AsyncIterator[Office]:
    """Open a backend on a server."""
    place = Office(server, opened(server, token, waits))
    place.backend.listen(place.noticed.append)
    try:
        yield place
    finally:
        await place.backend.aclose()
