"""Overviews: what lists show of the items of a vault, sealed in segments of up to 256 items.

A segment is written in the transaction that changes its item, so that nothing is cached and nothing can be stale; it
holds no secret.
"""

from __future__ import annotations

from tui.model.errors import Damaged
from tui.model.ids import AccountId, ItemId, VaultId
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.store import segment
from tui.store.codec import decode_item
from tui.store.naming import RecordKey, RecordKind, id_bytes, id_text
from tui.store.records import Records, pad

MOST_ITEMS = 256


class Overviews:
    """The segments of all vaults of an account. Every call needs a transaction around it."""

    def __init__(self, records: Records, account: AccountId) -> None:
        self._records = records
        self._account = account

    def parts(self, vault: bytes) -> list[int]:
        """Return the numbers of the segments of a vault."""
        return [key.part for key in self._records.keys_of(RecordKind.OVERVIEW, vault)]

    def page(self, vault: bytes, part: int) -> SummaryPage:
        """Return a segment. One that is damaged is made anew from the items, and told.

        Raises:
            Invalid: a newer Strongroom wrote it.
        """
        try:
            plain = self._records.get(RecordKey(RecordKind.OVERVIEW, vault, 0, part))
            if plain is None:
                return self.of(vault, [])
            return segment.decode(plain, self._account, self._id(vault))
        except Damaged:
            self._note()
            return self.of(vault, self._from_items(vault, part))

    def of(self, vault: bytes, rows: list[ItemSummary]) -> SummaryPage:
        """Return items of a vault as a page."""
        return SummaryPage.of(self._account, self._id(vault), rows)

    def save(self, vault: bytes, part: int, page: SummaryPage) -> None:
        """Write a segment; an empty one goes."""
        key = RecordKey(RecordKind.OVERVIEW, vault, 0, part)
        if page:
            self._records.put(key, pad(segment.encode(page)))
        else:
            self._records.drop(key)

    def put(self, vault: bytes, part: int, summary: ItemSummary) -> None:
        """Put an item in the place of what its segment has of it."""
        self.save(vault, part, self.page(vault, part).put(summary))

    def take_out(self, vault: bytes, part: int, item: ItemId) -> int:
        """Take an item out of its segment; return how many are left."""
        left = self.page(vault, part).without(item)
        self.save(vault, part, left)
        return len(left)

    def _from_items(self, vault: bytes, part: int) -> list[ItemSummary]:
        found = []
        for key in [one for one in self._records.keys_of(RecordKind.ITEM) if one.part == part]:
            item = decode_item(self._records.read(key))
            if id_bytes(item.ref.vault) == vault:
                found.append(item.summary())
        return found

    def _note(self) -> None:
        sentence = "A part of the item list was damaged and was made anew from the items; make a backup soon."
        if sentence not in self._records.notes:
            self._records.notes.append(sentence)

    @staticmethod
    def _id(vault: bytes) -> VaultId:
        return VaultId(id_text(vault))
