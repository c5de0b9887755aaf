"""Secret references by keys: copied from a field, an item, or many; and followed to where they lead."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest

from tests.app.person import Person, Stocked, unlocked
from tui.app import StrongroomApp

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


async def browse(person: Person, *texts: str) -> None:
    """Open all items."""
    await person.press("enter")
    await person.sees("words, tag:", *texts)


async def test_the_reference_to_the_field_under_the_cursor(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail", otp=SEED)
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("p")
        await person.sees("asked to clear")
        await person.press("l", "j", "C")
        await person.sees("✓ op://Work/Mail/password", "1Password cannot follow it")
        assert copied(terminal) == "op://Work/Mail/password"
        await person.sees_no("asked to clear the clipboard")
        await person.press("j", "C")
        await person.sees("…/otp?attribute=otp", "its code")
        await person.press("enter")
        await person.sees("✓ op://Work/Mail/otp?attribute=otp")
        assert copied(terminal) == "op://Work/Mail/otp?attribute=otp"
        await person.press("j", "C")
        await person.sees("References lead to fields")


async def test_from_the_list_and_the_copy_menu_a_field_is_chosen(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail", otp=SEED)
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("y")
        await person.sees("secret reference …")
        await person.press("r")
        page = await person.sees("Copy the reference to", "…/username", "…/otp?attribute=otp")
        assert page.index("…/password") < page.index("…/username"), "the password comes first"
        await person.press("enter")
        await person.sees("✓ op://Work/Mail/password")
        assert copied(terminal) == "op://Work/Mail/password"


async def test_those_of_all_marked_items_one_a_line(stocked: Stocked, terminal: list[str]) -> None:
    refs = stocked.add("Anna", "Berta", "Clara")
    with stocked.opened() as store:
        store.archive(refs[1])
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Anna")
        await person.press("slash")
        await person.type("is:all")
        await person.press("enter")
        await person.press("escape")
        await person.press("space", "space", "C")
        await person.sees("2 references sent")
        assert copied(terminal).splitlines() == ["op://Work/Anna/password", "op://Work/Clara/password"]


async def test_a_reference_is_followed_to_its_field(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank", otp=SEED)
    async with unlocked(stocked.path) as person:
        await person.press("g", "r")
        await person.sees("Follow a secret reference")
        await person.type("op://Work/Mial/password")
        await person.sees("has no item with the name or id “Mial”")
        await person.press("enter")
        await person.press(*["backspace"] * len("Mial/password"))
        await person.type("mail/otp?attribute=otp")
        page = await person.sees("vault     Work", "item      Mail", "field     otp", "the code of the moment")
        assert "s3cret" not in page
        assert SEED not in page
        await person.press("enter")
        page = await person.sees("words, tag:", "user-Mail")
        await person.press("X")
        await person.sees("otp of “Mail”")
