"""The first screen: making a store, unlocking one, wrong passwords, looking around."""

from __future__ import annotations

import os
from pathlib import Path

from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tui.app import StrongroomApp
from tui.model.audit import AuditAction, AuditResult
from tui.services.tokens import from_environment


async def test_a_new_user_makes_a_store(home: Path) -> None:
    store = home / "home.strongroom"
    async with at(store) as person:
        await person.sees("Welcome", "Make a store here", "Look around")
        await person.press("enter")
        await person.sees("master password", "Nobody can recover it")
        await person.type(MASTER)
        page = await person.sees("•")
        assert MASTER not in page
        await person.press("enter")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Personal", "All items")
    assert store.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


async def test_a_new_user_whose_token_came_without_an_address_is_told_so(home: Path) -> None:
    app = StrongroomApp(home / "home.strongroom")
    given, problem = from_environment({"OP_CONNECT_TOKEN": "s3cret-alone"})
    app.give(given, problem)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await Person(pilot).sees("Welcome", "OP_CONNECT_TOKEN is set without OP_CONNECT_HOST")
        assert "s3cret" not in page


async def test_two_different_passwords_make_no_store(home: Path) -> None:
    async with at(home / "s") as person:
        await person.press("enter")
        await person.type("s3cret-one")
        await person.press("enter")
        await person.type("s3cret-two")
        await person.press("enter")
        await person.sees("not the same")
        await person.press("escape")
        await person.sees("Look around")
    assert not (home / "s").exists()


async def test_a_wrong_password_is_said_paused_and_noted(stocked: Stocked) -> None:
    async with at(stocked.path) as person:
        await person.type("s3cret-wrong")
        await person.press("enter")
        await person.sees("Wrong master password. Try again in 1 s")
        await person.sees("Try again.")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("All items")
    with stocked.opened() as store:
        events = store.audit()
    assert (AuditAction.UNLOCK, AuditResult.FAILED) in [(event.action, event.result) for event in events]


async def test_the_pause_grows(stocked: Stocked) -> None:
    async with at(stocked.path) as person:
        for pause in (1, 2, 4):
            await person.type("s3cret-wrong")
            await person.press("enter")
            await person.sees(f"Try again in {pause} s")
            await person.sees("Try again.")


async def test_a_file_that_is_no_store_is_a_sentence(home: Path) -> None:
    home.mkdir()
    (home / "s").write_bytes(os.urandom(5000))
    async with at(home / "s") as person:
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("not a store of")


async def test_looking_around_needs_no_question_and_leaves_nothing(home: Path) -> None:
    async with at(home / "s") as person:
        await person.press("down", "enter")
        await person.sees("Family", "Personal", "Work")
        await person.press("q")
    assert not (home / "s").exists()


async def test_locking_forgets_the_screens_and_the_password_opens_them_again(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("user-Mail")
        await person.press("ctrl+l")
        page = await person.sees("Master password")
        assert "Mail" not in page
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("All items")
    with stocked.opened() as store:
        actions = [event.action for event in store.audit()]
    assert actions[:4] == [AuditAction.LOCK, AuditAction.UNLOCK, AuditAction.LOCK, AuditAction.UNLOCK]


async def test_the_locked_demo_shows_its_password(home: Path) -> None:
    async with at(home / "s", demo=True) as person:
        await person.sees("Family")
        await person.press("ctrl+l")
        await person.sees("The demo is locked", "open sesame")
        await person.type("open sesame")
        await person.press("enter")
        await person.sees("Family")
        await person.press("ctrl+q")
