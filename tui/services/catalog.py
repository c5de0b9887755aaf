"""The catalog: what every open account holds, as one list of rows, and what changed in it.

It lives on Textual's loop. Pages become columns on the workers' threads and die there; here one snapshot takes the
place of another, and nothing is done row by row.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress
from typing import Any

from tui.host.display import display_text
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.vault import Vault
from tui.services.columns import ARCHIVED, EMPTY, GONE, Columns, Packer, Place, Snapshot
from tui.services.reading import Page, Reading
from tui.services.worker import ApiWorker

SOONEST, LATEST, MORE = 0.1, 1.0, 4
"""While rows pour in, listeners are told when there are so many times more than they know, and so many seconds went by.

At the latest they are told after a second: to find and paint costs in proportion to the rows, and slows the reading.
"""

_ACTIVE = bytes(not flags & (GONE | ARCHIVED) for flags in range(256))


class Catalog:
    """Vaults and item rows of all open accounts.

    `snapshot` is what there is now; listeners are called on Textual's loop whenever it is another one, or the vaults or
    the loading changed. While rows pour in they are called now and then, and always after the last.
    """

    def __init__(self) -> None:
        self.snapshot: Snapshot = EMPTY
        self.vaults: tuple[Vault, ...] = ()
        self.loading = False
        self._listeners: list[Callable[[], None]] = []
        self._positions: list[dict[str, int]] = []
        self._reading: Reading | None = None
        self._turn = asyncio.Lock()
        self._meanwhile: list[Callable[[], None]] = []
        self._soon: asyncio.TimerHandle | None = None
        self._told, self._told_rows = 0.0, 0

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def tell(self) -> None:
        """Call the listeners."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        self._told, self._told_rows = time.monotonic(), self.snapshot.count
        for listener in tuple(self._listeners):
            listener()

    def _tell_soon(self) -> None:
        if self.snapshot.count > MORE * self._told_rows and time.monotonic() > self._told + SOONEST:
            self.tell()
        elif self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(LATEST, self.tell)

    # Reading

    async def load(self, workers: Iterable[ApiWorker[Any]]) -> None:
        """Read everything of these accounts anew; vaults and rows of accounts that are not among them go.

        At first rows appear as they come; later the rows of before stay until the new ones are complete.

        Raises:
            VaultError: an account could not be read; then everything is as it was, or as far as it had come at first.
        """
        async with self._turn:
            self.loading = True
            self.tell()
            try:
                await self._read([(worker, vault) for worker in workers for vault in await worker.vaults()])
            finally:
                self.loading = False
                self._do_all_again()
                self.tell()

    async def _read(self, found: Sequence[tuple[ApiWorker[Any], Vault]]) -> None:
        vaults = tuple(vault for _, vault in found)
        places = self._make_room(vaults)
        reading = self._reading = Reading(self.snapshot, self._positions)
        whole, first = Page(), not self.snapshot.count
        if first:
            self.vaults = vaults

        def receive(page: Page) -> None:
            if not first:
                whole.extend(page)
            elif self._reading is reading:
                self._merge(page)
                self._tell_soon()

        for place, (worker, vault) in zip(places, found, strict=True):
            await worker.stream(vault.id, partial(reading.digest, place), receive)
        if self._reading is reading:
            self.vaults = vaults
            self._merge(whole, reading.missed())
            self._count()

    def _do_again(self, change: Callable[[], None]) -> None:
        if self._reading is not None:
            self._meanwhile.append(change)

    def _do_all_again(self) -> None:
        """Do once more what was done while everything was read: it may have been read before."""
        changes, self._meanwhile = self._meanwhile, []
        if self._reading is not None:
            self._reading = None
            for change in changes:
                change()

    def forget(self) -> None:
        """Drop everything, listeners too: the accounts are closed, and so are the screens."""
        self._listeners.clear()
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        self.snapshot, self.vaults, self._positions = EMPTY, (), []
        self._reading, self._meanwhile = None, []

    def _make_room(self, vaults: Iterable[Vault]) -> list[int]:
        """Give every vault a place, with the name it has now; return the places."""
        places, at = list(self.snapshot.places), []
        for vault in vaults:
            known = self._place(vault.account, vault.id)
            if known is None:
                known = len(places)
                self._positions.append({})
            places[known : known + 1] = [Place(vault.account, vault.id, display_text(vault.name))]
            at.append(known)
        columns = Columns() if self.snapshot is EMPTY else self.snapshot.columns
        self.snapshot = Snapshot(columns, tuple(places), self._positions)
        return at

    def _merge(self, page: Page, gone: Sequence[int] = ()) -> None:
        """Show what was read; rows that were put or deleted meanwhile stay as they are."""
        flags, positions = self.snapshot.columns.flags, self._positions
        there = [at for at, row in enumerate(page.rows) if not flags[row] & GONE]
        added = zip(page.added.vault, page.added.ids, strict=True)
        known = [at for at, (place, item) in enumerate(added) if item in positions[place]]
        if there or gone:
            self._replace([page.rows[at] for at in there], page.changed.only(there), gone)
        if len(known) < len(page.added):
            new = sorted({*range(len(page.added))}.difference(known))
            self._append(page.added.only(new) if known else page.added)

    # What changed

    def put(self, summary: ItemSummary) -> None:
        """Show an item that was made or changed."""
        self._do_again(partial(self.put, summary))
        place, row = self._place(summary.ref.account, summary.ref.vault), self.row(summary.ref)
        if place is None:
            return
        one = Packer().pack(place, (summary,))
        more = _ACTIVE[one.flags[0]]
        if row is None:
            self._append(one)
        else:
            more -= _ACTIVE[self.snapshot.columns.flags[row]]
            self._replace((row,), one)
        self._note(summary.ref, more, summary.updated)

    def remove(self, ref: ItemRef) -> None:
        """Show an item no longer."""
        self._do_again(partial(self.remove, ref))
        row = self.row(ref)
        if row is not None:
            less = _ACTIVE[self.snapshot.columns.flags[row]]
            self._replace((), Columns(), (row,))
            self._note(ref, -less)

    def put_vault(self, vault: Vault) -> None:
        """Show a vault that was made or changed."""
        self._do_again(partial(self.put_vault, vault))
        others = [v for v in self.vaults if (v.account, v.id) != (vault.account, vault.id)]
        self.vaults = tuple(sorted([*others, vault], key=lambda v: (v.account, v.name.casefold())))
        self._make_room([vault])
        self.tell()

    def remove_vault(self, account: AccountId, vault: VaultId) -> None:
        """Show a vault and its items no longer."""
        self._do_again(partial(self.remove_vault, account, vault))
        self.vaults = tuple(v for v in self.vaults if (v.account, v.id) != (account, vault))
        place = self._place(account, vault)
        if place is not None:
            self._replace((), Columns(), tuple(self._positions[place].values()))
        self.tell()

    def _append(self, rows: Columns) -> None:
        for row, (place, item) in enumerate(zip(rows.vault, rows.ids, strict=True), self.snapshot.count):
            self._positions[place][item] = row
        self.snapshot = Snapshot(self.snapshot.columns.extended(rows), self.snapshot.places, self._positions)

    def _replace(self, rows: Sequence[int], others: Columns, gone: Sequence[int] = ()) -> None:
        columns = self.snapshot.columns.replaced(rows, others, gone)
        for row in gone:
            self._positions[columns.vault[row]].pop(columns.ids[row], None)
        self.snapshot = Snapshot(columns, self.snapshot.places, self._positions)

    def _note(self, ref: ItemRef, more: int, updated: float = 0.0) -> None:
        """Note that a vault has so many active items more, and when it changed; and tell."""
        old = self.vault(ref.account, ref.vault)
        if old is not None:
            items, at = None if old.items is None else old.items + more, max(old.updated or 0.0, updated) or None
            self.vaults = tuple(replace(v, items=items, updated=at) if v is old else v for v in self.vaults)
        self.tell()

    def _count(self) -> None:
        """Count the active items of every vault anew."""
        columns = self.snapshot.columns
        found = Counter(compress(columns.vault, columns.marks(_ACTIVE)))
        number = {(place.account, place.vault): found[at] for at, place in enumerate(self.snapshot.places)}
        self.vaults = tuple(replace(v, items=number.get((v.account, v.id), v.items)) for v in self.vaults)

    # Looking up

    def row(self, ref: ItemRef) -> int | None:
        """Return the row of an item, or None."""
        return self.snapshot.row(ref)

    def title(self, ref: ItemRef) -> str:
        """Return an item's title, safe to show, or "" where it is not listed."""
        row = self.row(ref)
        return "" if row is None else self.snapshot.columns.titles[row]

    def vault(self, account: AccountId, vault: VaultId) -> Vault | None:
        """Return a vault that is listed, or None."""
        return next((v for v in self.vaults if (v.account, v.id) == (account, vault)), None)

    def _place(self, account: AccountId, vault: VaultId) -> int | None:
        for at, place in enumerate(self.snapshot.places):
            if (place.account, place.vault) == (account, vault):
                return at
        return None
