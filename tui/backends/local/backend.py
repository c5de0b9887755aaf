"""The home store (or another one) as a Backend: every call passes straight to the store.

It belongs to the thread whose event loop runs it; the store is opened there, at the first call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from tui.backends.protocol import Action, Changed
from tui.model.audit import AuditEvent
from tui.model.draft import Draft, Shelf
from tui.model.edit import Edit
from tui.model.errors import Locked, NotFound
from tui.model.file import FileInfo
from tui.model.ids import DraftId, FileId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary, VersionInfo
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.store.naming import RecordKind
from tui.store.pieces import MOST_BYTES, Incoming
from tui.store.store import Store


class LocalBackend:
    """Backend, Writer, ManyWriter, Mover, Archiver, Versioned, VaultKeeper, Watched, Filed, Attacher over a store."""

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

    @property
    def path(self) -> Path | None:
        """The file, where it is open."""
        return None if self._opened is None else self._opened.path

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault."""
        return self._store.vaults()

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault."""
        for one in self._store.vaults():
            if one.id == vault:
                return one
        raise NotFound("There is no such vault in this store.")

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
        if self._opened is not None and self._opened.read_only and action not in _READING:
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

    async def create_all(self, items: Sequence[Item]) -> Sequence[Item]:
        """Save new items, all or none."""
        return self._store.create_items(items)

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

    async def move(self, ref: ItemRef, vault: VaultId) -> Item:
        """Put an item into another vault, in one transaction."""
        return self._store.move(ref, vault)

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """Return the versions that can be read, the current one first."""
        return self._store.versions(ref)

    async def version(self, ref: ItemRef, version: int) -> Item:
        """Return the item as it was in that version."""
        return self._store.version(ref, version)

    async def restore_version(self, ref: ItemRef, version: int) -> Item:
        """Make an earlier version the current one."""
        return self._store.restore_version(ref, version)

    async def files(self, ref: ItemRef) -> Sequence[FileInfo]:
        """Return the files of an item."""
        return self._store.item(ref).files

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """Return what is known of one file of an item, or of an earlier version of it."""
        return self._store.files.info(ref, file)

    async def read_file(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """Yield the content of a file, also of an earlier version; between two pieces other calls get their turn."""
        for piece in self._store.files.read(ref, file):
            yield piece
            await asyncio.sleep(0)

    def most_bytes(self) -> int:
        """Return how many bytes a file may have."""
        return MOST_BYTES

    async def attach(self, ref: ItemRef, name: str, content: AsyncIterator[bytes], version: int) -> Item:
        """Add a file to an item, or raise Conflict."""
        return self._store.files.attach(ref, await _taken_in(self._store.files.incoming(name, ref), content), version)

    async def replace_file(
        self, ref: ItemRef, file: FileId, name: str, content: AsyncIterator[bytes], version: int
    ) -> Item:
        """Put a file in the place of another, or raise Conflict."""
        return self._store.files.attach(
            ref, await _taken_in(self._store.files.incoming(name, ref), content), version, file
        )

    async def remove_file(self, ref: ItemRef, file: FileId, version: int) -> Item:
        """Take a file out, or raise Conflict."""
        return self._store.files.remove(ref, file, version)

    async def create_with_file(self, item: Item, name: str, content: AsyncIterator[bytes]) -> Item:
        """Save a new item with a file."""
        return self._store.files.create(item, await _taken_in(self._store.files.incoming(name), content))

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""
        return self._store.create_vault(name, description)

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        return self._store.rename_vault(vault, name, description)

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items."""
        self._store.delete_vault(vault)

    async def changed(self) -> Changed:
        """Return whether others wrote since the last call."""
        return Changed(anywhere=self._store.changed())

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

    async def change(self, kind: RecordKind, key: str, change: Callable[[bytes | None], bytes | None]) -> None:
        """Write what `change` makes of a small record, in one step. None: there is no record."""
        self._store.change(kind, key, change)

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


_READING = (Action.READ, Action.VERSIONS, Action.SAVE_FILE)


async def _taken_in(file: Incoming, content: AsyncIterator[bytes]) -> Incoming:
    async for piece in content:
        file.add(piece)
    return file
