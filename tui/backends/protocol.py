"""What a place with vaults can do: one protocol to read, and small optional ones beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Protocol, runtime_checkable

from tui.model.audit import AuditEvent
from tui.model.edit import Edit
from tui.model.errors import Denied
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item, ItemSummary, VersionInfo
from tui.model.vault import Vault


class Action(StrEnum):
    """What a person may want to do, and a place may refuse."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    ARCHIVE = "archive"
    RESTORE = "restore"
    DELETE = "delete"
    VERSIONS = "versions"
    CREATE_VAULT = "create vault"
    RENAME_VAULT = "rename vault"
    DELETE_VAULT = "delete vault"


class Backend(Protocol):
    """A place where vaults can be read. Raises `VaultError` and nothing else."""

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault, in the order of their names."""

    def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the items of a vault page by page, archived ones too, with no secret in them."""

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item.

        Raises:
            NotFound: it is not there (any more).
        """

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """Return None where `action` may be tried, or the sentence why not. Never asks the network."""

    async def aclose(self) -> None:
        """Let go of everything. Nothing may be called afterwards."""


@runtime_checkable
class Writer(Protocol):
    """A place where items can be written."""

    async def create(self, item: Item) -> Item:
        """Save a new item into the vault of `item.ref`; the place chooses the id, returned in the saved item."""

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make `edits`, which were made against `version`, and return the item as it is then.

        Raises:
            Conflict: another version is the current one by now (it is in the error).
        """

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""


@runtime_checkable
class Archiver(Protocol):
    """A place where items can be put away and brought back."""

    async def archive(self, ref: ItemRef) -> Item:
        """Put an item away."""

    async def restore(self, ref: ItemRef) -> Item:
        """Bring an archived item back."""


@runtime_checkable
class Versioned(Protocol):
    """A place that keeps earlier versions of items."""

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """Return the versions that can be read, the current one first."""

    async def version(self, ref: ItemRef, version: int) -> Item:
        """Return the item as it was in that version."""

    async def restore_version(self, ref: ItemRef, version: int) -> Item:
        """Make an earlier version the current one; what is current now becomes an earlier one."""


@runtime_checkable
class VaultKeeper(Protocol):
    """A place where vaults can be made and unmade."""

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items, for good."""


@runtime_checkable
class Audited(Protocol):
    """A place that keeps an audit log of its own."""

    def audit(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages of events, newest first."""


@runtime_checkable
class Watched(Protocol):
    """A place where others may write meanwhile."""

    async def changed(self) -> bool:
        """Return whether anything was written by others since the last call (or since opening). Cheap."""


def writer(backend: object) -> Writer:
    """Return the backend as a `Writer`, or raise `Denied`."""
    if not isinstance(backend, Writer):
        raise Denied("This account can only be read.")
    return backend


def archiver(backend: object) -> Archiver:
    """Return the backend as an `Archiver`, or raise `Denied`."""
    if not isinstance(backend, Archiver):
        raise Denied("This account has no archive.")
    return backend


def versioned(backend: object) -> Versioned:
    """Return the backend as a `Versioned`, or raise `Denied`."""
    if not isinstance(backend, Versioned):
        raise Denied("This account keeps no earlier versions.")
    return backend


def vault_keeper(backend: object) -> VaultKeeper:
    """Return the backend as a `VaultKeeper`, or raise `Denied`."""
    if not isinstance(backend, VaultKeeper):
        raise Denied("This account cannot make or change vaults.")
    return backend
