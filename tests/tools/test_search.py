"""Search over rows, on both engines: every answer is compared with one that is worked out row by row."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.examples import examples
from tests.tools.engines import ENGINES, Make, index_of
from tui.tools.folding import fold, fold_words, initials, title_words
from tui.tools.fuzzy import FuzzyEngine
from tui.tools.rows import BLOCK
from tui.tools.search import ENOUGH, NEAR, SearchIndex, SearchRow

both = pytest.mark.parametrize("engine", ENGINES)

WORDS = [
    "GitHub",
    "git",
    "hub",
    "(work)",
    "Amazon",
    "Web",
    "Services",
    "wi-fi",
    "Zürich",
    "Straße",
    "日本",
    "a",
    "com",
    "x.y",
]
QUERIES = st.lists(
    st.sampled_from(
        ["g", "gi", "git", "hub", "aws", "aw", "a", "we", "wi-", "fi", "zur", "ass", "日", "com", "(w", "x.", ".y"]
    ),
    max_size=3,
).map(" ".join)
PHRASES = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
ROWS = st.builds(
    SearchRow,
    st.none(),
    PHRASES | st.text(st.characters(), max_size=6),
    st.sampled_from(["", "alice@example.com", "git"]),
    st.sampled_from(["", "github.com", "x.y.com"]),
    st.lists(st.sampled_from(["work", "zürich/ops", "a b"]), max_size=2).map(tuple),
)


def points(row: SearchRow, word: str) -> int:
    title, rest = fold(row.title), "\x1f".join(map(fold, (row.username, row.host, *row.tags)))
    (words,) = title_words([row.title])
    begin = re.compile(rf"(?<![^\W_]){re.escape(word)}([^\W_])?")

    def begun(text: str, at: int, more: int) -> int:
        return at + (not text[more : more + 1].isalnum())

    if title.startswith(word):
        return begun(title, 10, len(word))
    if found := begin.search(title):
        return begun(title, 8, found.start() + len(word))
    if (word in title and f" {word}" in words) or (len(word) > 1 and initials(words).startswith(word)):
        return 8
    if word in title:
        return 6
    if found := begin.search(rest):
        return begun(rest, 4, found.start() + len(word))
    return 2 if word in rest else 0


def expected(rows: dict[int, SearchRow], query: str) -> list[int]:
    words = fold_words(query)
    found = {at: [points(row, word) for word in words] for at, row in rows.items()}
    return sorted(
        (at for at, each in found.items() if all(each)),
        key=lambda at: (-sum(found[at]), len(rows[at].title) * bool(words), at),
    )


def exactly(index: SearchIndex, query: str, limit: int = 10_000, keep: bytes | None = None) -> tuple[int, list[int]]:
    hits = index.search_exactly(query, limit, keep)
    return hits.total, list(hits.rows)


def titles(index: SearchIndex, query: str) -> list[str]:
    return [hit.title for hit in index.search(query, 100).hits]


def marked(index: SearchIndex, query: str) -> list[list[str]]:
    return [[hit.title[start:end] for start, end in hit.spans] for hit in index.search(query, 100).hits]


@both
@given(st.lists(ROWS, max_size=30), QUERIES | st.text(st.characters(), max_size=4), st.integers(0, 40))
@settings(max_examples=examples(150), deadline=None)
def test_search_finds_and_ranks_as_described(engine: Make, rows: list[SearchRow], query: str, limit: int) -> None:
    index = index_of(engine, *rows)
    right = expected(dict(enumerate(rows)), query)
    assert exactly(index, query, limit) == (len(right), right[:limit])
    hits = index.search(query, limit)
    assert hits.exact == len(right)
    assert len(right) <= hits.total <= len(right) + NEAR
    assert [hit.row for hit in hits.hits] == list(hits.rows)
    assert list(hits.rows[: hits.exact]) == right[:limit]
    for hit in hits.hits:
        assert hit.title == rows[hit.row].title
        assert all(0 <= start < end <= len(hit.title) for start, end in hit.spans)


@both
def test_the_order_of_hits(engine: Make) -> None:
    names = [
        "Private notes",  # elsewhere
        "Digital mailbox",  # inside
        "Work GitHub",  # a word begins
        "GitHub",  # the title begins
        "Git",  # the same, and it is all of it
        "Green Iguana Tea",  # initials
        "GitLab",  # as long as GitHub, and later
    ]
    index = index_of(
        engine, *(SearchRow(f"r{at}", title, host="git.example.com" * (at == 0)) for at, title in enumerate(names))
    )
    hits = index.search("git", 10)
    assert [hit.title for hit in hits.hits] == [names[at] for at in (4, 3, 6, 2, 5, 1, 0)]
    assert [hit.ref for hit in hits.hits[:2]] == ["r4", "r3"]
    assert hits.hits[3].spans == ((5, 8),)
    assert hits.hits[4].spans == ((0, 1), (6, 7), (13, 14))
    assert hits.hits[6].spans == ()
    assert hits.hits[6].spans_in("git.example.com") == ((0, 3),)


@both
def test_words_stand_in_any_order_and_in_any_field(engine: Make) -> None:
    index = index_of(engine, SearchRow(1, "GitHub", "alice@example.com", "github.com", ("work", "dev/ops")))
    for query in ("alice git", "git alice", "WORK hub", "ops github.com example", "ÀLICE"):
        assert index.search(query, 5).total == 1
    for query in ("alice bob", "gitalice", "comalice", "hub.comwork"):
        assert index.search(query, 5).total == 0


@both
def test_initials_go_with_other_words(engine: Make) -> None:
    index = index_of(
        engine,
        SearchRow(1, "Amazon Web Services", "bob"),
        SearchRow(2, "Amazon Web Services", "alice"),
        SearchRow(3, "Away Lines", "alice"),
    )
    assert exactly(index, "aws") == (2, [0, 1])
    assert exactly(index, "aws alice") == (1, [1])
    assert exactly(index, "al aws") == (1, [1])


@both
@pytest.mark.parametrize(
    ("query", "title", "marks"),
    [
        ("gihtub", "GitHub", ["GitHub"]),  # changed places
        ("gthub", "GitHub", ["GitHub"]),  # one left out
        ("giithub", "GitHub", ["GitHub"]),  # one too many
        ("githab", "GitHub", ["GitHub"]),  # another one
        ("zurihc", "Zürich Bank", ["Zürich"]),
        ("bank zurihc", "Zürich Bank", ["Zürich", "Bank"]),
        ("strase", "Straße", ["Straße"]),
        ("amwebser", "Amazon Web Services", ["Am", "Web", "Ser"]),
        ("webservices", "Amazon Web Services", ["Web", "Services"]),
        ("amzon web", "Amazon Web Services", ["Amazon", "Web"]),
    ],
)
def test_errors_are_forgiven(engine: Make, query: str, title: str, marks: list[str]) -> None:
    index = index_of(engine, SearchRow(1, "Nothing like it", "mara", "example.com", ("work",)), SearchRow(2, title))
    hits = index.search(query, 9)
    assert (hits.total, hits.exact, list(hits.rows)) == (1, 0, [1])
    assert marked(index, query) == [marks]


@both
def test_rows_with_errors_come_behind_those_without(engine: Make) -> None:
    index = index_of(engine, *(SearchRow(None, title) for title in ("Apple", "Staples", "My Apple", "Maple Leaf")))
    hits = index.search("aple", 9)
    assert [hit.title for hit in hits.hits] == ["Staples", "Maple Leaf", "Apple", "My Apple"]
    assert (hits.total, hits.exact) == (4, 2)
    assert [hit.near for hit in hits.hits] == [False, False, True, True]


@both
def test_scattered_letters_are_no_match(engine: Make) -> None:
    index = index_of(
        engine,
        SearchRow(1, "Mercury airline", "paul@example.com", "lighthouse.example"),
        SearchRow(2, "my apple lives in a lamp"),
        SearchRow(3, "Main account"),
    )
    assert index.search("mail", 9).total == 0
    assert index.search("mals", 9).total == 0


@both
def test_short_words_must_be_as_they_are_spelt(engine: Make) -> None:
    index = index_of(engine, SearchRow(1, "Git"), SearchRow(2, "Cat"))
    assert titles(index, "gti") == []
    assert titles(index, "ca") == ["Cat"]


@both
def test_rows_that_are_not_kept_are_not_counted(engine: Make) -> None:
    index = index_of(engine, *(SearchRow(at, f"item {at % 7}") for at in range(BLOCK * 2 + 5)))
    keep = bytes(at % 3 == 0 for at in range(len(index)))
    for query in ("", "item", "6", "item 6", "itme"):
        hits = index.search(query, 10_000, keep)
        assert all(keep[row] for row in hits.rows)
        if query != "itme":
            right = [row for row in exactly(index, query)[1] if keep[row]]
            assert (hits.total, sorted(hits.rows)) == (len(right), sorted(right))


@both
def test_a_row_that_changed_is_found_by_what_it_says_now(engine: Make) -> None:
    index = index_of(engine, *(SearchRow(at, f"Item {at}") for at in range(BLOCK + 10)))
    index.update(3, SearchRow("new", "Amazon Web Services"))
    index.update(BLOCK + 3, SearchRow("new", "GitHub"))
    index.remove(5)
    assert exactly(index, "aws") == (1, [3])
    assert titles(index, "gihtub") == ["GitHub"]
    assert index.search("github", 9).hits[0].ref == "new"
    assert exactly(index, "item")[0] == BLOCK + 10 - 3
    assert 3 not in exactly(index, "item 3")[1]
    index.remove(3)
    assert exactly(index, "aws") == (0, [])
    index.update(5, SearchRow("back", "Item five"))
    assert exactly(index, "five") == (1, [5])


def test_words_that_are_everywhere_are_counted_right_on_frizbee() -> None:
    rows = [SearchRow(None, f"Item {at}", "mara" if at % 10 else "zoe") for at in range(70_000)]
    index = index_of(FuzzyEngine, *rows)
    index.update(3, SearchRow(None, "Other", "mara"))
    index.remove(13)
    keep = bytes(at % 50 > 0 for at in range(len(rows)))
    assert exactly(index, "item", 5)[0] == 70_000 - 2
    assert exactly(index, "mara", 5)[0] == 63_000 - 1
    for query, right in {"item": 68_600 - 2, "mara": 63_000 - 1}.items():
        total, found = exactly(index, query, 100_000, keep)
        assert total == right
        assert len(set(found)) == len(found) <= total
        assert all(keep[row] for row in found)


def test_many_changes_on_frizbee_are_taken_into_the_whole() -> None:
    index = index_of(FuzzyEngine, *(SearchRow(at, f"Item {at}") for at in range(3_000)))
    for row in range(0, 3_000, 2):
        index.update(row, SearchRow(row, f"Changed {row}"))
    index.remove(7)
    assert exactly(index, "changed")[0] == 1_500
    assert exactly(index, "item")[0] == 1_499
    index.update(9, SearchRow(9, "Changed 9"))
    assert exactly(index, "changed")[0] == 1_501


@both
def test_answers_over_many_blocks_while_a_query_is_typed(engine: Make) -> None:
    source = random.Random(4)  # noqa: S311 - test data
    rows = [
        SearchRow(at, " ".join(source.choices(WORDS, k=source.randint(1, 4))), source.choice(["", "git", "zoe@x.y"]))
        for at in range(BLOCK + 300)
    ]
    index = SearchIndex(engine)
    for start in range(0, len(rows), 500):
        index.extend(rows[start : start + 500])
    assert len(index) == len(rows)
    numbered = dict(enumerate(rows))
    for line in ("github wo", "aws z", "zürich", "wi-fi hub", "x.y com", "amazon web services straße 日本 a com"):
        for end in (*range(1, len(line) + 1), 3, 1):
            total, found = exactly(index, line[:end])
            right = expected(numbered, line[:end])
            assert total == len(right)
            assert sorted(found) == sorted(right)
            assert found[:10] == right[:10]


@both
def test_behind_very_many_rows_nobody_looks_for_errors(engine: Make) -> None:
    rows = [SearchRow(None, f"Github {number}") for number in range(ENOUGH + 1)]
    index = index_of(engine, *rows, SearchRow(None, "Gihtub"))
    assert index.search("github", 2).total == ENOUGH + 1
    index.remove(0)
    assert index.search("github", 2).total == ENOUGH + 1
    assert index.search("github", 2).exact == ENOUGH


HOSTILE = st.text(
    st.characters() | st.sampled_from("\0\x1f\x1e\n\r\t \u200f\u202e\u0301\u0345ßİŉǰﷺ🧑\u200d🚀�?\ud800\udfff!^$'\\|"),
    max_size=30,
)


@both
@given(
    st.lists(st.builds(SearchRow, st.none(), HOSTILE, HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=2).map(tuple))),
    HOSTILE,
)
@settings(max_examples=examples(150), deadline=None)
def test_no_text_makes_a_search_fail(engine: Make, rows: list[SearchRow], query: str) -> None:
    index = index_of(engine, *rows)
    for text in (query, *(row.title for row in rows)):
        hits = index.search(text, 10)
        assert len(hits.hits) == min(hits.total, 10)
        for hit in hits.hits:
            for own in rows[hit.row][1:4]:
                assert isinstance(own, str)
                assert all(0 <= start < end <= len(own) for start, end in hit.spans_in(own))


@both
@pytest.mark.parametrize("length", [5_000, 70_000])
def test_very_long_texts(engine: Make, length: int) -> None:
    index = index_of(
        engine,
        SearchRow(1, "ab" * length),
        SearchRow(2, "a " * length),
        SearchRow(3, "b", "x" * length),
        SearchRow(4, "ab " * length),
    )
    for query in ("ab", "abba", "a" * length, "ab" * length, "x" * (length - 1), "a b", " ".join(["ab"] * length)):
        index.search(query, 10)
    assert index.search("x" * 500, 10).total == 1


class Changes(RuleBasedStateMachine):
    """Rows added, changed and removed in any order: both indexes answer like a plain dictionary of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.indexes = [SearchIndex(engine) for engine in ENGINES]
        self.rows: dict[int, SearchRow] = {}
        self.added = 0

    @rule(rows=st.lists(ROWS, max_size=5), times=st.sampled_from([1, 1, 30]))
    def extend(self, rows: list[SearchRow], times: int) -> None:
        for index in self.indexes:
            index.extend(rows * times)
        self.rows.update(enumerate(rows * times, self.added))
        self.added += len(rows) * times

    @rule(row=ROWS, at=st.integers(0, 1000))
    def update(self, row: SearchRow, at: int) -> None:
        if self.added:
            for index in self.indexes:
                index.update(at % self.added, row)
            self.rows[at % self.added] = row

    @rule(at=st.integers(0, 1000))
    def remove(self, at: int) -> None:
        if self.added:
            for index in self.indexes:
                index.remove(at % self.added)
            self.rows.pop(at % self.added, None)

    @rule(query=QUERIES)
    def search(self, query: str) -> None:
        right = expected(self.rows, query)
        for index in self.indexes:
            for end in range(max(len(query) - 3, 0), len(query)):
                index.search_exactly(query[:end], 99)
            total, found = exactly(index, query)
            assert (total, sorted(found)) == (len(right), sorted(right))
            if len(right) < 100:
                assert found == right

    @invariant()
    def counted(self) -> None:
        for index in self.indexes:
            assert len(index) == self.added
            assert index.search("", 0).total == len(self.rows)


TestChanges = Changes.TestCase
TestChanges.settings = settings(max_examples=examples(40), stateful_step_count=15, deadline=None)
