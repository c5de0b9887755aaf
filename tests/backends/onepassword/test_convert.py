"""What the SDK answers, read: every type and category, and whatever else an answer may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import ADDRESS, full, private_key, text
from tests.servers.onepassword import hostile
from tests.servers.onepassword.words import CATEGORIES
from tui.backends.onepassword import convert, rows
from tui.backends.onepassword.wire import CATEGORY_WORDS
from tui.backends.protocol import Action
from tui.model import category as ours
from tui.model.errors import VaultError
from tui.model.field import FieldKind, Purpose
from tui.model.ids import FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.tools import sshkey
from tui.tools.address import Address

REF = ItemRef(ACCOUNT, VaultId("v"), ItemId("i"))


def read(raw: object, *, archived: bool = False) -> Item:
    assert isinstance(raw, dict)
    return convert.item(raw, REF, archived=archived)


async def test_an_item_with_one_of_everything(place: Office) -> None:
    item = await place.backend.item(place.add(full()))
    assert {field.id: (field.kind, field.value) for field in item.fields} == {
        "username": (FieldKind.TEXT, "me"),
        "password": (FieldKind.CONCEALED, Secret("s3cret-pass")),
        "TOTP_one": (FieldKind.OTP, Secret("s3cretABCDEFGH234567")),
        "note": (FieldKind.TEXT, "of text"),
        "pin": (FieldKind.CONCEALED, Secret("s3cret-pin")),
        "card type": (FieldKind.CARD_TYPE, "visa"),
        "card number": (FieldKind.CARD_NUMBER, "4111111111111111"),
        "phone": (FieldKind.PHONE, "+1 555"),
        "url": (FieldKind.URL, "https://x.example"),
        "e-mail": (FieldKind.EMAIL, "me@x.example"),
        "reference": (FieldKind.REFERENCE, "abcdefghijklmnopqrstuvwxyz"),
        "menu": (FieldKind.MENU, "savings"),
        "month": (FieldKind.MONTH_YEAR, "2031-02"),
        "address": (FieldKind.ADDRESS, Address(**ADDRESS).text),
        "date": (FieldKind.DATE, "2026-11-26"),
        "notes": (FieldKind.NOTES, "two\nlines"),
    }
    purposes = {field.id: field.purpose for field in item.fields if field.purpose is not Purpose.NONE}
    assert purposes == {"username": Purpose.USERNAME, "password": Purpose.PASSWORD, "notes": Purpose.NOTES}
    assert [section.id for section in item.sections] == ["more", "other"]
    assert {field.section for field in item.fields[:3]} == {None}
    assert item.websites[1] == Website("http://two.example:8080", "staging", "ExactDomain")
    assert (item.tags, item.version, item.read_only, item.favourite) == (("a", "b"), 1, "", False)
    assert item.created > 0 and item.updated > 0


def test_every_category_is_known_by_a_name() -> None:
    for word in CATEGORIES:
        found = read(full(word)).category
        assert found is ours.CATEGORIES.get(found.id) or found.name == "Person", word
    assert CATEGORY_WORDS.keys() == ours.CATEGORIES.keys() - {"CUSTOM"} | {"PERSON"}
    assert read(full("Spaceship")).category.id == "Spaceship"


async def test_a_private_key_tells_what_it_is(place: Office) -> None:
    fields = [text("private_key", private_key(), "SshKey", ""), text("note", "x", section="")]
    item = await place.backend.item(place.add({"title": "Key", "category": "SshKey", "fields": fields}))
    key = sshkey.read(private_key())
    assert [field.id for field in item.fields] == [
        "private_key", "public_key", "fingerprint", "key_type", "note", "notes"
    ]  # fmt: skip
    assert [field.value for field in item.fields[:3]] == [Secret(private_key()), key.public, key.fingerprint]
    assert not item.read_only


@pytest.mark.parametrize("word", ["Unsupported", "Passkey", "", None, 7])
async def test_an_item_with_a_field_that_is_not_known_can_only_be_read(place: Office, word: object) -> None:
    raw = full()
    raw["fields"].append(text("odd\x1b[1m", "s3cret-odd") | {"fieldType": word})
    ref = place.add(raw)
    assert place.backend.refusal(Action.EDIT, ref) is None
    item = await place.backend.item(ref)
    odd = item.fields[-2]
    assert (odd.kind, odd.value) == (FieldKind.OTHER, Secret("s3cret-odd"))
    assert "“odd" in item.read_only and "\x1b" not in item.read_only
    for action in (Action.EDIT, Action.DELETE, Action.FAVOURITE, Action.ATTACH_FILE, Action.REMOVE_FILE):
        assert place.backend.refusal(action, ref), action
    assert place.backend.refusal(Action.EDIT, ref) == place.backend.refusal(Action.DELETE, ref) == item.read_only
    assert place.backend.refusal(Action.ARCHIVE, ref) is None
    assert place.backend.refusal(Action.CREATE, ref.vault) is None


def test_a_category_that_the_sdk_does_not_know_itself_can_only_be_read() -> None:
    assert "does not know this category" in read(full("Unsupported")).read_only
    assert read(full("Spaceship")).read_only == read(full("Unsupported")).read_only
    assert not read(full("Server")).read_only


def test_dates_that_are_none_stay_as_they_came() -> None:
    item = read({"fields": [text("d", "soon", "Date"), text("m", "13/2031", "MonthYear"), text("e", "", "Date")]})
    assert [(field.kind, field.value, field.raw_kind) for field in item.fields[:3]] == [
        (FieldKind.OTHER, "soon", "Date"),
        (FieldKind.OTHER, "13/2031", "MonthYear"),
        (FieldKind.DATE, "", ""),
    ]


def test_an_address_of_which_only_the_line_is_known() -> None:
    odd: list[object] = [None, {"type": "Address", "content": None}, {"content": []}, "x"]
    for details in odd:
        (field, _) = read({"fields": [text("a", "1 Main, X", "Address", details=details)]}).fields
        assert (field.kind, field.value) == (FieldKind.ADDRESS, "1 Main, X")


def test_ids_and_sections_that_are_odd() -> None:
    sections = [
        {"id": "", "title": "Named"},
        {"id": "s", "title": "S"},
        {"id": "s", "title": "T"},
        None,
        {"title": "x"},
    ]
    fields = [
        text("a", section=""),
        text("a", section="s"),
        text("notes", "field", section="gone"),
        text("", section="s"),
    ]
    item = read({"fields": fields, "sections": sections, "notes": "whole"})
    assert [field.id for field in item.fields] == ["a", "a#2", "notes", "#2", "notes#2"]
    assert [section.label for section in item.sections] == ["Named", "S"]
    assert item.fields[0].section == SectionId("")
    assert item.field(FieldId("notes#2")) == item.of(Purpose.NOTES)


def test_what_a_document_is_comes_first() -> None:
    item = read(
        {
            "category": "Document",
            "document": {"id": "d", "name": "deed.pdf", "size": 7},
            "files": [
                {"attributes": {"id": "f", "name": "x", "size": 1}, "sectionId": "", "fieldId": "y"},
                {"attributes": {"name": "no id"}},
                {"attributes": None},
                5,
            ],
        }
    )
    assert [(file.id, file.name, file.size, file.section) for file in item.files] == [
        (FileId("d"), "deed.pdf", 7, None),
        (FileId("f"), "x", 1, None),
    ]
    assert item.is_its_file(item.files[0]) and not item.is_its_file(item.files[1])


async def test_lists_with_words_and_times_that_are_not_known(place: Office) -> None:
    known, away = place.add(full()), place.add(full() | {"title": "Away"}, "archived")
    deleted = place.add(full("Spaceship") | {"title": "New"}, "deleted")
    listed = {row.ref: row async for page in place.backend.items(known.vault) for row in page}
    assert place.op.requests == ["ItemsList"]
    assert {ref: row.archived for ref, row in listed.items()} == {known: False, away: True, deleted: False}
    assert (listed[known].host, listed[known].tags, listed[known].category) == ("one.example", ("a", "b"), "LOGIN")
    assert listed[deleted].category == "Spaceship"
    assert (await place.backend.item(away)).state is ItemState.ARCHIVED
    assert (await place.backend.item(known)).state is ItemState.ACTIVE


TWISTS: dict[str, Callable[[Any], Any]] = {
    "sparse": hostile.sparse,
    "surplus": hostile.surplus,
    "nanoseconds": hostile.nanoseconds,
    "offset": hostile.offset,
    "no dates": hostile.no_dates,
    "nasty titles": hostile.replaced("title", hostile.NASTY),
    "nasty values": hostile.replaced("value", hostile.NASTY),
    "numbers": hostile.replaced("title", 7),
    "no fields": hostile.without("fields", "sections", "tags", "websites", "notes", "files"),
    "null tags": hostile.replaced("tags", None),
    "odd sites": hostile.replaced("websites", [None, 5, {"url": ["x"]}, {"url": "http://["}]),
    "no version": hostile.without("version", "state", "vaultId"),
}


@pytest.mark.parametrize("twist", TWISTS)
async def test_answers_that_no_sdk_expects_break_nothing(place: Office, twist: str) -> None:
    ref = place.add(full())
    for name in ("ItemsList", "ItemsGet", "ItemsGetAll", "VaultsList", "VaultsGetOverview"):
        place.op.twist(name, TWISTS[twist])
    (page,) = [page async for page in place.backend.items(ref.vault)]
    assert [row.ref for row in page] == [ref]
    item = await place.backend.item(ref)
    assert item.ref == ref and item.version >= 1
    assert "s3cret" not in repr(item) + repr(page)
    assert await place.backend.items_of([ref]) == [item]
    assert [one.id for one in await place.backend.vaults()] == [place.vault]
    assert (await place.backend.vault(ref.vault)).id == ref.vault


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("s3cret-x"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["id", "title", "category", "fields", "sections", "notes", "tags", "websites", "version", "files", "document"]
KEYS += [
    "createdAt",
    "updatedAt",
    "sectionId",
    "fieldType",
    "value",
    "details",
    "content",
    "url",
    "attributes",
    "state",
]
WORDS = st.sampled_from(["Login", "SshKey", "Totp", "Address", "MonthYear", "Date", "Concealed", "archived", "", "i"])
wire_values = st.recursive(
    json_values | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(KEYS), wire_values))
def test_any_object_is_an_item(raw: dict[str, Any]) -> None:
    item = read(raw)
    names = [field.id for field in item.fields]
    assert len(set(names)) == len(names)
    assert item.of(Purpose.NOTES) is not None
    list(item.grouped())
    item.summary()


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), wire_values) | wire_values, max_size=5))
def test_any_list_gives_the_rows_that_there_are(found: list[Any]) -> None:
    listed = [row for page in rows.pages(found, ACCOUNT, VaultId("v")) for row in page]
    assert [row.ref.item for row in listed] == [
        one["id"] for one in found if isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"]
    ]
    assert listed == [row for one in found if (row := rows.summary(one, ACCOUNT, VaultId("v"))) is not None]


@given(wire_values)
def test_any_vault_is_one(raw: Any) -> None:
    if isinstance(raw, dict):
        convert.vault(raw, ACCOUNT)


@pytest.mark.parametrize("answer", [None, 7, "x", [], [[]], {}, {"id": "other"}, {"individualResponses": [None]}])
async def test_answers_that_are_something_else_are_news(place: Office, answer: object) -> None:
    ref = place.add(full())
    for name in ("ItemsList", "ItemsGet", "ItemsGetAll", "VaultsList", "VaultsGetOverview"):
        place.op.twist(name, lambda found: answer)
    calls = [
        place.backend.item(ref),
        place.backend.items_of([ref]),
        place.backend.vaults(),
        place.backend.vault(ref.vault),
    ]
    for call in calls:
        try:
            found = await call
        except VaultError as error:
            assert str(error).endswith(".")
        else:
            assert found == [] or isinstance(found[0], VaultError)  # type: ignore[index]
    try:
        assert not [row async for page in place.backend.items(ref.vault) for row in page if row.ref == ref]
    except VaultError as error:
        assert str(error).endswith(".")
