"""Filling the demo's file: every sample with its earlier versions and its own times, and the audit log.

Items are written as the store's own rooms write them, but all in one transaction and with the times that they claim; so
the file is one that the store opens, verifies and goes on with.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from tui.model.field import FieldKind
from tui.model.file import FileInfo
from tui.model.ids import HOME, AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.services.demo.family import FAMILY
from tui.services.demo.personal import PERSONAL
from tui.services.demo.samples import DAY, Sample, SampleVault
from tui.services.demo.story import events
from tui.services.demo.work import WORK
from tui.store import opening
from tui.store.chain import Chain
from tui.store.codec import encode_item
from tui.store.cost import FLOOR
from tui.store.naming import ID_BYTES, RecordKey, RecordKind, id_text
from tui.store.overview import MOST_ITEMS, Overviews
from tui.store.pieces import Incoming
from tui.store.records import Records, pad
from tui.store.vaults import VaultRecord, Vaults

_NOWHERE = AccountId("")


def _id(vault: str, item: int | None = None) -> bytes:
    """Return an id that is the same in every demo."""
    return hashlib.blake2b(f"{vault}/{item}".encode(), digest_size=ID_BYTES).digest()


def _linked(vault: SampleVault) -> SampleVault:
    """Return a vault whose fields lead to its items by their ids instead of their first titles."""
    ids = {sample.item.title: id_text(_id(vault.name, number)) for number, sample in enumerate(vault.items)}

    def linked(sample: Sample) -> Sample:
        if not any(one.kind is FieldKind.REFERENCE for one in sample.item.fields):
            return sample
        fields = [
            replace(f, value=ids[str(f.value)]) if f.kind is FieldKind.REFERENCE else f for f in sample.item.fields
        ]
        return replace(sample, item=replace(sample.item, fields=tuple(fields)))

    return replace(vault, items=[linked(sample) for sample in vault.items])


VAULTS: tuple[SampleVault, ...] = tuple(map(_linked, (FAMILY, PERSONAL, WORK)))


def fill(path: Path, password: Secret, now: float) -> None:
    """Make a store at `path` with everything in it; `now` is in Unix seconds.

    Its key is made at the lowest cost that the store takes: what it protects is in our source.

    Raises:
        VaultError: the disk or the memory refuses.
    """
    opening.make(path, password, FLOOR)
    records, _ = opening.unlock(path, password)
    try:
        _fill(records, now)
    finally:
        records.close()


def _fill(records: Records, now: float) -> None:
    overviews = Overviews(records, HOME)
    vaults = Vaults(records, overviews, HOME)
    known: dict[str, tuple[ItemRef, str]] = {}
    with records.writing():
        for vault in VAULTS:
            raw = _id(vault.name)
            current = [_put(records, vault, number, now) for number in range(len(vault.items))]
            overviews.save(raw, 0, overviews.of(raw, [item.summary() for item in current]))
            vaults.save(raw, _record(vault, current, now))
            known |= {item.title: (replace(item.ref, account=HOME), vault.name) for item in current}
    Chain(records).append(tuple(events(known, now)))


def _put(records: Records, vault: SampleVault, number: int, now: float) -> Item:
    """Write an item and its earlier versions; return the current one."""
    raw = _id(vault.name, number)
    place = ItemRef(_NOWHERE, VaultId(id_text(_id(vault.name))), ItemId(id_text(raw)))
    sample = vault.items[number]
    files = tuple(_put_file(records, raw, n, name, text) for n, (name, text) in enumerate(sample.files.items(), 1))
    *earlier, current = (replace(item, files=files) for item in sample.grow(place, now))
    for old in earlier:
        records.put(RecordKey(RecordKind.VERSION, raw, old.version), pad(encode_item(old)))
    records.put(RecordKey(RecordKind.ITEM, raw, current.version), pad(encode_item(current)))
    return current


def _put_file(records: Records, item: bytes, number: int, name: str, text: str) -> FileInfo:
    file = Incoming(records.keys, item, name, number)
    file.add(text.encode())
    return file.put(records)


def _record(vault: SampleVault, items: list[Item], now: float) -> VaultRecord:
    return VaultRecord(
        vault.name,
        vault.description,
        created=now - vault.age * DAY,
        updated=max(item.updated for item in items),
        active=sum(item.state is ItemState.ACTIVE for item in items),
        room=MOST_ITEMS - len(items),
    )
