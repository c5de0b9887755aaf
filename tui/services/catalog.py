"""The catalog: what every open account holds, as one list of rows, and what changed in it.

It lives on Textual's loop. Pages become columns on the workers' threads and die there; here rows are only appended, or
a whole snapshot is exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tui.host.display import display_text
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.vault import Vault
from tui.services.columns import ARCHIVED, EMPTY, GONE, Columns, Place, Snapshot
from tui.services.worker import ApiWorker


class Catalog:
    """Vaults and item rows of all open accounts.

    `snapshot` is what there is now; listeners are called on Textual's loop whenever it is another one, or the vaults or
    the loading changed.
    """

    def __init__(self) -> None:
        self.snapshot: Snapshot = EMPTY
        self.vaults: tuple[Vault, ...] = ()
        self.loading = False
        self._listeners: list[Callable[[], None]] = []
        self._positions: list[dict[str, int]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def tell(self) -> None:
        """Call the listeners."""
        for listener in tuple(self._listeners):
            listener()

    # Reading

    async def load(self, workers: Iterable[ApiWorker[Any]]) -> None:
        """Read everything of these accounts anew; vaults and rows of accounts that are not among them go.

        At first rows appear as they come; later the rows of before stay until the new ones are complete.

        Raises:
            VaultError: an account could not be read; then everything is as it was, or as far as it had come at first.
        """
        first = self.snapshot is EMPTY
        self.loading = True
        self.tell()
        try:
            found = [(worker, vault) for worker in workers for vault in await worker.vaults()]
            vaults = tuple(vault for _, vault in found)
            if first:
                self.vaults = vaults
            places = tuple(Place(v.account, v.id, display_text(v.name)) for v in vaults)
            columns, positions = Columns(), [dict[str, int]() for _ in places]

            def receive(page: Columns) -> None:
                index(positions, page, len(columns))
                columns.extend(page)
                if first:
                    self.snapshot, self._positions = Snapshot(columns, len(columns), places), positions
                    self.tell()

            for place, (worker, vault) in enumerate(found):
                await worker.stream(vault.id, partial(pack, place), receive)
            self.vaults = vaults
            self.snapshot, self._positions = Snapshot(columns, len(columns), places), positions
        finally:
            self.loading = False
            self.tell()

    def forget(self) -> None:
        """Drop everything: the accounts are closed."""
        self.snapshot, self.vaults, self._positions = EMPTY, (), []
        self.tell()

    # What changed

    def put(self, summary: ItemSummary) -> None:
        """Show an item that was made or changed."""
        place = self._place(summary.ref)
        if place is None:
            return
        one = Columns()
        one.add(place, (summary,))
        row = self.row(summary.ref)
        if row is None:
            columns = self.snapshot.columns
            index(self._positions, one, len(columns))
            columns.extend(one)
            self.snapshot = Snapshot(columns, len(columns), self.snapshot.places)
        else:
            self._replace(row, one)
        self._recount()

    def remove(self, ref: ItemRef) -> None:
        """Show an item no longer."""
        row = self.row(ref)
        if row is None:
            return
        columns = self.snapshot.columns.copy()
        columns.flags[row] |= GONE
        self.snapshot = Snapshot(columns, self.snapshot.count, self.snapshot.places)
        del self._positions[columns.vault[row]][ref.item]
        self._recount()

    def put_vault(self, vault: Vault) -> None:
        """Show a vault that was made or changed."""
        others = [v for v in self.vaults if (v.account, v.id) != (vault.account, vault.id)]
        self.vaults = tuple(sorted([*others, vault], key=lambda v: (v.account, v.name.casefold())))
        place = Place(vault.account, vault.id, display_text(vault.name))
        places = [place if (p.account, p.vault) == (place.account, place.vault) else p for p in self.snapshot.places]
        if place not in places:
            places.append(place)
            self._positions.append({})
        self.snapshot = Snapshot(self.snapshot.columns, self.snapshot.count, tuple(places))
        self._recount()

    def remove_vault(self, account: AccountId, vault: VaultId) -> None:
        """Show a vault and its items no longer."""
        self.vaults = tuple(v for v in self.vaults if (v.account, v.id) != (account, vault))
        columns = self.snapshot.columns.copy()
        for row in range(self.snapshot.count):
            place = self.snapshot.places[columns.vault[row]]
            if (place.account, place.vault) == (account, vault):
                columns.flags[row] |= GONE
        self.snapshot = Snapshot(columns, self.snapshot.count, self.snapshot.places)
        self._recount()

    def _replace(self, row: int, one: Columns) -> None:
        columns = self.snapshot.columns.replaced(row, one)
        self.snapshot = Snapshot(columns, self.snapshot.count, self.snapshot.places)

    def _recount(self) -> None:
        """Bring the vaults' numbers of items up to date, and tell."""
        counts = [0] * len(self.snapshot.places)
        columns = self.snapshot.columns
        for place, flags in zip(columns.vault, columns.flags, strict=True):
            if not flags & (GONE | ARCHIVED):
                counts[place] += 1
        number = {(p.account, p.vault): n for p, n in zip(self.snapshot.places, counts, strict=True)}
        self.vaults = tuple(replace(v, items=number.get((v.account, v.id), v.items)) for v in self.vaults)
        self.tell()

    # Looking up

    def row(self, ref: ItemRef) -> int | None:
        """Return the row of an item, or None."""
        place = self._place(ref)
        return None if place is None else self._positions[place].get(ref.item)

    def title(self, ref: ItemRef) -> str:
        """Return an item's title, safe to show, or "" where it is not listed."""
        row = self.row(ref)
        return "" if row is None else self.snapshot.columns.titles[row]

    def vault(self, account: AccountId, vault: VaultId) -> Vault | None:
        """Return a vault that is listed, or None."""
        return next((v for v in self.vaults if (v.account, v.id) == (account, vault)), None)

    def _place(self, ref: ItemRef) -> int | None:
        for index, place in enumerate(self.snapshot.places):
            if (place.account, place.vault) == (ref.account, ref.vault):
                return index
        return None


def pack(place: int, page: Sequence[ItemSummary]) -> Columns:
    """Turn a page of the vault at `place` into columns. Runs on a worker's thread."""
    columns = Columns()
    columns.add(place, page)
    return columns


def index(positions: list[dict[str, int]], page: Columns, begin: int) -> None:
    """Note that the rows of `page` stand at `begin` and after."""
    for row, (place, item) in enumerate(zip(page.vault, page.ids, strict=True), begin):
        positions[place][item] = row
