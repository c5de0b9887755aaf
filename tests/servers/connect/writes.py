"""What changes items: POST, PUT, PATCH and DELETE, one at a time in each vault."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import Any, Literal

from tests.servers.connect import items, patch
from tests.servers.connect.faults import ConnectFaults
from tests.servers.connect.fields import Rules
from tests.servers.connect.refused import Refused
from tests.servers.connect.state import State
from tests.servers.exchange import Request

Json = dict[str, Any]
Dialect = Literal["connect", "login"]

VERBS = {"GET": "read", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


@dataclass(slots=True)
class Writes:
    """Does what changes items, on the server's thread."""

    state: State
    faults: ConnectFaults
    rules: Rules
    dialect: Dialect = "connect"
    generous: bool = False
    """Take patches of sections and addresses, too, of which the documents say nothing."""

    async def do(self, request: Request, vault: str, item: str) -> Json:
        """Do what a request asks. Returns the item as it is then answered, without anything if it is gone.

        Raises `Refused`.
        """
        held = self.state.vault(vault)
        self.faults.write(request.method, busy=held.writing)
        if not self.faults.write_seconds:
            return self._locked(request, vault, item)
        held.writing = True
        try:
            started = time.monotonic()
            while time.monotonic() - started < self.faults.write_seconds:  # a test may end it
                await asyncio.sleep(0.01)
            return self._locked(request, vault, item)
        finally:
            held.writing = False

    def _locked(self, request: Request, vault: str, item: str) -> Json:
        with self.state.lock:
            return self._done(request, vault, item)

    def _done(self, request: Request, vault: str, item: str) -> Json:
        lag = self.faults.lag
        if request.method == "DELETE":
            self.state.delete(vault, item, lag)
            return {}
        body = _body(request)
        if request.method == "POST":
            return self.state.put(vault, items.build(self._understood(body, vault), vault, None, self.rules), lag)
        old = self.state.newest(vault, item)
        if request.method == "PATCH":
            if body == []:
                return old
            body = patch.apply(old, body, generous=self.generous)
        new = self.state.put(vault, items.build(body, vault, old, self.rules), lag)
        return new | {"version": old["version"]} if self.faults.old_version else new

    def _understood(self, body: object, vault: str) -> object:
        """Return what the body of the second dialect says in the first one's words."""
        if self.dialect == "connect" or not isinstance(body, dict):
            return body
        login = body.get("login")
        if not isinstance(login, dict):
            if str(body.get("category")).upper() == "LOGIN":
                raise Refused(400, "A login needs the object login")
            return body
        fields = [
            {"purpose": "USERNAME", "value": login.get("username")},
            {"purpose": "PASSWORD", "value": login.get("password")},
        ]
        return {"title": body.get("title"), "category": "LOGIN", "vault": {"id": vault}, "fields": fields}

    def in_zone(self, seconds: int) -> None:
        """Set how far the server's local time is ahead of UTC."""
        self.rules = replace(self.rules, zone_seconds=seconds)


def _body(request: Request) -> object:
    try:
        return request.json()
    except ValueError:
        raise Refused(400, "Invalid request body") from None
