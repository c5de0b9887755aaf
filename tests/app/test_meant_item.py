"""What is done is done to the item that was seen, also where the list changes meanwhile."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.app.person import Stocked, unlocked
from tests.app.test_items import browse, copied, terminal
from tui import messages
from tui.backends.local.backend import LocalBackend
from tui.model.ids import HOME, ItemId, ItemRef
from tui.model.item import Item

__all__ = ["terminal"]


def delete(stocked: Stocked, ref: ItemRef) -> None:
    """Have another window delete an item."""
    with stocked.opened() as store:
        store.delete(ref)


async def test_what_the_copy_menu_was_opened_for_is_copied(stocked: Stocked, terminal: list[str]) -> None:
    bank, _ = stocked.add("Bank", "Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("y")
        await person.sees("item id")
        delete(stocked, bank)
        await person.sees_no("Bank")
        await person.press("p")
        await person.sees("✗ This item is no longer there")
        assert not any("]52;" in sent for sent in terminal), "it is of another item"


async def test_a_field_is_copied_of_the_item_it_is_seen_in(
    stocked: Stocked, terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, mail = stocked.add("Bank", "Mail")
    slow, read = threading.Event(), LocalBackend.item
    asked: list[ItemRef] = []

    async def item(backend: LocalBackend, ref: ItemRef) -> Item:
        if ref == mail and not asked:
            asked.append(ref)
            while not slow.is_set():
                await asyncio.sleep(0.01)
        return await read(backend, ref)

    monkeypatch.setattr(LocalBackend, "item", item)
    async with unlocked(stocked.path, size=(80, 24)) as person:
        await browse(person)
        await person.press("l", "j")
        await person.sees("user-Bank", "••••••••")
        delete(stocked, bank)
        await person.sees_no("user-Bank")
        await person.press("y")
        assert not any("]52;" in sent for sent in terminal), "it is of another item"
        slow.set()
        await person.sees("user-Mail")
        assert not any("]52;" in sent for sent in terminal), "it is of another item"


async def test_an_item_that_is_not_listed_does_not_keep_the_cursor_from_its_own(stocked: Stocked) -> None:
    stocked.add("Bank", "Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("j")
        person.app.post_message(messages.ShowItem(ItemRef(HOME, stocked.vault, ItemId("gone"))))
        stocked.add("Airline")
        await person.sees("Airline")
        ref = person.app.whereabouts().ref
        assert ref is not None
        assert stocked.item(ref).title == "Mail"


async def test_who_has_moved_on_is_not_brought_to_an_item_that_comes_late(stocked: Stocked) -> None:
    *_, late = stocked.add("Bank", "Mail", "Zoo")
    with stocked.opened() as store:
        store.archive(late)
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        person.app.post_message(messages.ShowItem(late))
        await person.pilot.pause(0.1)
        await person.press("j")
        with stocked.opened() as store:
            store.restore(late)
        await person.sees("Zoo")
        ref = person.app.whereabouts().ref
        assert ref is not None
        assert stocked.item(ref).title == "Mail"


async def test_keys_for_the_fields_wait_for_the_item(
    stocked: Stocked, terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mail = stocked.add("Bank", "Mail")
    read = LocalBackend.item

    async def item(backend: LocalBackend, ref: ItemRef) -> Item:
        await asyncio.sleep(0.2 if ref == mail else 0.0)
        return await read(backend, ref)

    monkeypatch.setattr(LocalBackend, "item", item)
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("••••••••")
        await person.press("j", "l", "j", "y")
        await person.sees("Password sent")
        assert copied(terminal) == "s3cret-Mail"


async def test_a_new_item_is_under_the_cursor_when_it_is_saved(stocked: Stocked) -> None:
    stocked.add("Bank", "Mail", "Quay")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("n")
        await person.sees("New item")
        await person.press("enter")
        await person.sees("otpauth://")
        await person.type("Parking")
        await person.press("ctrl+s")
        await person.sees("Save this new item?")
        await person.press("enter")
        await person.sees("Saved “Parking”", "▌ ◉ Parking")
        ref = person.app.whereabouts().ref
        assert ref is not None
        assert stocked.item(ref).title == "Parking"


async def test_what_comes_back_is_under_the_cursor(stocked: Stocked) -> None:
    stocked.add("Bank", "Mail", "Quay")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("j")
        await person.sees("▌ ◉ Mail", "user-Mail")
        await person.press("d")
        await person.sees("Archived “Mail”", "▌ ◉ Quay")
        await person.press("k")
        await person.sees("▌ ◉ Bank")
        await person.press("U")
        await person.sees("Restored from the archive: “Mail”", "▌ ◉ Mail")
