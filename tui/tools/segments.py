"""Rows as frizbee has them: in segments, each with its own copy of the titles and of whole lines.

frizbee lets go of the interpreter while it matches, but the objects for what it found are made with it held; a segment
is as large as that is no more than some milliseconds.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import compress, islice
from operator import attrgetter
from typing import TypeAlias, TypeVar

from frizbee import Haystacks, Match

from tui.tools.folding import searchable
from tui.tools.matchers import encodable
from tui.tools.rows import APART, Keep, Lines

SIZE = 65_536
"""Rows in a segment."""

MANY = 500_000
"""From so many rows on all processors match them: with fewer, starting threads costs more than they save."""

TIED = 5_000
"""So many rows that are equally good are looked at for the shortest titles."""

THREADS = min(os.cpu_count() or 1, 4)

T = TypeVar("T")

Matched: TypeAlias = tuple[int, Sequence[Match], Sequence[int]]
"""How many lines matched, and the first of them with their rows."""

NONE: Matched = (0, (), ())

_index: Callable[[Match], int] = attrgetter("index")


class Segment:
    """Lines that frizbee has. `rows` tells which row each of them is."""

    __slots__ = ("lines", "rows", "titles")

    def __init__(self, begin: int | None = None) -> None:
        self.rows: array[int] | range = array("I") if begin is None else range(begin, begin)
        self.lines = Haystacks()
        self.titles = Haystacks()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether the rows follow each other."""
        return isinstance(self.rows, range)

    def extend(self, lines: Lines, rows: Sequence[int]) -> None:
        """Append rows."""
        titles, texts = lines.titles, lines.texts
        if not all(map(str.isascii, texts)):
            texts = [text if text.isascii() else encodable(searchable(text)) for text in texts]
            own = zip(titles, texts, strict=True)
            titles = [title if title.isascii() else text.split(APART, 1)[0] for title, text in own]
        self.lines.extend(texts)
        self.titles.extend(titles)
        if isinstance(self.rows, range):
            self.rows = range(self.rows.start, self.rows.stop + len(rows))
        else:
            self.rows.extend(rows)


@dataclass(frozen=True, slots=True)
class View:
    """A segment, and which of all rows may be found in it: all but at most `barred`."""

    segment: Segment
    keep: Keep | None = None
    barred: int = 0

    @property
    def count(self) -> int:
        """How many rows may be found, where they follow each other."""
        rows = self.segment.rows
        return len(rows) - (self.keep.count(0, rows[0], rows[-1] + 1) if self.keep is not None and rows else 0)

    def kept(self, matches: list[Match], most: int) -> Matched:
        """Return how many of the matches may be found, and the first of them with their rows."""
        if self.keep is None:
            first = matches[:most]
            return len(matches), first, self.rows(first)
        rows = self.rows(matches)
        marks = list(map(self.keep.__getitem__, rows))
        first = list(islice(compress(matches, marks), most))
        return len(marks) - marks.count(0), first, list(islice(compress(rows, marks), most))

    def rows(self, matches: Sequence[Match]) -> list[int]:
        """Return the rows of matches."""
        return list(map(self.segment.rows.__getitem__, map(_index, matches)))


@dataclass(slots=True)
class Tiers:
    """Rows by score, the highest first, and how many there are; of many only the first are kept."""

    total: int = 0
    rows: dict[int, list[int]] = field(default_factory=dict)

    def add(self, total: int, matches: Sequence[Match], rows: Sequence[int]) -> None:
        """Add what was found in one segment, in the order of the scores."""
        self.total += total
        begin = 0
        while begin < len(matches):
            score = matches[begin].score
            end = bisect_right(matches, -score, lo=begin, key=lambda match: -match.score)
            self.rows.setdefault(score, []).extend(rows[begin:end])
            begin = end

    def at_least(self, score: int) -> int:
        """Return how many of the rows that were kept have such a score, or a higher one."""
        return sum(len(rows) for one, rows in self.rows.items() if one >= score)

    def __iter__(self) -> Iterator[list[int]]:
        return (self.rows[score] for score in sorted(self.rows, reverse=True))

    def first(self, count: int, length: Callable[[int], int]) -> list[int]:
        """Return the best rows; among equals those with the shortest titles, then the oldest."""
        found: list[int] = []
        for tier in self:
            missing = count - len(found)
            if len(tier) > missing:
                return found + sorted(tier[:TIED], key=length)[:missing]
            found += tier
        return found


def each(look: Callable[[View], T], views: Sequence[View], rows: int) -> Iterator[T]:
    """Yield what `look` finds in each view, in order; where they are of so many rows in all, on all processors.

    The first are looked at before the others: what was found there may spare those some of the work.
    """
    if rows < MANY or THREADS < 2 or len(views) < 2:
        yield from map(look, views)
        return
    with ThreadPoolExecutor(THREADS, "search") as pool:
        for some in (views[:THREADS], views[THREADS:]):
            yield from [found.result() for found in [pool.submit(look, view) for view in some]]
