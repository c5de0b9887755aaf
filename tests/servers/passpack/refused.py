"""How the server says no: with a status and a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from tests.servers.exchange import Reply, json_reply


class Refused(Exception):
    """A request that is answered by an error."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.headers = headers or {}

    def reply(self) -> Reply:
        """Return the answer."""
        return json_reply({"error": self.message}, self.status, self.headers)
