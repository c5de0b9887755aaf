"""Columns and pages: whatever is put in comes out, whole, in part and one by one; what they share is not changed."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.things import REF, summaries
from tests.model.things import odd_texts as texts
from tui.model import column as columns
from tui.model.column import Column, column, joined
from tui.model.ids import ItemId
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.model.texts import TagLists, Texts, escaped, tag_line, tags_of, unescaped

tags = st.lists(texts, max_size=3).map(tuple)
ACCOUNT, VAULT = REF.account, REF.vault


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "CHUNK", 3)
        yield


@given(texts)
def test_an_escaped_text_is_one_line_and_comes_back(text: str) -> None:
    assert not set("\n\t") & set(escaped(text))
    assert unescaped(escaped(text)) == text


@given(tags)
def test_tags_come_back_from_their_line(found: tuple[str, ...]) -> None:
    assert "\n" not in tag_line(found)
    assert tags_of(tag_line(found)) == found


@pytest.mark.parametrize("text", ["\\", "a\\x", "\\\\\\", "\\\U0001f511", "\\e"])
def test_what_is_no_escape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="escape"):
        unescaped(text)


@given(st.lists(tags, max_size=5), st.sampled_from([" ", ",", "e"]))
def test_lists_of_tags_are_lines(found: list[tuple[str, ...]], apart: str) -> None:
    assert list(TagLists.of(found).lines(apart)) == [apart.join(one) for one in found]


KINDS: list[Any] = [Texts.of, TagLists.of, tuple, bytes, lambda values: array("q", values)]


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    if kind == Texts.of:
        return texts
    return tags if kind == TagLists.of else st.integers(0, 255)


@pytest.mark.parametrize("kind", KINDS, ids=["texts", "tags", "tuple", "bytes", "numbers"])
@given(data=st.data())
@settings(deadline=None)
def test_a_column_is_what_a_list_of_its_values_is(kind: Any, data: st.DataObject) -> None:
    lists = st.lists(values_of(kind), max_size=9)
    one, two = data.draw(lists), data.draw(lists)
    both, first = [*one, *two], column(kind(one))
    made: Column[Any] = first.extended(kind(two))
    assert made == first.followed(column(kind(two))) == column(kind(both))
    assert joined([first, column(kind(two)), first]) == column(kind([*both, *one]))
    assert (list(made), len(made), list(first)) == (both, len(both), one)
    assert [made[row] for row in range(len(both))] == both
    assert all(len(chunk) == columns.CHUNK for chunk in made.chunks[:-1])
    begin, end = sorted(data.draw(st.tuples(*[st.integers(0, 20)] * 2)))
    assert list(made.part(begin, end)) == both[begin:end]
    if both:
        rows = data.draw(st.lists(st.integers(0, len(both) - 1), unique=True))
        new = {row: data.draw(values_of(kind)) for row in rows}
        assert list(made.replaced(new)) == [new.get(row, old) for row, old in enumerate(both)]
        assert list(made.only(rows)) == [both[row] for row in rows]
        assert list(made) == both


@given(st.lists(texts, max_size=6))
def test_texts_are_a_sequence(found: list[str]) -> None:
    made = Texts.of(found)
    assert (list(made), len(made), made == Texts.of(found)) == (found, len(found), True)
    assert [made[at] for at in range(-len(found), len(found))] == found * 2
    for at in (len(found), -len(found) - 1):
        with pytest.raises(IndexError):
            made[at]
    assert [list(made[at : at + 2]) for at in range(len(found))] == [found[at : at + 2] for at in range(len(found))]


@given(st.lists(summaries, max_size=8), st.lists(summaries, max_size=8))
@settings(deadline=None)
def test_a_page_is_what_a_list_of_its_summaries_is(one: Sequence[ItemSummary], two: Sequence[ItemSummary]) -> None:
    first = SummaryPage.of(ACCOUNT, VAULT, one)
    page = SummaryPage.together((first, SummaryPage.of(ACCOUNT, VAULT, two)))
    both = [*one, *two]
    assert (list(page), len(page), bool(page), list(first)) == (both, len(both), bool(both), list(one))
    assert [page[at] for at in range(-len(both), len(both))] == both * 2
    assert list(page[1:3]) == both[1:3]
    with pytest.raises(IndexError):
        page[len(both)]


@given(st.lists(summaries, max_size=8, unique_by=lambda one: one.ref), summaries)
@settings(deadline=None)
def test_an_item_is_put_in_its_place_and_taken_out(found: list[ItemSummary], new: ItemSummary) -> None:
    page = SummaryPage.of(ACCOUNT, VAULT, found)
    there = new.ref in [one.ref for one in found]
    put = [new if one.ref == new.ref else one for one in found] + [new] * (not there)
    assert list(page.put(new)) == put
    assert list(page.put(new).without(new.ref.item)) == [one for one in found if one.ref != new.ref]
    assert page.without(ItemId("never there")) is page
    assert list(page) == found
