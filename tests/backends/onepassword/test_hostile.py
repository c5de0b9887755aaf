"""Words, dates and texts that no SDK of today knows: lists stay whole, and what is odd is shown and only read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import full, text
from tests.servers.onepassword import hostile
from tests.servers.onepassword.words import CATEGORIES, FIELD_TYPES
from tui.backends.onepassword import convert, rows
from tui.backends.protocol import Action
from tui.model.edit import SetTitle
from tui.model.errors import Denied
from tui.model.field import FieldKind
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.item import ItemState, ItemSummary
from tui.model.secret import Secret

REF = ItemRef(ACCOUNT, VaultId("v"), ItemId("i"))
UNKNOWN_FIELD = "does not know what the field “passkey” is"
ODD = [
    ({"category": "Custom"}, "does not know this category"),
    ({"category": "Unsupported"}, "does not know this category"),
    ({"category": None}, "does not know this category"),
    ({"fields": [text("passkey", "s3cret-key", "Passkey")]}, UNKNOWN_FIELD),
    ({"fields": [text("passkey", "", "Unsupported")]}, UNKNOWN_FIELD),
    (
        {"fields": [text("passkey", "s3cret-key") | {"fieldType": ["Text"]}]},
        UNKNOWN_FIELD,
    ),
]


async def listed(place: Office) -> dict[ItemRef, ItemSummary]:
    """Return the rows of the vault."""
    return {row.ref: row async for page in place.backend.items(VaultId(place.vault)) for row in page}


@pytest.mark.parametrize(("odd", "reason"), ODD)
async def test_an_odd_item_stands_among_the_others_is_shown_and_says_why_it_is_only_read(
    place: Office, odd: dict[str, Any], reason: str
) -> None:
    plain, other = place.add({"title": "Plain"}), place.add({"title": "Odd"} | odd)
    assert [row.title for row in (await listed(place)).values()] == ["Plain", "Odd"]
    item = await place.backend.item(other)
    assert item.title == "Odd"
    assert reason in item.read_only
    for action in (Action.EDIT, Action.DELETE, Action.ATTACH_FILE):
        assert place.backend.refusal(action, other) == item.read_only
    assert place.backend.refusal(Action.EDIT, plain) is None
    with pytest.raises(Denied, match=reason):
        await place.backend.update(other, (SetTitle("New"),), item.version)
    assert place.op.writes == 0


@pytest.mark.parametrize("state", ["deleted", "", "ARCHIVED", "trashed"])
async def test_an_item_in_a_state_that_is_not_known_is_listed_with_the_others(place: Office, state: str) -> None:
    ref, away = place.add({"title": "Odd"}, state), place.add({"title": "Away"}, "archived")
    found = await listed(place)
    assert (found[ref].archived, found[away].archived) == (False, True)
    assert (await place.backend.item(ref)).state is ItemState.ACTIVE


@pytest.mark.parametrize(("twist", "at"), [(hostile.nanoseconds, 1e9), (hostile.offset, 1e9), (hostile.no_dates, 0)])
async def test_times_in_another_form_are_read_or_left_out(place: Office, twist: Any, at: float) -> None:
    place.op.account.clock = lambda: 1e9
    ref = place.add({"title": "Mail"})
    for name in ("ItemsList", "ItemsGet"):
        place.op.twist(name, twist)
    assert int((await listed(place))[ref].updated) == at
    item = await place.backend.item(ref)
    assert (int(item.updated), item.read_only) == (at, "")
    if at:  # the core itself does not read what is no time at all
        assert (await place.backend.update(ref, (SetTitle("Post"),), item.version)).title == "Post"


async def test_texts_that_are_nasty_stay_as_they_are_and_hide_nothing(place: Office) -> None:
    ref = place.add({"title": hostile.NASTY, "tags": [hostile.NASTY], "notes": hostile.NASTY})
    item = await place.backend.item(ref)
    assert item.title == hostile.NASTY
    assert (await listed(place))[ref].title == hostile.NASTY


async def test_a_huge_text_is_read_whole(place: Office) -> None:
    huge = "s3cret-" + "x" * 3_000_000
    item = await place.backend.item(place.add({"fields": [text("password", huge, "Concealed", section=None)]}))
    assert item.fields[0].value == Secret(huge)


words = st.text(max_size=8) | st.none() | st.integers() | st.lists(st.text(max_size=2), max_size=1)


@given(words, words, words)
def test_any_word_in_any_place_leaves_a_row_and_an_item(category: object, state: object, date: object) -> None:
    raw = full() | {"id": "i", "category": category, "state": state, "createdAt": date, "updatedAt": date}
    (page,) = rows.pages([raw], ACCOUNT, REF.vault)
    assert [row.ref for row in page] == [REF]
    item = convert.item(raw, REF, archived=False)
    assert bool(item.read_only) is (category not in list(CATEGORIES))


@given(words)
def test_any_type_of_field_is_shown_and_one_that_is_not_known_is_concealed(kind: object) -> None:
    raw = full() | {"fields": [text("odd", "s3cret-value") | {"fieldType": kind}]}
    item = convert.item(raw, REF, archived=False)
    known = kind in list(FIELD_TYPES)
    assert bool(item.read_only) is not known
    if not known:
        assert (item.fields[0].kind, item.fields[0].value) == (FieldKind.OTHER, Secret("s3cret-value"))
        assert "s3cret-value" not in repr(item)
