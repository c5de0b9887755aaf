"""Accounts that go, or lose their token, while something is not saved: what was typed is never lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tests.app.test_remote import Team, browse, edit, often, save, sitting, team
from tests.servers.connect import ConnectServer
from tui import asking
from tui.messages import OpenVault
from tui.model.account import TokenSource
from tui.model.draft import Draft
from tui.model.ids import DraftId
from tui.model.secret import Secret
from tui.services.session import Session
from tui.services.tokens import Given
from tui.stack import Stack

__all__ = ["often", "team"]

Opening = Callable[[Stack, Session, OpenVault], Awaitable[None]]


async def keep_as_draft(person: Person) -> None:
    """Leave the editor, and keep what was typed."""
    await person.press("escape")
    await person.sees("Some changes are not saved")
    await person.press("k")
    await person.sees("Kept as a draft")


def slowly(open_vault: Opening) -> Opening:
    """Return what opens a vault, and takes longer for it than all that is read meanwhile."""

    async def opened(stack: Stack, session: Session, message: OpenVault) -> None:
        await asyncio.sleep(2)
        await open_vault(stack, session, message)

    return opened


async def connect(person: Person, team: Team) -> None:
    """Add the server by the accounts screen, and stay there."""
    await person.press("g", "c")
    await person.sees("No service is connected yet")
    await person.press("n")
    await person.sees("which way in?")
    await person.press("3")
    await person.sees("Address", "Token is")
    await person.type(team.server.url)
    await person.press("tab")
    await person.type("Team")
    await person.press("tab", "tab")
    await person.type(team.server.token)
    await person.press("ctrl+s")
    await person.sees("is added", "1 of 1 service open")


async def test_who_gave_no_token_is_asked_again_by_saving(
    team: Team, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.1)
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        fresh = team.server.rotate()
        await save(person)
        await person.sees("Token for", team.server.url)
        await person.press("escape")
        await person.sees("so does saving")
        await save(person)
        await person.sees("Token for", "user-Mail-mine")
        await person.type(fresh)
        await person.press("enter")
        await person.sees("takes the new token")
        await save(person)
        await person.sees("Saved “Mail”")
    assert team.mail_field("username") == "user-Mail-mine"


async def test_an_edit_outlives_its_account_and_is_saved_elsewhere(team: Team, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await connect(person, team)
        await person.press("escape")
        await person.sees("Ops")
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await keep_as_draft(person)
        await person.press("g", "c")
        await person.sees("1 of 1 service open")
        await person.press("G", "D")
        await person.sees("Remove the account “Team”?", "What is not saved of “Mail” stays as a draft")
        await person.press("y")
        await person.sees("No service is connected yet")
        await person.press("ctrl+l")
        await person.sees("Master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("You left something unsaved", "Mail")
        await person.press("enter")
        await person.sees("user-Mail-mine")
        await person.press("ctrl+s")
        await person.sees("The account of this item is not here any more.")
        await person.press("y")
        await person.sees("Into which vault?")
        await person.press("enter")
        await person.sees("Save this new item?", "+ username  “user-Mail-mine”")
        await person.press("enter")
        await person.sees("Saved “Mail”")


async def test_an_account_that_is_switched_off_says_what_to_do_and_keeps_the_draft(
    team: Team, stocked: Stocked
) -> None:
    async with unlocked(stocked.path) as person:
        await connect(person, team)
        await person.press("escape")
        await person.sees("Ops")
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await keep_as_draft(person)
        await person.press("g", "c")
        await person.sees("1 of 1 service open")
        await person.press("G", "space")
        await person.sees("is switched off", "Space switches it on.")
        await person.press("ctrl+l")
        await person.sees("Master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("You left something unsaved", "Mail")
        await person.press("enter")
        await person.sees("user-Mail-mine")
        await save(person)
        await person.sees("“Team” is switched off: Space in the accounts (g c) switches it on.")
        await keep_as_draft(person)
        await person.sees("0 of 1 service open")
        await person.press("G", "space")
        await person.sees("1 of 1 service open")
        await person.press("escape")
        await person.sees("user-Mail")
        await person.press("e")
        await person.sees("user-Mail-mine")
        await save(person)
        await person.sees("Saved “Mail”")
    assert team.mail_field("username") == "user-Mail-mine"


async def test_where_there_are_no_vaults_the_list_of_vaults_says_why(team: Team, home: Path) -> None:
    token = team.server.grant("nothing", {})
    given = Given(team.server.url, Secret(token), TokenSource.ENVIRONMENT, random=True)
    async with at(home / "home.strongroom", given=given, size=(80, 24)) as person:
        await person.sees("no vaults", "has been given no vault: grant it one")


async def test_an_account_beside_others_says_why_it_shows_nothing_once_one_is_on_it(
    team: Team, stocked: Stocked
) -> None:
    team.server.faults.html = 502
    async with unlocked(stocked.path, given=team.given, size=(80, 24)) as person:
        await person.sees("offline")
        assert "cannot be reached" not in person.page()
        await person.press("G")
        await person.sees("The Connect server cannot be reached behind its address just now")


async def test_vaults_of_one_name_are_told_apart_by_their_accounts(team: Team, home: Path) -> None:
    with ConnectServer(seed=2) as other:
        other.add_item(other.add_vault("Work"), {"title": "Mailing list", "category": "LOGIN"})
        beside = Given(other.url, Secret(other.token), TokenSource.ENVIRONMENT, random=True)
        async with at(home / "home.strongroom", given=team.given, more=[beside], size=(200, 40)) as person:
            await person.sees("4 items")
            await person.press("enter")
            page = await person.sees("Mailing list", "Router")
            listed = [line.partition("▏")[0] for line in page.splitlines()]
            named = {title: next(line for line in listed if title in line) for title in ("Mail ", "Mailing", "Router")}
            assert "Work · 127.0" in named["Mail "] and "Work · 127.0" in named["Mailing"], page
            assert "Ops" in named["Router"] and " · " not in named["Router"], page
            await person.press("ctrl+p")
            await person.sees("a command, or an item")
            await person.type("mailing")
            await person.sees(f"in Work · 127.0.0.1:{other.port}")


async def test_a_draft_is_offered_above_the_screen_one_is_led_back_to_however_late_that_comes(
    stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mail,) = stocked.add("Mail")
    with stocked.opened() as store:
        item = store.item(mail)
        store.save_draft(Draft(DraftId("d"), item, replace(item, title="Half"), time.time()))
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved")
        await person.press("escape")
        await person.sees_no("You left something unsaved")
        await person.press("enter")
        await person.sees("words, tag:", "Mail")
        await person.press("g", "c")
        await person.sees("No service is connected yet")
        await person.press("ctrl+l")
        await person.sees("Master password")
        monkeypatch.setattr(Stack, "open_vault", slowly(Stack.open_vault))
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("You left something unsaved", "No service is connected yet")


async def test_a_token_is_asked_for_above_the_screen_one_is_led_back_to_however_late_that_comes(
    team: Team, stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unlocked(stocked.path, given=team.given) as person:
        await person.sees("Work", "127.0.0.1")
        await person.press("enter")
        await person.sees("words, tag:")
        await person.press("g", "c")
        await person.sees("environment")
        await person.press("ctrl+l")
        await person.sees("Master password")
        monkeypatch.setattr(asking, "PAUSE", 0.1)
        monkeypatch.setattr(Stack, "open_vault", slowly(Stack.open_vault))
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Token for", "It goes to")
        await person.sees("token needed", "Token for")
        person.paste(team.server.token)
        await person.press("enter")
        await person.sees("1 of 1 service open")


async def test_what_was_asked_for_at_the_start_opens_once_a_token_was_asked_for(
    team: Team, stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked.add("Mail", "Wiki")
    load_home = Session.load_home

    async def late(session: Session) -> None:
        await asyncio.sleep(2)
        await load_home(session)

    monkeypatch.setattr(asking, "PAUSE", 0.1)
    monkeypatch.setattr(Session, "load_home", late)
    given = Given(team.server.url, Secret("s3cret-old"), TokenSource.ENVIRONMENT, random=True)
    async with unlocked(stocked.path, given=given, words="wiki") as person:
        await person.sees("Token for", "It goes to")
        await asyncio.sleep(2.5)
        person.paste(team.server.token)
        await person.press("enter")
        await person.sees_no("Token for")
        page = await person.sees("/ wiki", "Wiki")
        assert "Mail" not in page
