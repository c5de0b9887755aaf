"""What a group may do in a vault."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import NewType

GroupId = NewType("GroupId", str)


class Permission(IntFlag):
    """Permissions by 1Password's own numbers (as its SDK lists them). A number that is not known is kept as it came."""

    RECOVER_VAULT = 1
    MANAGE_VAULT = 2
    REVEAL_ITEM_PASSWORD = 16
    READ_ITEMS = 32
    UPDATE_ITEMS = 64
    CREATE_ITEMS = 128
    ARCHIVE_ITEMS = 256
    DELETE_ITEMS = 512
    UPDATE_ITEM_HISTORY = 1024
    SEND_ITEMS = 1_048_576
    IMPORT_ITEMS = 2_097_152
    EXPORT_ITEMS = 4_194_304
    PRINT_ITEMS = 8_388_608


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people of an account. `kind` is the service's word for it."""

    id: GroupId
    name: str
    description: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class GroupAccess:
    """What a group may do in one vault."""

    group: Group
    permissions: Permission


@dataclass(frozen=True, slots=True)
class VaultAccess:
    """Who may do what in a vault: its groups by name, and how many `people` have access of their own beside them."""

    groups: tuple[GroupAccess, ...]
    people: int = 0
