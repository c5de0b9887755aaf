"""Segments of the overviews: any text comes back, from columns and from the lines of the first stores."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.model.things import REF, summaries
from tests.store import reader
from tests.store.lines import forms, lines, make_old, write
from tests.store.places import PASSWORD, Place, disturb, everything, furnish, login, pages
from tui.model.edit import SetTitle
from tui.model.errors import Damaged, Invalid
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.store import segment
from tui.store.records import pad
from tui.store.store import Store

ACCOUNT, VAULT = REF.account, REF.vault
rows = summaries.map(lambda row: replace(row, syncing=False))


def encoded(found: Sequence[ItemSummary]) -> bytes:
    return pad(segment.encode(SummaryPage.of(ACCOUNT, VAULT, found)))


@given(st.lists(rows, max_size=6))
@settings(deadline=None)
def test_any_rows_come_back_exactly_and_the_second_implementation_reads_the_same(found: list[ItemSummary]) -> None:
    plain = encoded(found)
    page = segment.decode(plain, ACCOUNT, VAULT)
    assert list(page) == found
    assert page == SummaryPage.of(ACCOUNT, VAULT, found)
    if found:
        told = [tuple(getattr(row, name) for name in row.__slots__[1:-1]) for row in found]
        assert [row[1:] for row in reader.overview(plain)] == told


@given(st.lists(rows, min_size=1, max_size=6))
@settings(deadline=None)
def test_lines_say_the_same_as_columns(found: list[ItemSummary]) -> None:
    assert list(segment.decode(pad(lines(found)), ACCOUNT, VAULT)) == found


def test_a_syncing_item_is_kept_as_any_other() -> None:
    row = ItemSummary(REF, "GitHub", "LOGIN", syncing=True)
    assert list(segment.decode(encoded([row]), ACCOUNT, VAULT)) == [replace(row, syncing=False)]


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"\x01" + rest))
@example(b"")
@example(b"\x01" + bytes(4) + bytes(24))
@example(b"\x01" + b"\xff" * 4)
@example(b"[" * 100_000)
@example(b'["i"]')
@example(b"[1,2,3,4,5,[],7,8,9,10,11]")
@example(b'["i","t","c","u","h",[7],true,true,true,1.0,1]')
@example(b'["i","t","c","u","h",[],true,true,true,1.0,99999999999999999999]')
def test_no_bytes_break_the_reader(plain: bytes) -> None:
    try:
        page = segment.decode(plain, ACCOUNT, VAULT)
    except (Invalid, Damaged):
        return
    assert list(page) == list(segment.decode(segment.encode(page), ACCOUNT, VAULT))


ONE = encoded([ItemSummary(REF, "GitHub", "LOGIN", tags=("x",), updated=1.0)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"GitHub", b"Git\nub"),
        (b"GitHub", b"Git\\ub"),
        (b"GitHub", b"Git\xffub"),
        (b"\x01x", b"\x01\\"),
        (b"\x06GitHub", b"\x05GitHub"),
        (struct.pack(">d", 1.0), struct.pack(">d", float("nan"))),
        (b"   ", b" x "),
    ],
)
def test_columns_that_are_none_are_damaged(old: bytes, new: bytes) -> None:
    assert old in ONE
    with pytest.raises(Damaged):
        segment.decode(ONE.replace(old, new, 1), ACCOUNT, VAULT)


def test_every_cut_is_told() -> None:
    for size in range(1, len(ONE.rstrip(b" "))):
        with pytest.raises(Damaged):
            segment.decode(ONE[:size], ACCOUNT, VAULT)


@pytest.mark.parametrize("plain", [b"\x02" + ONE[1:], ONE[:5] + b"\x08" + ONE[6:], b"{}", b""])
def test_what_a_newer_strongroom_wrote_is_refused(plain: bytes) -> None:
    with pytest.raises(Invalid, match="newer Strongroom"):
        segment.decode(plain, ACCOUNT, VAULT)


def test_a_time_that_is_no_number_is_not_kept() -> None:
    with pytest.raises(Invalid, match="time"):
        encoded([ItemSummary(REF, "GitHub", "LOGIN", updated=float("inf"))])


# In a store


def test_a_store_of_lines_says_the_same_and_each_segment_that_changes_becomes_columns(store: Store) -> None:
    vault = store.create_vault("Private").id
    made = store.create_items([login(vault, f"Item {number} \\ \n\t{number}") for number in range(600)])
    before = everything(store)
    make_old(store)
    store.verify()
    assert forms(store) == [b"[", b"[", b"["]
    assert everything(store) == before
    store.update(made[300].ref, [SetTitle("Other")], 1)
    assert forms(store) == [b"[", b"\x01", b"["]
    store.delete(made[0].ref)
    store.create_item(login(vault, "Another"))
    assert forms(store) == [b"\x01", b"\x01", b"\x01"]
    store.verify()
    titles = [one.title for one in pages(store, vault)]
    assert titles == [*(one.title for one in made[1:300]), "Other", *(one.title for one in made[301:]), "Another"]


def test_a_store_of_both_forms_takes_other_keys_and_is_backed_up(place: Place) -> None:
    store = place.open()
    furnish(store)
    make_old(store)
    disturb(store)
    make_old(store)
    store.create_item(login(store.vaults()[0].id))
    before = everything(store)
    backup = store.backup()
    store.rotate_keys(PASSWORD)
    store.verify()
    assert everything(store) == before
    store.close()
    copy = Store.open(backup, PASSWORD, state_dir=place.state)
    assert everything(copy) == before
    copy.close()


def test_a_vault_of_lines_is_deleted_whole(store: Store) -> None:
    vault = store.create_vault("Private").id
    store.create_items([login(vault, str(number)) for number in range(3)])
    make_old(store)
    store.delete_vault(vault)
    store.verify()
    assert store._records.keys_of() == []


def test_what_an_older_strongroom_spoiled_is_made_anew_from_the_items(store: Store) -> None:
    """One that was open all the while takes columns for lines, and puts its own line at their end."""
    vault = store.create_vault("Private").id
    item = store.create_items([login(vault, title) for title in ("Bank", "Mail")])[0]
    before = sorted(pages(store, vault), key=lambda one: one.ref)
    columns = segment.encode(SummaryPage.of(item.ref.account, vault, before))
    write(store, vault, pad(b"\n".join([*columns.rstrip(b" ").splitlines(), lines(before[:1])])))
    assert sorted(pages(store, vault), key=lambda one: one.ref) == before
    assert any("made anew" in warning for warning in store.warnings)
    store.update(item.ref, [SetTitle("Bench")], 1)
    assert forms(store) == [b"\x01"]
    assert sorted(one.title for one in pages(store, vault)) == ["Bench", "Mail"]
    store.create_item(login(vault, "New"))
    assert len(pages(store, vault)) == 3


def test_new_items_enter_a_spoiled_segment_once(store: Store) -> None:
    vault = store.create_vault("Private").id
    store.create_item(login(vault, "Bank"))
    write(store, vault, pad(b"\x01spoiled"))
    store.create_item(login(vault, "Mail"))
    assert sorted(one.title for one in pages(store, vault)) == ["Bank", "Mail"]


def test_the_list_of_what_is_newer_is_refused_with_a_sentence(store: Store) -> None:
    vault = store.create_vault("Private").id
    item = store.create_item(login(vault, "Bank"))
    write(store, vault, pad(b"\x02"))
    with pytest.raises(Invalid, match="newer Strongroom"):
        pages(store, vault)
    with pytest.raises(Invalid, match="newer Strongroom"):
        store.update(item.ref, [SetTitle("Bench")], 1)
    assert store.item(item.ref).title == "Bank"


def test_no_secret_is_in_a_segment(store: Store) -> None:
    vault = store.create_vault("Private").id
    store.create_item(login(vault, "Bank", password="s3cret-bank"))
    assert b"s3cret" not in segment.encode(SummaryPage.of(ACCOUNT, VAULT, pages(store, vault)))
