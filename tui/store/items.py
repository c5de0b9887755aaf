"""Items of a store: the current ones, the earlier versions, and what the overviews have of them.

Whatever changes an item changes, in one transaction, its record, its segment, its vault's count and the manifest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from tui.model.edit import Edit, apply
from tui.model.errors import Conflict, Damaged, Invalid, NotFound
from tui.model.file import FileInfo
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState, VersionInfo
from tui.model.page import SummaryPage
from tui.store import pieces
from tui.store.codec import decode_item, encode_item
from tui.store.naming import RecordKey, RecordKind, id_bytes, id_text, new_id
from tui.store.overview import MOST_ITEMS, Overviews
from tui.store.records import Records, pad
from tui.store.vaults import Vaults

MOST_SEGMENTS = 16
"""So many are read in one go: some milliseconds."""

_GONE = "This item is no longer there."
_NOWHERE = AccountId("")


class Items:
    """The items of one store. `keep_versions` is how many earlier versions of an item are kept."""

    def __init__(self, records: Records, overviews: Overviews, vaults: Vaults, account: AccountId) -> None:
        self.keep_versions = 50
        self._records = records
        self._overviews = overviews
        self._vaults = vaults
        self._account = account

    def summaries(self, vault: VaultId) -> Iterator[SummaryPage]:
        """Yield pages of what lists show, archived items too. Decrypts no item.

        The first is soon there, the others are longer. Each is one state of the file; between two, others may write.
        """
        with self._records.reading():
            raw, _ = self._vaults.load(vault)
            parts = self._overviews.parts(raw)
        begin, size = 0, 1
        while begin < len(parts):
            with self._records.reading():
                pages = [self._overviews.page(raw, part) for part in parts[begin : begin + size]]
            if any(pages):
                yield SummaryPage.together(pages)
            begin, size = begin + size, min(MOST_SEGMENTS, size * 4)

    def item(self, ref: ItemRef) -> Item:
        """Return an item.

        Raises:
            NotFound: it is not there.
        """
        with self._records.reading():
            return self.load(ref)[1]

    def create(self, items: Sequence[Item]) -> list[Item]:
        """Save new items, all or none, each into the vault of its `ref`; ids, times and versions are ours.

        Raises:
            Invalid: one has files; these come with their content.
        """
        if any(item.files for item in items):
            raise Invalid("Files come with their content: save the item without them, and attach them.")
        now = time.time()
        saved = [self._born(item, new_id(), now) for item in items]
        with self._records.writing():
            for vault in dict.fromkeys(item.ref.vault for item in saved):
                self._add(vault, [item for item in saved if item.ref.vault == vault], now)
        return saved

    def create_with(self, item: Item, raw: bytes, put: Callable[[], FileInfo]) -> Item:
        """Save a new item under an id, with a file whose pieces `put` writes."""
        now = time.time()
        with self._records.writing():
            saved = replace(self._born(item, raw, now), files=(put(),))
            self._add(saved.ref.vault, [saved], now)
        return saved

    def _born(self, item: Item, raw: bytes, now: float) -> Item:
        ref = ItemRef(self._account, item.ref.vault, ItemId(id_text(raw)))
        return replace(item, ref=ref, created=now, updated=now, version=1)

    def _add(self, vault: VaultId, items: Sequence[Item], now: float) -> None:
        raw, record = self._vaults.load(vault)
        waiting = list(items)
        while waiting:
            if record.room <= 0:
                record = replace(record, part=record.parts, parts=record.parts + 1, room=MOST_ITEMS)
            batch, waiting = waiting[: record.room], waiting[record.room :]
            page = self._overviews.page(raw, record.part)
            for item in batch:
                self._put(RecordKey(RecordKind.ITEM, raw_id(item.ref), item.version, record.part), item)
            page = SummaryPage.together((page, self._overviews.of(raw, [item.summary() for item in batch])))
            self._overviews.save(raw, record.part, page)
            record = replace(record, room=MOST_ITEMS - len(page))
        active = sum(item.state is ItemState.ACTIVE for item in items)
        self._vaults.save(raw, replace(record, active=record.active + active, updated=now))

    def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make `edits` to the item. See `change`."""
        return self.change(ref, version, lambda item: apply(item, edits))

    def change(self, ref: ItemRef, version: int, make: Callable[[Item], Item]) -> Item:
        """Put what `make` makes of the item in its place. The item as it was becomes an earlier version.

        `make` is called inside of the transaction, and may write pieces of files.

        Raises:
            Conflict: `version` is not the current one, or the item is gone.
        """
        with self._records.writing():
            try:
                key, item = self.load(ref)
            except NotFound:
                raise Conflict("This item was deleted meanwhile.") from None
            if item.version != version:
                raise Conflict(
                    f"This item was changed meanwhile: version {item.version} is the current one, "
                    f"the change was made to version {version}.",
                    item,
                )
            return self._change(key, item, make(item), keep=True)

    def set_state(self, ref: ItemRef, state: ItemState) -> Item:
        """Archive an item, or bring it back."""
        with self._records.writing():
            key, item = self.load(ref)
            return self._change(key, item, replace(item, state=state), keep=False)

    def delete(self, ref: ItemRef) -> None:
        """Delete an item with its earlier versions."""
        with self._records.writing():
            key, item = self.load(ref)
            self._take_out(key, item)
            for version in self._records.keys_of(RecordKind.VERSION, key.id):
                self._records.drop(version)
            pieces.keep_only(self._records, key.id, ())

    def _take_out(self, key: RecordKey, item: Item) -> None:
        """Drop the record of an item, and what its vault has of it."""
        raw, vault = self._vaults.load(item.ref.vault)
        self._records.drop(key)
        room = MOST_ITEMS - self._overviews.take_out(raw, key.part, item.ref.item)
        if key.part == vault.part or room > max(vault.room, MOST_ITEMS // 2):
            vault = replace(vault, part=key.part, room=room)
        active = vault.active - (item.state is ItemState.ACTIVE)
        self._vaults.save(raw, replace(vault, active=active, updated=time.time()))

    def move(self, ref: ItemRef, vault: VaultId) -> Item:
        """Put an item into another vault, with its earlier versions and its files, under its id and version.

        Raises:
            NotFound: the item or the vault is not there.
        """
        with self._records.writing():
            key, item = self.load(ref)
            if vault == ref.vault:
                return item
            keys = self._records.keys_of(RecordKind.VERSION, key.id)
            earlier = [(old, self._decode(old, ref.vault)) for old in keys]
            moved = replace(item, ref=replace(item.ref, vault=vault))
            self._take_out(key, item)
            self._add(vault, [moved], time.time())
            for old, version in earlier:
                self._put(old, replace(version, ref=moved.ref))
        return moved

    def versions(self, ref: ItemRef) -> list[VersionInfo]:
        """Return the versions that can be read, the current one first."""
        with self._records.reading():
            key, item = self.load(ref)
            versions = [item, *self.earlier(key.id, ref)]
        return [VersionInfo(one.version, one.updated, one.title) for one in versions]

    def earlier(self, raw: bytes, ref: ItemRef) -> Iterator[Item]:
        """Yield the earlier versions of an item, the latest first, inside of a transaction."""
        for key in reversed(self._records.keys_of(RecordKind.VERSION, raw)):
            yield self._decode(key, ref.vault)

    def version(self, ref: ItemRef, number: int) -> Item:
        """Return the item as it was in a version."""
        with self._records.reading():
            return self._version(ref, number)[1]

    def restore_version(self, ref: ItemRef, number: int) -> Item:
        """Make the content of an earlier version the current one. State and dates of creation stay."""
        with self._records.writing():
            key, item = self.load(ref)
            old = self._version(ref, number)[1]
            new = replace(
                item,
                title=old.title,
                category=old.category,
                fields=old.fields,
                sections=old.sections,
                websites=old.websites,
                tags=old.tags,
                favourite=old.favourite,
                files=old.files,
            )
            return self._change(key, item, new, keep=True)

    def _change(self, key: RecordKey, before: Item, after: Item, *, keep: bool) -> Item:
        if after == before:
            return before
        saved = replace(after, updated=time.time(), version=before.version + 1)
        raw, vault = self._vaults.load(saved.ref.vault)
        if keep:
            self._put(RecordKey(RecordKind.VERSION, key.id, before.version), before)
            self._prune(key.id, saved)
        self._records.drop(key)
        self._put(key._replace(version=saved.version), saved)
        self._overviews.put(raw, key.part, saved.summary())
        active = vault.active + (saved.state is ItemState.ACTIVE) - (before.state is ItemState.ACTIVE)
        self._vaults.save(raw, replace(vault, active=active, updated=saved.updated))
        return saved

    def _prune(self, raw: bytes, current: Item) -> None:
        """Drop the versions that are too many, and the pieces of files that only they had."""
        earlier = self._records.keys_of(RecordKind.VERSION, raw)
        many = max(0, len(earlier) - max(0, self.keep_versions))
        for key in earlier[:many]:
            self._records.drop(key)
        if many and self._records.keys_of(RecordKind.FILE, raw):
            with suppress(Damaged, Invalid):  # what one version had is not known: all are kept
                kept = [decode_item(self._records.read(key)) for key in earlier[many:]]
                pieces.keep_only(self._records, raw, [file for item in (current, *kept) for file in item.files])

    def load(self, ref: ItemRef) -> tuple[RecordKey, Item]:
        """Return an item with the address of its record, inside of a transaction. Raises NotFound."""
        keys = self._records.keys_of(RecordKind.ITEM, raw_id(ref))
        if not keys:
            raise NotFound(_GONE)
        if len(keys) > 1:
            raise Damaged("The store holds this item twice; put a backup back.")
        return keys[0], self._decode(keys[0], ref.vault)

    def _version(self, ref: ItemRef, number: int) -> tuple[RecordKey, Item]:
        key, item = self.load(ref)
        if item.version == number:
            return key, item
        old = RecordKey(RecordKind.VERSION, key.id, number)
        if number not in [one.version for one in self._records.keys_of(RecordKind.VERSION, key.id)]:
            raise NotFound(f"Version {number} of this item is no longer kept.")
        return old, self._decode(old, ref.vault)

    def _decode(self, key: RecordKey, vault: VaultId) -> Item:
        item = decode_item(self._records.read(key))
        if item.ref.vault != vault:
            raise NotFound(_GONE)
        return replace(item, ref=replace(item.ref, account=self._account))

    def _put(self, key: RecordKey, item: Item) -> None:
        self._records.put(key, pad(encode_item(replace(item, ref=replace(item.ref, account=_NOWHERE)))))


def raw_id(ref: ItemRef) -> bytes:
    """Return the id of an item as it is in the file; raises NotFound where it can be none of ours."""
    raw = id_bytes(ref.item)
    if raw is None:
        raise NotFound(_GONE)
    return raw
