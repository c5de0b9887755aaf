"""The four functions of the native module, in front of the tests' account. What it does not know goes to those before.

So two accounts can be had at once, one within the other. What needs no account is done by the real core.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.servers.onepassword import native
from tests.servers.onepassword.oracle import Oracle
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.service import Service

GATE = 0.005
"""Seconds between two looks at a gate."""


class Core:
    """What stands in the place of the native module's functions."""

    def __init__(self, service: Service, oracle: Oracle) -> None:
        self.service = service
        self.oracle = oracle
        self.token = ""
        self.refuse_sign_in: Refused | None = None
        self.sign_ins = 0
        self._before = native.real()

    def functions(self) -> native.Functions:
        """Return the functions, to be put before those that are there now."""
        self._before = native.current()
        return native.Functions(self.init_client, self.invoke, self.invoke_sync, self.release_client)

    async def init_client(self, text: str) -> str:
        """Sign in by a service account's token."""
        config = json.loads(text)
        if config.get("serviceAccountToken") != self.token:
            return await self._before.init_client(text)
        self.sign_ins += 1
        await self.wait("init_client")
        try:
            if self.refuse_sign_in is not None:
                raise self.refuse_sign_in
            return str(self.service.begin(service=True))
        except Refused as refused:
            raise raised(refused) from None

    async def invoke(self, text: str) -> str:
        """Answer a call."""
        request = json.loads(text)
        if request["invocation"]["clientId"] not in self.service.clients and self._before != native.real():
            return await self._before.invoke(text)
        try:
            return await self.answered(request)
        except Refused as refused:
            raise raised(refused) from None

    async def answered(self, request: Any) -> str:
        """Answer a call. Raises `Refused`."""
        await self.oracle.ask(request)
        invocation = request["invocation"]
        name, parameters = invocation["parameters"]["name"], invocation["parameters"]["parameters"]
        self.service.arrive(name, parameters)
        await self.wait(name)
        return self.service.answer(invocation["clientId"], name, parameters)

    async def wait(self, name: str) -> None:
        """Let the time pass that a call takes."""
        faults = self.service.faults
        await asyncio.sleep(faults.seconds.get(name, 0.0))
        while faults.waits(name):
            await asyncio.sleep(GATE)

    def invoke_sync(self, text: str) -> str:
        """Generate a password, or check a reference: as the real core does it."""
        return self.oracle.real.invoke_sync(text)

    def release_client(self, text: str) -> None:
        """Let go of a client."""
        if not self.service.release(json.loads(text)):
            self._before.release_client(text)


def raised(refused: Refused) -> Exception:
    """Return what the native module raises for a refusal."""
    return native.error(refused, json.dumps({"name": refused.name, "message": refused.message}))
