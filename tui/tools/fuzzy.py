"""The quick engine: frizbee, whose matching is written in Rust.

Whole words come of `substring` matching with a scoring that counts nothing but where a word begins, so that a score is
a rank, and equal scores are a tier. Initials are letters in order with a scoring of the same kind, of which those count
that all begin words. What is nearly right comes of fuzzy matching, and is judged in `tui.tools.ranking`: a score cannot
tell an error from chance.

frizbee can neither change a line nor take it out: changed rows stand in a small segment of their own, and the lines
that they had are left out, until there are many and all is made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from frizbee import Haystacks, Match, Matcher, Pattern, Scoring

from tui.tools.engine import BEST, Answer, Query, Words
from tui.tools.folding import fold, initials, title_words
from tui.tools.near import SHORTEST
from tui.tools.ranking import START, is_literal, ordered, rank
from tui.tools.rows import BLOCK, Keep, Lines, Rows
from tui.tools.segments import SIZE, TIED, Segment, Tiers, View, encodable, run

CHANGED = 1_000
"""So many rows may have changed before all is made anew."""

NARROW, NARROWER = 2_000, 50
"""In an answer of up to so many rows, where there are so many times more, a longer query is looked for."""

SAMPLED, COMMON = 64, 100
"""Of every so many lines one tells whether a word is nearly everywhere, where they are so many."""

LONGEST_INITIALS, MOST_WORDS = 8, 8
"""Longer words are no initials, nor is any of more words: it would be looked for once for each of them."""

CANDIDATES = 200
"""So many rows are looked at for initials."""


def _scoring(letter: int, first: int, title: int) -> Scoring:
    """Return a scoring of places: what a letter counts, and what it does at the start of a word and of the line."""
    return Scoring(
        match_score=letter,
        prefix_bonus=title,
        capitalization_bonus=first,
        delimiter_bonus=first,
        mismatch_penalty=0,
        gap_open_penalty=0,
        gap_extend_penalty=0,
        matching_case_bonus=0,
        exact_match_bonus=0,
    )


_LETTER, _FIRST, _TITLE = 2, 10, 40
_BEGINS, _ANYWHERE, _INITIALS = _scoring(0, 3, 5), _scoring(0, 0, 0), _scoring(_LETTER, _FIRST, _TITLE)
_LIKENESS = Scoring(matching_case_bonus=0, capitalization_bonus=2)


class FuzzyEngine:
    """An engine (see `tui.tools.engine`) on frizbee."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._segments: list[Segment] = []
        self._sample = Haystacks()
        self._known = 0
        self._changed: set[int] = set()
        self._changes: Segment | None = None
        self._last: tuple[Words, Keep | None, Sequence[int]] | None = None
        self._narrow: tuple[Words, Keep | None, Segment] | None = None

    def extend(self, lines: Lines) -> None:
        """Take in rows that were appended."""
        self._last = self._narrow = None
        if not self._segments or len(self._segments[-1]) >= SIZE:
            self._segments.append(Segment(self._known))
        self._segments[-1].extend(lines, range(self._known, self._known + len(lines)))
        self._sample.extend([encodable(fold(text)) for text in lines.texts[::SAMPLED]])
        self._known += len(lines)

    def change(self, row: int) -> None:
        """Take in that a row is another one, or was removed."""
        self._last = self._narrow = self._changes = None
        self._changed.add(row)

    def exact(self, query: Query, limit: int) -> Answer | None:
        """Return the rows that have every word."""
        words, keep = query.words, query.keep
        views = self._narrowed(words, keep) or self._views(keep)
        patterns, most = [_pattern(word) for word in words], max(limit, TIED)
        lines, titles = Tiers(), Tiers()
        for view in views:
            if query.stop():
                return None
            first = _matcher(patterns, most=most + view.barred)
            titles.add(*view.kept(self._run(first, view.segment.titles), most))
            others = 0 if titles.total >= most else most  # of lines behind so many titles only the number counts
            lines.add(*self._lines(view, words, others))
        best = titles.first(BEST, self._rows.lengths.__getitem__)
        if len(words) > 1 or len(best) < BEST:
            best += lines.first(BEST, self._rows.lengths.__getitem__)
        more = self._by_initials(words, views) - {*best}
        few = min(NARROW, len(self._rows) // NARROWER)
        self._last = (words, keep, [*chain(*lines), *more]) if lines.total <= few else None
        lengths = self._rows.lengths
        known = {row: (-START, lengths[row]) for row in more} if len(words) == 1 else {}
        ranked = ordered(words, {*best, *more}, self._rows, known)
        rows = dict.fromkeys(islice(chain(ranked, *titles), limit + len(ranked)))
        if len(rows) < limit:
            rows.update(dict.fromkeys(islice(chain(*lines), limit)))
        return Answer(lines.total + len(more), list(islice(rows, limit)))

    def _lines(self, view: View, words: Words, most: int) -> tuple[int, Sequence[Match], Sequence[int]]:
        """Return how many lines have every word, and the first of them with their rows.

        Of a word that is nearly everywhere those without it are counted: an object for each line with it takes longer.
        """
        patterns, lines = [_pattern(word) for word in words], view.segment.lines
        if len(words) > 1 or not view.segment.is_whole or not self._is_common(words[0]):
            return view.kept(self._run(_matcher(patterns), lines), most)
        without, _, _ = view.kept(self._run(_matcher([_pattern(words[0], negated=True)]), lines), 0)
        first = self._run(_matcher(patterns, most=most + view.barred), lines) if most else []
        return view.count - without, *view.kept(first, most)[1:]

    def _is_common(self, word: str) -> bool:
        found = _matcher([_pattern(word)]).match_list(self._sample)
        return 2 * len(found) > len(self._sample) > COMMON

    def near(self, query: Query, most: int, known: Collection[int]) -> Sequence[int] | None:
        """Return up to `most` rows, none of them known, that may have every word with an error in some."""
        words = query.words
        patterns = [Pattern(encodable(word), max_typos=int(len(word) >= SHORTEST)) for word in words]
        wanted = most + len(known)
        if len(words) == 1:
            patterns.append(_pattern(words[0], negated=True))
            wanted = most
        found: list[tuple[int, int]] = []
        for view in self._views(query.keep):
            if query.stop():
                return None
            matcher = _matcher(patterns, _LIKENESS, wanted + view.barred)
            _, matches, rows = view.kept(self._run(matcher, view.segment.lines), wanted)
            found += ((-match.score, row) for match, row in zip(matches, rows, strict=True))
        return list(islice((row for _, row in sorted(found) if row not in known), most))

    def _by_initials(self, words: Words, views: Sequence[View]) -> set[int]:
        """Return rows that have every word, and not all of them literally: some are the initials of the title."""
        found: set[int] = set()
        for word in words if len(words) <= MOST_WORDS else ():
            if not 2 <= len(word) <= LONGEST_INITIALS or not word.isalnum():
                continue
            others = [_pattern(other, scoring=_ANYWHERE) for other in words if other is not word]
            patterns = [*others, Pattern(encodable(word), scoring=_INITIALS)] if others else _only_initials(word)
            least = _FIRST * len(word) + _LETTER * len(encodable(word).encode())
            for view in views:
                matcher = _matcher(patterns, most=CANDIDATES + view.barred)
                segment = view.segment
                _, matches, rows = view.kept(
                    self._run(matcher, segment.lines if others else segment.titles), CANDIDATES
                )
                likely = [row for match, row in zip(matches, rows, strict=True) if match.score >= least]
                found.update(row for row in self._begun(word, likely) if self._only_so(words, row))
        return found

    def _begun(self, word: str, rows: Sequence[int]) -> Iterator[int]:
        """Yield the rows the initials of whose title begin with a word."""
        own = title_words(list(self._rows.some(rows).titles))
        return (row for row, line in zip(rows, own, strict=bool(rows)) if initials(line).startswith(word))

    def _only_so(self, words: Words, row: int) -> bool:
        fits = len(words) == 1 or rank(words, self._rows[row]) is not None
        return fits and not is_literal(words, self._rows[row])

    def _run(self, matcher: Matcher, haystacks: Haystacks) -> list[Match]:
        return run(matcher, haystacks, len(self._rows))

    # Where to look

    def _views(self, keep: Keep | None) -> list[View]:
        """Return the segments with what may be found in each."""
        if len(self._changed) > CHANGED:
            self._make_anew()
        barred = 0 if keep is None else keep.count(0)
        if not barred:
            keep = None
        if not self._changed:
            return [View(segment, keep, barred) for segment in self._segments]
        marks = bytearray(keep) if keep is not None else bytearray(b"\1") * len(self._rows)
        for row in self._changed:
            marks[row] = 0
        if self._changes is None:
            self._changes = self._some(sorted(self._changed - self._rows.removed))
        missing = barred + len(self._changed)
        return [*(View(segment, marks, missing) for segment in self._segments), View(self._changes, keep, barred)]

    def _make_anew(self) -> None:
        count, self._segments, self._changed, self._known = self._known, [], set(), 0
        self._sample.clear()
        for begin in range(0, count, BLOCK):
            self.extend(self._rows.some(range(begin, min(begin + BLOCK, count))))

    def _narrowed(self, words: Words, keep: Keep | None) -> list[View] | None:
        """Return where to look for words that go on from those found last; None: everywhere."""
        if self._narrow is None or self._narrow[1] != keep or not _grew(self._narrow[0], words):
            self._narrow = None
            if self._last is None or self._last[1] != keep or not _grew(self._last[0], words):
                return None
            self._narrow = (*self._last[:2], self._some(self._last[2]))
        return [View(self._narrow[2])]

    def _some(self, rows: Sequence[int]) -> Segment:
        segment = Segment()
        if rows:
            segment.extend(self._rows.some(rows), rows)
        return segment


def _pattern(word: str, *, negated: bool = False, scoring: Scoring = _BEGINS) -> Pattern:
    return Pattern(encodable(word), matching="substring", negated=negated, scoring=scoring)


def _only_initials(word: str) -> list[Pattern]:
    return [Pattern(encodable(word), scoring=_INITIALS), _pattern(word, negated=True)]


def _matcher(patterns: Sequence[Pattern], scoring: Scoring | None = None, most: int | None = None) -> Matcher:
    return Matcher.from_patterns(patterns, casing="ignore", unicode="ignore", scoring=scoring, max_items=most)


def _grew(before: Words, words: Words) -> bool:
    """Whether rows that match `words` are among those that matched `before`."""
    return all(any(word.startswith(old) for word in words) for old in before)
