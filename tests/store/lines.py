"""Stores as the first Strongroom wrote them: their overviews are lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tui.model.item import ItemSummary
from tui.store.naming import RecordKey, RecordKind, id_bytes
from tui.store.records import Records, pad
from tui.store.store import Store


def lines(rows: Iterable[ItemSummary]) -> bytes:
    """A segment in the first form."""
    return b"".join(line(row) for row in rows)


def line(row: ItemSummary) -> bytes:
    """The line of one item."""
    values = [row.ref.item, row.title, row.category, row.username, row.host, row.tags, row.favourite, row.archived]
    text = json.dumps([*values, row.has_otp, row.updated, row.version], ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def make_old(store: Store) -> None:
    """Write every segment of an open store in the first form."""
    records: Records = store._records
    with records.writing():
        for key in records.keys_of(RecordKind.OVERVIEW):
            page = store._items._overviews.page(key.id, key.part)
            records.put(key, pad(lines(page)))


def forms(store: Store) -> list[bytes]:
    """The first byte of each segment, in order."""
    records: Records = store._records
    with records.reading():
        return [records.read(key)[:1] for key in records.keys_of(RecordKind.OVERVIEW)]


def write(store: Store, vault: str, plain: bytes, part: int = 0) -> None:
    """Seal other bytes as a segment."""
    raw = id_bytes(vault)
    assert raw is not None
    with store._records.writing():
        store._records.put(RecordKey(RecordKind.OVERVIEW, raw, 0, part), plain)
