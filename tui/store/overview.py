"""Overviews: what lists show of the items of a vault, sealed in segments of up to 256 lines.

A segment is written in the transaction that changes its item, so that nothing is cached and nothing can be stale; it
holds no secret. Each line is one JSON array that begins with the item's id, so that one line is replaced without
parsing the others.
"""

from __future__ import annotations

from tui.model.errors import Damaged, Invalid
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.store.codec import decode_item
from tui.store.jsonform import NEWER, dumps, loads
from tui.store.naming import RecordKey, RecordKind, id_bytes, id_text
from tui.store.records import Records, pad

MOST_LINES = 256


def line(summary: ItemSummary) -> bytes:
    """Return the line of one item."""
    return dumps(
        [
            summary.ref.item,
            summary.title,
            summary.category,
            summary.username,
            summary.host,
            summary.tags,
            summary.favourite,
            summary.archived,
            summary.has_otp,
            summary.updated,
            summary.version,
        ]
    )


def summaries(lines: list[bytes], account: AccountId, vault: VaultId) -> list[ItemSummary]:
    """Return what the lines say.

    Raises:
        Invalid: a newer Strongroom wrote them.
    """
    found = loads(b"[" + b",".join(lines) + b"]")
    page = []
    try:
        for item, title, category, username, host, tags, favourite, archived, otp, updated, version in found:  # type: ignore[attr-defined]
            ref = ItemRef(account, vault, ItemId(item))
            page.append(
                ItemSummary(
                    ref, title, category, username, host, tuple(tags), favourite, archived, otp, updated, version
                )
            )
    except (TypeError, ValueError):
        raise Invalid(NEWER) from None
    return page


class Overviews:
    """The segments of all vaults. Every call needs a transaction around it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def parts(self, vault: bytes) -> list[int]:
        """Return the numbers of the segments of a vault."""
        return [key.part for key in self._records.keys_of(RecordKind.OVERVIEW, vault)]

    def lines(self, vault: bytes, part: int) -> list[bytes]:
        """Return the lines of a segment. One that is damaged is made anew from the items, and told."""
        try:
            plain = self._records.get(RecordKey(RecordKind.OVERVIEW, vault, 0, part))
        except Damaged:
            self._note()
            return self._from_items(vault, part)
        return [] if plain is None else plain.rstrip(b" ").splitlines()

    def save(self, vault: bytes, part: int, lines: list[bytes]) -> None:
        """Write a segment; an empty one goes."""
        key = RecordKey(RecordKind.OVERVIEW, vault, 0, part)
        if lines:
            self._records.put(key, pad(b"\n".join(lines) + b"\n"))
        else:
            self._records.drop(key)

    def replace(self, vault: bytes, part: int, item: ItemId, new: bytes | None) -> int:
        """Put an item's line in place of its old one, or take it out; return how many lines there are then."""
        lines = self.lines(vault, part)
        start = dumps([item])[:-1] + b","
        kept = [old for old in lines if not old.startswith(start)]
        if new is not None:
            at = next((index for index, old in enumerate(lines) if old.startswith(start)), len(lines))
            kept.insert(at, new)
        self.save(vault, part, kept)
        return len(kept)

    def _from_items(self, vault: bytes, part: int) -> list[bytes]:
        found = []
        for key in [one for one in self._records.keys_of(RecordKind.ITEM) if one.part == part]:
            item = decode_item(self._records.read(key))
            if id_bytes(item.ref.vault) == vault:
                found.append(line(item.summary()))
        return found

    def _note(self) -> None:
        sentence = "A part of the item list was damaged and was made anew from the items; make a backup soon."
        if sentence not in self._records.notes:
            self._records.notes.append(sentence)

    @staticmethod
    def vault_id(vault: bytes) -> VaultId:
        """Return a vault's id as the model writes it."""
        return VaultId(id_text(vault))
