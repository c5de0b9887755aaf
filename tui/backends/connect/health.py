"""How a Connect server is, in plain words: its heartbeat, the parts it needs, and what it shows us."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from tui.backends.connect import codes
from tui.backends.connect.service import Service
from tui.backends.connect.wire import WireDependency, WireHealth, read
from tui.backends.http_patience import service_time
from tui.host.display import display_text
from tui.model.connection import Connection, Dependency
from tui.model.errors import Locked, VaultError

NO_VAULTS = (
    "The account's token has been given no vault: grant it one where Connect servers are managed on 1password.com. "
    "Connect can never see the built-in Personal, Private and Employee vaults."
)

_WORDS: dict[str, tuple[bool, str]] = {
    "ACTIVE": (True, "works"),
    "NOT_SYNCED": (False, "is not in step with 1Password yet; wait a minute, then look at the server's logs"),
    "TOKEN_NEEDED": (False, "waits for a valid token; check the account's token"),
    "UNINITIALIZED": (False, "has not started yet; it starts with the first request that has a valid token"),
    "INVALID": (False, "does not work; look at the server's logs"),
    "ERROR": (False, "does not work; look at the server's logs"),
}

_PARTS = {
    "sqlite": "The server's database",
    "account_data": "The copy of the 1Password account",
    "sync": "The synchronisation",
    "1password": "The connection to 1Password",
}


async def connection(service: Service, count: Callable[[], Awaitable[int]]) -> Connection:
    """Ask a server how it is; `count` returns how many vaults it shows us.

    Tells of trouble in what it returns; raises `Locked` alone.
    """
    at, seconds, vaults, health, problems = time.time(), None, None, WireHealth(), []
    try:
        began = time.monotonic()
        (await service.root("heartbeat")).check("its heartbeat")
        seconds = time.monotonic() - began
        vaults, problem = await _counted(count)
        answer = await service.root("health")
        answer.check("its health")
        health = read(WireHealth, answer.body, "its health")
        problems = [one for one in (problem, codes.skew(service_time(answer.headers), time.time())) if one]
    except Locked:
        raise
    except VaultError as error:
        problems = [str(error)]
    parts = tuple(dependency(one) for one in health.dependencies)
    problems += [one.sentence for one in parts if one.good is False]
    if vaults == 0 and not problems:
        problems = [NO_VAULTS]
    sentence = " ".join(problems) or "The Connect server works."
    version = health.version or service.version
    return Connection(at, not problems, sentence, health.name, version, seconds, vaults, parts)


async def _counted(count: Callable[[], Awaitable[int]]) -> tuple[int | None, str]:
    """Return how many vaults there are, or what is wrong with them."""
    try:
        return await count(), ""
    except Locked:
        raise
    except VaultError as error:
        return None, str(error)


def dependency(wire: WireDependency) -> Dependency:
    """Return a part in plain words, with the server's own beside them."""
    good, words = _WORDS.get(wire.status.upper(), (None, f"says “{display_text(wire.status)}”"))
    name = _PARTS.get(wire.service.casefold(), f"The part “{display_text(wire.service)}”")
    told = f" ({display_text(wire.message).rstrip('.')})" if wire.message and not good else ""
    return Dependency(wire.service, wire.status, f"{name} {words}{told}.", good)
