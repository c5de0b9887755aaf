"""What one guess of the master password costs, within bounds, and what this machine can afford.

Bounds hold for reading as for writing: a hostile header must neither exhaust the machine nor weaken the key.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.errors import Damaged
from tui.store.memory import available_kib

SPARE_KIB = 32 * 1024
"""Memory that must stay free beside what Argon2id takes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def check(self) -> None:
        """Refuse what is above the bounds, or below the floor of OWASP's password storage cheat sheet.

        Raises:
            Damaged: we never write such a cost.
        """
        if self.memory_kib > 2 * 1024 * 1024 or self.passes > 64 or self.lanes > 16:
            raise Damaged(
                "The store asks for an unreasonable amount of work to be opened; its header was tampered with."
            )
        if self.lanes < 1 or self.passes < 1 or self.memory_kib < FLOOR.memory_kib or self.work < FLOOR.work:
            raise Damaged("The store asks for too little work to protect its key; its header was tampered with.")

    @property
    def work(self) -> int:
        """KiB filled in all passes."""
        return self.memory_kib * self.passes


DEFAULT = Cost(256 * 1024, 3, 4)
SMALL = Cost(64 * 1024, 3, 4)
"""RFC 9106's second choice; for machines that cannot spare what DEFAULT takes."""
FLOOR = Cost(19 * 1024, 2, 1)


def affordable() -> Cost:
    """Return the cost for a new password on this machine: DEFAULT, or SMALL where memory is short."""
    free = available_kib()
    return DEFAULT if free is None or free >= DEFAULT.memory_kib + SPARE_KIB else SMALL
