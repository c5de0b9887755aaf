"""The home store (or another one) as a Backend: every call passes straight to the store.

It belongs to the thread whose event loop runs it; the store is opened there, at the first call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from tui.backends.protocol import Action
from tui.model.audit import AuditEvent
from tui.model.draft import Draft, Shelf
from tui.model.edit import Edit
from tui.model.errors import Locked
from tui.model.ids import DraftId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary, VersionInfo
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.store.naming import RecordKind
from tui.store.store import Store


class LocalBackend:
    """Backend, Writer, Archiver, Versioned, VaultKeeper and Watched over a store."""

    def __init__(self, store: Store | Callable[[], Store]) -> None:
        self._opened = store if isinstance(store, Store) else None
        self._open = None if isinstance(store, Store) else store

    @property
    def _store(self) -> Store:
        if self._opened is None:
            if self._open is None:
                raise Locked("The store is closed; unlock it again.")
            self._opened, self._open = self._open(), None
        return self._opened

    async def open(self) -> None:
        """Open the store now, so that a wrong password is told here and not at the first call."""
        _ = self._store

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about the file."""
        return () if self._opened is None else self._opened.warnings

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault."""
        return self._store.vaults()

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the items of a vault page by page; between two pages other calls get their turn."""
        for page in self._store.summaries(vault):
            yield page
            await asyncio.sleep(0)

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item."""
        return self._store.item(ref)

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """Everything may be tried, unless the file can only be read."""
        if self._opened is not None and self._opened.read_only and action not in (Action.READ, Action.VERSIONS):
            return f"{self._opened.path} can only be read."
        return None

    async def reopen(self, password: Secret) -> None:
        """Open the store anew, since its keys were changed elsewhere. Where that fails, all is as before."""
        old = self._store
        self._opened = old.reopened(password)
        old.close()

    async def aclose(self) -> None:
        """Close the store."""
        self._open = None
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    async def create(self, item: Item) -> Item:
        """Save a new item."""
        return self._store.create_item(item)

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make edits, or raise Conflict."""
        return self._store.update(ref, edits, version)

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""
        self._store.delete(ref)

    async def archive(self, ref: ItemRef) -> Item:
        """Put an item away."""
        return self._store.archive(ref)

    async def restore(self, ref: ItemRef) -> Item:
        """Bring an archived item back."""
        return self._store.restore(ref)

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """Return the versions that can be read, the current one first."""
        return self._store.versions(ref)

    async def version(self, ref: ItemRef, version: int) -> Item:
        """Return the item as it was in that version."""
        return self._store.version(ref, version)

    async def restore_version(self, ref: ItemRef, version: int) -> Item:
        """Make an earlier version the current one."""
        return self._store.restore_version(ref, version)

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""
        return self._store.create_vault(name, description)

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        return self._store.rename_vault(vault, name, description)

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items."""
        self._store.delete_vault(vault)

    async def changed(self) -> bool:
        """Return whether others wrote since the last call."""
        return self._store.changed()

    async def verify(self) -> None:
        """Check the manifest over every record; the first write does it otherwise."""
        self._store.verify()

    async def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed."""
        self._store.save_draft(draft)

    async def drafts(self) -> list[Draft]:
        """Return every draft that can be read, the oldest first."""
        return self._store.drafts()

    async def shelf(self) -> Shelf:
        """Return the drafts by who types them."""
        return self._store.shelf()

    async def claim_draft(self, draft: DraftId) -> bool:
        """Take over a draft, unless another Strongroom is typing it."""
        return self._store.claim_draft(draft)

    async def leave_draft(self, draft: DraftId) -> None:
        """Keep a draft for whoever goes on with it first."""
        self._store.leave_draft(draft)

    async def drop_draft(self, draft: DraftId) -> None:
        """Forget a draft."""
        self._store.drop_draft(draft)

    async def append(self, events: Sequence[AuditEvent]) -> None:
        """Write events at the end of the audit log."""
        self._store.append(events)

    async def audit_page(self, before: int | None = None, limit: int = 200) -> list[AuditEvent]:
        """Return a page of the audit log, newest first."""
        return self._store.audit(before, limit)

    async def verify_audit(self) -> None:
        """Walk the chain of the audit log."""
        self._store.verify_audit()

    async def keep_versions(self, count: int) -> None:
        """Set how many earlier versions of an item are kept."""
        self._store.keep_versions = count

    async def put(self, kind: RecordKind, key: str, value: bytes) -> None:
        """Keep a small sealed record."""
        self._store.put(kind, key, value)

    async def get(self, kind: RecordKind, key: str) -> bytes | None:
        """Return a small record, or None."""
        return self._store.get(kind, key)

    async def each(self, kind: RecordKind) -> list[tuple[str, bytes]]:
        """Return the small records of a kind with their names."""
        return list(self._store.each(kind))

    async def remove(self, kind: RecordKind, key: str) -> None:
        """Remove a small record."""
        self._store.remove(kind, key)

    async def backup(self) -> Path:
        """Write a verified copy beside the store."""
        return self._store.backup()

    async def backups(self) -> list[Path]:
        """Return the backups, the newest first."""
        return self._store.backups()

    async def change_password(self, old: Secret, new: Secret) -> None:
        """Wrap the keys under another password."""
        self._store.change_password(old, new)

    async def rotate_keys(self, password: Secret) -> None:
        """Seal everything under new keys."""
        self._store.rotate_keys(password)
