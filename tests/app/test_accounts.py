"""The account screens in the app: how one gets there, and back after a lock."""

from __future__ import annotations

from tests.app.person import MASTER, Stocked, at, unlocked


async def test_by_keys_to_the_accounts_and_to_what_this_is(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c")
        await person.sees("Accounts", "Your own store on this machine")
        await person.press("g", "question_mark")
        await person.sees("About Strongroom", str(stocked.path.parent)[:20])
        await person.press("escape")
        await person.sees("Your own store on this machine")
        await person.press("escape")
        await person.sees("All items")


async def test_the_form_knows_the_services_there_are(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c", "n")
        await person.sees(
            "New account: which way in?", "1Password desktop app", "1Password Connect", "Personal, Private"
        )
        await person.press("3")
        await person.sees("New account", "Address", "sealed in the store")


async def test_after_a_lock_one_is_back_at_the_accounts(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c")
        await person.sees("Your own store on this machine")
        await person.press("ctrl+l")
        await person.sees("Locked.")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Your own store on this machine")


async def test_the_demo_has_accounts_too(stocked: Stocked) -> None:
    async with at(stocked.path, demo=True) as person:
        await person.sees("88 items")
        await person.press("g", "c")
        await person.sees("Demo", "Press n to add one")
