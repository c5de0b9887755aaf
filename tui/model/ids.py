"""Identifiers: opaque strings, kept exactly as their service gave them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

AccountId = NewType("AccountId", str)
VaultId = NewType("VaultId", str)
ItemId = NewType("ItemId", str)
SectionId = NewType("SectionId", str)
FieldId = NewType("FieldId", str)
DraftId = NewType("DraftId", str)
FileId = NewType("FileId", str)

HOME = AccountId("home")
"""The account of the store that the master password opens."""


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """Where an item is: three ids, together unique in this window."""

    account: AccountId
    vault: VaultId
    item: ItemId


def vault_of(place: ItemRef | VaultId) -> VaultId:
    """Return the vault that is meant, or in which the item is that is meant."""
    return place.vault if isinstance(place, ItemRef) else place


def local_ids(ids: Iterable[str]) -> list[str]:
    """Return ids that are unique: one that is missing or was there before gets a number behind it."""
    found: list[str] = []
    seen: set[str] = set()
    for given in ids:
        name, number = given, 1
        while not name or name in seen:
            number += 1
            name = f"{given}#{number}"
        seen.add(name)
        found.append(name)
    return found
