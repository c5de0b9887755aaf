"""What a reading of everything found to be other than the catalog has it: that alone crosses to the loop.

So another reading costs little where little changed: rows keep their places, orders and search index live on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from tui.model.item import ItemSummary
from tui.services.columns import GONE, Columns, Packer, Snapshot

_THERE = bytes(not flags & GONE for flags in range(256))


@dataclass(slots=True)
class Page:
    """Of some items that were read: `rows` that say something else than before, what they say, and new ones."""

    rows: list[int] = field(default_factory=list)
    changed: Columns = field(default_factory=Columns)
    added: Columns = field(default_factory=Columns)

    def extend(self, other: Page) -> None:
        """Append those of another."""
        self.rows += other.rows
        self.changed = self.changed.extended(other.changed)
        self.added = self.added.extended(other.added)


class Reading:
    """Compares what is read with a snapshot. `positions` has the rows of its items by id, for each of its places."""

    def __init__(self, before: Snapshot, positions: Sequence[Mapping[str, int]]) -> None:
        self._before = before
        self._positions = positions
        self._packer = Packer()
        self._missed = bytearray(before.columns.marks(_THERE))

    def digest(self, place: int, summaries: Sequence[ItemSummary]) -> Page:
        """Return what a page of the vault at `place` says that is new. Runs on a worker's thread."""
        read = self._packer.pack(place, summaries)
        before, known, count = self._before.columns, self._positions[place], self._before.count
        rows = [known.get(item, count) for item in read.ids]
        first, length = rows[0] if rows else count, len(rows)
        if rows == list(range(first, min(first + length, count))) and before.same(first, read, 0, length):
            self._missed[first : first + length] = bytes(length)
            return Page()
        new = [at for at, row in enumerate(rows) if row >= count]
        old = [at for at, row in enumerate(rows) if row < count]
        for at in old:
            self._missed[rows[at]] = 0
        changed = [at for at in old if not before.same(rows[at], read, at)]
        return Page([rows[at] for at in changed], read.only(changed), read.only(new) if old else read)

    def missed(self) -> list[int]:
        """Return the rows of before that were not read: they are gone."""
        return list(compress(range(len(self._missed)), self._missed))
