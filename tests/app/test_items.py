"""The item browser by keys: finding, copying, revealing, changing."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.person import Person, Stocked, unlocked
from tui.app import StrongroomApp
from tui.model.edit import SetTitle
from tui.screens import item_showing
from tui.screens.items import ItemsScreen
from tui.services.finder import SMALL
from tui.tools import totp

SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keep what the app writes to the terminal beside its pictures."""
    sent: list[str] = []
    monkeypatch.setattr(StrongroomApp, "write_terminal", lambda self, sequence: sent.append(sequence))
    yield sent


def copied(terminal: list[str]) -> str:
    """Return what the terminal was last given for the clipboard."""
    found = [match for text in terminal if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


async def browse(person: Person) -> None:
    """Open all items."""
    await person.press("enter")
    await person.sees("words, tag:")  # the list of vaults has a "/ " too


async def test_three_letters_find_and_one_key_copies(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail", "Bank", "Garden", otp=SEED)
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("slash")
        await person.type("gar")
        page = await person.sees_no("user-Mail")
        assert "Garden" in page
        await person.press("enter")
        await person.press("p")
        await person.sees("Password sent to your terminal")
        assert copied(terminal) == "s3cret-Garden"
        await person.press("u")
        await person.sees("Username sent to your terminal")
        assert copied(terminal) == "user-Garden"
        await person.press("w")
        await person.sees("Website sent")
        assert copied(terminal) == "https://garden.example.com/login"
        await person.press("escape")
        await person.sees("Mail", "Bank")


async def test_while_one_types_no_other_item_than_the_one_under_the_cursor_is_shown(
    stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_showing, "TYPED", 60)
    stocked.add("Mail", "Bank", "Garden")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("https://bank.example.com/login")
        await person.press("slash")
        await person.type("gar")
        page = await person.sees_no("https://bank.example.com/login")
        assert "https://garden.example.com/login" not in page  # as long as one goes on typing
        await person.press("enter")
        await person.sees("https://garden.example.com/login")


async def test_a_code_is_live_and_copied(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail", otp=SEED)
    otp = totp.parse(SEED)
    async with unlocked(stocked.path) as person:
        await browse(person)
        page = await person.sees("https://mail.example.com/login")
        now = time.time()
        codes = {otp.code(now + seconds) for seconds in (-30, 0, 30)}
        assert any(f"{code[:3]} {code[3:]}" in page for code in codes)
        await person.press("t")
        await person.sees("ne-time code")
        assert copied(terminal) in codes


async def test_the_login_sequence(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("P")
        await person.sees("Username sent")
        assert copied(terminal) == "user-Mail"
        await person.press("P")
        await person.sees("Password sent")
        assert copied(terminal) == "s3cret-Mail"


async def test_reveal_hides_itself_with_another_item_and_by_key(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        page = await person.sees("user-Bank", "••••••••")
        assert "s3cret" not in page
        await person.press("r")
        await person.sees("s3cret-Bank", "hides in")
        await person.press("r")
        await person.sees_no("s3cret-Bank")
        await person.press("r")
        await person.sees("s3cret-Bank")
        await person.press("j")
        await person.sees_no("s3cret-Bank")


async def test_a_revealed_value_hides_itself_after_its_time(stocked: Stocked) -> None:
    stocked.add("Mail")
    settings = stocked.path.parent / "settings.toml"
    settings.write_text("reveal_for = 1\n")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        await person.press("r")
        await person.sees("s3cret-Mail")
        await person.sees_no("s3cret-Mail")


async def test_reveal_all_only_on_the_fields(stocked: Stocked) -> None:
    stocked.add("Mail", otp=SEED)
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        await person.press("R")
        assert "s3cret-Mail" not in person.page()
        await person.press("enter")
        await person.press("R")
        await person.sees("s3cret-Mail", SEED)


async def test_a_field_is_copied_from_the_detail(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        await person.press("l", "j", "y")
        await person.sees("Password sent")
        assert copied(terminal) == "s3cret-Mail"


async def test_the_copy_menu_shows_letters_and_no_values(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("y")
        page = await person.sees("Copy", "username", "password", "item id")
        assert "s3cret-Mail" not in page
        await person.press("p")
        await person.sees("Password sent")
        assert copied(terminal) == "s3cret-Mail"


async def test_archive_undo_and_the_archive_filter(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("d")
        await person.sees("Archived “Bank”")
        await person.sees_no("user-Bank")
        assert stocked.titles() == ["Mail", "[Bank]"]
        await person.press("U")
        await person.sees("Restored from the archive")
        await person.sees("user-Bank")
        assert stocked.titles() == ["Bank", "Mail"]


async def test_marked_items_are_archived_together(stocked: Stocked) -> None:
    stocked.add("Anna", "Berta", "Clara")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Anna")
        await person.press("space", "space")
        await person.sees("2 marked")
        await person.press("d")
        await person.sees("Archived 2 items")
        assert stocked.titles() == ["Clara", "[Anna]", "[Berta]"]


async def test_deleting_for_good_needs_the_typed_title(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("D")
        await person.sees("Delete “Bank” for good?")
        await person.type("Bonk")
        await person.press("enter")
        assert "Bank" in stocked.titles()
        await person.press(*["backspace"] * 4)
        await person.type("Bank")
        await person.press("enter")
        await person.sees("Deleted")
        assert stocked.titles() == ["Mail"]


async def test_favourite_and_tags(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("*")
        await person.sees("Favourite:", "★")
        await person.press("#")
        await person.sees("Tags")
        await person.type("post, daily")
        await person.press("enter")
        await person.sees("Tagged")
    item = stocked.item(ref)
    assert item.favourite
    assert item.tags == ("post", "daily")


async def test_what_another_strongroom_writes_appears(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        stocked.add("Elsewhere")
        await person.sees("Elsewhere")
        with stocked.opened() as store:
            store.update(ref, (SetTitle("Post"),), store.item(ref).version)
        await person.sees("Post")


async def test_one_side_after_the_other_in_a_narrow_terminal(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path, size=(80, 24)) as person:
        await browse(person)
        page = await person.sees("Mail")
        assert "••••••••" not in page
        await person.press("enter")
        page = await person.sees("••••••••", "user-Mail")
        await person.press("h")
        await person.sees_no("••••••••")


async def test_words_of_the_command_line_are_the_filter(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path, words="ban") as person:
        page = await person.sees("/ ban", "user-Bank")
        assert "Mail" not in page


async def test_hostile_titles_are_shown_and_nothing_happens(stocked: Stocked) -> None:
    stocked.add("[/]", "[@click=app.quit]x[/]", "\x1b]52;c;UFdORUQ=\x07title", "[$t]")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("[/]", "[@click=app.quit]x[/]", "title", "[$t]")
        for _ in range(4):
            await person.press("j", "e")
            await person.press("escape")
            await person.press("y")
            await person.press("escape")
        await person.sees("[$t]")


async def test_an_empty_vault_says_what_to_do(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("No items here yet.", "Press n")
        await person.press("p")
        await person.sees("There is no item under the cursor.")
        await person.press("slash")
        await person.type("zzz")
        await person.sees("Nothing matches this filter.")


async def test_revealing_in_a_narrow_terminal_shows_what_is_revealed(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path, size=(80, 24)) as person:
        await browse(person)
        await person.sees("Mail")
        await person.pilot.pause(0.3)
        await person.press("r")
        await person.sees("s3cret-Mail")


async def test_marks_that_the_filter_hides_are_left_alone(stocked: Stocked) -> None:
    stocked.add("Anna", "Berta", "Clara")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Anna")
        await person.press("space", "space")
        await person.sees("2 marked")
        await person.press("slash")
        await person.type("ber")
        await person.sees_no("user-Anna")
        await person.press("enter", "d")
        await person.sees("Archived “Berta”")
    assert stocked.titles() == ["Anna", "Clara", "[Berta]"]


async def test_a_deletion_is_not_undone_and_nothing_older_in_its_place(stocked: Stocked) -> None:
    stocked.add("Anna", "Berta")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Anna")
        await person.press("*")
        await person.sees("Favourite:")
        await person.press("D")
        await person.sees("Delete")
        await person.type("Anna")
        await person.press("enter")
        await person.sees("Deleted")
        await person.press("U")
        await person.sees("deleted for good; that cannot be undone")


async def test_deleting_tells_the_title(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("D")
        await person.sees("Delete “Bank” for good?")
        await person.type("Bank")
        await person.press("enter")
        await person.sees("Deleted “Bank”.")


async def test_what_is_in_the_archive_already_is_not_archived_again(stocked: Stocked) -> None:
    stocked.add("Anna", "Berta")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Anna")
        await person.press("d")
        await person.sees("Archived “Anna”.", "user-Berta")
        await person.press("d")
        await person.sees("Archived “Berta”.")
        await person.press("slash")
        await person.type("is:archived anna")
        await person.press("enter")
        await person.sees("user-Anna")
        await person.press("space")
        await person.sees("1 marked")
        await person.press("d")
        await person.sees("That is in the archive already.")
        await person.press("U")
        await person.sees("Undone: Restored from the archive: “Berta”.")
    assert stocked.titles() == ["Berta", "[Anna]"]


async def test_tags_may_have_commas_themselves(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail", tags=("plain", "Smith, Anna", 'the "best"'))
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        await person.press("#")
        await person.sees('plain, "Smith, Anna", "the ""best"""')
        await person.type(", new")
        await person.press("enter")
        await person.sees("Tagged “Mail”.")
        assert stocked.item(ref).tags == ("plain", "Smith, Anna", 'the "best"', "new")
        await person.press("#")
        await person.sees("new")
        await person.press("enter")
        await person.sees_no("Tags, with commas")
    assert stocked.item(ref).version == 2


async def test_what_has_a_typing_error_comes_behind_and_moves_nothing(stocked: Stocked) -> None:
    stocked.add("Apple", "Staples", "Maple Leaf", *(f"Item {number}" for number in range(SMALL)))
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees(f"{SMALL + 3:,}")
        await person.press("slash")
        await person.type("aple")
        page = await person.sees("▌ ◉ Staples", "◉ Apple")
        assert page.index("◉ Staples") < page.index("◉ Maple Leaf") < page.index("◉ Apple")
        await person.press("enter")
        await person.press("down")
        await person.sees("user-Maple Leaf")
        await person.press("slash")
        await person.press("backspace")
        await person.press("backspace")
        await person.type("gihtubb")
        await person.sees("Nothing matches this filter")


async def test_how_wide_it_is_there_is_known_before_anything_is_laid_out(
    stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: list[tuple[object, object]] = []
    update_classes = ItemsScreen.update_classes

    def watched(screen: ItemsScreen, *arguments: Any, **named: Any) -> ItemsScreen:
        before = screen.classes
        found = update_classes(screen, *arguments, **named)
        changes.append((before, screen.classes))
        return found

    monkeypatch.setattr(ItemsScreen, "update_classes", watched)
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("https://mail.example.com/login")
        assert person.app.screen.has_class("-wide")
        assert changes
        assert all(before == after for before, after in changes)
