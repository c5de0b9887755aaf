"""The editor with fields of many kinds: dates, and texts for which a service has a word of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.screens.editing import Desk, editing, filled_login
from tui.model.category import CATEGORIES
from tui.model.field import Field, FieldKind
from tui.model.file import FileInfo
from tui.model.ids import HOME, FieldId, FileId, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret

BORN, EXPIRY, PHONE = FieldId("born"), FieldId("expiry"), FieldId("phone")


def with_dates(vault: VaultId, born: str = "", expiry: str = "", phone: str = "+00 555") -> Item:
    return replace(
        filled_login(vault),
        fields=(
            Field(BORN, FieldKind.DATE, "born", born),
            Field(EXPIRY, FieldKind.MONTH_YEAR, "expiry", expiry),
            Field(PHONE, FieldKind.PHONE, "phone", phone),
        ),
    )


def new_card(vault: VaultId) -> Item:
    kind = CATEGORIES["CREDIT_CARD"]
    return Item(ItemRef(HOME, vault, ItemId("")), "", kind, kind.template, kind.sections)


def held(item: Item, name: FieldId) -> object:
    field = item.field(name)
    assert field is not None
    return field.value


async def to(desk: Desk, name: str) -> None:
    """Go down to a row."""
    for _ in range(40):
        if desk.label == name:
            return
        await desk.press("down")
    raise AssertionError(f"there is no row {name}")


async def menu(desk: Desk, key: str, then: str) -> None:
    """Open the menu of the field with the cursor, and press a key in it."""
    await desk.press("f2")
    await desk.sees("Rename")
    await desk.press(key)
    await desk.sees(then)


async def test_dates_are_written_as_they_are_kept_when_the_cursor_goes_on(tmp_path: Path) -> None:
    async with editing(tmp_path, with_dates, saved=True) as desk:
        await desk.sees("YYYY-MM-DD", "YYYY-MM")
        await desk.type("2026/3/1")
        await desk.press("down")
        await desk.sees("2026-03-01")
        await desk.type("11/2026")
        await desk.press("ctrl+s")
        await desk.sees("~ born  empty → “2026-03-01”", "~ expiry  empty → “2026-11”")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (held(item, BORN), held(item, EXPIRY)) == ("2026-03-01", "2026-11")


async def test_enter_goes_from_input_to_input_and_headings_say_what_they_are_for(tmp_path: Path) -> None:
    def new_identity(vault: VaultId) -> Item:
        kind = CATEGORIES["IDENTITY"]
        return Item(ItemRef(HOME, vault, ItemId("")), "", kind, kind.template, kind.sections)

    async with editing(tmp_path, new_identity) as desk:
        await desk.sees("── Identification ──")
        assert desk.label == "title"
        await desk.type("Me")
        await desk.press("enter")
        await desk.until(lambda: desk.label == "firstname")
        await desk.until(lambda: "F2 renames" not in desk.app.page())
        await desk.type("Mara")
        assert held(desk.screen.form.read(desk.screen.item), FieldId("firstname")) == "Mara"
        await desk.press("up")
        await desk.sees("── Identification ──  F2 renames, moves or removes it")
        await desk.press("down")
        await desk.until(lambda: "F2 renames" not in desk.app.page())


async def test_what_is_no_date_is_not_saved_and_not_lost(tmp_path: Path) -> None:
    async with editing(tmp_path, with_dates, saved=True) as desk:
        await desk.type("2026-02-30")
        await desk.sees("There is no such date.")
        await desk.press("down")
        await desk.type("soon")
        await desk.sees("Write a month like 2026-11.")
        await desk.press("up", "up", "ctrl+s")
        await desk.sees("“born”: there is no such date.")
        assert desk.label == "born"
        await desk.press(*["backspace"] * 2)
        await desk.type("28")
        await desk.press("ctrl+s")
        await desk.sees("“expiry”: write a month like 2026-11.")
        assert desk.label == "expiry"
        await desk.session.drafts.flush()
        assert [held(draft.current, EXPIRY) for draft in desk.drafts()] == ["soon"]
        assert [item.version for item in desk.items()] == [1]


async def test_a_seed_that_makes_no_codes_is_not_saved_and_not_lost(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await to(desk, "otp")
        await desk.press("ctrl+u")
        await desk.type("JBSWY3DPEHPK3PX0")
        await desk.sees("16 of this one is another")
        await desk.press("up", "ctrl+s")
        await desk.sees("“one-time password”: a seed has only the letters")
        assert desk.label == "otp"
        assert held(desk.screen.item, FieldId("otp")) == Secret("JBSWY3DPEHPK3PX0")
        await desk.press("end", "backspace")
        await desk.type("P")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
        assert held(item, FieldId("otp")) == Secret("JBSWY3DPEHPK3PXP")


async def test_a_seed_that_came_so_is_kept_while_something_else_is_changed(tmp_path: Path) -> None:
    def odd(vault: VaultId) -> Item:
        item = filled_login(vault)
        fields = tuple(
            replace(field, value=Secret("s3cret-no-seed")) if field.kind is FieldKind.OTP else field
            for field in item.fields
        )
        return replace(item, fields=fields)

    async with editing(tmp_path, odd, saved=True) as desk:
        await desk.type("x")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
        assert held(item, FieldId("otp")) == Secret("s3cret-no-seed")


async def test_a_date_as_a_service_wrote_it_is_shown_kept_and_can_be_changed(tmp_path: Path) -> None:
    async with editing(tmp_path, lambda vault: with_dates(vault, "1795694400", "2026/11/x"), saved=True) as desk:
        await desk.sees("1795694400", "2026/11/x")
        await desk.press("down", "down")
        await desk.type("5")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [field.value for field in item.fields] == ["1795694400", "2026/11/x", "+00 5555"]


async def test_a_phone_number_stays_one_until_its_kind_is_changed(tmp_path: Path) -> None:
    async with editing(tmp_path, with_dates, saved=True) as desk:
        await to(desk, "phone")
        await desk.type("5")
        assert desk.screen.item.fields[2].kind is FieldKind.PHONE
        await menu(desk, "r", "What is the field called?")
        await desk.type("!")
        await desk.press("enter")
        await desk.until(lambda: desk.screen.item.fields[2].label == "phone!")
        assert desk.screen.item.fields[2].kind is FieldKind.PHONE
        await menu(desk, "k", "What kind of field is it?")
        await desk.press("c")
        await desk.until(lambda: desk.screen.item.fields[2].concealed)
        await desk.press("ctrl+s")
        await desk.sees("renamed to “phone!”, phone → concealed")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.fields[2].kind, item.fields[2].raw_kind) == (FieldKind.CONCEALED, "")


async def test_a_date_is_added_and_a_text_made_one(tmp_path: Path) -> None:
    async with editing(tmp_path, with_dates, saved=True) as desk:
        await desk.press("ctrl+n")
        await desk.sees("Add a field", "Month and year")
        await desk.press("d")
        await desk.sees("What is the field called?")
        await desk.type("met")
        await desk.press("enter")
        await desk.until(lambda: desk.screen.item.fields[1].label == "met")
        await desk.type("20260102")
        await to(desk, "phone")
        await menu(desk, "k", "What kind of field is it?")
        await desk.press("m")
        await desk.until(lambda: desk.screen.item.fields[3].kind is FieldKind.MONTH_YEAR)
        await desk.press("ctrl+s")
        await desk.sees("“phone”: write a month like 2026-11.")
        await desk.press("ctrl+u")
        await desk.type("202611")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [field.value for field in item.fields] == ["", "2026-01-02", "", "2026-11"]


async def test_files_stay_as_they_are(tmp_path: Path) -> None:
    files = (FileInfo(FileId("f"), "contract.pdf", 3), FileInfo(FileId("g"), "photo.jpg", 4))

    async with editing(tmp_path, lambda vault: replace(with_dates(vault), files=files), saved=True) as desk:
        await desk.sees("2 files stay as they are.")
        await desk.press("ctrl+n")
        await desk.sees("Add a field")
        await desk.press("t")
        await desk.sees("What is the field called?")
        await desk.type("more")
        await desk.press("enter")
        await desk.until(lambda: len(desk.screen.item.fields) == 4)
        page = desk.app.page()
        assert page.index("title") < page.index("more") < page.index("2 files stay as they are.")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
        assert (item.version, item.files) == (4, desk.screen.item.files)
        assert [(file.name, file.size) for file in item.files] == [("contract.pdf", 3), ("photo.jpg", 4)]


async def test_a_field_of_the_template_comes_back_with_its_section(tmp_path: Path) -> None:
    def bare(vault: VaultId) -> Item:
        return replace(new_card(vault), title="Card", fields=(), sections=())

    async with editing(tmp_path, bare, saved=True) as desk:
        await desk.press("ctrl+n")
        await desk.sees("Add a field", "as in a new item")
        await desk.press("/")
        await desk.type("credit limit")
        await desk.press("enter")
        await desk.sees("── Additional Details ──", "credit limit")
        await desk.type("1")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [(field.id, field.section) for field in item.fields] == [("creditLimit", item.sections[0].id)]
