"""Which call is for what: the paths of the interface, who may call them, and the record of the calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from tests.servers.connect import filters, health, items
from tests.servers.connect.activity import ACTIONS, Activity
from tests.servers.connect.faults import ConnectFaults
from tests.servers.connect.fields import Rules
from tests.servers.connect.files import Files
from tests.servers.connect.health import Health
from tests.servers.connect.paging import Pages
from tests.servers.connect.refused import Refused
from tests.servers.connect.rights import Access, Rights
from tests.servers.connect.state import State
from tests.servers.connect.writes import VERBS, Dialect, Writes
from tests.servers.exchange import Reply, Request, json_reply

Json = dict[str, Any]


class Connect:
    """The service behind the port."""

    def __init__(self, faults: ConnectFaults, seed: int, dialect: Dialect) -> None:
        self.faults = faults
        self.state = State(seed)
        self.health = Health()
        self.activity = Activity()
        self.pages = Pages()
        self.files = Files(self.state)
        self.writes = Writes(self.state, faults, Rules(self.state.new_id, self.state.dice), dialect)
        self.calls = 0

    async def answer(self, request: Request, parts: tuple[str, ...], rights: Callable[[], Rights]) -> Reply:
        """Do what is asked. `rights` says what the token may do, or raises `Refused`."""
        self.calls += 1
        try:
            if parts[:1] == ("v1",):
                return await self._data(request, list(parts[1:]), rights())
        except Refused as refused:
            return refused.reply()
        return self._open(parts) if request.method == "GET" else _unknown().reply()

    def _open(self, parts: tuple[str, ...]) -> Reply:
        """Answer what needs no token."""
        match parts:
            case ("heartbeat",):
                return health.heartbeat()
            case ("health",):
                return self.health.reply()
            case ("metrics",):
                return health.metrics(self.calls)
            case _:
                return _unknown().reply()

    async def _data(self, request: Request, rest: list[str], rights: Rights) -> Reply:
        await asyncio.sleep(self.faults.start())
        match rest:
            case ["activity"] if request.method == "GET":
                return self.activity.page(request)
            case ["vaults", *names] if request.method in ACTIONS:
                return await self._recorded(request, names, rights)
            case _:
                raise _unknown()

    async def _recorded(self, request: Request, names: list[str], rights: Rights) -> Reply:
        vault, item = names[0] if names else "", names[2] if len(names) > 2 else ""
        try:
            if names:
                self._check(request, names, rights)
            reply, told = await self._done(request, names, rights)
        except Refused as refused:
            if refused.status in (401, 403):
                self.activity.record(request, vault, item, None, allowed=False)
            raise
        self.activity.record(request, vault, item or told.get("id", ""), told.get("version"), allowed=True)
        return reply

    def _check(self, request: Request, names: list[str], rights: Rights) -> None:
        vault = names[0]
        if not self.state.is_id(vault):
            raise Refused(400, "Invalid Vault UUID")
        if vault not in self.state.vaults:
            raise Refused(403, f"Authorization: token does not have access to vault {vault}")
        verb = VERBS[request.method]
        if self.faults.write_denied_401 and verb != "read" and Access.WRITE not in rights.of(vault):
            raise Refused(401, "Unauthorized Request, token does not have write access to the Vault")
        rights.check(vault, verb)
        if len(names) > 2 and not self.state.is_id(names[2]):
            raise Refused(400, "Invalid Item UUID")

    async def _done(self, request: Request, names: list[str], rights: Rights) -> tuple[Reply, Mapping[str, Any]]:
        """Return the answer, and the item that it is about: an empty one for none."""
        if request.method == "GET":
            with self.state.lock:
                return self._read(request, names, rights)
        match request.method, names:
            case ("POST", [vault, "items"]):
                return self._told(vault, await self.writes.do(request, vault, ""))
            case (("PUT" | "PATCH"), [vault, "items", item]):
                return self._told(vault, await self.writes.do(request, vault, item))
            case ("DELETE", [vault, "items", item]):
                await self.writes.do(request, vault, item)
                return Reply(204), {}
            case _:
                raise _unknown()

    def _read(self, request: Request, names: list[str], rights: Rights) -> tuple[Reply, Mapping[str, Any]]:
        match names:
            case []:
                return self._all_vaults(request, rights), {}
            case [vault]:
                return json_reply(self.state.vault(vault).info.seen(self.state.clock())), {}
            case [vault, "items"]:
                return self._all_items(request, vault), {}
            case [vault, "items", item]:
                return self._told(vault, self.state.seen(vault, item))
            case [vault, "items", item, "files", *rest]:
                return self._of_files(request, vault, item, rest), {}
            case _:
                raise _unknown()

    def _all_vaults(self, request: Request, rights: Rights) -> Reply:
        now = self.state.clock()
        rows = [vault.info.seen(now) for name, vault in self.state.vaults.items() if Access.READ in rights.of(name)]
        return self._rows(request, rows, filters.VAULTS)

    def _all_items(self, request: Request, vault: str) -> Reply:
        held, now = self.state.vault(vault), self.state.clock()
        if "filter" not in request.query and self.pages.size is None:
            return Reply(200, {"Content-Type": "application/json"}, held.listed(now))
        return self._rows(request, list(held.rows(now)), filters.ITEMS)

    def _rows(self, request: Request, rows: list[Json], attributes: frozenset[str]) -> Reply:
        if "filter" in request.query:
            meant = filters.parse(request.query["filter"], attributes)
            rows = [row for row in rows if meant(row)]
        return json_reply(rows) if self.pages.size is None else self.pages.reply(request, rows)

    def _of_files(self, request: Request, vault: str, item: str, rest: list[str]) -> Reply:
        self.faults.file()
        match rest:
            case []:
                return self.files.all(request, vault, item)
            case [file]:
                return self.files.one(request, vault, item, file)
            case [file, "content"]:
                return self.files.content(vault, item, file)
            case _:
                raise _unknown()

    def _told(self, vault: str, item: Json) -> tuple[Reply, Json]:
        shown = items.shown(item, self.state.clock())
        if "files" in shown:
            shown = shown | {"files": [self.files.told(vault, item["id"], file) for file in shown["files"]]}
        return json_reply(shown), item


def _unknown() -> Refused:
    return Refused(404, "not found")
