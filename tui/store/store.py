"""The store: everything that can be done with one encrypted file. Belongs to the thread that opened it.

What returns is durable; what raises left nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tui.model.audit import AuditEvent
from tui.model.draft import Draft, Shelf
from tui.model.edit import Edit
from tui.model.ids import HOME, AccountId, DraftId, ItemRef, VaultId
from tui.model.item import Item, ItemState, VersionInfo
from tui.model.page import SummaryPage
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.store import backup, opening, rekey
from tui.store.age import Age
from tui.store.attachments import Attachments
from tui.store.chain import Chain
from tui.store.cost import Cost
from tui.store.items import Items
from tui.store.named import Named
from tui.store.naming import RecordKind, id_text
from tui.store.overview import Overviews
from tui.store.presence import Presence
from tui.store.records import Records
from tui.store.typed import Typed
from tui.store.vaults import Vaults


class Store:
    """An open store. Raises `VaultError`s: see `tui.store.opening` and the rooms that do the work."""

    def __init__(self, records: Records, warnings: Sequence[str], state_dir: Path, account: AccountId) -> None:
        self.path = records.path
        self.id = id_text(records.keys.store)
        self._state_dir = state_dir
        self._account = account
        self._records = records
        overviews = Overviews(records, account)
        self._vaults = Vaults(records, overviews, account)
        self._items = Items(records, overviews, self._vaults, account)
        self.files = Attachments(records, self._items)
        """The files of its items."""
        self._named = Named(records)
        self._presence = Presence(state_dir, self.id)
        self._typed = Typed(self._named, self._presence)
        self._chain = Chain(records)
        self._age = Age(records, state_dir, self.id)
        self._warnings = (*warnings, *self._age.warnings)

    @classmethod
    def create(
        cls, path: Path, password: Secret, *, state_dir: Path, cost: Cost | None = None, account: AccountId = HOME
    ) -> Store:
        """Make a store and open it. `cost` is for tests; by default it is what the machine can afford."""
        opening.make(path, password, cost)
        return cls.open(path, password, state_dir=state_dir, account=account)

    @classmethod
    def open(cls, path: Path, password: Secret, *, state_dir: Path, account: AccountId = HOME) -> Store:
        """Open a store.

        Raises:
            Denied: a wrong password, or a file that is not ours.
            VaultError: a sentence for whatever else stands in the way.
        """
        records, warnings = opening.unlock(path, password)
        try:
            return cls(records, warnings, state_dir, account)
        except BaseException:
            records.close()
            raise

    def reopened(self, password: Secret) -> Store:
        """Return this store opened once more: with the keys that another process gave it. Raises what `open` raises."""
        fresh = Store.open(self.path, password, state_dir=self._state_dir, account=self._account)
        fresh.keep_versions = self.keep_versions
        return fresh

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the user: what was put right, or is suspicious. More may come while the store is open."""
        return (*self._warnings, *self._records.notes)

    @property
    def read_only(self) -> bool:
        """Whether the file can only be read."""
        return self._records.read_only

    def close(self) -> None:
        """Let go of the file and of the keys. Everything afterwards raises Locked."""
        self._presence.close()
        self._age.close()
        self._records.close()

    def verify(self) -> None:
        """Check the manifest over every record; failed attempts to unlock then enter the audit log.

        Raises:
            Damaged: the file does not hold what was written.
        """
        self._records.verify()
        self._chain.settle()

    def counter(self) -> int:
        """Return how many changes the file has seen."""
        with self._records.reading():
            return self._records.read_manifest().counter

    def changed(self) -> bool:
        """Return whether another process or connection wrote since the last call (or since opening)."""
        return self._age.changed()

    def vaults(self) -> list[Vault]:
        """Return every vault, in the order of their names."""
        return self._vaults.all()

    def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""
        return self._vaults.create(name, description)

    def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        return self._vaults.rename(vault, name, description)

    def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items and their versions, for good."""
        self._vaults.delete(vault)

    @property
    def keep_versions(self) -> int:
        """How many earlier versions of an item are kept; more than that go at its next change."""
        return self._items.keep_versions

    @keep_versions.setter
    def keep_versions(self, count: int) -> None:
        self._items.keep_versions = count

    def summaries(self, vault: VaultId) -> Iterator[SummaryPage]:
        """Yield pages of the items of a vault, archived ones too. No secret is decrypted."""
        return self._items.summaries(vault)

    def item(self, ref: ItemRef) -> Item:
        """Return a whole item, or raise NotFound."""
        return self._items.item(ref)

    def create_item(self, item: Item) -> Item:
        """Save a new item into the vault of `item.ref`; id, times and version are chosen here."""
        return self._items.create([item])[0]

    def create_items(self, items: Sequence[Item]) -> list[Item]:
        """Save many new items at once, all or none."""
        return self._items.create(items)

    def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make edits that were made against `version`, or raise Conflict with the item as it is."""
        return self._items.update(ref, edits, version)

    def archive(self, ref: ItemRef) -> Item:
        """Put an item away."""
        return self._items.set_state(ref, ItemState.ARCHIVED)

    def restore(self, ref: ItemRef) -> Item:
        """Bring an archived item back."""
        return self._items.set_state(ref, ItemState.ACTIVE)

    def delete(self, ref: ItemRef) -> None:
        """Delete an item with its versions, for good."""
        self._items.delete(ref)

    def move(self, ref: ItemRef, vault: VaultId) -> Item:
        """Put an item into another vault. See `Items.move`."""
        return self._items.move(ref, vault)

    def versions(self, ref: ItemRef) -> list[VersionInfo]:
        """Return the versions that can be read, the current one first."""
        return self._items.versions(ref)

    def version(self, ref: ItemRef, number: int) -> Item:
        """Return the item as it was in a version, or raise NotFound."""
        return self._items.version(ref, number)

    def restore_version(self, ref: ItemRef, number: int) -> Item:
        """Make an earlier version the current one; what is current now becomes an earlier one."""
        return self._items.restore_version(ref, number)

    def put(self, kind: RecordKind, key: str, value: bytes) -> None:
        """Keep a small sealed record (ACCOUNT, LEARNT), in place of the one of that name."""
        self._named.put(kind, key, value)

    def get(self, kind: RecordKind, key: str) -> bytes | None:
        """Return a small record, or None."""
        return self._named.get(kind, key)

    def change(self, kind: RecordKind, key: str, change: Callable[[bytes | None], bytes | None]) -> None:
        """Write what `change` makes of a small record, in one step. None: there is no record."""
        self._named.change(kind, key, change)

    def each(self, kind: RecordKind) -> Iterator[tuple[str, bytes]]:
        """Yield the small records of a kind with their names."""
        return self._named.each(kind)

    def remove(self, kind: RecordKind, key: str) -> None:
        """Remove a small record, if it is there."""
        self._named.remove(kind, key)

    def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed, in place of what this draft was before. It is ours until this store is closed."""
        self._typed.save(draft)

    def drafts(self) -> list[Draft]:
        """Return every draft that can be read, whoever types it, the oldest first."""
        return self._typed.all()

    def shelf(self) -> Shelf:
        """Return the drafts by who types them."""
        return self._typed.shelf()

    def claim_draft(self, draft: DraftId) -> bool:
        """Take over what was left behind of a draft; return False where another Strongroom is typing it."""
        return self._typed.claim(draft)

    def leave_draft(self, draft: DraftId) -> None:
        """Keep a draft for whoever goes on with it first."""
        self._typed.leave(draft)

    def drop_draft(self, draft: DraftId) -> None:
        """Forget a draft that is ours or was left behind, if it is there."""
        self._typed.drop(draft)

    def append(self, events: Sequence[AuditEvent]) -> None:
        """Write events at the end of the audit log; their serials are chosen here."""
        self._chain.append(events)

    def audit(self, before: int | None = None, limit: int = 200) -> list[AuditEvent]:
        """Return up to `limit` events with a serial below `before`, newest first. Serials count from 1."""
        self._chain.settle()
        return self._chain.page(before, limit)

    def verify_audit(self) -> None:
        """Walk the chain of the audit log; raise Damaged where it is broken."""
        self._chain.verify()

    def change_password(self, old: Secret, new: Secret, cost: Cost | None = None) -> None:
        """Wrap the keys under another password. Copies of the file from before still open with the old one."""
        rekey.change_password(self._records, old, new, cost)

    def rotate_keys(self, password: Secret) -> None:
        """Seal everything under new keys. Other Strongrooms that have the store open must unlock it again."""
        rekey.rotate(self._records, password)

    def backup(self) -> Path:
        """Write a verified copy beside the store and return its path. Five are kept."""
        return backup.make(self._records, self.counter())

    def backups(self) -> list[Path]:
        """Return the backups, the newest first."""
        return backup.existing(self.path)
