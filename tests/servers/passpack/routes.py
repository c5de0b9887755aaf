"""Which request is for which operation, by the paths of a server's speech."""

from __future__ import annotations

from tests.servers.exchange import Request
from tests.servers.passpack.refused import Refused
from tests.servers.passpack.speech import ROUTES, Operation, Speech


def find(request: Request, path: tuple[str, ...], speech: Speech) -> tuple[Operation, str]:
    """Return what a request is for, and the id in its path. Raises `Refused` with 404, 405 or 501."""
    allowed: list[str] = []
    for operation, method, name in _matching(path, speech):
        status = speech.off.get(operation, 0)
        if method == request.method and not status:
            return operation, name
        if method == request.method and status != 405:
            raise Refused(status, "Not implemented" if status == 501 else "Not found")
        if not status:
            allowed.append(method)
        elif method == request.method:
            allowed.append("")
    if allowed:
        raise Refused(405, "Method not allowed", {"Allow": ", ".join(filter(None, allowed))})
    raise Refused(404, "Not found")


def _matching(path: tuple[str, ...], speech: Speech) -> list[tuple[Operation, str, str]]:
    """Return the operations with this path, each with its method and the id in it: those without an id first."""
    found: list[tuple[Operation, str, str]] = []
    for operation in ROUTES:
        method, _, target = speech.route(operation).partition(" ")
        parts = target.partition("?")[0].strip("/").split("/")
        if target and len(parts) == len(path):
            names = [_id(part, given) for part, given in zip(parts, path, strict=True)]
            if None not in names:
                found.append((operation, method, next(filter(None, names), "")))
    return sorted(found, key=lambda one: bool(one[2]))


def _id(part: str, given: str) -> str | None:
    """Return the id that a part of a path is, "" if it is to be the same and is, None if it does not fit."""
    before, mark, after = part.partition("{id}")
    if not mark:
        return "" if part == given else None
    name = given.removeprefix(before).removesuffix(after)
    return name if name and before + name + after == given else None
