"""Collections of a Passpack server to their end, whatever they are wrapped in and however they come in pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from tui.backends import http_pages
from tui.backends.http import Answer
from tui.backends.http_pages import Collection, Query
from tui.backends.passpack.service import NAME, Service
from tui.backends.passpack.wire import complaint
from tui.model.dialect import Operation

LIMIT = 64 * 2**20
"""A page may have so many bytes; some servers have only one."""

SECONDS = 120.0
"""A page may take so long."""

_NAMES = ("passwords", "members", "audit", "logs", "events", "shares", "shared_with", "audit_log", "history")


async def page(
    service: Service, operation: Operation, *, id: str = "", what: str, query: Query | None = None
) -> Answer:
    """Return the answer for one page, the first one where there is no `query`. Raises as `elements`."""
    return await service.call(operation, id=id, what=what, query=query, limit=LIMIT, seconds=SECONDS)


def check(service: Service, operation: Operation, answer: Answer, what: str) -> None:
    """Raise Unreachable where an answer is no page of a list, but for instance a page for people."""
    http_pages.check(answer, _collection(service, operation, "", what, None))


def elements(
    service: Service,
    operation: Operation,
    *,
    id: str = "",
    what: str,
    key: str | None = None,
    first: Answer | None = None,
) -> AsyncIterator[list[Any]]:
    """Yield what a server lists, some at a time, each id once. `what` names it within a sentence: "the members".

    `key` is where elements have their ids, if not where entries have them; "": they have none that is sure to be one.
    `first` is the first page, where it was asked for before.

    Raises:
        NotOffered: the server has no such list.
        VaultError: it does not go on to its end; what was yielded before is right nevertheless.
    """

    before = [first] if first is not None else []

    async def get(query: Query) -> Answer:
        return before.pop() if before else await page(service, operation, id=id, what=what, query=query)

    return http_pages.elements(get, _collection(service, operation, id, what, key))


def _collection(service: Service, operation: Operation, id: str, what: str, key: str | None) -> Collection:
    dialect = service.dialect
    route = dialect.routes.get(operation)
    path = route.path(id) if route is not None else ()
    return Collection(
        NAME,
        what,
        complaint(what),
        service.origin,
        path,
        dialect.field_id if key is None else key,
        dialect.envelope,
        _NAMES,
    )
