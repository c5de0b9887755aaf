"""The engine that needs nothing but Python, for where frizbee is not to be had.

An answer is kept, so that a query that grows looks at its rows only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from tui.tools.blocks import Block, Found
from tui.tools.engine import BEST, Answer, Query, Words
from tui.tools.near import SHORTEST, SURE
from tui.tools.ranking import near_rank, ordered
from tui.tools.rows import BLOCK, Keep, Lines, Rows

REMEMBERED = 20_000
"""An answer of so many rows is kept."""

LOOKED = 10_000
"""So many rows are looked at for errors: it is slow."""

_Found = dict[int, Found]
"""What was found, by the number of the block."""


class SubstringEngine:
    """An engine (see `tui.tools.engine`) on `str.find`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._blocks: list[Block] = []
        self._last: tuple[Words, _Found] | None = None

    def extend(self, lines: Lines) -> None:
        """Take in rows that were appended."""
        self._last = None
        begin = 0
        while begin < len(lines):
            if not self._blocks or len(self._blocks[-1]) == BLOCK:
                self._blocks.append(Block())
            end = begin + BLOCK - len(self._blocks[-1])
            self._blocks[-1].extend(lines.part(begin, end))
            begin = end

    def change(self, row: int) -> None:
        """Take in that a row is another one, or was removed."""
        self._last = None
        self._blocks[row // BLOCK].replace(row % BLOCK, self._rows[row])

    def exact(self, query: Query, limit: int) -> Answer | None:
        """Return the rows that have every word."""
        answer = self._find(query)
        if answer is None:
            return None
        if query.keep is not None:
            answer = {number: _kept(found, query.keep, number * BLOCK) for number, found in answer.items()}
        rows = _ranked(self._blocks, answer, max(limit, BEST))
        best = ordered(query.words, rows[:BEST], self._rows, {})
        return Answer(sum(map(len, answer.values())), [*best, *rows[BEST:]][:limit])

    def near(self, query: Query, most: int, known: Collection[int]) -> Sequence[int] | None:
        """Return up to `most` rows, none of them known, that may have every word with an error in some."""
        words, keep = query.words, query.keep
        found: list[int] = []
        looked = 0
        for number, block in enumerate(self._blocks):
            if query.stop():
                return None
            if len(found) >= most or looked > LOOKED:
                break
            some = {number * BLOCK + at for at in set.intersection(*(_having_some(block, word) for word in words))}
            likely = sorted(row for row in some.difference(known) if keep is None or keep[row])
            looked += len(likely)
            found += (row for row in likely if near_rank(words, self._rows[row]) is not None)
        return found[:most]

    def _find(self, query: Query) -> _Found | None:
        """Return all rows that match."""
        words = query.words
        among: _Found | None = None
        if self._last is not None and _grew(self._last[0], words):
            among = self._last[1]
        answer: _Found = {}
        for number, block in enumerate(self._blocks):
            if query.stop():
                return None
            if among is None:
                answer[number] = block.find(words)
            elif known := among.get(number):
                answer[number] = block.find(words, Found(known.rows, {}))
        self._last = (words, answer) if sum(map(len, answer.values())) <= REMEMBERED else None
        return answer


def _having_some(block: Block, word: str) -> set[int]:
    """Return the rows of a block that have a piece of the word which one error leaves whole."""
    return {at for piece in _pieces(word) for at in block.having(piece).rows}


def _pieces(word: str) -> Iterator[str]:
    if len(word) < SHORTEST:
        yield word
    elif len(word) < SURE:
        yield from (word[:2], word[2:], word[0] + word[2] + word[1] + word[3:])
    else:
        third = len(word) // 3
        yield from (word[:third], word[third : 2 * third], word[2 * third :])


def _ranked(blocks: Sequence[Block], answer: _Found, limit: int) -> list[int]:
    """Return the best `limit` rows in order. Ranks the others only where those whose title begins so do not do."""
    first: _Found = {}
    others: _Found = {}
    for number, found in answer.items():
        begun = [0 in columns for columns in zip(*found.columns.values(), strict=True)]
        first[number] = found.only(begun)
        others[number] = found.only([not one for one in begun]) if True in begun else found
    ranked = _ordered(blocks, first)
    if len(ranked) < limit:
        ranked += _ordered(blocks, others)
    return ranked[:limit]


def _ordered(blocks: Sequence[Block], answer: _Found) -> list[int]:
    """Return all rows in order. Those of a rank gather in a bucket, so that only the few ranks are sorted."""
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for number, found in answer.items():
        if found:
            base = number * BLOCK
            for at, rank in zip(found.rows, blocks[number].ranks(found), strict=True):
                buckets[rank].append(base + at)
    return [row for rank in sorted(buckets) for row in buckets[rank]]


def _kept(found: Found, keep: Keep, base: int) -> Found:
    """Return the rows found without those that `keep` leaves out."""
    marks = keep[base : base + BLOCK]
    return found.only([marks[at] for at in found.rows]) if 0 in marks else found


def _grew(before: Words, words: Words) -> bool:
    """Whether rows that match `words` are among those that matched `before`."""
    return all(any(word.startswith(old) for word in words) for old in before)
