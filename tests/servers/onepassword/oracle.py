"""The real core as a second opinion: every request is put to it with a client that it does not know.

"invalid client id" means that it read the request. It knows nothing of enum words, of ids and of what is in an item.
What it does not read, and what only we may judge, is collected: the test ends with it. Values are never quoted.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.servers.onepassword import native
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.words import CATEGORIES, Json

STRANGER = 2**64 - 1
_ENOUGH = 64
"""So many bytes of a file tell as much of its shape as all of it."""


class Oracle:
    """Puts requests to the real core, and remembers what was wrong with them."""

    def __init__(self) -> None:
        self.real = native.real()
        self.complaints: list[str] = []
        self.asked = 0

    async def ask(self, request: Json) -> None:
        """Put a request. Raises `Refused` as the real core would, if it does not read it."""
        self.asked += 1
        invocation = request["invocation"] | {"clientId": STRANGER}
        name = str(invocation["parameters"]["name"])
        try:
            await self.real.invoke(json.dumps(request | {"invocation": _shortened(invocation)}))
        except native.module().Error.Error as error:
            if "invalid client id" not in error.msg:
                self.complaints.append(f"{name}: the real core says: {error.msg}")
                raise Refused("", error.msg) from None
        else:
            self.complaints.append(f"{name}: the real core answered a client that it does not know")
        self._judge(name, invocation["parameters"].get("parameters", {}))

    def ask_blocking(self, request: Json) -> None:
        """Put a request where a loop runs in this thread already, and is blocked: in a thread beside it."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            beside.submit(asyncio.run, self.ask(request)).result()

    def _judge(self, name: str, parameters: Json) -> None:
        """Note what the core reads and yet no SDK would send."""
        sent = parameters.get("params", parameters.get("item"))
        for each in sent if isinstance(sent, list) else [sent]:
            if isinstance(each, dict) and "category" in each and each["category"] not in CATEGORIES:
                self.complaints.append(f"{name}: an item of a category that the SDK does not have")

    def check(self) -> None:
        """Raise `AssertionError` if anything was wrong."""
        assert not self.complaints, "Requests that 1Password would not take:\n" + "\n".join(self.complaints)


def _shortened(value: Any) -> Any:
    """Return JSON with the bytes of files cut."""
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    if isinstance(value, list):
        if len(value) > _ENOUGH and all(isinstance(each, int) for each in value):
            return value[:_ENOUGH]
        return [_shortened(each) for each in value]
    return value
