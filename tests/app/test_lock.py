"""Locking and leaving: from anywhere, at any moment, and nothing is left behind."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from tests.app.person import MASTER, Stocked, unlocked
from tests.app.test_items import browse, terminal
from tui.model.audit import AuditAction
from tui.model.draft import Draft
from tui.model.ids import DraftId
from tui.store.naming import RecordKind

__all__ = ["terminal"]


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2])
async def test_locking_in_the_item_browser(stocked: Stocked, delay: float) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("slash")
        await person.type("ma")
        await asyncio.sleep(delay)
        await person.press("ctrl+l")
        page = await person.sees("Master password")
        assert "Mail" not in page


async def test_the_clipboard_is_cleared_though_one_quits_right_after_the_lock(
    stocked: Stocked, terminal: list[str]
) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")
        await person.press("p")
        await person.sees("Password sent")
        sent = len(terminal)
        await person.press("ctrl+l", "ctrl+q")
    assert len(terminal) > sent
    with stocked.opened() as store:
        assert AuditAction.LOCK in [event.action for event in store.audit(limit=2)]


async def test_locking_while_a_draft_is_offered(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    with stocked.opened() as store:
        item = store.item(ref)
        store.save_draft(Draft(DraftId("d"), item, replace(item, title="Half"), time.time()))
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved")
        await person.press("ctrl+l")
        await person.sees("Master password")
        await person.sees_no("Half")
        assert [worker.group for worker in person.app.workers if worker.group in ("settle", "quit")] == []
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("You left something unsaved")


async def test_a_learnt_record_of_another_form_stops_nothing(stocked: Stocked) -> None:
    stocked.add("Mail")
    with stocked.opened() as store:
        store.put(RecordKind.LEARNT, "recent", b'{"of": "another form"}')
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Mail")


async def test_the_editor_is_not_left_for_another_place_without_a_word(stocked: Stocked) -> None:
    stocked.add("Mail", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("user-Bank")
        await person.press("e")
        await person.sees("Edit “Bank”")
        await person.type("-typed")
        await person.press("ctrl+p")
        await person.type("Mail")
        await person.sees("user-Mail · in Work")
        await person.press("enter")
        await person.sees("Save what you are editing first", "-typed")


async def test_an_item_of_another_vault_is_shown_from_a_vaults_own_list(stocked: Stocked) -> None:
    stocked.add("Mail")
    with stocked.opened() as store:
        store.create_vault("Empty")
    async with unlocked(stocked.path) as person:
        await person.sees("Empty")
        await person.press("j", "enter")
        await person.sees("Empty", "No items here yet.")
        await person.press("ctrl+p")
        await person.type("Mail")
        await person.sees("user-Mail · in Work")
        await person.press("enter")
        await person.sees("All items", "••••••••")


async def test_a_hostile_vault_name_is_made_safe(stocked: Stocked) -> None:
    with stocked.opened() as store:
        store.create_vault("\x1b]52;c;UFdORUQ=\x07\u202ename")
    async with unlocked(stocked.path) as person:
        await person.sees("name")
        await person.press("j", "enter")
        page = await person.sees("No items here yet.")
        assert "\x1b" not in page
        assert "\u202e" not in page


async def test_quitting_at_once_can_have_another_key(stocked: Stocked) -> None:
    (stocked.path.parent / "settings.toml").write_text('[keys]\n"app.exit" = "f9"\n')
    async with unlocked(stocked.path) as person:
        await person.press("ctrl+q")
        await asyncio.sleep(0.2)
        assert person.app.is_running
        await person.sees("All items")
        await person.press("f9")


async def test_after_the_lock_one_is_back_where_one_was(stocked: Stocked) -> None:
    stocked.add("Mail", "Mailbox", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("slash")
        await person.type("mailb")
        await person.press("enter")
        await person.sees("user-Mailbox")
        for keys, seen in (
            ((), ("/ mailb", "user-Mailbox")),
            (("H",), ("Versions of “Mailbox”",)),
            (("escape", "I"), ("Audit of “Mailbox”", "event")),
            (("escape", "g", "a"), ("Audit log",)),
            (("escape", "g", "p"), ("bits",)),
        ):
            await person.press(*keys)
            await person.sees(*seen)
            await person.press("ctrl+l")
            await person.sees("Master password", "Locked.")
            await person.type(MASTER)
            await person.press("enter")
            await person.sees(*seen)
        await person.press("escape")
        await person.sees("/ mailb", "user-Mailbox")


async def test_the_place_of_the_lock_is_gone_once_it_was_used(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.press("ctrl+l")
        await person.sees("Master password")
    async with unlocked(stocked.path) as person:
        await person.sees("user-Mail")
    async with unlocked(stocked.path) as person:
        page = await person.sees("All items", "Work", "1 item")
        assert "user-Mail" not in page


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"screen": 5}', b"\xff", b'{"ref": [1]}'])
async def test_a_place_of_another_form_stops_nothing(stocked: Stocked, raw: bytes) -> None:
    with stocked.opened() as store:
        store.put(RecordKind.LEARNT, "place", raw)
    async with unlocked(stocked.path) as person:
        await person.sees("Work")
