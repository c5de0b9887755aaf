"""The header: canonical, bounded, bound to its own bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.errors import Damaged, Denied, Invalid, VaultError
from tui.model.secret import Secret
from tui.store import header
from tui.store.cost import FLOOR, SMALL, Cost
from tui.store.naming import id_bytes, id_text, new_id

SECRET = Secret("s3cret-master")
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def known() -> header.Header:
    store = new_id()
    return header.Header(store, (header.wrap(KEY, SECRET, store, FLOOR),))


def test_the_right_password_gives_the_data_key(known: header.Header) -> None:
    again = header.decode(known.encode())
    assert again == known
    assert header.unwrap(again, SECRET) == KEY
    with pytest.raises(Denied):
        header.unwrap(again, Secret("s3cret-Master"))


def test_one_of_several_slots_is_enough(known: header.Header) -> None:
    other = header.wrap(KEY, Secret("s3cret-other"), known.store, FLOOR)
    both = header.decode(replace(known, slots=(*known.slots, other)).encode())
    assert header.unwrap(both, SECRET) == header.unwrap(both, Secret("s3cret-other")) == KEY


def test_a_slot_serves_no_other_store_and_no_other_cost(known: header.Header) -> None:
    slot = known.slots[0]
    strangers = [
        replace(known, store=new_id()),
        replace(known, slots=(replace(slot, cost=replace(slot.cost, passes=3)),)),
        replace(known, slots=(replace(slot, salt=bytes(16)),)),
    ]
    for stranger in strangers:
        with pytest.raises(Denied):
            header.unwrap(stranger, SECRET)


HOSTILE: list[dict[str, object]] = [
    {"memory": 2**31},
    {"memory": 2**21 + 1},
    {"memory": -1},
    {"memory": 1e9},
    {"memory": True},
    {"memory": 8},
    {"passes": 10**9},
    {"passes": 65},
    {"passes": 0},
    {"passes": 1},
    {"lanes": 0},
    {"lanes": 17},
    {"salt": ""},
    {"salt": "00" * 15},
    {"salt": "ZZ" * 16},
    {"salt": "0" * 31},
    {"wrapped": ""},
    {"wrapped": None},
    {"kdf": "scrypt"},
    {"kind": "key file"},
    {"extra": 1},
]


@pytest.mark.parametrize("change", HOSTILE, ids=str)
def test_a_hostile_slot_is_refused_before_any_work(known: header.Header, change: dict[str, object]) -> None:
    found = json.loads(known.encode())
    found["slots"][0].update(change)
    raw = json.dumps(found, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises((Damaged, Invalid)):
        header.decode(raw)


@pytest.mark.parametrize(
    "change",
    [{"format": 0}, {"format": 2}, {"format": "1"}, {"slots": []}, {"slots": {}}, {"store": "x"}, {"x": 1}],
    ids=str,
)
def test_a_hostile_header_is_refused(known: header.Header, change: dict[str, object]) -> None:
    raw = json.dumps({**json.loads(known.encode()), **change}, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises((Damaged, Invalid)):
        header.decode(raw)


def test_a_newer_format_is_named_as_such(known: header.Header) -> None:
    raw = json.dumps({**json.loads(known.encode()), "format": 2}).encode()
    with pytest.raises(Invalid, match="newer Strongroom"):
        header.decode(raw)


def test_there_is_one_way_to_write_a_header(known: header.Header) -> None:
    raw = known.encode()
    for other in (raw + b" ", raw.replace(b":", b": ", 1), b'{"format":1,' + raw[1:], raw + bytes(70_000)):
        with pytest.raises(Damaged):
            header.decode(other)


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(VaultError):
        header.decode(raw)


def test_the_floor_is_owasps_and_more_passes_make_no_good_for_less_memory() -> None:
    FLOOR.check()
    SMALL.check()
    Cost(46 * 1024, 1, 1).check()
    Cost(2 * 1024 * 1024, 64, 16).check()
    for weak in (Cost(19 * 1024 - 1, 2, 1), Cost(19 * 1024, 1, 1), Cost(8 * 1024, 64, 1)):
        with pytest.raises(Damaged, match="too little"):
            weak.check()


@given(st.binary(min_size=16, max_size=16))
def test_ids_are_26_letters_and_come_back(raw: bytes) -> None:
    text = id_text(raw)
    assert (len(text), id_bytes(text)) == (26, raw)
    assert text == text.lower()


@given(st.text(max_size=27) | st.text("abcdefghijklmnopqrstuvwxyz234567=", min_size=26, max_size=26))
def test_other_texts_are_no_ids(text: str) -> None:
    raw = id_bytes(text)
    assert raw is None or id_text(raw) == text
