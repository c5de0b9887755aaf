"""How a service for team passwords wants to be spoken to: methods, paths, names of keys. Nothing is asked here.

The defaults are the documented dialect; settings may say otherwise for an account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from tui.model.errors import Invalid

ID = "{id}"
"""Stands for an entry's id in a path."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_PATH = re.compile(r"(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|\{id\})+)+")
_QUERY = re.compile(r"[!-~]*")
_DOTS = (".", "..")


class Operation(StrEnum):
    """What can be asked of the service; the values are the names in the settings."""

    LIST = "list"
    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    ROTATE = "rotate"
    AUDIT = "audit"
    MEMBERS = "members"
    ADD_MEMBER = "add_member"
    SHARE = "share"
    SHARED = "shared"
    """With whom an entry is shared."""

    @property
    def of_entry(self) -> bool:
        """Whether it is about one entry, whose id is in the path."""
        return self not in (Operation.LIST, Operation.CREATE, Operation.MEMBERS, Operation.ADD_MEMBER)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods by which it may be asked for: what only reads deletes nothing, and no write is sent twice."""
        if self in (Operation.LIST, Operation.READ, Operation.AUDIT, Operation.MEMBERS, Operation.SHARED):
            return ("GET", "POST")
        writes = ("POST", "PUT", "PATCH")
        return (*writes, "DELETE") if self is Operation.DELETE else writes


@dataclass(frozen=True, slots=True)
class Route:
    """A method, and a path below the address in which `ID` stands for an entry's id. `text` is how it was written."""

    method: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    text: str

    @staticmethod
    def of(text: str, operation: Operation) -> Route:
        """Read a route as settings have it: "GET /passwords/{id}".

        Raises:
            Invalid: it is none for this operation; the sentence says why.
        """
        method, _, rest = text.strip().partition(" ")
        path, _, query = rest.strip().partition("?")
        segments = tuple(unquote(part) for part in path.split("/")[1:])
        if method.upper() not in METHODS:
            raise Invalid(f"A route begins with a method ({', '.join(METHODS)}), as “GET /passwords” does.")
        if method.upper() not in operation.methods:
            raise Invalid(f"The method of the route for “{operation}” must be {' or '.join(operation.methods)}.")
        if not _PATH.fullmatch(path) or not _QUERY.fullmatch(query) or any(part in _DOTS for part in segments):
            raise Invalid("The path of a route begins with “/” and has neither spaces nor empty parts or dots in it.")
        if (ID in path) != operation.of_entry:
            said = "needs {id} in its path" if operation.of_entry else "is about no entry: its path has no {id}"
            raise Invalid(f"The route for “{operation}” {said}.")
        asked = tuple(parse_qsl(query, keep_blank_values=True))
        return Route(method.upper(), segments, asked, f"{method.upper()} {rest.strip()}")

    def path(self, entry: str) -> list[str]:
        """Return the parts of the path for an entry's id, none of them escaped."""
        return [part.replace(ID, entry) for part in self.segments]


_DOCUMENTED = {
    Operation.LIST: "GET /passwords",
    Operation.CREATE: "POST /passwords",
    Operation.READ: "GET /passwords/{id}",
    Operation.UPDATE: "PUT /passwords/{id}",
    Operation.DELETE: "DELETE /passwords/{id}",
    Operation.ROTATE: "POST /passwords/{id}/rotate",
    Operation.AUDIT: "GET /passwords/{id}/audit",
    Operation.MEMBERS: "GET /teams/members",
    Operation.ADD_MEMBER: "POST /teams/members",
    Operation.SHARE: "POST /passwords/{id}/share",
    Operation.SHARED: "GET /passwords/{id}/share",
}

ROUTES: Mapping[Operation, Route] = MappingProxyType({one: Route.of(text, one) for one, text in _DOCUMENTED.items()})
"""The documented routes; three of them (list, members, shared) are not documented, and tried."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one account is spoken to.

    `routes`: an operation that is not in it is one that the service does not have. The fields are names of keys.
    `envelope` is the key under which answers have their content, or "" where it is found by itself.
    """

    path_prefix: str = ""
    auth_header: str = "Authorization"
    auth_prefix: str = "Bearer "
    routes: Mapping[Operation, Route] = field(default_factory=lambda: ROUTES, hash=False)
    field_id: str = "id"
    field_title: str = "title"
    field_username: str = "username"
    field_password: str = "password"  # noqa: S105 - the name of a key
    field_description: str = "description"
    field_new_password: str = "new_password"  # noqa: S105 - the name of a key
    field_member_id: str = "member_id"
    field_email: str = "email"
    field_name: str = "name"
    envelope: str = ""


DOCUMENTED = Dialect()
"""What is spoken where settings do not say otherwise."""
