"""Columns and orders: after any changes they are what a plain list would be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.things import REF, summaries
from tui.host.display import display_text
from tui.model import column as columns_module
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.model.texts import Texts
from tui.services import orders as orders_module
from tui.services.columns import ARCHIVED, FAVOURITE, GONE, HAS_OTP, SYNCING, Columns, Place, Snapshot, pack
from tui.services.late_rows import LateRows
from tui.services.orders import Orders, Sort, folded, kept, sort_rows, without

PLACE = Place(AccountId("home"), VaultId("v"), "Work")
ends = st.none() | st.integers(-90, 90)
titles = st.text("aAbBßé ", max_size=3)


def summary(number: int, title: str, category: str = "login", updated: float = 0.0) -> ItemSummary:
    ref = ItemRef(PLACE.account, PLACE.vault, ItemId(f"i{number}"))
    return ItemSummary(ref, title, category, f"user{number}", "host", (title,), updated=updated)


def packed(names: list[str], begin: int = 0) -> Columns:
    kinds = ("login", "note")
    page = [summary(n, name, kinds[n % 2], float(n % 5)) for n, name in enumerate(names, begin)]
    return pack(0, page)


changes = st.one_of(
    st.tuples(st.just("add"), st.lists(titles, max_size=2) | st.lists(titles, max_size=30)),
    st.tuples(st.just("replace"), st.dictionaries(st.integers(0, 200), titles, max_size=4)),
    st.tuples(st.just("remove"), st.sets(st.integers(0, 200), max_size=3)),
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.lists(changes, max_size=8), st.sampled_from(list(Sort)), st.integers(1, 9))
def test_any_changes_leave_what_a_list_would_have_and_orders_follow(
    many: int, steps: list[tuple[str, list[str] | dict[int, str] | set[int]]], sort: Sort, chunk: int
) -> None:
    model, gone, orders = list[str](), set[int](), Orders()
    before, columns_module.CHUNK = columns_module.CHUNK, chunk  # small chunks, so that there are many
    try:
        columns = Columns()
        for kind, what in (("add", [f"{number % 7}" for number in range(many)]), *steps):
            older, count = columns, len(columns)
            touched: set[int] = set()
            if isinstance(what, list):
                columns = columns.extended(packed(what, count))
                model += what
            elif isinstance(what, dict):
                new = {row: title for row, title in what.items() if row < count}
                columns = columns.replaced(list(new), packed(list(new.values()), 7))
                for row, title in new.items():
                    model[row] = title
                touched, gone = set(new), gone - set(new)
            else:
                touched = {row for row in what if row < count}
                columns = columns.replaced((), Columns(), sorted(touched))
                gone |= touched
            assert set(columns.differing(older) or ()) == touched, kind
            assert list(columns.titles) == model
            assert [columns.titles[row] for row in range(len(columns))] == model
            assert {row for row, flags in enumerate(columns.flags) if flags & GONE} == gone
            snapshot = Snapshot(columns, (PLACE,))
            assert list(orders.get(snapshot, sort)) == list(sort_rows(snapshot, sort))
            assert len(older) == count, "older columns stay what they are"
    finally:
        columns_module.CHUNK = before


@given(st.lists(titles, max_size=60), st.sets(st.integers(0, 59), max_size=9), st.sampled_from(list(Sort)))
def test_rows_left_out_one_by_one_are_those_that_a_mask_leaves_out(
    names: list[str], missing: set[int], sort: Sort
) -> None:
    snapshot = Snapshot(packed(names), (PLACE,))
    missing = {row for row in missing if row < len(names)}
    order = sort_rows(snapshot, sort)
    mask = bytes(row not in missing for row in range(len(names)))
    assert without(order, missing, snapshot.columns, sort) == kept(order, mask)
    assert list(kept(order, mask)) == [row for row in order if row not in missing]


def test_every_flag_comes_from_the_summary_and_alone() -> None:
    base = ItemSummary(ItemRef(PLACE.account, PLACE.vault, ItemId("1")), "Item", "LOGIN")
    flags = {
        0: base,
        FAVOURITE: replace(base, favourite=True),
        ARCHIVED: replace(base, archived=True),
        HAS_OTP: replace(base, has_otp=True),
        SYNCING: replace(base, syncing=True),
    }
    columns = pack(0, list(flags.values()))
    snapshot = Snapshot(columns, (PLACE,))
    for row, own in enumerate(flags):
        assert [flag for flag in (*flags, GONE) if snapshot.has(row, flag)] == [own] * bool(own)


def test_parts_cross_chunks() -> None:
    names = [f"Item {number % 7}" for number in range(columns_module.CHUNK * 2 + 10)]
    columns = packed(names)
    begin = columns_module.CHUNK - 3
    end = begin + columns_module.CHUNK + 6
    assert list(columns.titles.part(begin, end)) == names[begin:end]
    assert columns.same(begin, packed(names[begin:end], begin), 0, end - begin)


@given(st.lists(summaries, max_size=9))
def test_a_page_in_columns_and_its_summaries_are_the_same_rows_and_safe_to_show(page: list[ItemSummary]) -> None:
    columns = pack(3, SummaryPage.of(REF.account, REF.vault, page))
    assert columns.same(0, pack(3, page), 0, len(page))
    assert list(columns.ids) == [one.ref.item for one in page]
    assert list(columns.titles) == [display_text(one.title) for one in page]
    assert list(columns.usernames) == [display_text(one.username) for one in page]
    assert list(columns.hosts) == [display_text(one.host) for one in page]
    assert list(columns.tags) == [tuple(map(display_text, one.tags)) for one in page]
    assert (list(columns.category), list(columns.vault)) == ([one.category for one in page], [3] * len(page))
    assert list(columns.updated) == [one.updated for one in page]
    for one, row in zip(page, range(len(page)), strict=True):
        assert columns.flags[row] == one.favourite + 2 * one.archived + 4 * one.has_otp + 16 * one.syncing


@given(st.lists(titles, min_size=1, max_size=80), st.data(), st.sampled_from(list(Sort)))
@settings(deadline=None)
def test_rows_of_which_the_first_come_first_are_those_that_are_sorted_at_once(
    names: list[str], data: st.DataObject, sort: Sort
) -> None:
    rows = range(len(names))
    keep = bytes(data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names))))
    kept_rows = [row for row in rows if keep[row]]
    first = data.draw(st.lists(st.sampled_from(kept_rows), unique=True, max_size=3)) if kept_rows else []
    snapshot = Snapshot(packed(names), (PLACE,))
    wanted = [*first, *(row for row in sort_rows(snapshot, sort) if keep[row] and row not in first)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders_module, "CHUNK", data.draw(st.integers(1, 9)))
        patch.setattr(orders_module, "MANY", 1)
        patch.setattr(orders_module, "SEEN", data.draw(st.integers(0, 9)))
        patch.setattr(orders_module, "SAMPLE", data.draw(st.integers(1, 9)))
        patch.setattr(orders_module, "FIRST", data.draw(st.integers(1, 9)))
        orders = Orders()
        listed = orders.listed(snapshot, sort, keep, first)
        if isinstance(listed, LateRows):
            assert list(listed.head) == wanted[: len(listed.head)]
        assert len(listed) == len(wanted)
        begin, end, step = data.draw(st.tuples(ends, ends, st.sampled_from([None, 1, 2, -1])))
        assert list(listed[begin:end:step]) == wanted[begin:end:step]
        assert [listed[at] for at in range(-len(wanted), len(wanted))] == wanted * 2
        assert [listed.index(row) for row in wanted] == list(range(len(wanted)))
        assert list(listed) == list(listed[:]) == wanted
        assert len(names) not in listed
        assert list(orders.listed(snapshot, sort, keep, first)) == wanted
        more = Snapshot(snapshot.columns.extended(packed(["b", "a"], len(names))), (PLACE,))
        assert list(orders.get(more, sort)) == list(sort_rows(more, sort))


@given(st.text("aAßẞİ\n ", max_size=9), st.text("ΣσςǅÀé́", max_size=9))
def test_titles_lose_their_case_together_as_they_do_alone(one: str, two: str) -> None:
    assert folded(Texts.of([one, two])) == [one.casefold(), two.casefold()]
