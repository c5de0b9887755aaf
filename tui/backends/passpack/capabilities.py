"""What a server does not have, and what it refused: why a key is grey. Nothing is asked of the network here."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.dialect import Dialect, Operation
from tui.model.errors import Denied

DEEDS: Mapping[Operation, str] = {
    Operation.LIST: "list passwords",
    Operation.CREATE: "make passwords",
    Operation.READ: "show passwords",
    Operation.UPDATE: "change passwords",
    Operation.DELETE: "delete passwords",
    Operation.ROTATE: "rotate passwords",
    Operation.AUDIT: "tell what was done with a password",
    Operation.MEMBERS: "list the members of the team",
    Operation.ADD_MEMBER: "add members to the team",
    Operation.SHARE: "share passwords",
    Operation.SHARED: "tell with whom a password is shared",
}
"""What each operation does, within a sentence: "This server does not …"."""


RECALLED = (
    *(Operation.CREATE, Operation.UPDATE, Operation.DELETE, Operation.ROTATE),
    *(Operation.AUDIT, Operation.ADD_MEMBER, Operation.SHARE),
)
"""What greys a key is known over runs; lists are asked for each time, since that shows that the token is taken."""

LACKING = (404, 405, 501)
"""The statuses that say that there is no such operation."""


class NotOffered(Denied):
    """The server does not have an operation at all."""

    def __init__(self, operation: Operation, sentence: str) -> None:
        super().__init__(sentence)
        self.operation = operation


class Capabilities:
    """The operations that one server does not have, and those that it refused for an entry."""

    def __init__(self, dialect: Dialect) -> None:
        self._routes = dialect.routes
        self._missing: dict[Operation, str] = {}
        self._denied: dict[tuple[Operation, str], str] = {}
        self._worked: set[Operation] = set()
        self._lacked: dict[Operation, tuple[str, int]] = {}

    def reason(self, operation: Operation, entry: str = "") -> str | None:
        """Return the sentence why an operation is not to be had (for an entry), or None where it may be tried."""
        if operation not in self._routes:
            return f"This account's settings say that its server does not {DEEDS[operation]}."
        return self._missing.get(operation) or self._denied.get((operation, entry))

    def has(self, operation: Operation) -> bool:
        """Whether the server is known to have an operation, since something was done by it."""
        return operation in self._worked

    def lacked(self, operation: Operation) -> str:
        """Return the sentence why an operation was not to be had when it was tried last, or ""."""
        return self._sentence(operation, self._lacked[operation][1]) if operation in self._lacked else ""

    def check(self, operation: Operation) -> None:
        """Raise `NotOffered` where the server is known not to have an operation."""
        sentence = self.reason(operation)
        if sentence is not None and (operation in self._missing or operation not in self._routes):
            raise NotOffered(operation, sentence)

    def lacks(self, operation: Operation, status: int) -> NotOffered:
        """Remember that the server does not have an operation, and return that as news."""
        sentence = self._sentence(operation, status)
        self._missing[operation] = sentence
        self._lacked[operation] = self._routes[operation].text, status
        self._worked.discard(operation)
        return NotOffered(operation, sentence)

    def table(self) -> dict[str, list[str | int]]:
        """Return what was not to be had when it was tried last, for `recall` in another run."""
        return {name: [route, status] for name, (route, status) in self._lacked.items()}

    def recall(self, table: object) -> None:
        """Know again what `table` once returned, as far as it is asked for by the same route. The rest is ignored."""
        for name, told in table.items() if isinstance(table, dict) else ():
            match told:
                case [str(text), int(status)] if name in RECALLED and status in LACKING:
                    operation = Operation(name)
                    if operation in self._routes and self._routes[operation].text == text and not self.has(operation):
                        self.lacks(operation, status)

    def _sentence(self, operation: Operation, status: int) -> str:
        return (
            f"This server does not {DEEDS[operation]}: it answers {self._routes[operation].text} with status {status}."
        )

    def refused(self, operation: Operation, entry: str, sentence: str) -> None:
        """Remember that the token may not do something with an entry ("": at all)."""
        self._denied[operation, entry] = sentence

    def worked(self, operation: Operation, entry: str) -> None:
        """Remember that something was done."""
        self._denied.pop((operation, entry), None)
        self._worked.add(operation)
        self._lacked.pop(operation, None)

    def forget(self) -> None:
        """Have everything tried anew; what was to be had, and what was not, is still known."""
        self._missing.clear()
        self._denied.clear()
