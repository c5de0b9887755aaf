"""Items of a store: the current ones, the earlier versions, and their lines in the overviews.

Whatever changes an item changes, in one transaction, its record, its line, its vault's count and the manifest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tui.model.edit import Edit, apply
from tui.model.errors import Conflict, Damaged, NotFound
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState, ItemSummary, VersionInfo
from tui.store.codec import decode_item, encode_item
from tui.store.naming import RecordKey, RecordKind, id_bytes, id_text, new_id
from tui.store.overview import MOST_LINES, Overviews, line, summaries
from tui.store.records import Records, pad
from tui.store.vaults import Vaults

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

    def summaries(self, vault: VaultId) -> Iterator[list[ItemSummary]]:
        """Yield pages of what lists show, archived items too. Decrypts no item.

        Each page is one state of the file; between two, others may write.
        """
        with self._records.reading():
            raw, _ = self._vaults.load(vault)
            parts = self._overviews.parts(raw)
        for part in parts:
            with self._records.reading():
                lines = self._overviews.lines(raw, part)
            if lines:
                yield summaries(lines, self._account, vault)

    def item(self, ref: ItemRef) -> Item:
        """Return an item.

        Raises:
            NotFound: it is not there.
        """
        with self._records.reading():
            return self._load(ref)[1]

    def create(self, items: Sequence[Item]) -> list[Item]:
        """Save new items, all or none, each into the vault of its `ref`; ids, times and versions are ours."""
        now = time.time()
        saved = []
        for item in items:
            ref = ItemRef(self._account, item.ref.vault, ItemId(id_text(new_id())))
            saved.append(replace(item, ref=ref, created=now, updated=now, version=1))
        with self._records.writing():
            for vault in dict.fromkeys(item.ref.vault for item in saved):
                self._add(vault, [item for item in saved if item.ref.vault == vault], now)
        return saved

    def _add(self, vault: VaultId, items: Sequence[Item], now: float) -> None:
        raw, record = self._vaults.load(vault)
        waiting = list(items)
        while waiting:
            if record.room <= 0:
                record = replace(record, part=record.parts, parts=record.parts + 1, room=MOST_LINES)
            batch, waiting = waiting[: record.room], waiting[record.room :]
            lines = self._overviews.lines(raw, record.part)
            for item in batch:
                self._put(RecordKey(RecordKind.ITEM, _raw(item.ref), 1, record.part), item)
                lines.append(line(item.summary()))
            self._overviews.save(raw, record.part, lines)
            record = replace(record, room=MOST_LINES - len(lines))
        active = sum(item.state is ItemState.ACTIVE for item in items)
        self._vaults.save(raw, replace(record, active=record.active + active, updated=now))

    def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make `edits` to the item. The item as it was becomes an earlier version.

        Raises:
            Conflict: `version` is not the current one, or the item is gone.
        """
        with self._records.writing():
            try:
                key, item = self._load(ref)
            except NotFound:
                raise Conflict("This item was deleted meanwhile.") from None
            if item.version != version:
                raise Conflict(
                    f"This item was changed meanwhile: version {item.version} is the current one, "
                    f"the change was made to version {version}.",
                    item,
                )
            return self._change(key, item, apply(item, edits), keep=True)

    def set_state(self, ref: ItemRef, state: ItemState) -> Item:
        """Archive an item, or bring it back."""
        with self._records.writing():
            key, item = self._load(ref)
            return self._change(key, item, replace(item, state=state), keep=False)

    def delete(self, ref: ItemRef) -> None:
        """Delete an item with its earlier versions."""
        with self._records.writing():
            key, item = self._load(ref)
            raw, vault = self._vaults.load(ref.vault)
            self._records.drop(key)
            for version in self._records.keys_of(RecordKind.VERSION, key.id):
                self._records.drop(version)
            room = MOST_LINES - self._overviews.replace(raw, key.part, ref.item, None)
            if key.part == vault.part or room > max(vault.room, MOST_LINES // 2):
                vault = replace(vault, part=key.part, room=room)
            active = vault.active - (item.state is ItemState.ACTIVE)
            self._vaults.save(raw, replace(vault, active=active, updated=time.time()))

    def versions(self, ref: ItemRef) -> list[VersionInfo]:
        """Return the versions that can be read, the current one first."""
        with self._records.reading():
            key, item = self._load(ref)
            earlier = [self._decode(old, ref.vault) for old in self._records.keys_of(RecordKind.VERSION, key.id)]
        return [VersionInfo(one.version, one.updated, one.title) for one in (item, *reversed(earlier))]

    def version(self, ref: ItemRef, number: int) -> Item:
        """Return the item as it was in a version."""
        with self._records.reading():
            return self._version(ref, number)[1]

    def restore_version(self, ref: ItemRef, number: int) -> Item:
        """Make the content of an earlier version the current one. State and dates of creation stay."""
        with self._records.writing():
            key, item = self._load(ref)
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
            )
            return self._change(key, item, new, keep=True)

    def _change(self, key: RecordKey, before: Item, after: Item, *, keep: bool) -> Item:
        if after == before:
            return before
        saved = replace(after, updated=time.time(), version=before.version + 1)
        raw, vault = self._vaults.load(saved.ref.vault)
        if keep:
            self._put(RecordKey(RecordKind.VERSION, key.id, before.version), before)
            self._prune(key.id)
        self._records.drop(key)
        self._put(key._replace(version=saved.version), saved)
        self._overviews.replace(raw, key.part, saved.ref.item, line(saved.summary()))
        active = vault.active + (saved.state is ItemState.ACTIVE) - (before.state is ItemState.ACTIVE)
        self._vaults.save(raw, replace(vault, active=active, updated=saved.updated))
        return saved

    def _prune(self, item: bytes) -> None:
        earlier = self._records.keys_of(RecordKind.VERSION, item)
        for key in earlier[: max(0, len(earlier) - max(0, self.keep_versions))]:
            self._records.drop(key)

    def _load(self, ref: ItemRef) -> tuple[RecordKey, Item]:
        keys = self._records.keys_of(RecordKind.ITEM, _raw(ref))
        if not keys:
            raise NotFound(_GONE)
        if len(keys) > 1:
            raise Damaged("The store holds this item twice; put a backup back.")
        return keys[0], self._decode(keys[0], ref.vault)

    def _version(self, ref: ItemRef, number: int) -> tuple[RecordKey, Item]:
        key, item = self._load(ref)
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


def _raw(ref: ItemRef) -> bytes:
    raw = id_bytes(ref.item)
    if raw is None:
        raise NotFound(_GONE)
    return raw
