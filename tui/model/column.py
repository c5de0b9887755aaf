"""A column: one value for each of many rows, in chunks that are shared by the columns made of it.

Columns never change. What a column holds beside texts and numbers would be looked at by the garbage collector.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any, Generic, TypeVar

from tui.model.texts import TagLists, Texts

T = TypeVar("T")

CHUNK = 256
"""Rows of a chunk. All chunks but the last are full."""


class Column(Generic[T]):
    """Values in chunks that are all tuples, or bytes, or arrays, or `Texts`, or `TagLists`.

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

    def __eq__(self, other: object) -> bool:
        return self.chunks == other.chunks if isinstance(other, Column) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def part(self, begin: int, end: int) -> Any:
        """Return the values of the rows from `begin` to before `end`, in the form of a chunk."""
        first = begin // CHUNK
        cut = list(self.chunks[first : -(-end // CHUNK)])
        if not cut:
            return self.chunks[-1][:0]
        size = end - (first + len(cut) - 1) * CHUNK
        if size < len(cut[-1]):
            cut[-1] = cut[-1][:size]
        if begin % CHUNK:
            cut[0] = cut[0][begin % CHUNK :]
        return together(cut)

    def extended(self, values: Any) -> Column[T]:
        """Return a column with more values, given in the form of a chunk, after those of this one."""
        tail = self.chunks[-1]
        if not len(tail):
            return Column(*self.chunks[:-1], *_cut(values))
        room = CHUNK - len(tail)
        if not room:
            return Column(*self.chunks, *_cut(values)) if len(values) else self
        filled = together([tail, values[:room]])
        more = _cut(values[room:]) if len(values) > room else ()
        return Column(*self.chunks[:-1], filled, *more)

    def followed(self, other: Column[T]) -> Column[T]:
        """Return a column with the values of another after those of this one."""
        if len(self.chunks[-1]) not in (0, CHUNK):
            return self.extended(together(other.chunks))
        begun = self.chunks if len(self.chunks[-1]) else self.chunks[:-1]
        return Column(*begun, *other.chunks) if len(other) else self

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
        values = tuple(self) if len(rows) > len(self.chunks) else self  # each text is cut out of its chunk
        return column(_like(self.chunks[-1], [values[row] for row in rows]))


def column(values: Any) -> Column[Any]:
    """Return a column of values in the form of a chunk, of any length."""
    return Column(*_cut(values))


def joined(parts: Sequence[Column[T]]) -> Column[T]:
    """Return one or more columns as one."""
    whole = all(len(part.chunks[-1]) == CHUNK for part in parts[:-1])
    if whole and len(parts[-1]):
        return Column(*chain.from_iterable([part.chunks for part in parts]))
    return reduce(Column.followed, parts)


def together(chunks: Sequence[Any]) -> Any:
    """Return one or more chunks of a kind as one."""
    first = chunks[0]
    if len(chunks) == 1:
        return first
    if isinstance(first, Texts | TagLists):
        return type(first).together(chunks)
    if isinstance(first, bytes):
        return b"".join(chunks)
    if isinstance(first, array):
        return array(first.typecode, b"".join(chunks))
    return tuple(chain.from_iterable(chunks))


def _cut(values: Any) -> list[Any]:
    if len(values) <= CHUNK:
        return [values]
    if isinstance(values, Texts | TagLists):  # each slice of them would cut out all
        kind, values = type(values), tuple(values)
        return [kind.of(values[at : at + CHUNK]) for at in range(0, len(values), CHUNK)]
    return [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]


def _like(chunk: Any, values: list[Any]) -> Any:
    if isinstance(chunk, Texts | TagLists):
        return type(chunk).of(values)
    return array(chunk.typecode, values) if isinstance(chunk, array) else type(chunk)(values)
