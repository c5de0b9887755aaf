"""The rows of a search, as lines: title, user name, host and tags, with a sign between them that no word holds.

Lines stand one after the other in a text for a thousand rows: no object here is one of a row, which the garbage
collector would have to look at, or which would cost more memory than what it says.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise
from typing import NamedTuple, TypeAlias

from tui.model.texts import TagLists

APART = "\x1f"
"""Stands between what a row says. It counts as a space: a word of a query has none."""

BLOCK = 1024
"""Rows in a block. All but the last are full, so that a row's number tells its block."""

Keep: TypeAlias = "bytes | bytearray"
"""A byte for each row: where it is zero, the row is not to be found."""


class SearchRow(NamedTuple):
    """A row to be found. `ref` is anything; it is given back with a hit."""

    ref: object
    title: str
    username: str = ""
    host: str = ""
    tags: tuple[str, ...] = ()


class Line(NamedTuple):
    """A row as it is searched. `text` begins with the title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as they are searched, one after the other."""

    titles: Sequence[str]
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, begin: int, end: int) -> Lines:
        """Return the rows from `begin` to before `end`."""
        return Lines(self.titles[begin:end], self.texts[begin:end])


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as columns. Without `refs` none of them has one."""

    titles: Sequence[str]
    usernames: Sequence[str]
    hosts: Sequence[str]
    tags: Sequence[tuple[str, ...]]
    refs: Sequence[object] = ()

    @classmethod
    def of(cls, *rows: SearchRow) -> Batch:
        """Return some rows as columns; at least one."""
        refs, titles, usernames, hosts, tags = zip(*rows, strict=True)
        return cls(titles, usernames, hosts, tags, refs)

    def lines(self) -> Lines:
        """Return the rows as they are searched."""
        titles = list(self.titles)
        tags = self.tags.lines(APART) if isinstance(self.tags, TagLists) else map(APART.join, self.tags)
        columns = zip(titles, self.usernames, self.hosts, tags, strict=True)
        return Lines(titles, list(map(APART.join, columns)))


def batches(rows: Iterable[SearchRow], size: int = BLOCK) -> Iterator[Batch]:
    """Yield rows as batches of `size`."""
    coming = iter(rows)
    while some := list(islice(coming, size)):
        yield Batch.of(*some)


class Rows:
    """All rows by number. A row that was removed keeps its number, which no other takes."""

    __slots__ = ("_blocks", "_refs", "lengths", "removed")

    def __init__(self) -> None:
        self._blocks: list[tuple[str, array[int]]] = []  # the lines, and where each begins and the last ends
        self._refs: list[object] = []
        self.lengths = array("I")  # of the titles
        self.removed: set[int] = set()

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, row: int) -> Line:
        text, starts = self._blocks[row // BLOCK]
        line = text[starts[row % BLOCK] : starts[row % BLOCK + 1]]
        return Line(line[: self.lengths[row]], line)

    def ref(self, row: int) -> object:
        """Return what was given with a row."""
        return self._refs[row] if row < len(self._refs) else None

    def extend(self, batch: Batch) -> Lines:
        """Append rows; return them as they are searched."""
        lines = batch.lines()
        if any(ref is not None for ref in batch.refs):
            self._refs += [None] * (len(self) - len(self._refs))
            self._refs += batch.refs
        begin = 0
        if len(self) % BLOCK:
            text, starts = self._blocks.pop()
            begin = BLOCK - len(self) % BLOCK
            self._blocks.append(_block([*(text[one:two] for one, two in pairwise(starts)), *lines.texts[:begin]]))
        self._blocks += [_block(lines.texts[at : at + BLOCK]) for at in range(begin, len(lines), BLOCK)]
        self.lengths.extend(list(map(len, lines.titles)))
        return lines

    def replace(self, row: int, new: SearchRow) -> None:
        """Put another row in the place of one, also of one that was removed."""
        (title,), (line,) = (lines := Batch.of(new).lines()).titles, lines.texts
        text, starts = self._blocks[row // BLOCK]
        at = row % BLOCK
        more = len(line) - (starts[at + 1] - starts[at])
        self._blocks[row // BLOCK] = (
            text[: starts[at]] + line + text[starts[at + 1] :],
            starts[: at + 1] + array("I", [start + more for start in starts[at + 1 :]]),
        )
        self.lengths[row] = len(title)
        if row < len(self._refs) or new.ref is not None:
            self._refs += [None] * (row + 1 - len(self._refs))
            self._refs[row] = new.ref
        self.removed.discard(row)

    def remove(self, row: int) -> None:
        """Take a row out."""
        self.replace(row, SearchRow(None, ""))
        self.removed.add(row)

    def some(self, rows: Iterable[int]) -> Lines:
        """Return some of the rows as they are searched."""
        found = [self[row] for row in rows]
        return Lines([line.title for line in found], [line.text for line in found])


def _block(texts: Sequence[str]) -> tuple[str, array[int]]:
    return "".join(texts), array("I", list(chain((0,), accumulate(map(len, texts)))))
