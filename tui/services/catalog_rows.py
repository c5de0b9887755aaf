"""The rows of the catalog: one snapshot takes the place of another, and nothing is done row by row.

`positions` has, for each place, the row of every item by its id; the snapshots look rows up in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.host.display import display_text
from tui.services.columns import ARCHIVED, EMPTY, GONE, Columns, Place, Snapshot, pack
from tui.services.reading import Page

if TYPE_CHECKING:
    from tui.model.ids import AccountId, VaultId
    from tui.model.item import ItemSummary
    from tui.model.vault import Vault

ACTIVE = bytes(not flags & (GONE | ARCHIVED) for flags in range(256))
"""By flags, whether an item counts among those of its vault."""


class CatalogRows:
    """What there is now, as `snapshot`, and how it becomes another."""

    def __init__(self) -> None:
        self.snapshot: Snapshot = EMPTY
        self.positions: list[dict[str, int]] = []

    def make_room(self, vaults: Iterable[Vault]) -> list[int]:
        """Give every vault a place, with the name it has now; return the places."""
        places, at = list(self.snapshot.places), []
        for vault in vaults:
            known = self.place(vault.account, vault.id)
            if known is None:
                known = len(places)
                self.positions.append({})
            places[known : known + 1] = [Place(vault.account, vault.id, display_text(vault.name))]
            at.append(known)
        columns = Columns() if self.snapshot is EMPTY else self.snapshot.columns
        self.snapshot = Snapshot(columns, tuple(places), self.positions)
        return at

    def merge(self, page: Page, gone: Sequence[int] = ()) -> None:
        """Show what was read; rows that were put or deleted meanwhile stay as they are."""
        flags, positions = self.snapshot.columns.flags, self.positions
        there = [at for at, row in enumerate(page.rows) if not flags[row] & GONE]
        if there or gone:
            self.replace([page.rows[at] for at in there], page.changed.only(there), gone)
        if page.place is not None and positions[page.place].keys().isdisjoint(page.added.ids):
            self._append(page.added, page.place)
        elif len(page.added):
            added = enumerate(zip(page.added.vault, page.added.ids, strict=True))
            self._append(page.added.only([at for at, (place, item) in added if item not in positions[place]]))

    def put(self, summary: ItemSummary) -> int | None:
        """Show an item that was made or changed; return how many more are active. None: its vault is not known."""
        place, row = self.place(summary.ref.account, summary.ref.vault), self.snapshot.row(summary.ref)
        if place is None:
            return None
        one = pack(place, (summary,))
        more = ACTIVE[one.flags[0]]
        if row is None:
            self._append(one)
        else:
            more -= ACTIVE[self.snapshot.columns.flags[row]]
            self.replace((row,), one)
        return more

    def of_account(self, account: AccountId) -> list[int]:
        """Return the rows of an account."""
        places = zip(self.snapshot.places, self.positions, strict=True)
        return [row for place, rows in places if place.account == account for row in rows.values()]

    def _append(self, rows: Columns, place: int | None = None) -> None:
        """Show rows that are new; all of them at `place`, where it is given."""
        count = self.snapshot.count
        if place is not None:
            positions, total = self.positions[place], len(self.positions[place]) + len(rows)
            positions.update(zip(rows.ids, range(count, count + len(rows)), strict=True))
            if len(positions) < total:
                rows = rows.only(_lasting(rows.ids))
                positions.update(zip(rows.ids, range(count, count + len(rows)), strict=True))
        else:
            rows = rows.only(_lasting(zip(rows.vault, rows.ids, strict=True)))
            for row, (at, item) in enumerate(zip(rows.vault, rows.ids, strict=True), count):
                self.positions[at][item] = row
        self.snapshot = Snapshot(self.snapshot.columns.extended(rows), self.snapshot.places, self.positions)

    def replace(self, rows: Sequence[int], others: Columns, gone: Sequence[int] = ()) -> None:
        """Show other rows in the place of some, and some no longer."""
        columns = self.snapshot.columns.replaced(rows, others, gone)
        for row in gone:
            self.positions[columns.vault[row]].pop(columns.ids[row], None)
        self.snapshot = Snapshot(columns, self.snapshot.places, self.positions)

    def place(self, account: AccountId, vault: VaultId) -> int | None:
        """Return the place of a vault, or None."""
        for at, place in enumerate(self.snapshot.places):
            if (place.account, place.vault) == (account, vault):
                return at
        return None


def _lasting(items: Iterable[Any]) -> list[int]:
    """Return where each item comes last: one that is put in while pages are read moves others on to the next page."""
    return sorted({item: at for at, item in enumerate(items)}.values())
