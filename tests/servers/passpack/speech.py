"""How a server speaks: its paths, keys, envelopes and answers. A test may change it while the server is open.

What stands here without a change is the documented dialect. What a server can do beside it is from what such services
commonly do, since nothing is documented of lists, errors or pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Operation = Literal[
    "list", "create", "get", "update", "delete", "members", "add_member", "share", "shares", "rotate", "audit"
]
Ids = Literal["number", "text", "mixed", "awkward"]
Envelope = Literal["", "data", "result", "items", "results", "nested"]
Body = Literal["whole", "brief", "empty", "none"]

ROUTES: Mapping[Operation, str] = {
    "list": "GET /passwords",
    "create": "POST /passwords",
    "get": "GET /passwords/{id}",
    "update": "PUT /passwords/{id}",
    "delete": "DELETE /passwords/{id}",
    "members": "GET /teams/members",
    "add_member": "POST /teams/members",
    "share": "POST /passwords/{id}/share",
    "shares": "GET /passwords/{id}/share",
    "rotate": "POST /passwords/{id}/rotate",
    "audit": "GET /passwords/{id}/audit",
}
_BODIES: Mapping[Operation, Body] = {"delete": "none", "share": "brief", "rotate": "brief"}
_STATUS: Mapping[Operation, int] = {"create": 201, "add_member": 201}


@dataclass(slots=True)
class Speech:
    """The dialect of a server."""

    auth_header: str = "Authorization"
    auth_prefix: str = "Bearer "
    routes: dict[Operation, str] = field(default_factory=dict)
    """Other methods and paths than the documented ones: "POST /entries/{id}/change-password"."""
    off: dict[Operation, int] = field(default_factory=dict)
    """What the server cannot do, and the status that says so: 404, 405 or 501."""
    names: dict[str, str] = field(default_factory=dict)
    """Other names of keys: of id, title, username, password, description, member_id, new_password, email and name."""
    ids: Ids = "number"
    """Of what kind new ids are; "awkward": texts that must be escaped in a path."""
    envelope: Envelope = ""
    """What answers are wrapped in. "items" and "results" are about lists alone; "nested": data.items and data.item."""
    rows: Literal["whole", "brief"] = "whole"
    """What a list tells of an entry: all, or neither its password nor its description."""
    stamps: bool = False
    """Whether entries tell when they were made, changed and last read: the last is another with each answer."""
    bodies: dict[Operation, Body] = field(default_factory=dict)
    """What is answered to what was done: the whole thing, that it is done, nothing (200), or nothing (204)."""
    statuses: dict[Operation, int] = field(default_factory=dict)
    """Other statuses of what was done, such as 202 for a deletion."""

    def route(self, operation: Operation) -> str:
        """Return the method and the path of an operation."""
        return self.routes.get(operation, ROUTES[operation])

    def name(self, key: str) -> str:
        """Return what a key is called here."""
        return self.names.get(key, key)

    def body(self, operation: Operation) -> Body:
        """Return what is answered to what was done."""
        return self.bodies.get(operation, _BODIES.get(operation, "whole"))

    def status(self, operation: Operation) -> int:
        """Return with which status an operation is answered that was done."""
        empty = self.body(operation) == "none"
        return self.statuses.get(operation, 204 if empty else _STATUS.get(operation, 200))
