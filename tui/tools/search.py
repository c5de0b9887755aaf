"""Search over the rows of a list: words in any order, each anywhere in title, user name, host or tags.

First come the rows that have every word as it is spelt: anywhere, or as the initials of the title's first words. Behind
them, and apart from them, come up to `NEAR` rows that have all of them with errors: in a word of four letters and more
one letter too many, missing, another, or two that changed places, where a word of the row begins; or words of the title
run together ("amwebser"). Letters that only occur in this order, scattered over the line, are no match. So all that is
counted is something that a person can see in the row, and `spans` marks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import overload

from tui.tools.engine import NOTHING, Engine, Query, Words, never
from tui.tools.folding import Span, fold_words
from tui.tools.marking import spans, spans_of
from tui.tools.near import LONGEST
from tui.tools.ranking import near_rank
from tui.tools.rows import BLOCK, Batch, Keep, Rows, SearchRow, batches

__all__ = ["Batch", "Hit", "Hits", "SearchIndex", "SearchRow", "spans"]

NEAR = 50
"""So many rows with errors are found, the best of them."""

ENOUGH = 1_000
"""Behind more rows than these, nobody looks for rows with errors: they are not found."""

CANDIDATES = 300
"""So many rows are looked at for errors."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that matches. `row` counts the rows in the order they were added; `near`: not all words are spelt so."""

    ref: object
    row: int
    title: str
    words: Words
    near: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """What matched in the title, in characters."""
        return self.spans_in(self.title)

    def spans_in(self, text: str) -> tuple[Span, ...]:
        """What matches in another text of the row, in characters."""
        return spans_of(text, self.words, near=self.near)


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer: how many rows match, and the best of them first, as row numbers and as hits.

    The first `exact` of them have all words as they are spelt, the others have errors. Hits are made when they are
    asked for, so they are good until the index changes.
    """

    total: int
    rows: Sequence[int]
    hits: Sequence[Hit]
    exact: int
    words: Words = ()


class SearchIndex:
    """Rows that can be searched. Row numbers stay: a removed row is never found again, and no other takes its number.

    Not safe for several threads at once. Without an `engine` the quickest there is is taken when the first row comes:
    it costs an import.
    """

    def __init__(self, engine: Callable[[Rows], Engine] | None = None) -> None:
        self._rows = Rows()
        self._make = engine or _quickest
        self._made: Engine | None = None

    def __len__(self) -> int:
        """How many rows were added."""
        return len(self._rows)

    def extend(self, rows: Iterable[SearchRow]) -> None:
        """Add rows."""
        for batch in batches(rows, BLOCK):
            self.extend_columns(batch)

    def extend_columns(self, batch: Batch) -> None:
        """Add rows that are columns already."""
        engine = self._engine
        engine.extend(self._rows.extend(batch))

    def update(self, row: int, new: SearchRow) -> None:
        """Put another row in the place of `row`."""
        self._rows.replace(row, new)
        self._engine.change(row)

    def remove(self, row: int) -> None:
        """Take `row` out."""
        self._rows.remove(row)
        self._engine.change(row)

    def search(self, query: str, limit: int, keep: Keep | None = None) -> Hits:
        """Return the rows that match, the best `limit` of them in order (see `tui.tools.ranking`).

        Those of initials only are counted up to some hundreds, and of those with errors only `NEAR`. Without a word
        every row is found, in the order of adding. `keep`, where given, has a byte per row; rows with a zero are left
        out, and not counted.
        """
        limit = max(limit, 0)
        exact = self.search_exactly(query, max(limit, ENOUGH), keep)
        near = self.near(query, exact.rows, keep) if exact.total <= ENOUGH else []
        return self._hits(exact.total + len(near), [*exact.rows, *near][:limit], exact.words, exact.total)

    def search_exactly(
        self, query: str, limit: int, keep: Keep | None = None, stop: Callable[[], bool] = never
    ) -> Hits:
        """Return the rows that have every word as it is spelt, as soon as can be. Nothing, where `stop` says to."""
        words = fold_words(query)
        if not words:
            rows = self._all(keep)
            return self._hits(len(rows), rows[:limit], words, len(rows))
        answer = self._engine.exact(Query(words, keep, stop), limit) or NOTHING
        return self._hits(answer.total, answer.rows, words, answer.total)

    def near(
        self, query: str, known: Iterable[int], keep: Keep | None = None, stop: Callable[[], bool] = never
    ) -> list[int]:
        """Return the rows with errors, best first. `known` are all that have every word as it is spelt."""
        words, found = fold_words(query), None
        if words and max(map(len, words)) <= LONGEST:
            found = self._engine.near(Query(words, keep, stop), CANDIDATES, frozenset(known))
        ranks = {row: rank for row in found or () if (rank := near_rank(words, self._rows[row])) is not None}
        return sorted(ranks, key=lambda row: (ranks[row], row))[:NEAR]

    def hit(self, row: int, words: Words, *, near: bool = False) -> Hit:
        """Return the hit of a row that was found by `words`, which are folded."""
        return Hit(self._rows.ref(row), row, self._rows[row].title, words, near)

    def _hits(self, total: int, rows: Sequence[int], words: Words, exact: int) -> Hits:
        return Hits(total, rows, _HitList(self, rows, words, exact), exact, words)

    def _all(self, keep: Keep | None) -> list[int]:
        count, removed = len(self._rows), self._rows.removed
        rows = range(count) if keep is None else compress(range(count), keep)
        return [row for row in rows if row not in removed] if removed else list(rows)

    @property
    def _engine(self) -> Engine:
        if self._made is None:
            self._made = self._make(self._rows)
        return self._made


class _HitList(Sequence[Hit]):
    """Hits that are made when they are asked for, since a list shows only some of them."""

    def __init__(self, index: SearchIndex, rows: Sequence[int], words: Words, exact: int) -> None:
        self._index, self._rows, self._words, self._exact = index, rows, words, exact

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        return self._index.hit(self._rows[at], self._words, near=at >= self._exact)


def _quickest(rows: Rows) -> Engine:
    """Return the engine on frizbee, or the one in Python where frizbee is not to be had."""
    try:
        from tui.tools.fuzzy import FuzzyEngine
    except ImportError:
        from tui.tools.substrings import SubstringEngine

        return SubstringEngine(rows)
    return FuzzyEngine(rows)
