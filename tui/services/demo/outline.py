"""What is known of the demo before its store is made: its vaults. They are seen, and can be opened, at once.

It says what the samples come to, and loads none of them.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.model.ids import HOME, VaultId
from tui.model.vault import Vault

NAME = "Demo"
"""What the account is called."""

HOUR = 3600.0


class Outline(NamedTuple):
    """A vault; `hours`: so long ago something in it was changed."""

    id: str
    name: str
    description: str
    items: int
    hours: float


OUTLINES = (
    Outline("g4fjtrrhcvf4zlhn7ftram4c6q", "Family", "Shared at home: Mara, Jonas, Ida and Emil", 21, 46.8),
    Outline("3z74t7nhz7mtkn2kbfk4giyyc4", "Personal", "What is only mine", 36, 31.0),
    Outline("eadb25h6ai6ryxde3uc3bfbyai", "Work", "Halden Instruments: accounts, machines and keys", 31, 57.6),
)


def vaults(now: float) -> tuple[Vault, ...]:
    """Return the vaults as a demo that is made at `now` (Unix seconds) holds them."""
    return tuple(
        Vault(HOME, VaultId(one.id), one.name, "local", one.description, one.items, now - one.hours * HOUR)
        for one in OUTLINES
    )
