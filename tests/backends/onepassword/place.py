"""An account of the tests' 1Password, opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.servers.onepassword import OnePassword
from tui.backends.onepassword.backend import OnePasswordBackend
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.secret import Secret

ACCOUNT = AccountId("team")


def opened(op: OnePassword) -> OnePasswordBackend:
    """Return the backend of a service account; after a lost answer it does not wait for long."""
    config = AccountConfig(ACCOUNT, "onepassword", "Team", "", TokenSource.SEALED)
    return OnePasswordBackend(config, Secret(op.token), (0.0, 0.01, 0.02))


@dataclass(frozen=True, slots=True)
class Office:
    """A 1Password, and a backend that reads one vault of it."""

    op: OnePassword
    backend: OnePasswordBackend
    vault: str

    def add(self, raw: dict[str, Any], state: str = "active") -> ItemRef:
        """Add an item as it stands, and return where it is."""
        return self.ref(self.op.add_item(self.vault, raw, state))

    def ref(self, item: str) -> ItemRef:
        """Return where an item of the vault is."""
        return ItemRef(ACCOUNT, VaultId(self.vault), ItemId(item))
