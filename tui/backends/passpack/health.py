"""How a Passpack server is, in plain words: whether it answers, and what it turned out to have or to lack."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from tui.backends.passpack.capabilities import DEEDS
from tui.backends.passpack.reading import NO_LIST
from tui.backends.passpack.service import NAME, Service
from tui.model.connection import Connection, Dependency
from tui.model.dialect import Operation
from tui.model.errors import Denied, Locked, TokenRefused, VaultError


async def connection(service: Service, greet: Callable[[], Awaitable[bool]]) -> Connection:
    """Ask a server how it is, anew for all that it did not have before; `greet` asks for its list.

    Tells of trouble in what it returns; raises `Locked` alone.
    """
    service.anew()
    at, began, seconds, problem, lists = time.time(), time.monotonic(), None, "", False
    try:
        lists = await greet()
        seconds = time.monotonic() - began
        await _members(service)
    except Locked:
        raise
    except VaultError as error:
        problem = str(error)
    sentence = problem or f"{NAME} works." + ("" if lists else f" It lists no passwords. {NO_LIST}")
    parts = tuple(_part(service, operation) for operation in Operation)
    return Connection(at, not problem, sentence, "Passpack", seconds=seconds, vaults=1, dependencies=parts)


async def _members(service: Service) -> None:
    """Ask for the members, which not every server lists, nor every token may see."""
    try:
        await service.call(Operation.MEMBERS, what="the members")
    except TokenRefused:
        raise
    except Denied:
        return


def _part(service: Service, operation: Operation) -> Dependency:
    """Return what is known of an operation: it is there, it is not, or nobody has tried it since."""
    lacking = service.capabilities.reason(operation)
    if lacking is not None:
        return Dependency(operation, "missing", lacking, False)
    if service.capabilities.has(operation):
        return Dependency(operation, "there", f"The server can {DEEDS[operation]}.", True)
    if before := service.capabilities.lacked(operation):
        return Dependency(operation, "missing", f"{before} It is tried again when it is used.", False)
    return Dependency(operation, "not tried", f"Whether the server can {DEEDS[operation]} is not known yet.", None)
