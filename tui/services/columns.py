"""Items as columns: what a list needs of many items, with no object per row.

Rows are only ever added. A snapshot is the columns, how many rows of them it sees, and nothing else; replacing a row
makes new columns. Text is safe to show: it passed `display_text()` here, so that what is matched, marked and measured
is one text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.host.display import display_text
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary

FAVOURITE = 1
ARCHIVED = 2
HAS_OTP = 4
GONE = 8


class Columns:
    """Rows of items. `vault` holds places in the catalog's list of vaults, `updated` Unix seconds."""

    __slots__ = ("category", "flags", "hosts", "ids", "tags", "titles", "updated", "usernames", "vault")

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.usernames: list[str] = []
        self.hosts: list[str] = []
        self.tags: list[tuple[str, ...]] = []
        self.category: list[str] = []
        self.vault = array("H")
        self.flags = bytearray()
        self.updated = array("d")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, vault: int, page: Iterable[ItemSummary]) -> None:
        """Append items of the vault at place `vault`."""
        for summary in page:
            self.ids.append(summary.ref.item)
            self.titles.append(display_text(summary.title))
            self.usernames.append(display_text(summary.username))
            self.hosts.append(display_text(summary.host))
            self.tags.append(tuple(map(display_text, summary.tags)) if summary.tags else ())
            self.category.append(summary.category)
            self.vault.append(vault)
            self.flags.append(_flags(summary))
            self.updated.append(summary.updated)

    def extend(self, other: Columns) -> None:
        """Append all rows of another."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))

    def replaced(self, row: int, one: Columns) -> Columns:
        """Return new columns in which `row` is the single row of `one`."""
        new = self.copy()
        for name in self.__slots__:
            getattr(new, name)[row] = getattr(one, name)[0]
        return new

    def copy(self) -> Columns:
        """Return columns of the same rows that can be changed apart from these."""
        new = Columns()
        for name in self.__slots__:
            setattr(new, name, getattr(self, name)[:])
        return new


def _flags(summary: ItemSummary) -> int:
    return FAVOURITE * summary.favourite + ARCHIVED * summary.archived + HAS_OTP * summary.has_otp


@dataclass(frozen=True, slots=True)
class Place:
    """A vault in the catalog: where it is, and its name, safe to show."""

    account: AccountId
    vault: VaultId
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What the catalog held at one moment. Compared by identity."""

    columns: Columns
    count: int
    places: Sequence[Place]

    def ref(self, row: int) -> ItemRef:
        """Return where the item of a row is."""
        place = self.places[self.columns.vault[row]]
        return ItemRef(place.account, place.vault, ItemId(self.columns.ids[row]))

    def has(self, row: int, flag: int) -> bool:
        """Whether a row has one of the flags."""
        return bool(self.columns.flags[row] & flag)


EMPTY = Snapshot(Columns(), 0, ())
