"""What a reading of everything found to be other than the catalog has it: that alone crosses to the loop.

So another reading costs little where little changed: rows keep their places, orders and search index live on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any

from tui.model.errors import Denied, NotFound, TokenRefused
from tui.services import background
from tui.services.columns import Columns, Snapshot, pack

if TYPE_CHECKING:
    from tui.model.item import ItemSummary
    from tui.model.vault import Vault
    from tui.services.worker import ApiWorker


@dataclass(slots=True)
class Page:
    """Of some items that were read: `rows` that say something else than before, what they say, and new ones."""

    rows: list[int] = field(default_factory=list)
    changed: Columns = field(default_factory=Columns)
    added: Columns = field(default_factory=Columns)
    place: int | None = None
    """Where all that is new is; None: in several places, or nothing is."""

    def extend(self, other: Page) -> None:
        """Append those of another."""
        self.rows += other.rows
        self.changed = self.changed.extended(other.changed)
        if len(other.added):
            self.place = other.place if self.place == other.place or not len(self.added) else None
            self.added = self.added.extended(other.added)


class Reading:
    """Compares what is read of some places with a snapshot.

    `positions` has the rows of its items by id, for each of its places.
    """

    def __init__(self, before: Snapshot, positions: Sequence[Mapping[str, int]], places: Iterable[int]) -> None:
        self._before = before
        self._positions = positions
        self._missed = bytearray(before.count)
        self._empty: set[int] = set()
        for place in places:
            if not positions[place]:
                self._empty.add(place)
            for row in positions[place].values():
                self._missed[row] = 1

    def digest(self, place: int, summaries: Sequence[ItemSummary]) -> Page:
        """Return what a page of the vault at `place` says that is new. Runs on a worker's thread."""
        read = pack(place, summaries)
        if place in self._empty:
            return Page(added=read, place=place)
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
        return Page([rows[at] for at in changed], read.only(changed), read.only(new) if old else read, place)

    def spare(self, place: int) -> None:
        """A place could not be read: what it held is not missed."""
        for row in self._positions[place].values():
            if row < len(self._missed):
                self._missed[row] = 0

    def missed(self) -> list[int]:
        """Return the rows of before that were not read: they are gone."""
        return list(compress(range(len(self._missed)), self._missed))


async def stream_all(
    worker: ApiWorker[Any], vaults: Mapping[int, Vault], reading: Reading, receive: Callable[[Page], None]
) -> tuple[str, ...]:
    """Read vaults, several at a time where that is quicker; return sentences about those that are not to be read."""
    turns, problems = asyncio.Semaphore(worker.streams), []

    async def one(place: int, vault: Vault) -> None:
        async with turns:
            try:
                await worker.stream(vault.id, partial(reading.digest, place), receive)
            except TokenRefused:
                raise
            except (Denied, NotFound) as error:  # of one vault: the others may well be read
                reading.spare(place)
                problems.append(f"“{vault.name}” could not be read: {error}")

    await background.together(one(place, vault) for place, vault in vaults.items())
    return tuple(problems)
