"""What goes wrong with a Connect server in particular: reads that lag behind writes, conflicts, a slow start."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.connect.refused import Refused
from tests.servers.faults import Faults


@dataclass(slots=True)
class ConnectFaults(Faults):
    """The faults of the network, and those of Connect itself. Those called `…_next` are for so many calls."""

    lag: float = 0
    """Seconds for which reads show the state before a write."""
    old_version: bool = False
    """PUT and PATCH are answered with the version from before."""
    write_denied_401: bool = False
    """Who may not write is told so by 401 and other words, as servers of version 1.1 did."""
    write_seconds: float = 0
    """How long a write takes, until it is set to 0. Another in the same vault meanwhile is a conflict."""
    conflict_next: int = 0
    """Writes that end in a conflict."""
    delete_500_next: int = 0
    """Deletions that end in a conflict, which the real server calls 500."""
    file_500_next: int = 0
    """Calls for files that are known and not there yet."""
    first_call_seconds: float = 0
    """How long the next call for data waits for the synchronisation."""
    first_call_status: int = 0
    """What the next call for data ends in: 401 or 500."""

    def write(self, method: str, *, busy: bool) -> None:
        """Raise `Refused` if a write meets a conflict."""
        if method == "DELETE":
            if busy or self.delete_500_next:
                self.delete_500_next = max(0, self.delete_500_next - 1)
                raise Refused(500, "Something went wrong")
        elif busy or self.conflict_next:
            self.conflict_next = max(0, self.conflict_next - 1)
            raise Refused(409, "Conflict")

    def file(self) -> None:
        """Raise `Refused` if a file is not there yet."""
        if self.file_500_next:
            self.file_500_next -= 1
            raise Refused(500, "Something went wrong")

    def start(self) -> float:
        """Return how many seconds a call waits. Raises `Refused` instead, once, as `first_call_status` says."""
        seconds, self.first_call_seconds = self.first_call_seconds, 0.0
        status, self.first_call_status = self.first_call_status, 0
        if status == 401:
            raise Refused(401, "Invalid bearer token")
        if status:
            raise Refused(status, "failed to initiate, review service logs for details")
        return seconds
