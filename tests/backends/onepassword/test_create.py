"""New items: what the SDK would send; what has no place is told before, and goes where it has one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.backends.contract import draft, pieces
from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import private_key
from tests.servers.onepassword import difference, official
from tui.backends.onepassword.values import NEVER_EMPTY
from tui.backends.protocol import Fit
from tui.model.category import CATEGORIES, category
from tui.model.edit import apply
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.tools import keyfields, sshkey
from tui.tools.address import Address
from tui.tools.sameness import differences

Json = dict[str, Any]


def new(place: Office, category_id: str = "LOGIN", *fields: Field, **more: Any) -> Item:
    """Return an item that was never saved."""
    ref = ItemRef(ACCOUNT, VaultId(place.vault), ItemId(""))
    return Item(ref, "New", category(category_id), fields, **more)


def plain(kind: FieldKind, value: str, label: str = "x", **more: Any) -> Field:
    return Field(FieldId(label), kind, label, as_kind(value, kind), **more)


def sent(place: Office) -> Json:
    """Return the parameters of the last new item."""
    found: Json = [sent["params"] for name, sent in place.op.sent if name == "ItemsCreate"][-1]
    return found


async def created(place: Office, item: Item) -> Item:
    """Make an item, as the SDK would."""
    saved = await place.backend.create(item)
    params = sent(place)
    assert difference(("ItemsCreate", {"params": params}), "items.create", official("ItemCreateParams", params)) == []
    return saved


async def test_a_login_is_filled_in_by_1password(place: Office) -> None:
    """Its user name and password are called as 1Password wants it, whatever they were called before."""
    item = draft(Vault(ACCOUNT, VaultId(place.vault), "Work"))
    renamed = replace(item, fields=tuple(replace(one, id=FieldId(f"old {one.id}")) for one in item.fields))
    await created(place, renamed)
    fields = {one["title"]: one for one in sent(place)["fields"]}
    for label, name, kind in (("user name", "username", "Text"), ("password", "password", "Concealed")):
        assert (fields[label]["id"], fields[label]["fieldType"], fields[label]["sectionId"]) == (name, kind, None)
    assert fields["one-time password"]["sectionId"] == ""
    assert sent(place)["sections"] == [{"id": "", "title": ""}]
    assert sent(place)["notes"] == "a\nnote"
    assert [site["autofillBehavior"] for site in sent(place)["websites"]] == ["AnywhereOnWebsite"]


async def test_items_of_every_category_go_out_as_the_sdk_would_send_them(place: Office) -> None:
    for kind in CATEGORIES.values():
        if kind.id not in ("CUSTOM", "DOCUMENT"):
            fields = [one for one in kind.template if one.kind not in (FieldKind.SSH_KEY, *NEVER_EMPTY)]
            await created(place, replace(new(place, kind.id, *fields), sections=kind.sections))


async def test_nothing_has_the_id_of_something_else(place: Office) -> None:
    fields = [plain(FieldKind.TEXT, str(n), label) for n, label in enumerate(["a", "a", "", "", "password"])]
    fields.append(Field(FieldId("pw"), FieldKind.CONCEALED, "pw", Secret("s3cret"), purpose=Purpose.PASSWORD))
    await created(place, new(place, "LOGIN", *fields))
    names = [one["id"] for one in sent(place)["fields"]]
    assert len(set(names)) == len(names) and all(names)
    assert names[0] == "a" and "password" in names


async def test_what_is_empty_and_may_not_be_is_left_out(place: Office) -> None:
    fields = [plain(kind, "", kind.value) for kind in (*NEVER_EMPTY, FieldKind.TEXT, FieldKind.ADDRESS)]
    saved = await created(place, new(place, "LOGIN", *fields))
    assert [one.kind for one in saved.fields] == [FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.NOTES]


async def test_notes_are_the_notes_of_the_item_and_other_notes_a_text(place: Office) -> None:
    notes = plain(FieldKind.NOTES, "whole", "Remarks", purpose=Purpose.NOTES)
    item = new(place, "LOGIN", plain(FieldKind.NOTES, "n", "notes"), notes)
    assert place.backend.fit(item).changed == ("the notes “notes” become a plain text",)
    await created(place, item)
    assert sent(place)["notes"] == "whole"
    assert [(one["title"], one["fieldType"]) for one in sent(place)["fields"]] == [("notes", "Text")]


async def test_an_ssh_key(place: Office) -> None:
    key = sshkey.generate("ed25519", "me@home")
    empty = new(place, "SSH_KEY", *category("SSH_KEY").template)
    item = apply(empty, keyfields.put(empty, FieldId("private_key"), key))
    assert place.backend.fit(item).refused == ""
    saved = await created(place, item)
    assert [one["id"] for one in sent(place)["fields"]] == ["private_key"]
    assert sent(place)["fields"][0]["value"] == key.pkcs8.reveal()
    assert saved.field(FieldId("fingerprint")) == item.field(FieldId("fingerprint"))
    assert differences(place.backend.fit(item).becomes or item, saved) == ()


@pytest.mark.parametrize(
    ("category_id", "field", "words"),
    [
        ("LOGIN", plain(FieldKind.SSH_KEY, private_key()), "that category alone"),
        ("LOGIN", plain(FieldKind.FILE, "scan.pdf"), "cannot write the file"),
        ("LOGIN", Field(FieldId("x"), FieldKind.OTHER, "x", Secret("s3cret-x"), raw_kind="Odd"), "cannot write"),
        ("LOGIN", plain(FieldKind.DATE, "soon"), "date"),
        ("LOGIN", plain(FieldKind.OTP, "s3cret-!"), "x"),
        ("SSH_KEY", plain(FieldKind.SSH_KEY, "s3cret"), "no SSH private key"),
        ("CUSTOM", plain(FieldKind.TEXT, ""), "category “Custom”"),
        ("SPACESHIP", plain(FieldKind.TEXT, ""), "category “Spaceship”"),
        ("DOCUMENT", plain(FieldKind.TEXT, ""), "together with its file"),
    ],
)
async def test_what_cannot_be_made_is_refused_before_it_is_sent(
    place: Office, category_id: str, field: Field, words: str
) -> None:
    item = new(place, category_id, field)
    with pytest.raises((Invalid, Denied), match=words) as caught:
        await place.backend.create(item)
    assert "s3cret" not in str(caught.value) and str(caught.value).endswith(".")
    assert place.op.writes == 0
    if category_id != "SSH_KEY":  # a key is looked at when it is made
        assert place.backend.fit(item) == Fit(str(caught.value))


async def test_two_ssh_keys_are_one_too_many(place: Office) -> None:
    fields = [plain(FieldKind.SSH_KEY, private_key(), name) for name in ("one", "two")]
    with pytest.raises(Invalid, match="one SSH key"):
        await place.backend.create(new(place, "SSH_KEY", *fields))
    assert "one SSH key" in place.backend.fit(new(place, "SSH_KEY", *fields)).refused


async def test_what_has_no_place_is_told_and_goes_where_it_has_one(place: Office) -> None:
    sites = (Website("https://a.example", "sign-in"), Website("https://b.example"))
    lines = plain(FieldKind.ADDRESS, "1 Main St\nSpringfield", "home")
    item = new(place, "DATABASE", lines, websites=sites, favourite=True, sections=(Section(SectionId("s"), "S"),))
    fit = place.backend.fit(item)
    assert fit.changed == (
        "it is no favourite",
        "its websites become fields",
        "the lines of the address “home” become its street",
    )
    saved = await created(place, item)
    assert {one.label: one.value for one in saved.fields if not one.empty} == {
        "home": Address(street="1 Main St\nSpringfield").text,
        "sign-in": "https://a.example",
        "website": "https://b.example",
    }
    assert (saved.websites, saved.favourite) == ((), False)
    assert fit.becomes is not None
    assert differences(fit.becomes, await place.backend.create(fit.becomes)) == ()
    assert len(sent(place)["fields"]) == 3


async def test_what_has_files_or_is_archived_fits_as_far_as_it_can_be_made(place: Office) -> None:
    files = tuple(FileInfo(FileId(name), name, 1) for name in "ab")
    assert place.backend.fit(new(place, files=files)).refused
    assert not place.backend.fit(new(place, files=files[:1])).refused
    assert not place.backend.fit(new(place, "DOCUMENT", files=files[:1])).refused
    assert place.backend.fit(new(place, "DOCUMENT")).refused
    assert place.backend.fit(new(place, state=ItemState.ARCHIVED)).refused


@pytest.mark.parametrize(("category_id", "key"), [("DOCUMENT", "document"), ("LOGIN", "files")])
async def test_an_item_together_with_its_file(place: Office, category_id: str, key: str) -> None:
    item = replace(new(place, category_id), title="Deed")
    saved = await place.backend.create_with_file(item, "deed.pdf", pieces(b"s3cret-deed"))
    assert [(file.name, file.size) for file in saved.files] == [("deed.pdf", 11)]
    params = sent(place)
    assert params[key] and params["sections"] == [{"id": "", "title": ""}]
    assert difference(("ItemsCreate", {"params": params}), "items.create", official("ItemCreateParams", params)) == []
