"""A server for team passwords and our backend for it, quick to give up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from tests.servers.passpack import PasspackServer
from tui.backends.http import Patience
from tui.backends.passpack.backend import PasspackBackend
from tui.backends.passpack.convert import VAULT
from tui.backends.passpack.service import Service
from tui.backends.protocol import Noticed
from tui.model.account import AccountConfig, TokenSource
from tui.model.category import LOGIN
from tui.model.dialect import DOCUMENTED, Dialect
from tui.model.field import as_kind
from tui.model.ids import AccountId, ItemId, ItemRef
from tui.model.item import Item, ItemSummary
from tui.model.secret import Secret

ACCOUNT = AccountId("passpack")
IMPATIENT = Patience(tries=3, first=0.01, most=0.02, asked=1.0, connect=2.0, read=2.0)
LOOKS = (0.0, 0.05, 0.1)


def config(url: str) -> AccountConfig:
    """Return the configuration of an account at an address."""
    return AccountConfig(ACCOUNT, "passpack", "Team", url, TokenSource.PROMPT)


@asynccontextmanager
async def asked(server: PasspackServer, dialect: Dialect = DOCUMENTED, url: str = "") -> AsyncIterator[Service]:
    """Open the service alone."""
    service = Service(config(url or server.url), Secret(server.token), dialect, IMPATIENT)
    try:
        yield service
    finally:
        await service.aclose()


def opened(server: PasspackServer, dialect: Dialect = DOCUMENTED, token: str = "") -> PasspackBackend:
    """Return a backend on a server."""
    return PasspackBackend(config(server.url), Secret(token or server.token), dialect, IMPATIENT, LOOKS)


@dataclass
class Team:
    """A server, a backend that is open on it, and what the backend noticed."""

    server: PasspackServer
    backend: PasspackBackend
    noticed: list[Noticed] = field(default_factory=list)

    def ref(self, entry: object) -> ItemRef:
        """Return where an entry of the server is."""
        return ItemRef(ACCOUNT, VAULT, ItemId(str(entry)))

    async def rows(self) -> list[ItemSummary]:
        """Return all rows."""
        return [row async for page in self.backend.items(VAULT) for row in page]

    @property
    def problems(self) -> list[str]:
        """The sentences that were noticed."""
        return [one.problem for one in self.noticed if one.problem]

    async def told(self, count: int = 1) -> list[str]:
        """Return these sentences once there are so many."""
        async with asyncio.timeout(20):
            while len(self.problems) < count:
                await asyncio.sleep(0.01)
        return self.problems


@asynccontextmanager
async def team(server: PasspackServer, dialect: Dialect = DOCUMENTED, token: str = "") -> AsyncIterator[Team]:
    """Open a backend on a server."""
    place = Team(server, opened(server, dialect, token))
    place.backend.listen(place.noticed.append)
    try:
        yield place
    finally:
        await place.backend.aclose()


def new(title: str = "Mail", username: str = "wendy", hidden: str = "s3cret-new", notes: str = "") -> Item:
    """Return an item that was never saved, with all that an entry keeps."""
    values = {"username": username, "password": hidden, "notes": notes}
    own = (replace(one, value=as_kind(values[one.id], one.kind)) for one in LOGIN.template if one.id in values)
    return Item(ItemRef(ACCOUNT, VAULT, ItemId("")), title, LOGIN, fields=tuple(own))


def bodies(server: PasspackServer, method: str) -> list[str]:
    """Return what was sent by a method."""
    return [one.body.decode() for one in server.requests if one.method == method]


async def item_of(place: Team, entry: object) -> Item:
    """Return an entry as it is now."""
    return await place.backend.current(place.ref(entry))


def methods(server: PasspackServer) -> list[str]:
    """Return the methods of all requests."""
    return [one.method for one in server.requests]
