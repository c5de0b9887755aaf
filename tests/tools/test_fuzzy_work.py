"""How much the quick engine looks at, and that it finds the same best rows where it looks at less."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from frizbee import Haystacks, Match, Matcher, Pattern, Scoring

from tests.tools.engines import index_of
from tui.tools import fuzzy, segments
from tui.tools.engine import Query
from tui.tools.matchers import matcher
from tui.tools.search import SearchIndex, SearchRow
from tui.tools.segments import TIED

SEGMENTS = 4
ROWS = SEGMENTS * (TIED + 1_000)


class Watched:
    """A matcher that notes what it looks for, and how much of that it is to return at most."""

    def __init__(self, made: Matcher, most: int | None, looked: list[tuple[str, int]]) -> None:
        self._matcher, self._most, self._looked = made, most, looked

    def match_list(self, haystacks: Haystacks) -> list[Match]:
        last = self._matcher.patterns[-1]
        self._looked.append((f"{'!' * last.negated}{last.needle}", self._most or 0))
        return self._matcher.match_list(haystacks)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return what is looked for from now on, once for each segment, and how many rows are wanted of it (0: all)."""
    looked: list[tuple[str, int]] = []

    def watched(patterns: Iterable[Pattern], scoring: Scoring | None = None, most: int | None = None) -> Watched:
        return Watched(matcher(patterns, scoring, most), most, looked)

    monkeypatch.setattr(fuzzy, "matcher", watched)
    monkeypatch.setattr(fuzzy, "SIZE", ROWS // SEGMENTS)
    return looked


def found_by(index: SearchIndex, query: str) -> list[int]:
    return list(index.search_exactly(query, 200).rows)


def test_titles_are_looked_through_until_enough_begin_with_the_word(looked: list[tuple[str, int]]) -> None:
    index = index_of(fuzzy.FuzzyEngine, *(SearchRow(None, f"Mail {at}", "zoe") for at in range(ROWS)))
    index.update(ROWS - 1, SearchRow(None, "Mail", "zoe"))
    looked.clear()
    answer = index.search_exactly("mail", 200)
    assert answer.total == ROWS
    assert answer.rows[:11] == [ROWS - 1, *range(10)]
    assert looked.count(("mail", TIED + 1)) == 1
    assert looked.count(("!mail", 0)) == SEGMENTS


def test_of_a_word_that_is_everywhere_lines_are_taken_until_enough_are_as_good(looked: list[tuple[str, int]]) -> None:
    rows = [SearchRow(None, f"Thing {at}", "mara@example.com") for at in range(ROWS)]
    rows[ROWS - 5] = SearchRow(None, "Example", "zoe")
    rows[ROWS - 4] = SearchRow(None, "An example", "zoe")
    index = index_of(fuzzy.FuzzyEngine, *rows)
    looked.clear()
    answer = index.search_exactly("example", 200)
    assert answer.total == ROWS
    assert answer.rows[:4] == [ROWS - 5, ROWS - 4, 0, 1]
    assert looked.count(("example", TIED)) == SEGMENTS + 1


def test_whether_a_word_is_everywhere_is_asked_once(looked: list[tuple[str, int]]) -> None:
    index = index_of(fuzzy.FuzzyEngine, *(SearchRow(None, f"Thing {at}", "mail") for at in range(ROWS)))
    looked.clear()
    assert len(found_by(index, "mail")) == 200
    assert looked.count(("mail", 0)) == 1


def test_many_rows_are_looked_through_at_once_and_found_as_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzy, "SIZE", 1_000)
    source = random.Random(7)  # noqa: S311 - test data
    words = ["Mail", "Work mara", "river", "Amazon Web Services", "mailbox", "Money Atlas"]
    rows = [SearchRow(None, " ".join(source.choices(words, k=3)), source.choice(words)) for _ in range(9_000)]
    index = index_of(fuzzy.FuzzyEngine, *rows)
    keep = bytes(at % 9 > 0 for at in range(len(rows)))
    asked = [(text, kept) for text in ("mail", "ma", "work mara", "aws", "rivr", "zqxj") for kept in (None, keep)]

    def answers() -> list[tuple[int, list[int], list[int]]]:
        found = [(text, kept, index.search_exactly(text, 200, kept)) for text, kept in asked]
        return [(hits.total, list(hits.rows), index.near(text, hits.rows, kept)) for text, kept, hits in found]

    one_after_the_other = answers()
    monkeypatch.setattr(segments, "MANY", 1)
    monkeypatch.setattr(segments, "THREADS", 3)
    assert answers() == one_after_the_other
    assert index._engine.exact(Query(("mail",), stop=lambda: True), 9) is None
