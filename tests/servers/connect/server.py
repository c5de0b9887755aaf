"""A Connect server for tests: what it holds and how it fails is set from the test's thread, behind one lock."""

from __future__ import annotations

import secrets
import ssl
from typing import Any

from tests.servers.connect import stock
from tests.servers.connect.faults import ConnectFaults
from tests.servers.connect.refused import Refused
from tests.servers.connect.rights import Access, Rights
from tests.servers.connect.service import Connect
from tests.servers.connect.writes import Dialect
from tests.servers.exchange import STRANGER, Reply, Request
from tests.servers.http import HttpServer

Json = dict[str, Any]


class ConnectServer(HttpServer[ConnectFaults]):
    """A 1Password Connect server, as faithful as its documents and its clients' tests let it be.

    `prefix`: a path in front of everything, such as "/api". `dialect` "login": logins are created by the body
    `{title, login: {username, password}}`. The same `seed` gives the same ids.
    """

    def __init__(
        self, *, seed: int = 1, prefix: str = "", dialect: Dialect = "connect", tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(ConnectFaults(), prefix=prefix, tls=tls)
        self.connect = Connect(self.faults, seed, dialect)
        self.always["1Password-Connect-Version"] = self.connect.health.version
        self.tokens: dict[str, Rights] = {}
        """The valid tokens and what each may do: take one out and it is refused."""
        self.token = self.grant("owner")
        self._prefix = tuple(part for part in prefix.split("/") if part)

    @property
    def page_size(self) -> int | None:
        """How many vaults or items come at once, None for all. The style is `connect.pages.style`."""
        return self.connect.pages.size

    @page_size.setter
    def page_size(self, size: int | None) -> None:
        self.connect.pages.size = size

    def grant(self, name: str, vaults: dict[str, Access] | None = None) -> str:
        """Return a new token: for these vaults, or for all and for reading and writing. `name` is for the records."""
        token = f"s3cret-{secrets.token_hex(16)}"
        self.tokens[token] = Rights(name) if vaults is None else Rights(name, Access.NONE, vaults)
        return token

    def rotate(self) -> str:
        """Replace `token` by a new one with the same rights, and return it. The old one is refused from now on."""
        rights = self.tokens.pop(self.token)
        self.token = f"s3cret-{secrets.token_hex(16)}"
        self.tokens[self.token] = rights
        return self.token

    def add_vault(self, name: str, kind: str = "USER_CREATED", description: str = "", vault: str = "") -> str:
        """Add a vault, and return its id."""
        with self.connect.state.lock:
            return self.connect.state.add_vault(name, kind, description, vault)

    def add_item(self, vault: str, raw: Json) -> str:
        """Add an item as it stands, what is missing filled in, and return its id."""
        with self.connect.state.lock:
            return str(self.connect.state.put(vault, stock.fill(raw, vault, self.connect.state))["id"])

    def add_file(self, vault: str, item: str, name: str, content: bytes, section: str = "") -> str:
        """Add a file to an item, and return its id."""
        with self.connect.state.lock:
            state = self.connect.state
            file: Json = {"id": state.new_id(), "name": name, "size": len(content)}
            if section:
                file["section"] = {"id": section}
            state.contents[file["id"]] = content
            raw = state.copy(vault, item)
            state.put(vault, raw | {"files": [*raw.get("files", ()), file]})
            return str(file["id"])

    def item(self, vault: str, item: str) -> Json:
        """Return a copy of an item as it is in truth, whatever readers see. Raises `KeyError` if there is none."""
        with self.connect.state.lock:
            return self.connect.state.copy(vault, item)

    def vault(self, vault: str) -> Json:
        """Return a copy of what is told of a vault, as it is in truth. Raises `KeyError` if there is none."""
        with self.connect.state.lock:
            return dict(self.connect.state.vaults[vault].info.newest)

    def items(self, vault: str) -> list[str]:
        """Return the ids of all items of a vault, as they are in truth."""
        with self.connect.state.lock:
            held = self.connect.state.vaults[vault].items
            return [name for name, item in held.items() if item.newest is not None]

    def touch(self, vault: str, item: str, **changes: object) -> Json:
        """Let somebody else edit an item: what is named is replaced, and its version is the next."""
        with self.connect.state.lock:
            state = self.connect.state
            return dict(state.put(vault, state.copy(vault, item) | changes))

    def touch_vault(self, vault: str, **changes: object) -> Json:
        """Let somebody else change what is told of a vault, such as its name: its attributeVersion is the next."""
        with self.connect.state.lock:
            info = self.connect.state.vaults[vault].info
            news = info.newest | {"attributeVersion": info.newest["attributeVersion"] + 1} | changes
            info.set(news, self.connect.state.clock(), 0)
            return dict(news)

    def remove_vault(self, vault: str) -> None:
        """Let somebody else delete a vault with all that is in it."""
        with self.connect.state.lock:
            del self.connect.state.vaults[vault]

    def remove(self, vault: str, item: str) -> None:
        """Let somebody else delete an item."""
        with self.connect.state.lock:
            self.connect.state.delete(vault, item)

    def stock(self, vaults: int = 1, items: int = 10) -> list[str]:
        """Add vaults, each with so many logins, and return their ids."""
        with self.connect.state.lock:
            names = [self.add_vault(f"Vault {number:03}") for number in range(1, vaults + 1)]
            for vault in names:
                self.connect.state.put_all(vault, stock.logins(items, vault, self.connect.state))
            return names

    def who(self, headers: dict[str, str]) -> str:
        """Return the name of the token of a request, and take it out of the headers."""
        scheme, _, token = headers.pop("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return ""
        rights = self.tokens.get(token)
        return rights.name if rights else STRANGER

    async def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        at = len(self._prefix)
        if request.segments[:at] != self._prefix:
            return Refused(404, "not found").reply()
        return await self.connect.answer(request, request.segments[at:], lambda: self._rights(request.token))

    def _rights(self, name: str) -> Rights:
        for rights in list(self.tokens.values()):
            if rights.name == name:
                return rights
        raise Refused(401, "Invalid token signature" if name else "Invalid bearer token")
