"""Identifiers: opaque strings, kept exactly as their service gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

AccountId = NewType("AccountId", str)
VaultId = NewType("VaultId", str)
ItemId = NewType("ItemId", str)
SectionId = NewType("SectionId", str)
FieldId = NewType("FieldId", str)
DraftId = NewType("DraftId", str)

HOME = AccountId("home")
"""The account of the store that the master password opens."""


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """Where an item is: three ids, together unique in this window."""

    account: AccountId
    vault: VaultId
    item: ItemId
