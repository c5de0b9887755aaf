"""Items as columns: what a list needs of many items, with no object per row.

Columns never change: what adds or replaces rows makes new ones, which share with the old all but the chunks concerned,
and know the rows that were replaced since. Text is safe to show: it passed `display_text()` here, so that what is
matched, marked and measured is one text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from tui.host.display import LIMIT, display_text
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary

T = TypeVar("T")

FAVOURITE = 1
ARCHIVED = 2
HAS_OTP = 4
GONE = 8

NAMES = ("category", "flags", "hosts", "ids", "tags", "titles", "updated", "usernames", "vault")

CHUNK = 1024
"""Rows of a chunk. All chunks but the last are full."""


class Column(Generic[T]):
    """One value for each row, in chunks that are all tuples, or bytes, or arrays.

    Not a list: at a list the garbage collector looks element by element, every time; a tuple of strings it lets be.
    """

    __slots__ = ("chunks",)

    def __init__(self, *chunks: Any) -> None:
        self.chunks = chunks

    def __len__(self) -> int:
        return (len(self.chunks) - 1) * CHUNK + len(self.chunks[-1])

    def __getitem__(self, row: int) -> T:
        value: T = self.chunks[row // CHUNK][row % CHUNK]
        return value

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.chunks)

    def part(self, begin: int, end: int) -> Any:
        """Return the values of the rows from `begin` to before `end`, in the form of a chunk."""
        found, chunks = self.chunks[-1][:0], self.chunks[begin // CHUNK : -(-end // CHUNK)]
        for number, chunk in enumerate(chunks, begin // CHUNK):
            found = found + chunk[max(begin - number * CHUNK, 0) : end - number * CHUNK]
        return found

    def extended(self, values: Any) -> Column[T]:
        """Return a column with more values, given in the form of a chunk, after those of this one."""
        tail = self.chunks[-1] + values
        return Column(*self.chunks[:-1], *(tail[at : at + CHUNK] for at in range(0, max(len(tail), 1), CHUNK)))

    def replaced(self, values: Mapping[int, T]) -> Column[T]:
        """Return a column with other values in some rows."""
        chunks = list(self.chunks)
        for number in {row // CHUNK for row in values}:
            rows = range(number * CHUNK, number * CHUNK + len(chunks[number]))
            chunk = [values.get(row, old) for row, old in zip(rows, chunks[number], strict=True)]
            chunks[number] = _like(chunks[number], chunk)
        return Column(*chunks)

    def only(self, rows: Sequence[int]) -> Column[T]:
        """Return a column of some of the rows."""
        empty: Column[T] = Column(self.chunks[-1][:0])
        return empty.extended(_like(self.chunks[-1], [self[row] for row in rows]))


def _like(chunk: Any, values: list[Any]) -> Any:
    return array(chunk.typecode, values) if isinstance(chunk, array) else type(chunk)(values)


class Columns:
    """Rows of items. `vault` holds places in the catalog's list of vaults, `updated` Unix seconds."""

    __slots__ = (*NAMES, "_age", "_replaced")

    def __init__(self) -> None:
        self.ids: Column[str] = Column(())
        self.titles: Column[str] = Column(())
        self.usernames: Column[str] = Column(())
        self.hosts: Column[str] = Column(())
        self.tags: Column[tuple[str, ...]] = Column(())
        self.category: Column[str] = Column(())
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
            setattr(new, name, getattr(self, name).extended(getattr(others, name).part(0, len(others))))
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


class Packer:
    """Makes columns of summaries. What many items share, such as a tag, becomes one object: a third of the memory."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._tags: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}

    def pack(self, vault: int, page: Sequence[ItemSummary]) -> Columns:
        """Return the items of the vault at place `vault`."""
        shared, columns = self._texts.setdefault, Columns()
        columns.ids = columns.ids.extended(tuple([one.ref.item for one in page]))
        columns.titles = columns.titles.extended(tuple(_shown([one.title for one in page])))
        columns.usernames = columns.usernames.extended(tuple(_shown([one.username for one in page])))
        columns.hosts = columns.hosts.extended(tuple([shared(one, one) for one in _shown([one.host for one in page])]))
        columns.tags = columns.tags.extended(tuple([self._tags.get(one.tags) or self._shown(one.tags) for one in page]))
        columns.category = columns.category.extended(tuple([shared(one.category, one.category) for one in page]))
        columns.vault = columns.vault.extended(array("H", [vault]) * len(page))
        flags = [FAVOURITE * one.favourite + ARCHIVED * one.archived + HAS_OTP * one.has_otp for one in page]
        columns.flags = columns.flags.extended(bytes(flags))
        columns.updated = columns.updated.extended(array("d", [one.updated for one in page]))
        return columns

    def _shown(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        if tags not in self._tags:
            self._tags[tags] = tuple(self._texts.setdefault(tag, tag) for tag in map(display_text, tags))
        return self._tags[tags]


def _shown(texts: list[str]) -> list[str]:
    """Return the texts, safe to show; at once where all of them are plain."""
    whole = "".join(texts)
    if whole.isascii() and whole.isprintable() and (len(whole) <= LIMIT or max(map(len, texts)) <= LIMIT):
        return texts
    return [display_text(text) for text in texts]


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


EMPTY = Snapshot(Columns(), ())
