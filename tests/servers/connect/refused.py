"""How the server says no: with a status and the message of the real one."""

from __future__ import annotations

from tests.servers.exchange import Reply, json_reply


class Refused(Exception):
    """A request that is answered by an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message

    def reply(self) -> Reply:
        """Return the answer."""
        return json_reply({"status": self.status, "message": self.message}, self.status)


def invalid(problem: str) -> Refused:
    """Return what the validator of items says."""
    return Refused(
        400,
        "Validation: (validateVaultItem failed to Validate), Couldn't validate the item: "
        f'"[ItemValidator] has found 1 errors, 0 warnings: \\nErrors:{{1. {problem}}}"',
    )
