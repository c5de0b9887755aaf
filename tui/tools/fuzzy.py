"""The quick engine: frizbee, whose matching is written in Rust.

Whole words come of `substring` matching with a scoring that counts nothing but where a word begins: equal scores are a
tier. Initials are letters in order with a scoring of the same kind, of which those count that all begin words. What is
nearly right comes of fuzzy matching, and is judged in `tui.tools.ranking`: a score cannot tell an error from chance.

frizbee can neither change a line nor take it out: changed rows stand in a small segment of their own, and the lines
that they had are left out, until there are many and all is made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from frizbee import Haystacks, Pattern

from tui.tools.engine import BEST, Answer, Query, Words
from tui.tools.folding import fold, initials, title_words
from tui.tools.matchers import ANYWHERE, LIKENESS, LINE_BEGINS, WORD_BEGINS, encodable, initials_of, matcher, pattern
from tui.tools.near import SHORTEST
from tui.tools.ranking import START, is_literal, ordered, rank
from tui.tools.rows import BLOCK, Keep, Lines, Rows
from tui.tools.segments import NONE, SIZE, TIED, Matched, Segment, Tiers, View, each

CHANGED = 1_000
"""So many rows may have changed before all is made anew."""

NARROW, NARROWER = 2_000, 50
"""In an answer of up to so many rows, where there are so many times more, a longer query is looked for."""

SAMPLED, COMMON = 64, 100
"""Of every so many lines one tells whether a word is nearly everywhere, where they are so many."""

LONGEST_INITIALS, MOST_WORDS = 8, 8
"""Longer words are no initials, nor is any of more words: it would be looked for once for each of them."""

CANDIDATES, JUDGED = 200, 500
"""So many rows of a segment, and so many in all, are looked at for initials."""


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
        narrowed = self._narrowed(words, keep)
        views, most = narrowed or self._views(keep), max(limit, TIED)
        common = narrowed is None and len(words) == 1 and self._is_common(words[0])
        found = self._look_through(views, query, most, common=common)
        if found is None:
            return None
        titles, lines = found
        best = titles.first(BEST, self._rows.lengths.__getitem__)
        if len(words) > 1 or len(best) < BEST:
            best += lines.first(BEST, self._rows.lengths.__getitem__)
        elif titles.total >= most:
            best += self._titled(words[0], views)
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

    def _look_through(
        self, views: Sequence[View], query: Query, most: int, *, common: bool
    ) -> tuple[Tiers, Tiers] | None:
        """Return what is found in titles and in lines; of lines behind so many as good only the number counts."""
        words, titles, lines = query.words, Tiers(), Tiers()

        def look(view: View) -> tuple[Matched, Matched] | None:
            if query.stop():
                return None
            in_titles = NONE
            if titles.at_least(LINE_BEGINS * len(words)) < most:
                first = matcher(map(pattern, words), most=most + view.barred)
                in_titles = view.kept(first.match_list(view.segment.titles), most)
            full = titles.total + in_titles[0] >= most or (common and lines.at_least(WORD_BEGINS) >= most)
            return in_titles, _lines(view, words, 0 if full else most, common=common)

        for matched in each(look, views, len(self._rows)):
            if matched is None:
                return None
            titles.add(*matched[0])
            lines.add(*matched[1])
        return titles, lines

    def _titled(self, word: str, views: Sequence[View]) -> Iterator[int]:
        """Yield rows whose title is a word and nothing else: they may be behind very many that only begin with it."""
        title = Pattern(encodable(word), matching="exact")
        for view in views:
            matches = matcher([title], most=BEST + view.barred).match_list(view.segment.titles)
            yield from view.kept(matches, BEST)[2]

    def _is_common(self, word: str) -> bool:
        """Whether a word is nearly everywhere."""
        found = matcher([pattern(word)]).match_list(self._sample)
        return 2 * len(found) > len(self._sample) > COMMON

    def near(self, query: Query, most: int, known: Collection[int]) -> Sequence[int] | None:
        """Return up to `most` rows, none of them known, that may have every word with an error in some."""
        words = query.words
        patterns = [Pattern(encodable(word), max_typos=int(len(word) >= SHORTEST)) for word in words]
        wanted = most + len(known)
        if len(words) == 1:
            patterns.append(pattern(words[0], negated=True))
            wanted = most

        def look(view: View) -> Matched | None:
            if query.stop():
                return None
            likely = matcher(patterns, LIKENESS, wanted + view.barred)
            return view.kept(likely.match_list(view.segment.lines), wanted)

        found: list[tuple[int, int]] = []
        for matched in each(look, self._views(query.keep), len(self._rows)):
            if matched is None:
                return None
            found += ((-match.score, row) for match, row in zip(*matched[1:], strict=True))
        return list(islice((row for _, row in sorted(found) if row not in known), most))

    def _by_initials(self, words: Words, views: Sequence[View]) -> set[int]:
        """Return rows that have every word, and not all of them literally: some are the initials of the title."""
        found: set[int] = set()
        for word in words if len(words) <= MOST_WORDS else ():
            if 2 <= len(word) <= LONGEST_INITIALS and word.isalnum():
                likely = self._likely(word, tuple(other for other in words if other is not word), views)
                own = title_words(list(self._rows.some(likely).titles))
                begun = [row for row, line in zip(likely, own, strict=bool(likely)) if initials(line).startswith(word)]
                found.update(row for row in begun if self._only_so(words, row))
        return found

    def _likely(self, word: str, others: Words, views: Sequence[View]) -> list[int]:
        """Return rows with other words in which the letters of `word` all begin words, those of the title first."""
        firsts, least = initials_of(word)
        spelt = [pattern(other, scoring=ANYWHERE) for other in others]
        patterns = [*spelt, firsts] if others else [firsts, pattern(word, negated=True)]

        def look(view: View) -> Matched:
            haystacks = view.segment.lines if others else view.segment.titles
            return view.kept(matcher(patterns, most=CANDIDATES + view.barred).match_list(haystacks), CANDIDATES)

        found = [
            (-match.score, row)
            for _, matches, rows in each(look, views, len(self._rows))
            for match, row in zip(matches, rows, strict=True)
            if match.score >= least
        ]
        return [row for _, row in sorted(found)[:JUDGED]]

    def _only_so(self, words: Words, row: int) -> bool:
        fits = len(words) == 1 or rank(words, self._rows[row]) is not None
        return fits and not is_literal(words, self._rows[row])

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


def _lines(view: View, words: Words, most: int, *, common: bool) -> Matched:
    """Return how many lines have every word, and the first of them with their rows.

    Of a `common` word those without it are counted: an object for each line with it takes longer.
    """
    patterns, lines = [pattern(word) for word in words], view.segment.lines
    if not common or not view.segment.is_whole:
        return view.kept(matcher(patterns).match_list(lines), most)
    without, _, _ = view.kept(matcher([pattern(words[0], negated=True)]).match_list(lines), 0)
    first = matcher(patterns, most=most + view.barred).match_list(lines) if most else []
    return view.count - without, *view.kept(first, most)[1:]


def _grew(before: Words, words: Words) -> bool:
    """Whether rows that match `words` are among those that matched `before`."""
    return all(any(word.startswith(old) for word in words) for old in before)
