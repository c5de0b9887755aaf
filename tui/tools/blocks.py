"""A block of rows: one folded text, and where each row starts in it. A search is `str.find`; a change copies one block.

Nothing here is an object per row, so that the garbage collector has nothing to follow.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from tui.tools.folding import fold_lines, initials, title_words
from tui.tools.rows import APART, Line, Lines

PREFIX, START, INSIDE, ELSEWHERE = 4, 3, 2, 1

_LONGEST = 0xFFFF
_DENSE = 4
"""Where more than one row in so many has a word, looking at each is quicker than finding the word again and again."""


@dataclass(slots=True)
class Found:
    """Rows of a block, in order, and of each word the columns at which they have it first (-1: they do not)."""

    rows: list[int]
    columns: dict[str, list[int]]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, chosen: Sequence[bool] | Sequence[int]) -> Found:
        """Return those rows for which `chosen` is true."""
        columns = {word: list(compress(column, chosen)) for word, column in self.columns.items()}
        return Found(list(compress(self.rows, chosen)), columns)


class Block:
    """Up to `BLOCK` rows, each a line of the text."""

    __slots__ = ("_ends", "_initials", "_starts", "_text", "_words")

    def __init__(self) -> None:
        self._text = ""
        self._starts = array("I", [0])  # of each row in the text, and of the one that will come next
        self._ends = array("H")  # the length of the folded title
        self._words: list[str] = []  # the words of a title where its spaces do not tell them, else ""
        self._initials = "\n"  # lines of "initials row"

    def __len__(self) -> int:
        return len(self._ends)

    def extend(self, rows: Lines) -> None:
        """Append rows."""
        lines = fold_lines([text.replace("\n", " ") for text in rows.texts])
        words = title_words(list(rows.titles))
        firsts = enumerate(map(initials, words), len(self))
        self._initials += "".join([f"{letters} {at}\n" for at, letters in firsts if letters])
        self._words += [_odd(own, line) for own, line in zip(words, lines, strict=True)]
        self._ends.extend([min(line.index(APART), _LONGEST) for line in lines])
        self._text += "".join([f"{line}\n" for line in lines])
        self._starts.extend(accumulate([len(line) + 1 for line in lines], initial=self._starts.pop()))

    def replace(self, at: int, line: Line) -> None:
        """Put another row in the place of one."""
        one = Block()
        one.extend(Lines(line[:1], line[1:]))
        text = one._text
        self._words[at], self._ends[at] = one._words[0], one._ends[0]
        start, end = self._starts[at], self._starts[at + 1]
        self._text = self._text[:start] + text + self._text[end:]
        longer = len(text) - (end - start)
        self._starts[at + 1 :] = array("I", [place + longer for place in self._starts[at + 1 :]])
        known = self._initials.find(f" {at}\n")
        if known >= 0:
            before = self._initials.rindex("\n", 0, known)
            self._initials = self._initials[:before] + self._initials[self._initials.index("\n", known) :]
        self._initials += one._initials[1:].replace(" 0\n", f" {at}\n")

    def find(self, words: Sequence[str], among: Found | None = None) -> Found:
        """Return the rows in which all words occur. `among`, where given, has the only ones to look at."""
        first, *others = sorted(words, key=len, reverse=True)
        found = self.having(first) if among is None else self._where(among, first)
        for word in others:
            found = self._where(found, word)
        more = set[int]().union(*(self._by_initials(word) for word in words)).difference(found.rows)
        return self._with(found, [at for at in more if self._matches(at, words)]) if more else found

    def ranks(self, found: Found) -> list[int]:
        """Return for each row found a number that is smaller the better it is, by where in the title the words are."""
        ends = [self._ends[at] for at in found.rows]
        ranks = ends
        for word, columns in found.columns.items():
            points = self._points(word, found.rows, columns, ends)
            ranks = [rank - (point << 16) for rank, point in zip(ranks, points, strict=True)]
        return ranks

    def having(self, word: str) -> Found:
        """Return the rows in which one word occurs."""
        text, starts = self._text, self._starts
        rows: list[int] = []
        columns: list[int] = []
        place = text.find(word)
        while place >= 0:
            at = bisect_right(starts, place) - 1
            rows.append(at)
            columns.append(place - starts[at])
            if len(rows) * _DENSE > at + 32:
                every = [line.find(word) for line in text.split("\n")]
                rows = [at for at, column in enumerate(every) if column >= 0]
                return Found(rows, {word: [every[at] for at in rows]})
            place = text.find(word, starts[at + 1])
        return Found(rows, {word: columns})

    def _where(self, found: Found, word: str) -> Found:
        """Return those of the rows found in which one more word occurs."""
        text, starts = self._text, self._starts
        places = [text.find(word, starts[at], starts[at + 1]) for at in found.rows]
        if -1 in places:
            there = [place >= 0 for place in places]
            found, places = found.only(there), list(compress(places, there))
        columns = [place - starts[at] for place, at in zip(places, found.rows, strict=True)]
        return Found(found.rows, {**found.columns, word: columns})

    def _with(self, found: Found, more: Sequence[int]) -> Found:
        """Return the rows found, and more of them, in order."""
        rows = [*found.rows, *more]
        order = sorted(range(len(rows)), key=rows.__getitem__)
        columns = {word: [*known, *(self._line(at).find(word) for at in more)] for word, known in found.columns.items()}
        return Found([rows[n] for n in order], {word: [known[n] for n in order] for word, known in columns.items()})

    def _matches(self, at: int, words: Sequence[str]) -> bool:
        """Whether each word is in the row, or begins its initials."""
        line = self._line(at)
        return all(word in line or at in self._by_initials(word) for word in words)

    def _line(self, at: int) -> str:
        return self._text[self._starts[at] : self._starts[at + 1] - 1]

    def _points(self, word: str, rows: Sequence[int], columns: Sequence[int], ends: Sequence[int]) -> list[int]:
        """Return the points that one word gives each of the rows."""
        text, starts, words, begun = self._text, self._starts, self._words, f" {word}"
        points = [
            PREFIX if not column else INSIDE if 0 < column < end else ELSEWHERE
            for column, end in zip(columns, ends, strict=True)
        ]
        by_initials = self._by_initials(word)
        for number, point in enumerate(points):
            if point == INSIDE:
                at = rows[number]
                if text.find(begun, starts[at], starts[at] + ends[number]) >= 0 or begun in words[at]:
                    points[number] = START
            if by_initials and points[number] < START and rows[number] in by_initials:
                points[number] = START
        return points

    def _by_initials(self, word: str) -> set[int]:
        """Return the rows the initials of whose title begin with `word`; one letter is not enough."""
        found: set[int] = set()
        if len(word) < 2:
            return found
        text, needle = self._initials, f"\n{word}"
        place = text.find(needle)
        while place >= 0:
            end = text.index("\n", place + 1)
            found.add(int(text[text.index(" ", place) : end]))
            place = text.find(needle, end)
        return found


def _odd(words: str, line: str) -> str:
    """Return the words of a title, or "" where the spaces in it tell them as well."""
    return "" if line.startswith(words[1:] + APART) else words
