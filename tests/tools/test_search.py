"""Search over rows: every answer is compared with one that is worked out row by row."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tui.tools.folding import fold, fold_words, initials, title_words
from tui.tools.rows import BLOCK
from tui.tools.search import SearchIndex, SearchRow

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
    title, line = fold(row.title), "\x1f".join(map(fold, (row.title, row.username, row.host, *row.tags)))
    (words,) = title_words([row.title])
    if title.startswith(word):
        return 4
    if word in title and (f" {word}" in title.replace("\n", " ") or f" {word}" in words):
        return 3
    if len(word) > 1 and initials(words).startswith(word):
        return 3
    return 2 if word in title else 1 if word in line else 0


def expected(rows: dict[int, SearchRow], query: str) -> list[int]:
    words = fold_words(query)
    found = {at: [points(row, word) for word in words] for at, row in rows.items()}
    return sorted(
        (at for at, each in found.items() if all(each)),
        key=lambda at: (
            bool(words) and 4 not in found[at],
            -sum(found[at]),
            len(fold(rows[at].title)) * bool(words),
            at,
        ),
    )


@given(st.lists(ROWS, max_size=30), QUERIES | st.text(st.characters(), max_size=4), st.integers(0, 40))
@settings(max_examples=150)
def test_search_finds_and_ranks_as_described(rows: list[SearchRow], query: str, limit: int) -> None:
    index = SearchIndex()
    index.extend(rows)
    right = expected(dict(enumerate(rows)), query)
    hits = index.search(query, limit)
    assert hits.total == len(right)
    assert list(hits.rows) == right[:limit] == [hit.row for hit in hits.hits]
    for hit in hits.hits:
        assert hit.title == rows[hit.row].title
        assert all(0 <= start < end <= len(hit.title) for start, end in hit.spans)


def test_the_order_of_hits() -> None:
    titles = [
        "Private notes",  # elsewhere
        "Digital mailbox",  # inside
        "Work GitHub",  # a word begins
        "GitHub",  # the title begins
        "Git",  # the same, and shorter
        "Green Iguana Tea",  # initials
        "GitLab",  # as long as GitHub, and later
    ]
    index = SearchIndex()
    index.extend(SearchRow(f"r{at}", title, host="git.example.com" * (at == 0)) for at, title in enumerate(titles))
    hits = index.search("git", 10)
    assert [hit.title for hit in hits.hits] == [titles[at] for at in (4, 3, 6, 2, 5, 1, 0)]
    assert [hit.ref for hit in hits.hits[:2]] == ["r4", "r3"]
    assert hits.hits[3].spans == ((5, 8),)
    assert hits.hits[4].spans == ((0, 1), (6, 7), (13, 14))
    assert hits.hits[6].spans == ()
    assert hits.hits[6].spans_in("git.example.com") == ((0, 3),)


def test_words_stand_in_any_order_and_in_any_field() -> None:
    index = SearchIndex()
    index.extend([SearchRow(1, "GitHub", "alice@example.com", "github.com", ("work", "dev/ops"))])
    for query in ("alice git", "git alice", "WORK hub", "ops github.com example", "ÀLICE"):
        assert index.search(query, 5).total == 1
    for query in ("alice bob", "gitalice", "comalice", "hub.comwork"):
        assert index.search(query, 5).total == 0


def test_rows_that_are_not_kept_are_not_counted() -> None:
    index = SearchIndex()
    index.extend(SearchRow(at, f"item {at % 7}") for at in range(BLOCK * 2 + 5))
    keep = bytearray(at % 3 == 0 for at in range(len(index)))
    for query in ("", "item", "6", "item 6"):
        hits = index.search(query, 10_000, keep)
        right = [row for row in index.search(query, 10_000).rows if keep[row]]
        assert (hits.total, list(hits.rows)) == (len(right), right)


def test_answers_over_many_blocks_while_a_query_is_typed() -> None:
    source = random.Random(4)  # noqa: S311 - test data
    rows = [
        SearchRow(at, " ".join(source.choices(WORDS, k=source.randint(1, 4))), source.choice(["", "git", "zoe@x.y"]))
        for at in range(BLOCK + 300)
    ]
    index = SearchIndex()
    for start in range(0, len(rows), 500):
        index.extend(rows[start : start + 500])
    assert len(index) == len(rows)
    numbered = dict(enumerate(rows))
    for line in ("github wo", "aws z", "zürich", "wi-fi hub", "x.y com"):
        for end in (*range(1, len(line) + 1), 3, 1):
            hits = index.search(line[:end], 200)
            right = expected(numbered, line[:end])
            assert (hits.total, list(hits.rows)) == (len(right), right[:200])


class Changes(RuleBasedStateMachine):
    """Rows added, changed and removed in any order: the index answers like a plain dictionary of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.index = SearchIndex()
        self.rows: dict[int, SearchRow] = {}
        self.added = 0

    @rule(rows=st.lists(ROWS, max_size=5))
    def extend(self, rows: list[SearchRow]) -> None:
        self.index.extend(rows)
        self.rows.update(enumerate(rows, self.added))
        self.added += len(rows)

    @rule(row=ROWS, at=st.integers(0, 1000))
    def update(self, row: SearchRow, at: int) -> None:
        if self.added:
            self.index.update(at % self.added, row)
            self.rows[at % self.added] = row

    @rule(at=st.integers(0, 1000))
    def remove(self, at: int) -> None:
        if self.added:
            self.index.remove(at % self.added)
            self.rows.pop(at % self.added, None)

    @rule(query=QUERIES)
    def search(self, query: str) -> None:
        assert list(self.index.search(query, 99).rows) == expected(self.rows, query)

    @invariant()
    def counted(self) -> None:
        assert len(self.index) == self.added
        assert self.index.search("", 0).total == len(self.rows)


TestChanges = Changes.TestCase
TestChanges.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


def test_a_change_among_many_rows_is_small() -> None:
    index = SearchIndex()
    index.extend(SearchRow(at, f"item number {at}", "someone@example.com", "example.com") for at in range(50_000))
    spent = []
    for at in range(20):
        before = time.process_time()
        index.update(at * 2000, SearchRow(at, f"changed {at}"))
        index.remove(at * 2000 + 1)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.005
    assert index.search("changed", 0).total == 20
    assert index.search("", 0).total == 50_000 - 20
