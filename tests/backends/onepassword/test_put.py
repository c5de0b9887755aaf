"""An edit changes what it says, and nothing else; what we do not model stays; the SDK would send the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import ADDRESS, SITES, full, private_key, text
from tests.backends.onepassword.test_convert import KEYS, wire_values
from tests.servers.onepassword import difference, hostile, official
from tui.backends.onepassword import convert, put
from tui.model.edit import (
    AddField,
    Edit,
    MoveField,
    RemoveField,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetTitle,
    SetValue,
    SetWebsites,
)
from tui.model.errors import Denied, Invalid, NotFound, VaultError
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.ids import FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import keyfields, sshkey
from tui.tools.address import Address

Json = dict[str, Any]

SECTIONS = (Section(SectionId("more"), "More"), Section(SectionId("other"), "Other"))
MOVED = Address(**(ADDRESS | {"city": "Shelbyville"})).text
"""Another address, as a field keeps it."""


def changed(before: Json, after: Json) -> Json:
    """Return the keys of an item that are different, fields by their ids; what each edit changes is left out."""
    found = {key: after.get(key) for key in before if before[key] != after.get(key)}
    for key in ("version", "updatedAt"):
        found.pop(key, None)
    if "fields" in found:
        old, new = ({one["id"]: one for one in raw["fields"]} for raw in (before, after))
        gone = {name: None for name in old if name not in new}
        found["fields"] = {name: one for name, one in new.items() if one != old.get(name)} | gone
    return found


async def edited(place: Office, raw: Json, *edits: Edit) -> tuple[Json, Item]:
    """Return what edits changed at 1Password, and the item that came of them; in one call, as the SDK would make it."""
    ref = place.add(raw)
    before, writes = place.op.item(place.vault, ref.item), place.op.writes
    item = await place.backend.update(ref, edits, 1)
    after = place.op.item(place.vault, ref.item)
    assert (place.op.writes, item.version, after["version"]) == (writes + 1, 2, 2)
    sent = sent_item(place)
    assert difference(("ItemsPut", {"item": sent}), "items.put", official("Item", sent)) == []
    assert await place.backend.current(ref) == item
    return changed(before, after), item


def sent_item(place: Office) -> Json:
    """Return the item that was put back last."""
    found: Json = [sent["item"] for name, sent in place.op.sent if name == "ItemsPut"][-1]
    return found


def field(name: str, **new: object) -> Json:
    """Return a field of the full item with something different."""
    found: Json = next(one for one in full()["fields"] if one["id"] == name)
    return found | new


EDITS: list[tuple[Edit, Json]] = [
    (SetTitle("New"), {"title": "New"}),
    (SetTags(("c", "a")), {"tags": ["c", "a"]}),
    (SetTags(()), {"tags": []}),
    (SetValue(FieldId("username"), "you"), {"fields": {"username": field("username", value="you")}}),
    (SetValue(FieldId("password"), Secret("s3cret-2")), {"fields": {"password": field("password", value="s3cret-2")}}),
    (SetValue(FieldId("month"), "2032-01"), {"fields": {"month": field("month", value="01/2032")}}),
    (SetValue(FieldId("month"), ""), {"fields": {"month": None}}),
    (SetValue(FieldId("date"), "1999-12-31"), {"fields": {"date": field("date", value="1999-12-31")}}),
    (SetValue(FieldId("menu"), ""), {"fields": {"menu": field("menu", value="")}}),
    (
        SetValue(FieldId("TOTP_one"), Secret("s3cretBBBBBB234567")),
        {"fields": {"TOTP_one": field("TOTP_one", value="s3cretBBBBBB234567")}},
    ),
    (SetValue(FieldId("notes"), "other"), {"notes": "other"}),
    (RemoveField(FieldId("notes")), {"notes": ""}),
    (RemoveField(FieldId("phone")), {"fields": {"phone": None}}),
    (SetLabel(FieldId("phone"), "mobile"), {"fields": {"phone": field("phone", title="mobile")}}),
    (SetKind(FieldId("note"), FieldKind.CONCEALED), {"fields": {"note": field("note", fieldType="Concealed")}}),
    (MoveField(FieldId("date"), SectionId("more"), 14), {"fields": {"date": field("date", sectionId="more")}}),
    (MoveField(FieldId("date"), None, 14), {"fields": {"date": field("date", sectionId="")}}),
    (
        MoveField(FieldId("username"), SectionId("more"), 0),
        {"fields": {"username": field("username", sectionId="more")}},
    ),
    (
        AddField(Field(FieldId("new"), FieldKind.MONTH_YEAR, "new", "2030-12", SectionId("other")), 3),
        {"fields": {"new": text("new", "12/2030", "MonthYear", "other")}},
    ),
    (
        AddField(Field(FieldId("new"), FieldKind.NOTES, "more notes", "n"), 3),
        {"fields": {"new": text("new", "n", section="") | {"title": "more notes"}}},
    ),
    (SetWebsites(()), {"websites": []}),
    (
        SetWebsites(
            (Website("https://new.example", "", "Never"), Website("http://two.example:8080", "staging", "Never"))
        ),
        {
            "websites": [
                {"url": "https://new.example", "label": "", "autofillBehavior": "Never"},
                SITES[1] | {"autofillBehavior": "Never"},
            ]
        },
    ),
    (
        SetSections((Section(SectionId("new"), "New"), *SECTIONS)),
        {"sections": [{"id": "", "title": ""}, {"id": "new", "title": "New"}, *full()["sections"][1:]]},
    ),
    (
        SetSections((replace(SECTIONS[0], label="Less"),)),
        {
            "sections": [{"id": "", "title": ""}, {"id": "more", "title": "Less"}],
            "fields": {"date": field("date", sectionId="")},
        },
    ),
]


@pytest.mark.parametrize("number", range(len(EDITS)))
async def test_an_edit_changes_what_it_says(place: Office, number: int) -> None:
    edit, expected = EDITS[number]
    found, _ = await edited(place, full(), edit)
    assert found == expected


async def test_the_parts_of_an_address_are_set_and_never_its_line(place: Office) -> None:
    raw = full()
    _, item = await edited(place, raw, SetValue(FieldId("address"), MOVED))
    sent = next(one for one in sent_item(place)["fields"] if one["id"] == "address")
    assert sent == field("address", details={"type": "Address", "content": ADDRESS | {"city": "Shelbyville"}})
    address = item.field(FieldId("address"))
    assert address is not None and address.value == MOVED


async def test_a_field_with_no_section_gets_the_one_without_a_name(place: Office) -> None:
    raw = full() | {"sections": full()["sections"][1:]}
    raw["fields"] = [one for one in raw["fields"] if one["sectionId"] != ""]
    found, _ = await edited(place, raw, AddField(Field(FieldId("new"), FieldKind.TEXT, "new", "x"), 0))
    assert found["sections"] == full()["sections"]
    assert found["fields"] == {"new": text("new", "x", section="")}
    found, _ = await edited(place, raw, SetTitle("New"))
    assert found == {"title": "New"}


async def test_a_private_key_goes_out_as_1password_takes_it(place: Office) -> None:
    key = sshkey.generate("ed25519", "me@home")
    fields = [text("private_key", private_key(), "SshKey", "")]
    ref = place.add({"title": "Key", "category": "SshKey", "fields": fields, "sections": [{"id": "", "title": ""}]})
    before = await place.backend.item(ref)
    same = await place.backend.update(ref, keyfields.put(before, FieldId("private_key"), sshkey.read(private_key())), 1)
    assert (same.version, place.op.writes) == (1, 0)  # another format of the same key is no change
    item = await place.backend.update(ref, keyfields.put(before, FieldId("private_key"), key), 1)
    assert [one["value"] for one in place.op.item(place.vault, ref.item)["fields"]] == [key.pkcs8.reveal()]
    assert [one.value for one in item.fields[:2]] == [key.pkcs8, key.public.removesuffix(" me@home")]
    emptied = await place.backend.update(ref, keyfields.put(item, FieldId("private_key"), None), 2)
    assert [one.id for one in emptied.fields] == ["notes"]


NEW = Field(FieldId("new"), FieldKind.TEXT, "new", "")
REFUSED: list[tuple[Edit, type[VaultError], str]] = [
    (SetFavourite(True), Denied, "no favourites"),
    (SetLabel(FieldId("notes"), "remarks"), Invalid, "always called"),
    (SetValue(FieldId("month"), "spring"), Invalid, "“month”.*month"),
    (SetValue(FieldId("date"), "2026-02-30"), Invalid, "no such date"),
    (SetValue(FieldId("TOTP_one"), Secret("s3cret-!")), Invalid, "“TOTP_one”"),
    (SetValue(FieldId("note"), "\ud800"), Invalid, "broken character"),
    (SetValue(FieldId("pin"), Secret("s3cret-\ud800")), Invalid, "broken character"),
    (SetValue(FieldId("nowhere"), "x"), NotFound, "no longer"),
    (AddField(replace(NEW, kind=FieldKind.SSH_KEY, value=Secret(private_key())), 0), Invalid, "that category alone"),
    (AddField(replace(NEW, kind=FieldKind.FILE, value="x"), 0), Invalid, "cannot write"),
    (AddField(replace(NEW, kind=FieldKind.OTHER, value=Secret("x"), raw_kind="Odd"), 0), Invalid, "cannot write"),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
async def test_what_cannot_be_is_refused_before_it_is_sent(place: Office, number: int) -> None:
    edit, kind, words = REFUSED[number]
    ref = place.add(full())
    with pytest.raises(kind, match=words) as caught:
        await place.backend.update(ref, [edit], 1)
    assert place.op.writes == 0
    assert "s3cret" not in str(caught.value) and str(caught.value).endswith(".")


async def test_only_logins_and_passwords_have_websites(place: Office) -> None:
    ref = place.add(full("Database"))
    with pytest.raises(Invalid, match="Only logins"):
        await place.backend.update(ref, [SetWebsites((Website("https://a.example"),))], 1)
    assert place.op.writes == 0


async def test_a_section_with_files_stays(place: Office) -> None:
    ref = place.add(full())
    place.op.add_file(place.vault, ref.item, "x.txt", b"x", section="more")
    with pytest.raises(Invalid, match="“More” has files"):
        await place.backend.update(ref, [SetSections(SECTIONS[1:])], 1)
    item = await place.backend.update(ref, [SetSections(SECTIONS[:1])], 1)
    assert item.files[0].section == "more"


async def test_nothing_is_sent_where_nothing_changes(place: Office) -> None:
    ref = place.add(full())
    item = await place.backend.item(ref)
    nothing: list[list[Edit]] = [
        [],
        [SetTitle("New"), SetTitle(item.title)],
        [SetTags(("b", "a"))],
        [SetFavourite(False)],
        [SetValue(FieldId("month"), "2031-02")],
        [MoveField(FieldId("notes"), None, 0)],
        [AddField(replace(NEW, kind=FieldKind.DATE), 0)],
        [AddField(NEW, 0), RemoveField(NEW.id)],
    ]
    for edits in nothing:
        assert await place.backend.update(ref, edits, 1) == item, edits
    assert place.op.writes == 0


async def test_what_is_not_known_goes_back_as_it_came(place: Office) -> None:
    """Keys, words and times of a later SDK; of what is known only the edit is different."""
    ref = place.add(full())
    for twist in (hostile.surplus, hostile.nanoseconds, hostile.replaced("autofillBehavior", "OnTuesdays")):
        place.op.heal()
        place.op.twist("ItemsGet", twist)
        version = place.op.item(place.vault, ref.item)["version"]
        raw, _ = await place.backend._reading.raw(ref)
        await place.backend.update(ref, [SetValue(FieldId("phone"), f"{version}")], version)
        sent = sent_item(place)
        for one in (*raw["fields"], *sent["fields"]):
            one["details"] = None  # the code is another one by now
        phone = next(one for one in raw["fields"] if one["id"] == "phone")
        phone["value"] = f"{version}"
        assert sent == raw, twist


@given(
    st.dictionaries(st.sampled_from(KEYS), wire_values),
    st.sampled_from([edit for edit, _ in EDITS]),
)
def test_an_edit_of_any_item_is_made_or_is_news(raw: Json, edit: Edit) -> None:
    base = convert.item(raw, ItemRef(ACCOUNT, VaultId("v"), ItemId("i")), archived=False)
    try:
        change = put.change(base, [edit], raw)
        body = put.body(change, raw)
    except VaultError as error:
        assert str(error).endswith(".")
        return
    untouched = {key: value for key, value in raw.items() if key not in ("fields", "sections", "notes")}
    kept = {key: body[key] for key in untouched}
    touched = {"title", "tags", "websites"}
    assert {key: one for key, one in kept.items() if key not in touched} == {
        key: one for key, one in untouched.items() if key not in touched
    }


KINDS = [kind for kind in FieldKind if kind not in (FieldKind.FILE, FieldKind.OTHER, FieldKind.SSH_KEY)]
VALUES = {
    FieldKind.DATE: st.dates().map(lambda day: day.isoformat()),
    FieldKind.MONTH_YEAR: st.dates().map(lambda day: day.isoformat()[:7]),
    FieldKind.OTP: st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=32),
    FieldKind.ADDRESS: st.builds(Address, *[st.text(max_size=6)] * 5).map(lambda address: address.text),
}


@given(st.data(), st.sampled_from(KINDS))
def test_a_field_of_any_kind_comes_back_as_it_was_typed(data: st.DataObject, kind: FieldKind) -> None:
    value = data.draw(VALUES.get(kind, st.text(max_size=10)))
    new = Field(
        FieldId("new"), kind, "label", as_kind(value, kind), data.draw(st.sampled_from([None, SectionId("more")]))
    )
    raw = full() | {"notes": ""}
    base = convert.item(raw, ItemRef(ACCOUNT, VaultId("v"), ItemId("i")), archived=False)
    body = put.body(put.change(base, [AddField(new, 0)], raw), raw)
    shown = {**body, "fields": [_revealed(one) for one in body["fields"]]}
    found = convert.item(shown, base.ref, archived=False).field(FieldId("new"))
    plain = kind is FieldKind.NOTES
    assert found == (
        None if new.empty and not value and kind in NEVER else replace(new, kind=FieldKind.TEXT) if plain else new
    )


NEVER = (FieldKind.OTP, FieldKind.DATE, FieldKind.MONTH_YEAR, FieldKind.REFERENCE)


def _revealed(field: Json) -> Json:
    value = field["value"]
    return {**field, "value": value.reveal() if isinstance(value, Secret) else value}


def test_what_is_sent_shows_no_value_by_accident() -> None:
    base = convert.item(full(), ItemRef(ACCOUNT, VaultId("v"), ItemId("i")), archived=False)
    change = put.change(base, [SetValue(FieldId("pin"), Secret("s3cret-new")), SetTitle("x")], full())
    assert "s3cret" not in repr(put.body(change, full()))
    assert base.of(Purpose.NOTES) is not None
