"""The vault list by keys."""

from __future__ import annotations

from pathlib import Path

from tests.app.person import Stocked, unlocked


async def test_a_vault_is_made_renamed_and_deleted_by_its_typed_name(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await person.press("n")
        await person.sees("New vault")
        await person.type("Family")
        await person.press("tab")
        await person.type("shared at home")
        await person.press("enter")
        await person.sees("Made the vault “Family”", "shared at home")
        await person.press("e")
        await person.sees("Rename vault", "Family")
        await person.type(" and friends")
        await person.press("enter", "enter")
        await person.sees("Family and friends")
        await person.press("D")
        await person.sees("Delete the vault “Family and friends”?", "for good")
        await person.type("Family and friends")
        await person.press("enter")
        await person.sees("Deleted the vault")
    with stocked.opened() as store:
        assert [vault.name for vault in store.vaults()] == ["Work"]


async def test_a_vault_needs_a_name(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("n", "enter", "enter")
        await person.sees("A vault needs a name.")


async def test_all_items_is_no_vault_that_could_be_deleted(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("D")
        await person.sees("not a vault of its own")


async def test_numbers_follow_what_happens_inside(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await person.sees("2 items")
        await person.press("j", "enter")
        await person.sees("user-Bank")
        await person.press("d")
        await person.sees("Archived")
        await person.press("escape")
        await person.sees("1 item")


async def test_moving_in_from_the_vault_list(stocked: Stocked, home: Path) -> None:
    export = home / "export.csv"
    export.write_text("name,url,username,password\nMail,https://mail.example,anna,s3cret-mail\n", encoding="utf-8")
    async with unlocked(stocked.path) as person:
        await person.press("g", "m")
        await person.sees("Import from CSV", "File, of at most")
        await person.press(*["backspace"] * 2)
        await person.type(str(export))
        await person.press("enter")
        await person.sees("Import “export.csv” into “Work”", "1 item to import", "••••••••")
        await person.press("ctrl+s")
        await person.sees("Import 1 item into “Work”")
        await person.press("y")
        await person.sees("Imported 1 item into “Work”.", "delete the file")
    assert stocked.titles() == ["Mail"]
