"""A vault: a collection of items, in any account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.ids import AccountId, VaultId


@dataclass(frozen=True, slots=True)
class Vault:
    """A collection of items.

    `items` counts the active ones, or is None where the service does not say. `updated` is in Unix seconds, or None.
    `kind` is the service's word for it ("personal", "shared", "local" ...).
    """

    account: AccountId
    id: VaultId
    name: str
    kind: str = ""
    description: str = ""
    items: int | None = None
    updated: float | None = None
