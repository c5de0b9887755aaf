"""What passes over the wire: a request, its reply, and both as they were recorded. No record holds a token's value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

STRANGER = "?"
"""The name of a token that nobody gave out."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in. `at` is in Unix seconds, `connection` counts the connections from 1."""

    method: str
    target: str
    """What stood in the request line: the path as it was sent and the query."""
    path: str
    """The path as it was sent, still percent-encoded."""
    segments: tuple[str, ...]
    """The path's parts, each decoded by itself; a trailing slash is forgiven."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in small letters, without what proves who asks."""
    body: bytes = field(repr=False)
    connection: int
    at: float
    token: str = ""
    """The name of the token that came along: "" if none did, `STRANGER` if nobody knows it."""

    def json(self) -> object:
        """Return the body's JSON. Raises `ValueError` if it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to be sent. `Content-Length` is added where it is written."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    def json(self) -> object:
        """Return the body's JSON. Raises `ValueError` if it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the service's own reply: None where there was none, since a fault came first."""

    request: Request
    reply: Reply | None


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply whose body is JSON, as compact as the real services send it."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Reply(status, {"Content-Type": "application/json", **(headers or {})}, body)


def html_reply(status: int) -> Reply:
    """Return the page of a proxy that stands in front of a service and has lost it."""
    body = (
        f"<html><head><title>{status}</title></head><body><center><h1>{status} Bad Gateway</h1></center></body></html>"
    )
    return Reply(status, {"Content-Type": "text/html"}, body.encode())
