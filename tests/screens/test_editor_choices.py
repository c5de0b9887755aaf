"""The editor with kinds that have inputs of their own: addresses, cards, menus, items that others lead to, websites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.screens.editing import Desk, editing, filled_login
from tui.model.category import CATEGORIES
from tui.model.field import Field, FieldKind
from tui.model.ids import HOME, FieldId, VaultId
from tui.model.item import Item, Website
from tui.tools.address import Address

WHERE = Address("17 Lighthouse Lane", "Sampleton", "", "00000", "Demoland")


def with_field(kind: FieldKind, value: str = "", raw_kind: str = "", category: str = "LOGIN") -> Item:
    """Return an item with one field, as it lies in a vault."""
    field = Field(FieldId("x"), kind, "the field", value, raw_kind=raw_kind)
    return replace(filled_login(VaultId("")), category=CATEGORIES[category], fields=(field,))


def made(vault: VaultId, item: Item) -> Item:
    return replace(item, ref=filled_login(vault).ref)


def value(desk: Desk) -> object:
    """Return what the field holds in the draft."""
    field = desk.screen.item.field(FieldId("x"))
    assert field is not None
    return field.value


async def saved(desk: Desk) -> object:
    """Save, and return what the field holds in the store."""
    await desk.save()
    await desk.until(lambda: desk.left)
    return next(item for item in desk.items() if item.title == "GitHub").fields[0].value


async def test_an_address_is_typed_part_by_part(tmp_path: Path) -> None:
    item = with_field(FieldKind.ADDRESS, WHERE.text)
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.sees("street", "17 Lighthouse Lane", "zip", "00000", "Demoland")
        assert not desk.screen.changed
        await desk.press("end", "enter")
        await desk.type("2nd floor")
        await desk.press("down", "down")
        await desk.type("SL")
        await desk.press("ctrl+s")
        await desk.sees("~ the field  changed", "+ 2nd floor", "+ Sampleton, SL 00000", "− 00000 Sampleton")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (kept,) = desk.items()
    assert kept.fields[0].value == replace(WHERE, street="17 Lighthouse Lane\n2nd floor", state="SL").text


async def test_an_address_without_parts_stays_as_it_is_until_it_is_typed_in(tmp_path: Path) -> None:
    item = with_field(FieldKind.ADDRESS, "Somewhere\nnice")
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.sees("Somewhere", "nice")
        assert not desk.screen.changed
        await desk.press("down", "down")
        await desk.type("Nowhere")
        assert await saved(desk) == Address("Somewhere\nnice", "Nowhere").text


async def test_an_address_made_a_text_is_its_lines(tmp_path: Path) -> None:
    item = with_field(FieldKind.ADDRESS, WHERE.text)
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.press("f2")
        await desk.sees("Another kind")
        await desk.press("k")
        await desk.sees("What kind of field is it?")
        await desk.press("n")
        await desk.until(lambda: value(desk) == "17 Lighthouse Lane\n00000 Sampleton\nDemoland")
        assert await saved(desk) == "17 Lighthouse Lane\n00000 Sampleton\nDemoland"


async def test_what_a_service_gives_in_a_form_of_its_own_is_kept_with_the_reason(tmp_path: Path) -> None:
    item = with_field(FieldKind.ADDRESS, "1 Main St, Springfield", "ADDRESS")
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.sees("1 Main St, Springfield", "lose its parts; it is kept as it is.")
        await desk.type("!")
        await desk.save()
        await desk.until(lambda: desk.left)
        assert desk.items()[0].fields == item.fields


async def test_a_card_number_stands_in_groups_while_it_is_typed_and_is_kept_as_digits(tmp_path: Path) -> None:
    item = with_field(FieldKind.CARD_NUMBER)
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.type("41111111")
        await desk.sees("4111 1111", "8 digits are too few for the number of a Visa card.")
        await desk.type("11111112")
        await desk.sees("4111 1111 1111 1112", "A digit is wrong")
        await desk.press("backspace")
        await desk.type("1")
        await desk.sees("4111 1111 1111 1111")
        await desk.until(lambda: "wrong" not in desk.app.page())
        assert value(desk) == "4111111111111111"
        await desk.press("down")
        await desk.sees("•••• •••• •••• 1111", "Visa")
        await desk.press("ctrl+s")
        await desk.sees("the field  empty → “•••• •••• •••• 1111”")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        assert desk.items()[0].fields[0].value == "4111111111111111"


async def test_the_cursor_stays_behind_its_digit(tmp_path: Path) -> None:
    item = with_field(FieldKind.CARD_NUMBER, "4111 1111")
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        assert not desk.screen.changed
        await desk.press("home", "right")
        await desk.type("23")
        await desk.sees("4231 1111 11")
        await desk.press("right", "right")
        await desk.type("9")
        await desk.sees("4231 9111 111")
        await desk.press("left", "backspace")  # behind the space: what is before it goes
        await desk.sees("4239 1111 11")
        assert value(desk) == "4239111111"


async def test_what_is_no_number_stays_as_it_was_typed(tmp_path: Path) -> None:
    item = with_field(FieldKind.CARD_NUMBER)
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.type("ask Jonas 4111")
        await desk.sees("A card number has digits only.")
        assert await saved(desk) == "ask Jonas 4111"


async def test_a_menu_is_chosen_from_or_typed(tmp_path: Path) -> None:
    kind = CATEGORIES["WIRELESS_ROUTER"]
    security = next(field for field in kind.template if field.kind is FieldKind.MENU)
    item = replace(with_field(FieldKind.TEXT), category=kind, fields=(security,))
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.press("f5")
        await desk.sees("WPA2 Personal", "WEP")
        await desk.press(*["down"] * 5, "enter")
        await desk.sees("wpa3p", "WPA3 Personal")
        await desk.type("x")
        await desk.until(lambda: "WPA3 Personal" not in desk.app.page())
        await desk.press("backspace", "ctrl+s")
        await desk.sees("wireless security  empty → “WPA3 Personal”")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        assert desk.items()[0].fields[0].value == "wpa3p"


async def test_where_nothing_can_be_chosen_it_says_so(tmp_path: Path) -> None:
    async with editing(tmp_path, lambda vault: made(vault, with_field(FieldKind.MENU)), saved=True) as desk:
        await desk.press("f5")
        await desk.sees("What this menu offers is not known here; type it.")
        await desk.press("down", "f5")
        await desk.sees("Type a website first.")


async def test_a_field_leads_to_another_item_of_the_vault(tmp_path: Path) -> None:
    item = with_field(FieldKind.REFERENCE, "nothing like it")
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.sees("No item of this vault has this id.")
        other = await desk.session.api(HOME).create(filled_login(desk.vault(), title="Jump host"))
        await desk.until(lambda: desk.session.catalog.row(other.ref) is not None)
        await desk.press("f5")
        await desk.sees("Which item does it lead to?", "Jump host")
        await desk.press("enter")
        await desk.sees("→ Jump host")
        assert value(desk) == other.ref.item
        assert await saved(desk) == other.ref.item


async def test_when_a_website_is_filled_in_is_chosen_and_kept(tmp_path: Path) -> None:
    sites = (Website("https://one.example", "one"), Website("https://two.example"))
    item = replace(with_field(FieldKind.TEXT, "x"), websites=sites)
    async with editing(tmp_path, lambda vault: made(vault, item), saved=True) as desk:
        await desk.press("down")
        await desk.sees("F5 chooses when it is filled in.")
        await desk.press("f5")
        await desk.sees("Which website?", "https://two.example")
        await desk.press("down", "enter")
        await desk.sees("When is it filled in?", "as it is now")
        await desk.press("o")
        await desk.sees("two.example: filled in on this exact host only")
        await desk.press("ctrl+s")
        await desk.sees("https://two.example (filled in on this exact")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (kept,) = desk.items()
    assert kept.websites == (sites[0], replace(sites[1], autofill="ExactDomain"))
