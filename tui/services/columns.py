"""Items as columns: what a list needs of many items, with no object per row.

Columns never change: what adds or replaces rows makes new ones, which share with the old all but the chunks concerned,
and know the rows that were replaced since. Text is safe to show: it passed `display_text()` here, so that what is
matched, marked and measured is one text.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.host.display import display_text, plain_lines
from tui.model.column import Column, column
from tui.model.flags import ARCHIVED, FAVOURITE, HAS_OTP, SYNCING
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.texts import TagLists, Texts

if TYPE_CHECKING:
    from tui.model.item import ItemSummary
    from tui.model.page import SummaryPage

__all__ = ["ARCHIVED", "EMPTY", "FAVOURITE", "GONE", "HAS_OTP", "SYNCING", "Column", "Columns", "Place", "Snapshot"]

GONE = 8

NAMES = ("category", "flags", "hosts", "ids", "tags", "titles", "updated", "usernames", "vault")


_NO_TEXTS = Texts("", 0)


class Columns:
    """Rows of items. `vault` holds places in the catalog's list of vaults, `updated` Unix seconds."""

    __slots__ = (*NAMES, "_age", "_replaced")

    def __init__(self) -> None:
        self.ids: Column[str] = Column(())
        self.titles: Column[str] = Column(_NO_TEXTS)
        self.usernames: Column[str] = Column(_NO_TEXTS)
        self.hosts: Column[str] = Column(_NO_TEXTS)
        self.tags: Column[tuple[str, ...]] = Column(TagLists(_NO_TEXTS))
        self.category: Column[str] = Column(_NO_TEXTS)
        self.vault: Column[int] = Column(array("H"))
        self.flags: Column[int] = Column(b"")
        self.updated: Column[float] = Column(array("d"))
        self._replaced: list[int] = []  # every row ever replaced, in order; those made of these share it
        self._age = 0  # how many of these are replaced here

    def __len__(self) -> int:
        return len(self.ids)

    def extended(self, others: Columns) -> Columns:
        """Return columns with the rows of others after these."""
        new = self._descendant()
        for name in NAMES:
            setattr(new, name, getattr(self, name).followed(getattr(others, name)))
        return new

    def replaced(self, rows: Sequence[int], others: Columns, gone: Sequence[int] = ()) -> Columns:
        """Return columns in which `rows` are the rows of `others`, in this order, and the rows `gone` are gone."""
        new = self._descendant()
        for name in NAMES:
            column = getattr(self, name)
            setattr(new, name, column.replaced(dict(zip(rows, getattr(others, name), strict=True))) if rows else column)
        if gone:
            new.flags = new.flags.replaced({row: new.flags[row] | GONE for row in gone})
        new._replaced += (*rows, *gone)
        new._age = len(new._replaced)
        return new

    def _descendant(self) -> Columns:
        new = Columns()
        new._replaced, new._age = self._replaced, self._age
        return new

    def differing(self, older: Columns) -> Sequence[int] | None:
        """Return the rows replaced between these columns and `older`, or None where those are not the same rows.

        What was appended does not count.
        """
        if older._replaced is not self._replaced:
            return None
        return self._replaced[min(self._age, older._age) : max(self._age, older._age)]

    def only(self, rows: Sequence[int]) -> Columns:
        """Return new columns of some of the rows."""
        new = Columns()
        for name in NAMES:
            setattr(new, name, getattr(self, name).only(rows))
        return new

    def same(self, row: int, others: Columns, at: int, length: int = 1) -> bool:
        """Whether `length` rows from `row` on say the same as those of others from `at` on."""
        return all(
            getattr(self, name).part(row, row + length) == getattr(others, name).part(at, at + length) for name in NAMES
        )

    def marks(self, table: bytes) -> bytes:
        """Return a byte for each row: what `table` has for its flags."""
        return b"".join(chunk.translate(table) for chunk in self.flags.chunks)


def pack(vault: int, rows: Sequence[ItemSummary]) -> Columns:
    """Return the items of the vault at place `vault`. A page in columns gives its own, as far as they can be shown."""
    from tui.model.page import SummaryPage

    page = rows if isinstance(rows, SummaryPage) else _page(rows)
    columns = Columns()
    columns.ids = column(tuple(page.ids))
    columns.titles = _shown(page.titles)
    columns.usernames = _shown(page.usernames)
    columns.hosts = _shown(page.hosts)
    columns.tags = _shown_tags(page.tags)
    columns.category = page.categories
    columns.vault = column(array("H", [vault]) * len(page))
    columns.flags = page.flags
    columns.updated = page.updated
    return columns


def _page(rows: Sequence[ItemSummary]) -> SummaryPage:
    nowhere = ItemRef(AccountId(""), VaultId(""), ItemId(""))
    ref = rows[0].ref if rows else nowhere
    from tui.model.page import SummaryPage

    return SummaryPage.of(ref.account, ref.vault, rows)


def _shown(texts: Column[str]) -> Column[str]:
    """Return the texts, safe to show; those of a chunk at once where all of them are plain."""
    if all(_plain(chunk) for chunk in texts.chunks):
        return texts
    return Column(*(chunk if _plain(chunk) else Texts.of(map(display_text, chunk)) for chunk in texts.chunks))


def _shown_tags(tags: Column[tuple[str, ...]]) -> Column[tuple[str, ...]]:
    if all(_plain_tags(chunk) for chunk in tags.chunks):
        return tags
    return column(TagLists.of([tuple(map(display_text, one)) for one in tags]))


def _plain(chunk: Texts) -> bool:
    return chunk.joined is not None and plain_lines(chunk.joined)


def _plain_tags(chunk: TagLists) -> bool:
    lines = chunk.texts.joined
    return lines is not None and "\\" not in lines and plain_lines(lines.replace("\t", "\n"))


@dataclass(frozen=True, slots=True)
class Place:
    """A vault in the catalog: where it is, and its name, safe to show."""

    account: AccountId
    vault: VaultId
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What the catalog held at one moment. Compared by identity.

    `positions` has the rows of the items by id, for each of the places. It lives on: see `row`.
    """

    columns: Columns
    places: Sequence[Place]
    positions: Sequence[Mapping[str, int]] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.columns)

    def row(self, ref: ItemRef) -> int | None:
        """Return the row of an item that is still there, or None."""
        for place, positions in zip(self.places, self.positions, strict=False):
            if place.vault == ref.vault and place.account == ref.account:
                row = positions.get(ref.item)
                return row if row is not None and row < self.count else None
        return None

    def ref(self, row: int) -> ItemRef:
        """Return where the item of a row is."""
        place = self.places[self.columns.vault[row]]
        return ItemRef(place.account, place.vault, ItemId(self.columns.ids[row]))

    def has(self, row: int, flag: int) -> bool:
        """Whether a row has one of the flags."""
        return bool(self.columns.flags[row] & flag)


def refs_of(snapshot: Snapshot, account: AccountId) -> list[ItemRef]:
    """Return where all items of an account are that are listed, the last changed first."""
    places = [
        at for at, place in enumerate(snapshot.places) if place.account == account and at < len(snapshot.positions)
    ]
    rows = [row for at in places for row in snapshot.positions[at].values() if row < snapshot.count]
    updated = snapshot.columns.updated
    return [snapshot.ref(row) for row in sorted(rows, key=lambda row: updated[row], reverse=True)]


EMPTY = Snapshot(Columns(), ())
