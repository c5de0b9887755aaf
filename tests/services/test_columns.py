"""Columns and orders: after any changes they are what a plain list would be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.services import columns as columns_module
from tui.services.columns import GONE, Columns, Packer, Place, Snapshot
from tui.services.orders import Orders, Sort, kept, sort_rows, without

PLACE = Place(AccountId("home"), VaultId("v"), "Work")
titles = st.text("aAbBßé ", max_size=3)


def summary(number: int, title: str, category: str = "login", updated: float = 0.0) -> ItemSummary:
    ref = ItemRef(PLACE.account, PLACE.vault, ItemId(f"i{number}"))
    return ItemSummary(ref, title, category, f"user{number}", "host", (title,), updated=updated)


def packed(names: list[str], begin: int = 0) -> Columns:
    kinds = ("login", "note")
    page = [summary(n, name, kinds[n % 2], float(n % 5)) for n, name in enumerate(names, begin)]
    return Packer().pack(0, page)


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


def test_parts_cross_chunks_and_equal_texts_are_one_object() -> None:
    names = [f"Item {number % 7}" for number in range(columns_module.CHUNK * 2 + 10)]
    columns = packed(names)
    begin = columns_module.CHUNK - 3
    end = begin + columns_module.CHUNK + 6
    assert columns.titles.part(begin, end) == tuple(names[begin:end])
    assert columns.same(begin, packed(names[begin:end], begin), 0, end - begin)
    assert columns.hosts[0] is columns.hosts[2000]
    assert columns.tags[0] is columns.tags[7]
