"""The record of what was asked of the server, as it tells it itself: newest first, by pages, ids and no titles."""

from __future__ import annotations

import time
import uuid
from typing import Any

from tests.servers.connect.refused import Refused
from tests.servers.connect.state import timestamp
from tests.servers.exchange import Reply, Request, json_reply

Json = dict[str, Any]

ACTIONS = {"GET": "READ", "POST": "CREATE", "PUT": "UPDATE", "PATCH": "UPDATE", "DELETE": "DELETE"}


class Activity:
    """The events of a server."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        """The oldest first."""
        self.docs_names = False
        """Name the keys as the page of documents does: `requestID` and `actor.ip`, not `requestId` and `requestIp`."""

    def record(self, request: Request, vault: str, item: str, version: int | None, *, allowed: bool) -> None:
        """Record a call for data. `vault` and `item` are "" where the call was for none."""
        resource: Json = {"type": "ITEM" if item else "VAULT"}
        if vault:
            resource["vault"] = {"id": vault}
        if item:
            resource["item"] = {"id": item}
        if version is not None:
            resource["itemVersion"] = version
        actor = {
            "id": "HJGVEL46XVGGJFJQXYCADPF5RM",
            "account": "4TAB5XM3NBEQTCLJZPOMVYRAKU",
            "jti": uuid.uuid5(uuid.NAMESPACE_URL, request.token).hex[:26],
            "userAgent": request.headers.get("user-agent", ""),
            "ip" if self.docs_names else "requestIp": "127.0.0.1",
        }
        self.events.append(
            {
                "requestID" if self.docs_names else "requestId": str(uuid.uuid4()),
                "timestamp": timestamp(time.time()),
                "action": ACTIONS[request.method],
                "result": "SUCCESS" if allowed else "DENY",
                "actor": actor,
                "resource": resource,
            }
        )

    def page(self, request: Request) -> Reply:
        """Return the part of the events that `limit` and `offset` ask for. Raises `Refused` with 400."""
        limit, offset = request.query.get("limit", "50"), request.query.get("offset", "0")
        if not limit.isdecimal() or not offset.isdecimal() or int(limit) < 1:
            raise Refused(400, "Invalid limit or offset")
        rows = self.events[::-1][int(offset) : int(offset) + int(limit)]
        first = int(offset) + 1 if rows else 0
        told = f"{first}-{int(offset) + len(rows) if rows else 0}/{len(self.events)}"
        return json_reply(rows, headers={"Content-Range": told})
