"""What we do not model stays on the server: an edit changes what it says, and nothing else, in items of every kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.connect.place import Office
from tests.backends.connect.raw import ALL, difference, odd
from tests.servers.faults import Fault
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
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret

EDITABLE = [name for name in ALL if name != "SSH_KEY"]


async def edited(place: Office, vault: str, category: str, *edits: Edit) -> tuple[dict[str, object], Item, str]:
    """Return what an edit changed on the server, the item that came of it, and by which verb."""
    place.server.forget()
    item = place.server.add_item(vault, odd(category))
    before = place.server.item(vault, item)
    found = await place.backend.update(place.ref(vault, item), edits, 1)
    after = place.server.item(vault, item)
    assert found.version == after["version"] == 2
    verb = next(one.method for one in reversed(place.server.requests) if one.method in ("PUT", "PATCH"))
    assert (place.server.count("PUT") + place.server.count("PATCH")) == 1
    return difference(before, after), found, verb


@pytest.mark.openapi(but=["'SOMETHING_NEW' is not one of"])
async def test_one_field_of_any_item_by_patch(place: Office, vault: str) -> None:
    for category in EDITABLE:
        changed, item, verb = await edited(place, vault, category, SetValue(FieldId("a/b~c"), "there"))
        assert (verb, changed) == ("PATCH", {"fields": ["a/b~c"]}), category
        field = item.field(FieldId("a/b~c"))
        assert field is not None and field.value == "there"


@pytest.mark.openapi(but=["'SOMETHING_NEW' is not one of"])
async def test_tags_of_any_item_by_put(place: Office, vault: str) -> None:
    for category in EDITABLE:
        changed, item, verb = await edited(place, vault, category, SetTags(("c", "a", "b")))
        assert (verb, changed) == ("PUT", {"tags": (["a", "b"], ["a", "b", "c"])}), category
        assert item.tags == ("a", "b", "c")


async def test_what_patch_can_do_is_done_by_patch(place: Office, vault: str) -> None:
    by_patch: list[tuple[list[Edit], object]] = [
        ([SetTitle("New")], {"title": ("Odd LOGIN", "New")}),
        ([SetFavourite(False)], {"favorite": (True, None)}),
        ([SetTags(("b",))], {"tags": (["a", "b"], ["b"])}),
        ([SetTags(())], {"tags": (["a", "b"], None)}),
        ([SetValue(FieldId("password"), Secret("s3cret-new"))], {"fields": ["password"]}),
        ([SetValue(FieldId("username"), "")], {"fields": ["username"]}),
        ([SetLabel(FieldId("phone"), "mobile"), SetValue(FieldId("phone"), "3")], {"fields": ["phone"]}),
        ([SetLabel(FieldId("phone"), "")], {"fields": ["phone"]}),
        ([SetValue(FieldId("born"), "1999-12-31")], {"fields": ["born"]}),
        ([SetValue(FieldId("until"), "2032-01")], {"fields": ["until"]}),
        ([SetValue(FieldId("until"), "")], {"fields": ["until"]}),
        ([RemoveField(FieldId("home"))], {"fields": ["home"]}),
        ([SetValue(FieldId("phone"), "5"), RemoveField(FieldId("phone"))], {"fields": ["phone"]}),
    ]
    for edits, wanted in by_patch:
        changed, _, verb = await edited(place, vault, "LOGIN", *edits)
        assert (verb, changed) == ("PATCH", wanted), edits


@pytest.mark.openapi(but=["tags[0]: 7 is not of type"])
async def test_a_tag_is_removed_by_the_number_that_the_server_counts(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, odd("LOGIN")))
    place.server.touch(vault, ref.item, tags=[7, "a", "b", "c"])
    place.server.faults.add(Fault(on="PATCH", times=1, status=400))  # the server of the tests takes no numbers for tags
    with pytest.raises(Invalid):
        await place.backend.update(ref, [SetTags(("a", "c"))], 2)
    assert place.server.requests[-1].json() == [{"op": "remove", "path": "/tags/2"}]


async def test_what_undoes_itself_is_not_sent(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    edits: list[Edit] = [
        SetTitle("New"),
        SetTags(("b", "a")),
        SetTitle("Odd LOGIN"),
        SetFavourite(False),
        SetFavourite(True),
    ]
    found = await place.backend.update(place.ref(vault, item), edits, 1)
    assert (found.version, place.server.count("PATCH"), place.server.count("PUT")) == (1, 0, 0)


async def test_an_added_field_is_one_operation_and_the_end_of_its_section(place: Office, vault: str) -> None:
    new = Field(FieldId("mine"), FieldKind.CONCEALED, "more", Secret(""), SectionId("Section_x"))
    edits: list[Edit] = [
        AddField(new, 14),
        SetLabel(FieldId("mine"), "pin"),
        SetValue(FieldId("mine"), Secret("s3cret-pin")),
    ]
    changed, item, verb = await edited(place, vault, "LOGIN", *edits)
    assert verb == "PATCH"
    assert changed.keys() == {"fields"}
    added = next(field for field in item.fields if field.label == "pin")
    assert (added.kind, added.value, added.section) == (FieldKind.CONCEALED, Secret("s3cret-pin"), "Section_x")
    [request] = [one for one in place.server.requests if one.method == "PATCH"]
    assert request.json() == [
        {
            "op": "add",
            "path": "/fields",
            "value": {
                "type": "CONCEALED",
                "label": "pin",
                "value": "s3cret-pin",
                "section": {"id": "Section_x"},
            },
        }
    ]


async def test_what_patch_cannot_do_is_done_by_put_to_the_raw_item(place: Office, vault: str) -> None:
    sections = (Section(SectionId("Section_x"), "Engines"), Section(SectionId("linked items"), "Related Items"))
    urls = odd("LOGIN")["urls"]
    by_put: list[tuple[list[Edit], object]] = [
        (
            [SetWebsites((Website("https://new.example", "website"), Website("two.example/login", "sign-in address")))],
            {"urls": (urls, [urls[0] | {"href": "https://new.example"}, urls[1]])},
        ),
        (
            [SetWebsites((Website("two.example/login", "sign-in address"),))],
            {"urls": (urls, [urls[1] | {"primary": True}])},
        ),
        ([SetSections((Section(SectionId("add more"), ""), *reversed(sections)))], None),
        ([MoveField(FieldId("phone"), SectionId("add more"), 9)], {"fields": ["phone"]}),
        ([MoveField(FieldId("phone"), None, 9)], {"fields": ["phone"]}),
        ([MoveField(FieldId("until"), SectionId("Section_x"), 4)], {"fields": []}),
    ]
    for edits, wanted in by_put:
        changed, _, verb = await edited(place, vault, "LOGIN", *edits)
        assert verb == "PUT", edits
        assert wanted is None or changed == wanted, edits
        if wanted is None:
            assert changed == {
                "sections": (
                    odd("LOGIN")["sections"],
                    [{"id": "add more"}, odd("LOGIN")["sections"][1], {"id": "Section_x", "label": "Engines"}],
                )
            }


async def test_fields_of_a_section_that_goes_are_outside_all_sections(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    base = await place.backend.item(place.ref(vault, item))
    found = await place.backend.update(base.ref, [SetSections(base.sections[:2])], 1)
    raw = place.server.item(vault, item)
    inside = [one["id"] for one in odd("LOGIN")["fields"] if one.get("section") == {"id": "Section_x"}]
    assert inside and not any("section" in one for one in raw["fields"] if one["id"] in inside)
    assert [one["id"] for one in raw["sections"]] == [one.id for one in found.sections] == ["add more", "linked items"]
    assert {field.id: field.value for field in found.fields} == {field.id: field.value for field in base.fields}


async def test_the_notes_are_called_so_here_and_by_their_own_label_there(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, odd("LOGIN")))
    base = await place.backend.item(ref)
    notes = base.of(Purpose.NOTES)
    assert notes is not None and (notes.id, notes.label) == ("notesPlain", "notes")
    await place.backend.update(ref, [SetValue(notes.id, "other"), SetTags(("by PUT",))], 1)
    [raw] = [one for one in place.server.item(vault, ref.item)["fields"] if one.get("purpose") == "NOTES"]
    assert (raw["label"], raw["value"]) == ("notesPlain", "other")


async def test_a_new_section_with_a_field_goes_by_put(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    base = await place.backend.item(place.ref(vault, item))
    section = Section(SectionId("Section_new"), "New")
    field = Field(FieldId("mine"), FieldKind.OTP, "2fa", Secret("JBSWY3DPEHPK3PXP"), section.id)
    edits: list[Edit] = [SetSections((*base.sections, section)), AddField(field, len(base.fields))]
    before = place.server.item(vault, item)
    found = await place.backend.update(base.ref, edits, 1)
    changed = difference(before, place.server.item(vault, item))
    assert changed.keys() == {"sections", "fields"}
    made = next(one for one in found.fields if one.label == "2fa")
    assert (made.kind, made.section, made.id[:5]) == (FieldKind.OTP, section.id, "TOTP_")


async def test_a_change_of_kind_is_a_new_field_in_the_same_place(place: Office, vault: str) -> None:
    changed, item, verb = await edited(place, vault, "LOGIN", SetKind(FieldId("phone"), FieldKind.CONCEALED))
    assert verb == "PUT" and changed.keys() == {"fields"}
    made = next(field for field in item.fields if field.label == "phone")
    assert (made.kind, made.value, made.section) == (FieldKind.CONCEALED, Secret("+1 2"), "Section_x")
    assert [field.label for field in item.fields].index("phone") == 7


async def test_values_are_checked_before_anything_is_sent(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    for edit in (
        SetValue(FieldId("born"), "yesterday"),
        SetValue(FieldId("until"), "2032-13"),
        SetValue(FieldId("phone"), "\ud800"),
        SetValue(FieldId("home"), "Street 2"),
    ):
        with pytest.raises(Invalid):
            await place.backend.update(place.ref(vault, item), [edit], 1)
    assert place.server.count("PATCH") + place.server.count("PUT") == 0
    assert place.server.item(vault, item)["version"] == 1


async def test_an_ssh_key_is_never_written(place: Office, vault: str) -> None:
    raw = odd("SSH_KEY")
    raw["fields"].append({"id": "private_key", "type": "SSHKEY", "label": "private key", "value": "s3cret-key"})
    item = place.server.add_item(vault, raw)
    found = await place.backend.item(place.ref(vault, item))
    assert found.read_only.endswith(".")
    key = found.field(FieldId("private_key"))
    assert key is not None and (key.kind, key.value) == (FieldKind.SSH_KEY, Secret("s3cret-key"))
    for edit in (SetTitle("New"), SetTags(("x",))):
        with pytest.raises(Denied):
            await place.backend.update(found.ref, [edit], 1)
    assert place.server.item(vault, item)["version"] == 1


async def test_an_untouched_put_would_change_nothing(place: Office, vault: str) -> None:
    """A websites edit that keeps everything is still exactly that."""
    item = place.server.add_item(vault, odd("CUSTOM"))
    base = await place.backend.item(place.ref(vault, item))
    before = place.server.item(vault, item)
    await place.backend.update(base.ref, [SetWebsites((*base.websites, Website("three.example")))], 1)
    changed = difference(before, place.server.item(vault, item))
    assert changed == {"urls": (before["urls"], [*before["urls"], {"href": "three.example"}])}


@pytest.mark.openapi(but=["'SOMETHING_NEW' is not one of"])
async def test_everything_is_shown_whatever_its_type(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("SOMETHING_NEW"))
    found = await place.backend.item(place.ref(vault, item))
    assert (found.category.id, found.category.name) == ("SOMETHING_NEW", "Something New")
    kinds = {field.id: (field.kind, field.raw_kind) for field in found.fields}
    assert kinds == {
        "username": (FieldKind.TEXT, ""),
        "password": (FieldKind.CONCEALED, ""),
        "notesPlain": (FieldKind.NOTES, ""),
        "TOTP_abc": (FieldKind.OTP, ""),
        "born": (FieldKind.DATE, ""),
        "until": (FieldKind.MONTH_YEAR, ""),
        "a/b~c": (FieldKind.TEXT, ""),
        "phone": (FieldKind.PHONE, ""),
        "card": (FieldKind.CARD_TYPE, ""),
        "home": (FieldKind.ADDRESS, "ADDRESS"),
        "friend": (FieldKind.REFERENCE, "REFERENCE"),
        "news": (FieldKind.OTHER, "HOLOGRAM"),
        "long": (FieldKind.TEXT, ""),
        "nothing": (FieldKind.OTHER, "UNKNOWN"),
    }
    assert found.field(FieldId("born")) == Field(
        FieldId("born"), FieldKind.DATE, "born", "1969-09-07", SectionId("Section_x")
    )
    until, long = found.field(FieldId("until")), found.field(FieldId("long"))
    assert until is not None and until.value == "2031-11"
    assert long is not None and len(str(long.value)) == 65536
    assert "s3cret" not in repr(found)
    assert [(file.name, file.size, file.section) for file in found.files] == [("a.txt", 3, "add more")]
    assert [(site.url, site.label) for site in found.websites][1] == ("two.example/login", "sign-in address")
    assert found.of(Purpose.PASSWORD) == replace(found.fields[1])
