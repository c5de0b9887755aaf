"""Collections of a Connect server to their end. It sends whole lists today; one of its kind may send pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from tui.backends import http_pages
from tui.backends.connect.service import LIST_LIMIT, NAME, Service
from tui.backends.connect.wire import unreadable
from tui.backends.http import Answer
from tui.backends.http_pages import Collection, Query


def elements(service: Service, path: Sequence[str], what: str) -> AsyncIterator[list[Any]]:
    """Yield the elements of a collection, some at a time, each id once; see `http_pages.elements`."""

    async def get(query: Query) -> Answer:
        return await service.get(path, what, query or None, LIST_LIMIT)

    complaint = str(unreadable(what))
    return http_pages.elements(get, Collection(NAME, what, complaint, service.origin, path, names=("items", "vaults")))
