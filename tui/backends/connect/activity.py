"""The server's own record of requests as audit events: who did what to which item. It has ids, and no titles.

New entries come in while it is read, and push the others on: as far as the server tells how many there are, it is read
on where it was left, however long ago that was. What came in since then, and what was seen, is left out.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from tui.backends.connect.service import Service
from tui.backends.connect.wire import WireRequest, WireResource, document, understood, unreadable
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Unreachable, VaultError
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId

PAGE = 100
"""So many entries are asked for at once; the server may give fewer."""

_MOST = 100_000
_RANGE = re.compile(r"(\d{1,12})-(\d{1,12})/(\d{1,12})")

_ACTIONS = {
    "READ": AuditAction.READ,
    "CREATE": AuditAction.CREATE,
    "UPDATE": AuditAction.EDIT,
    "DELETE": AuditAction.DELETE,
}
_RESULTS = {"SUCCESS": AuditResult.OK, "DENY": AuditResult.REFUSED}


async def pages(service: Service, account: AccountId) -> AsyncIterator[list[AuditEvent]]:
    """Yield the events of the server, newest first, to the end."""
    seen: set[str] = set()
    read, pushed, first = 0, 0, -1
    while read + pushed < _MOST:
        offset = read + pushed
        query = {"limit": str(PAGE), "offset": str(offset)}
        answer = await service.get(["activity"], "the activity", query)
        found = document(answer.body, "the activity")
        if not isinstance(found, list):
            raise unreadable("the activity")
        ranged = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
        total = int(ranged[3]) if ranged else -1
        first = total if first < 0 else first
        before, pushed = pushed, max(pushed, total - first)
        requests = [request for one in found[max(0, pushed - offset) :] if (request := _request(one)) is not None]
        fresh = [one for one in requests if not one.id or one.id not in seen]
        seen.update(one.id for one in fresh)
        if fresh:
            yield [event(one, account) for one in fresh]
        read = max(read, offset + len(found) - pushed)
        if not found or (read + pushed >= total if ranged else not fresh):
            return
        if not fresh and pushed == before:
            raise Unreachable("The Connect server goes round in circles with its activity: it is not complete.")


def _request(raw: object) -> WireRequest | None:
    """Return an entry, None where it is none."""
    try:
        return understood(WireRequest, raw, "the activity") if isinstance(raw, dict) else None
    except VaultError:
        return None


def event(wire: WireRequest, account: AccountId) -> AuditEvent:
    """Return an entry as an event. What we have no word for is told in the server's own."""
    action, result = wire.action.upper(), wire.result.upper()
    resource = wire.resource
    ref = ItemRef(account, VaultId(resource.vault), ItemId(resource.item)) if resource.vault else None
    told = "" if result in _RESULTS else f"result {wire.result or 'unknown'}"
    return AuditEvent(
        wire.at,
        wire.actor.id or "unknown",
        _ACTIONS.get(action, AuditAction.OTHER),
        _RESULTS.get(result, AuditResult.FAILED),
        ref,
        detail=", ".join(filter(None, (told, _about(resource)))),
        id=wire.id,
        word=wire.action or "unknown",
        ip=wire.actor.ip,
        client=wire.actor.user_agent,
    )


def _about(resource: WireResource) -> str:
    if resource.item:
        return f"version {resource.item_version}" if resource.item_version else ""
    return "" if resource.vault else "the list of vaults"
