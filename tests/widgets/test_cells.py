"""Cutting and filling up text by cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.cells import clip, clusters, fit, marked, take, wrap

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab 漢字😀é́\u200d\ufe0f☺🏽"), max_size=60)


@given(TEXTS)
def test_clusters_are_together_as_wide_as_the_text(text: str) -> None:
    pieces = list(clusters(text))
    assert "".join(pieces) == text
    assert sum(map(cell_len, pieces)) == cell_len(text)


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_fitted_text_has_exactly_the_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width


@given(TEXTS, st.integers(-1, 40))
def test_a_text_that_fits_is_left_alone_and_another_says_that_it_goes_on(text: str, width: int) -> None:
    clipped = clip(text, width)
    if cell_len(text) <= width:
        assert clipped == text
    else:
        assert cell_len(clipped) <= max(width, 0)
        assert clipped.endswith("…") or width <= 0


@given(TEXTS, st.integers(0, 40))
def test_no_character_more_would_have_fitted(text: str, width: int) -> None:
    head, used = take(text, width)
    assert text.startswith(head)
    assert cell_len(head) == used <= width
    rest = text[len(head) :]
    if rest and width:
        assert used + cell_len(next(clusters(rest))) > width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("GitHub", 6, "GitHub"),
        ("GitHub", 5, "GitH…"),
        ("GitHub", 1, "…"),
        ("GitHub", 0, ""),
        ("GitHub", 8, "GitHub  "),
        ("漢字", 4, "漢字"),
        ("漢字", 3, "漢…"),
        ("漢字", 2, "… "),
        ("e\u0301e\u0301e", 2, "e\u0301…"),
    ],
)
def test_the_ellipsis_stands_where_the_text_was_cut(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_numbers_stand_at_the_right() -> None:
    assert fit("42", 5, right=True) == "   42"


SPANS = st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=5)


@given(TEXTS, st.integers(0, 40), SPANS)
def test_marked_text_is_the_fitted_text_as_wide(text: str, width: int, spans: list[tuple[int, int]]) -> None:
    pieces = [piece for piece, _ in marked(text, width, spans)]
    assert "".join(pieces) == fit(text, width)
    assert sum(map(cell_len, pieces)) == width


@pytest.mark.parametrize(
    ("spans", "hits"),
    [
        ([(0, 3)], ["Git"]),
        ([(3, 6), (0, 1)], ["G", "Hub"]),
        ([(0, 4), (2, 6)], ["GitH", "ub"]),
        ([(5, 99)], ["b"]),
        ([(4, 4)], []),
    ],
)
def test_what_matched_is_marked(spans: list[tuple[int, int]], hits: list[str]) -> None:
    assert [piece for piece, hit in marked("GitHub", 8, spans) if hit] == hits


def test_the_ellipsis_is_never_marked_as_a_match() -> None:
    assert list(marked("GitHub", 4, [(0, 6)])) == [("Git", True), ("…", False)]


@given(TEXTS, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("    indented text", 12, ["    indented", "text"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
    ],
)
def test_lines_break_at_spaces_where_there_are_any(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines
