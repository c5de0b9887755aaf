"""Search over the rows of a list: words in any order, each anywhere in title, user name, host or tags.

All rows that match are counted, the best are ranked. What is behind `SearchIndex` may change, what it answers may not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

from tui.tools.folding import Span, fold_words, spans, spans_of
from tui.tools.rows import BLOCK, Block, Found, SearchRow

__all__ = ["Hit", "Hits", "SearchIndex", "SearchRow", "spans"]

_REMEMBERED = 20_000
"""An answer of so many rows is kept, so that a query that grows looks at these only."""

_Answer = dict[int, Found]
"""What was found, by the number of the block."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that matches. `row` counts the rows in the order they were added."""

    ref: object
    row: int
    title: str
    words: tuple[str, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """What matched in the title, in characters."""
        return spans_of(self.title, self.words)

    def spans_in(self, text: str) -> tuple[Span, ...]:
        """What matches in another text of the row, in characters."""
        return spans_of(text, self.words)


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer: how many rows match, and the best of them first, as row numbers and as hits.

    Hits are made when they are asked for, so they are good until the index changes.
    """

    total: int
    rows: Sequence[int]
    hits: Sequence[Hit]


class SearchIndex:
    """Rows that can be searched. Row numbers stay: a removed row is never found again, and no other takes its number.

    Not safe for several threads at once.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._last: tuple[tuple[str, ...], _Answer] | None = None

    def __len__(self) -> int:
        """How many rows were added."""
        return (len(self._blocks) - 1) * BLOCK + len(self._blocks[-1]) if self._blocks else 0

    def extend(self, rows: Iterable[SearchRow]) -> None:
        """Add rows. From columns: `extend(map(SearchRow, refs, titles, usernames, hosts, tags))`."""
        self._last = None
        coming = iter(rows)
        if self._blocks and len(self._blocks[-1]) < BLOCK:
            self._blocks[-1].extend(list(islice(coming, BLOCK - len(self._blocks[-1]))))
        while batch := list(islice(coming, BLOCK)):
            self._blocks.append(Block())
            self._blocks[-1].extend(batch)

    def update(self, row: int, new: SearchRow) -> None:
        """Put another row in the place of `row`."""
        self._last = None
        self._blocks[row // BLOCK].replace(row % BLOCK, new)

    def remove(self, row: int) -> None:
        """Take `row` out."""
        self._last = None
        self._blocks[row // BLOCK].replace(row % BLOCK, None)

    def search(self, query: str, limit: int, keep: bytes | bytearray | None = None) -> Hits:
        """Return the rows in which every word of `query` occurs, the best `limit` of them in order.

        Rows whose title begins with one of the words come first. Then each word gives points: the title begins with
        it (4), a word of the title does, or the words' initials do (3), it is inside the title (2), it is elsewhere
        (1). Then come shorter titles, then older rows. Without a word every row is found, in the order of adding.
        `keep`, where given, has a byte per row; rows with a zero are left out, and not counted.
        """
        words = fold_words(query)
        answer = self._find(words)
        if keep is not None:
            answer = {number: _kept(found, keep, number * BLOCK) for number, found in answer.items()}
        total = sum(map(len, answer.values()))
        rows = _ranked(self._blocks, answer, max(limit, 0)) if words else _in_order(answer, max(limit, 0))
        return Hits(total, rows, _HitList(self, rows, words))

    def hit(self, row: int, words: tuple[str, ...]) -> Hit:
        """Return the hit of a row that was found by `words`, which are folded."""
        block, at = self._blocks[row // BLOCK], row % BLOCK
        return Hit(block.refs[at], row, block.titles[at], words)

    def _find(self, words: tuple[str, ...]) -> _Answer:
        """Return all rows that match."""
        blocks = enumerate(self._blocks)
        if not words:
            return {number: Found(block.present(), {}) for number, block in blocks}
        if self._last is not None and _grew(self._last[0], words):
            known = self._last[1].items()
            answer = {number: self._blocks[number].find(words, Found(rows.rows, {})) for number, rows in known if rows}
        else:
            answer = {number: block.find(words) for number, block in blocks}
        self._last = (words, answer) if sum(map(len, answer.values())) <= _REMEMBERED else None
        return answer


class _HitList(Sequence[Hit]):
    """Hits that are made when they are asked for, since a list shows only some of them."""

    def __init__(self, index: SearchIndex, rows: Sequence[int], words: tuple[str, ...]) -> None:
        self._index, self._rows, self._words = index, rows, words

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        if isinstance(at, slice):
            return [self._index.hit(row, self._words) for row in self._rows[at]]
        return self._index.hit(self._rows[at], self._words)


def _ranked(blocks: Sequence[Block], answer: _Answer, limit: int) -> list[int]:
    """Return the best `limit` rows in order. Ranks the others only where those whose title begins so do not do."""
    first: _Answer = {}
    others: _Answer = {}
    for number, found in answer.items():
        begun = [0 in columns for columns in zip(*found.columns.values(), strict=True)]
        first[number] = found.only(begun)
        others[number] = found.only([not one for one in begun]) if True in begun else found
    ranked = _ordered(blocks, first)
    if len(ranked) < limit:
        ranked += _ordered(blocks, others)
    return ranked[:limit]


def _ordered(blocks: Sequence[Block], answer: _Answer) -> list[int]:
    """Return all rows in order. Those of a rank gather in a bucket, so that only the few ranks are sorted."""
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for number, found in answer.items():
        if found:
            base = number * BLOCK
            for at, rank in zip(found.rows, blocks[number].ranks(found), strict=True):
                buckets[rank].append(base + at)
    return [row for rank in sorted(buckets) for row in buckets[rank]]


def _in_order(answer: _Answer, limit: int) -> list[int]:
    rows = (number * BLOCK + at for number, found in answer.items() for at in found.rows)
    return list(islice(rows, limit))


def _kept(found: Found, keep: bytes | bytearray, base: int) -> Found:
    """Return the rows found without those that `keep` leaves out."""
    marks = keep[base : base + BLOCK]
    return found.only([marks[at] for at in found.rows]) if 0 in marks else found


def _grew(before: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether rows that match `words` are among those that matched `before`."""
    return all(any(word.startswith(old) for word in words) for old in before)
