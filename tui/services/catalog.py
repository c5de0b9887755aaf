"""The catalog: what every open account holds, as one list of rows, and what changed in it.

It lives on Textual's loop. Pages become columns on the workers' threads and die there; here one snapshot takes the
place of another, and nothing is done row by row.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from tui.model.ids import HOME
from tui.services.catalog_rows import ACTIVE, CatalogRows
from tui.services.columns import Columns, Snapshot
from tui.services.reading import Page, Reading, stream_all

if TYPE_CHECKING:
    from tui.model.ids import AccountId, ItemRef, VaultId
    from tui.model.item import ItemSummary
    from tui.model.vault import Vault
    from tui.services.worker import ApiWorker

SOONEST, LATEST, MORE = 0.1, 1.0, 4
"""While rows pour in, listeners are told when there are so many times more than they know, and so many seconds went by.

At the latest they are told after a second: to find and paint costs in proportion to the rows, and slows the reading.
"""


class Catalog:
    """Vaults and item rows of all open accounts.

    `snapshot` is what there is now; listeners are called on Textual's loop whenever it is another one, or the vaults or
    the loading changed. While rows pour in they are called now and then, and always after the last.
    """

    def __init__(self) -> None:
        self._rows = CatalogRows()
        self.vaults: tuple[Vault, ...] = ()
        self._vaults: dict[AccountId, tuple[Vault, ...]] = {HOME: ()}
        self._listeners: list[Callable[[], None]] = []
        self._turns: dict[AccountId, asyncio.Lock] = {}
        self._loading = 0
        self._expected: set[AccountId] = set()
        self._readings: dict[AccountId, Reading] = {}
        self._meanwhile: dict[AccountId, list[Callable[[], None]]] = {}
        self._soon: asyncio.TimerHandle | None = None
        self._told, self._told_rows = 0.0, 0

    @property
    def snapshot(self) -> Snapshot:
        """What there is now."""
        return self._rows.snapshot

    @property
    def loading(self) -> bool:
        """Whether any account is being read."""
        return self._loading > 0 or bool(self._expected)

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

    def reserve(self, account: AccountId) -> None:
        """Keep a place among the accounts for one that is about to be opened: how quickly it comes changes nothing."""
        self._vaults.setdefault(account, ())

    def expect(self, account: AccountId, vaults: Sequence[Vault]) -> None:
        """Show these vaults of an account that is about to be opened, and read. None: it does not come."""
        if vaults:
            self._expected.add(account)
        else:
            self._expected.discard(account)
        self._set_vaults(account, vaults)
        self.tell()

    async def load(self, worker: ApiWorker[Any], only: Collection[VaultId] | None = None) -> tuple[str, ...]:
        """Read an account anew, or only these of its vaults; vaults and rows that are no longer in it go.

        At first rows appear as they come; later the rows of before stay until the new ones are complete. Returns
        sentences about vaults that could not be read; their rows stay.

        Raises:
            VaultError: the account could not be read; then all is as it was, or as far as it had come at first.
        """
        account = worker.account
        async with self._turns.setdefault(account, asyncio.Lock()):
            self._loading += 1
            self.tell()
            try:
                return await self._read(worker, only)
            finally:
                self._loading -= 1
                self._expected.discard(account)
                self._do_all_again(account)
                self.tell()

    async def _read(self, worker: ApiWorker[Any], only: Collection[VaultId] | None) -> tuple[str, ...]:
        account, vaults = worker.account, tuple(await worker.vaults())
        places = dict(zip(self._rows.make_room(vaults), vaults, strict=True))
        wanted = {place: vault for place, vault in places.items() if only is None or vault.id in only}
        gone = {at for at, place in enumerate(self.snapshot.places) if place.account == account}.difference(places)
        first = not any(self._rows.positions[place] for place in (*wanted, *gone))
        reading = self._readings[account] = Reading(self.snapshot, self._rows.positions, {*wanted, *gone})
        whole = Page()
        if first:
            self._set_vaults(account, vaults)

        def receive(page: Page) -> None:
            if not first:
                whole.extend(page)
            elif self._readings.get(account) is reading:
                self._rows.merge(page)
                self._tell_soon()

        problems = await stream_all(worker, wanted, reading, receive)
        if self._readings.get(account) is reading:
            self._set_vaults(account, vaults)
            self._rows.merge(whole, reading.missed())
            self._count(account, {vault.id for vault in wanted.values()})
        return problems

    def _do_again(self, account: AccountId, change: Callable[[], None]) -> None:
        if account in self._readings:
            self._meanwhile.setdefault(account, []).append(change)

    def _do_all_again(self, account: AccountId) -> None:
        """Do once more what was done while the account was read: it may have been read before."""
        changes = self._meanwhile.pop(account, [])
        if self._readings.pop(account, None) is not None:
            for change in changes:
                change()

    def forget(self) -> None:
        """Drop everything, listeners too: the accounts are closed, and so are the screens."""
        self._listeners.clear()
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        self._rows, self.vaults, self._vaults = CatalogRows(), (), {HOME: ()}
        self._readings, self._meanwhile = {}, {}
        self._expected.clear()

    def forget_account(self, account: AccountId) -> None:
        """Show nothing of an account any more: it was closed."""
        self._readings.pop(account, None)
        self._meanwhile.pop(account, None)
        if account in self._vaults:
            self._vaults[account] = ()  # should it come again, it comes where it was
        self.vaults = tuple(chain.from_iterable(self._vaults.values()))
        self._rows.replace((), Columns(), self._rows.of_account(account))
        self.tell()

    def _set_vaults(self, account: AccountId, vaults: Iterable[Vault]) -> None:
        self._vaults[account] = tuple(vaults)
        self.vaults = tuple(chain.from_iterable(self._vaults.values()))

    # What changed

    def put(self, summary: ItemSummary) -> None:
        """Show an item that was made or changed."""
        self._do_again(summary.ref.account, partial(self.put, summary))
        more = self._rows.put(summary)
        if more is not None:
            self._note(summary.ref, more, summary.updated)

    def remove(self, ref: ItemRef) -> None:
        """Show an item no longer."""
        self._do_again(ref.account, partial(self.remove, ref))
        row = self.row(ref)
        if row is not None:
            less = ACTIVE[self.snapshot.columns.flags[row]]
            self._rows.replace((), Columns(), (row,))
            self._note(ref, -less)

    def put_vault(self, vault: Vault) -> None:
        """Show a vault that was made or changed."""
        self._do_again(vault.account, partial(self.put_vault, vault))
        others = [v for v in self._vaults.get(vault.account, ()) if v.id != vault.id]
        self._set_vaults(vault.account, sorted([*others, vault], key=lambda v: v.name.casefold()))
        self._rows.make_room([vault])
        self.tell()

    def remove_vault(self, account: AccountId, vault: VaultId) -> None:
        """Show a vault and its items no longer."""
        self._do_again(account, partial(self.remove_vault, account, vault))
        self._set_vaults(account, (v for v in self._vaults.get(account, ()) if v.id != vault))
        place = self._rows.place(account, vault)
        if place is not None:
            self._rows.replace((), Columns(), tuple(self._rows.positions[place].values()))
        self.tell()

    def _note(self, ref: ItemRef, more: int, updated: float = 0.0) -> None:
        """Note that a vault has so many active items more, and when it changed; and tell."""
        old = self.vault(ref.account, ref.vault)
        if old is not None:
            items, at = None if old.items is None else old.items + more, max(old.updated or 0.0, updated) or None
            new = replace(old, items=items, updated=at)
            self._set_vaults(ref.account, (new if v is old else v for v in self._vaults[ref.account]))
        self.tell()

    def _count(self, account: AccountId, read: Collection[VaultId]) -> None:
        """Count the active items of vaults that were read."""
        columns = self.snapshot.columns
        found = Counter(compress(columns.vault, columns.marks(ACTIVE)))
        number = {place.vault: found[at] for at, place in enumerate(self.snapshot.places) if place.account == account}
        vaults = self._vaults[account]
        self._set_vaults(account, (replace(v, items=number[v.id]) if v.id in read else v for v in vaults))

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
