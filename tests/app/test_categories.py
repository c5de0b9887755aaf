"""New items of every category, made by keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from tests.app.person import Person, Stocked, unlocked
from tests.conftest import SOAK_ONLY
from tui.model.category import CATEGORIES, Category
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId, ItemId
from tui.model.item import DOCUMENT, Item
from tui.model.secret import Secret
from tui.tools import sshkey
from tui.tools.address import Address


async def new_item(person: Person) -> str:
    """Open the menu of new items, and return what is on the screen."""
    await person.press("enter")
    await person.sees("words, tag:")
    await person.press("n")
    return await person.sees("New item", "Login", "Esc Cancel")


def only(stocked: Stocked) -> Item:
    with stocked.opened() as store:
        pages = [page for vault in store.vaults() for page in store.summaries(vault.id)]
        return store.item(pages[0][0].ref)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_common_ones_come_first_with_their_letters_and_the_rest_is_found_by_typing(
    stocked: Stocked, size: tuple[int, int]
) -> None:
    async with unlocked(stocked.path, size=size) as person:
        page = await new_item(person)
        assert page.index("l  Login") < page.index("p  Password") < page.index("s  Secure Note")
        assert page.index("a  API Credential") < page.index("   Bank Account")
        await person.press("*", "c")
        await person.type("redit")
        page = await person.sees_no("Bank Account")
        await person.press("enter")
        await person.sees("New Credit Card", "cardholder name")


async def test_a_letter_makes_the_common_one(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await new_item(person)
        await person.press("s")
        await person.sees("New Secure Note")


async def test_a_credit_card_is_saved_with_its_sections_and_without_talk_of_what_is_empty(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await new_item(person)
        await person.type("cred")
        await person.press("down", "enter")  # API Credential has these letters too
        await person.sees("New Credit Card")
        await person.type("Alder card")
        await person.press("down")
        await person.type("Ada L")
        await person.press("down", "down")
        await person.type("4000 1234")
        await person.press("ctrl+s")
        page = await person.sees("Save this new item?", "+ cardholder name  “Ada L”", "+ number  “••••••••”")
        shown = "\n".join(line.split("│")[1] for line in page.splitlines() if line.count("│") == 2)
        assert "+ number" in shown
        assert "section" not in shown
        assert "expiry" not in shown
        await person.press("enter")
        await person.sees("Alder card", "Contact Information")
    item = only(stocked)
    number = item.field(FieldId("ccnum"))
    assert number is not None
    assert (number.value, number.kind, number.raw_kind) == ("40001234", FieldKind.CARD_NUMBER, "")
    assert [section.label for section in item.sections] == ["Contact Information", "Additional Details"]


KEY = sshkey.generate(comment="ada")

TYPED = {
    FieldKind.TEXT: "ab",
    FieldKind.CONCEALED: "s3",
    FieldKind.OTP: "JBSWY3DPEHPK3PXP",
    FieldKind.URL: "a.io",
    FieldKind.EMAIL: "a@b.io",
    FieldKind.NOTES: "hi",
    FieldKind.DATE: "2026-11-26",
    FieldKind.MONTH_YEAR: "2031-02",
    FieldKind.PHONE: "+1 55",
    FieldKind.MENU: "xy",
    FieldKind.CARD_NUMBER: "4111111111111111",
    FieldKind.CARD_TYPE: "visa",
}
"""What is typed into a field of each kind; what else there is takes more than that."""


ADDRESS = ("1 A", "B", "C", "D", "E")


def keys(field: Field) -> list[str]:
    """Return the keys that fill the row with the cursor."""
    if field.kind is FieldKind.ADDRESS:
        first, *rest = ADDRESS
        return [*first, *(key for part in rest for key in ("down", part))]
    return [*TYPED.get(field.kind, "")]


def value(field: Field) -> str | Secret:
    """Return what the field holds then."""
    if field.kind is FieldKind.ADDRESS:
        return Address(*ADDRESS).text
    if field.kind is FieldKind.SSH_KEY:
        return KEY.openssh
    return Secret(TYPED[field.kind]) if field.kind.concealed else TYPED[field.kind]


def first_of_their_kinds() -> Iterator[object]:
    """Yield every category but documents: in the plain run those in which a kind of field comes for the first time."""
    seen: set[FieldKind] = set()
    for category in CATEGORIES.values():
        kinds = {field.kind for field in category.template}
        if category.id != DOCUMENT:
            yield pytest.param(category, id=category.id, marks=() if kinds - seen else SOAK_ONLY)
            seen |= kinds


@pytest.mark.parametrize("kind", first_of_their_kinds())
async def test_every_category_is_made_filled_saved_and_opened_again(stocked: Stocked, kind: Category) -> None:
    async with unlocked(stocked.path, size=(100, 50)) as person:
        await new_item(person)
        await person.press("/")
        await person.type(kind.name)
        await person.press("enter")
        await person.sees(f"New {kind.name}")
        await person.type("Mine")
        section = None
        for field in kind.template[:-1]:
            down = 1 if field.section == section else 2  # over the heading
            await person.press(*["down"] * down, *keys(field))
            section = field.section
        if kind.id == "SSH_KEY":
            assert person.app.screen.focused is not None
            person.app.screen.focused.post_message(events.Paste(KEY.openssh.reveal()))
            await person.sees("Ed25519, 256 bits")
        await person.press("down", "down", "down", *keys(kind.template[-1]))  # over websites and tags
        await person.press("ctrl+s")
        await person.sees("Save this new item?")
        await person.press("enter")
        await person.sees("Mine", kind.name, "version  1")
        item = only(stocked)
        assert (item.title, item.category, item.sections) == ("Mine", kind, kind.sections)
        assert [item.field(field.id) for field in kind.template] == [
            replace(field, value=value(field)) for field in kind.template
        ]
        await person.press("e")
        await person.sees("Edit “Mine”")
        await person.press("ctrl+s")
        await person.sees("Nothing was changed.")
    assert only(stocked) == item


async def test_enter_follows_a_field_to_the_item_it_leads_to(stocked: Stocked) -> None:
    (there,) = stocked.add("Jump host")
    with stocked.opened() as store:
        leads = Field(FieldId("on"), FieldKind.REFERENCE, "used on", there.item)
        gone = Field(FieldId("gone"), FieldKind.REFERENCE, "once on", "nothing like it")
        store.create_item(Item(replace(there, item=ItemId("")), "Deploy key", CATEGORIES["SSH_KEY"], (leads, gone)))
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("Deploy key", "used on  → Jump host", "once on  nothing like it")
        await person.press("enter", "j", "enter")
        await person.sees("Once on")  # it is copied, since it leads nowhere
        await person.press("k", "enter")
        await person.sees("username  user-Jump host")


async def test_a_key_that_does_not_say_what_it_is_is_read(stocked: Stocked) -> None:
    (other,) = stocked.add("Other")
    with stocked.opened() as store:
        field = Field(FieldId("k"), FieldKind.SSH_KEY, "private key", KEY.pkcs8)
        store.create_item(Item(replace(other, item=ItemId("")), "Bare key", CATEGORIES["SSH_KEY"], (field,)))
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("Bare key", "Ed25519, 256 bits ·", "SHA256:")
        await person.press("enter", "r")
        await person.sees("PRIVATE", "hides in")


async def test_a_document_is_made_of_its_file_and_edited_like_any_other(stocked: Stocked, tmp_path: Path) -> None:
    file = tmp_path / "deed.txt"
    file.write_text("all mine")
    async with unlocked(stocked.path) as person:
        await new_item(person)
        await person.press("/")
        await person.type("Document")
        await person.press("enter")
        await person.sees("New document in")
        await person.press("ctrl+u")
        await person.type(str(file))
        await person.press("enter")
        await person.sees("deed.txt", "version  1")
        await person.press("e")
        await person.sees("Edit “deed.txt”")
        await person.type("in the safe")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        await person.press("enter")
        await person.sees("in the safe", "version  2")
    item = only(stocked)
    assert (item.category.id, item.files[0].name) == (DOCUMENT, "deed.txt")
    assert item.field(FieldId("notes")) == replace(item.category.template[-1], value="in the safe")
