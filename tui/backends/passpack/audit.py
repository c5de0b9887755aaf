"""What was done to an entry, as the server tells it: newest first, whatever order it comes in.

A server that tells the oldest first is read to its end before anything is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

from tui.backends.passpack import pages
from tui.backends.passpack.audit_wire import event
from tui.backends.passpack.service import NAME, Service
from tui.model.audit import AuditEvent
from tui.model.dialect import Operation
from tui.model.errors import Unreachable, VaultError
from tui.model.ids import ItemRef

PAGE = 500
"""So many events are told at once at most, whatever the server's pages are: between them keys have their turn."""
MOST = 100_000
"""So many events of one entry are read at most."""

_IDS = ("id", "event_id", "eventId", "uuid")


async def events(service: Service, ref: ItemRef) -> AsyncIterator[Sequence[AuditEvent]]:
    """Yield the events of an entry, newest first.

    Raises:
        NotOffered: the server tells nothing of any entry.
        VaultError: it is not read to its end; what was yielded before is right nevertheless.
    """
    parts = _parts(service, ref)
    first: list[AuditEvent] = await anext(parts, [])
    if not _rises(first):
        yield _newest_first(first)
        async for part in parts:
            yield _newest_first(part)
        return
    trouble: VaultError | None = None
    try:
        async for part in parts:
            first += part
    except VaultError as error:
        trouble = error
    found = _newest_first(first)
    for begin in range(0, len(found), PAGE):
        yield found[begin : begin + PAGE]
    if trouble is not None:
        raise trouble


async def _parts(service: Service, ref: ItemRef) -> AsyncIterator[list[AuditEvent]]:
    seen: set[bytes] = set()
    count = 0
    async for rows in pages.elements(service, Operation.AUDIT, id=ref.item, what="the audit of the entry", key=""):
        for begin in range(0, len(rows), PAGE):
            found = [event(row, ref) for row in _fresh(rows[begin : begin + PAGE], seen)]
            count += len(found)
            if count > MOST:
                raise Unreachable(f"{NAME} tells of more than {MOST:,} events of this entry: the rest is not read.")
            if found:
                yield found


def _fresh(rows: Iterable[Any], seen: set[bytes]) -> Iterator[Any]:
    """Yield what is news: the list may move on while it is read. What has no id may well have happened twice."""
    for row in rows:
        if not row:
            continue
        if isinstance(row, dict) and any(row.get(key) for key in _IDS):
            digest = hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=16).digest()
            if digest in seen:
                continue
            seen.add(digest)
        yield row


def _rises(found: Sequence[AuditEvent]) -> bool:
    times = [one.at for one in found if one.at]
    return bool(times) and times[0] < times[-1]


def _newest_first(found: Sequence[AuditEvent]) -> list[AuditEvent]:
    """Return events in their order; of those that have the same time, a list that rises has the newest last."""
    return sorted(reversed(found) if _rises(found) else found, key=lambda one: one.at, reverse=True)
