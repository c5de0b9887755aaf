"""Accounts with limits, and those that a person lets us into, as they are seen: the form, the list, the connection."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from textual.events import ScreenResume

from tests.screens.remote import TOKEN, session_with
from tests.screens.sparing import ASKS, DECLINED, Sparing, by_app, by_token, sparing
from tests.screens.support import ScreenApp, press, until
from tests.screens.test_accounts import Desk, desk
from tui.backends import registry
from tui.backends.registry import KINDS, Kind, Reach
from tui.commands import Keymap
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import RateLimited, Unreachable
from tui.model.usage import Plan
from tui.screens.account_choice import KindChoice
from tui.screens.account_kinds import ordered
from tui.screens.connection import ConnectionScreen
from tui.services.remote_status import summed

__all__ = ["sparing"]


def only(opened: Desk) -> AccountConfig:
    """Return the one account there is."""
    (status,) = opened.session.remotes.statuses
    return status.config


# The choice


class Choosing(ScreenApp):
    """Asks for a kind at once."""

    def __init__(self, choice: KindChoice) -> None:
        super().__init__()
        self.choice = choice
        self.chosen: list[str | None] = []

    def on_mount(self) -> None:
        """Ask."""
        self.push_screen(self.choice, self.chosen.append)


def kinds(missing: str = "") -> list[Kind]:
    """Return the kinds that there really are, some of which may not be usable here."""
    told = {reach: "" if reach is Reach.ADDRESS else missing for reach in Reach}
    return ordered({k.id: replace(k, missing=partial(told.__getitem__, k.reach)) for k in KINDS.values()})


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_each_kind_says_for_whom_it_is_and_what_it_takes(size: tuple[int, int]) -> None:
    app = Choosing(KindChoice(kinds(), {}))
    async with app.run_test(size=size) as pilot:
        words = ("Personal, Private and Employee vaults", "Integrate with other apps", "Enter Go on")
        await until(pilot, lambda: app.shows(*words))
        await press(pilot, "down")
        await until(pilot, lambda: "ops_" in app.page() and "requests per hour and day" in app.page())
        await press(pilot, "down")
        await until(pilot, lambda: "the server’s address" in app.page())
        await press(pilot, "enter")
        await until(pilot, lambda: app.chosen == ["connect"])


@pytest.mark.parametrize(
    ("environ", "missing", "first"),
    [
        ({}, "", "onepassword-desktop"),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "", "onepassword"),
        ({}, "1Password’s SDK is not installed: pip install it.", "connect"),
    ],
)
async def test_enter_takes_what_fits_where_one_is(environ: dict[str, str], missing: str, first: str) -> None:
    app = Choosing(KindChoice(kinds(missing), environ))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
    assert app.chosen == [first]


async def test_what_is_not_installed_says_how_to_install_it() -> None:
    app = Choosing(KindChoice(kinds("1Password’s SDK is not installed: pip install it."), {}))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "up")
        assert "Not here  1Password’s SDK is not installed: pip install it." in app.page()


# The form


async def test_nothing_typed_is_lost_when_the_kind_is_another(tmp_path: Path, sparing: Sparing) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", "1", "=me", "tab", "=Mine", "shift+tab", "shift+tab", "right")
        page = await opened.press("tab", "tab", f"={TOKEN}")
        assert "Mine" in page
        assert TOKEN not in page
        page = await opened.press("shift+tab", "shift+tab", "left")
        assert "Account        me" in page
        assert "sealed in the store" not in page
        await opened.press("right", "ctrl+s")
        await opened.says("“Mine” is added. Everything works.")
        assert (only(opened).kind, only(opened).login) == ("token", "")


async def test_the_plan_is_kept_and_another_plan_is_no_reason_for_a_test(tmp_path: Path, sparing: Sparing) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", "2", f"={TOKEN}", "tab", "=Team", "tab", "right", "right", "ctrl+s")
        await opened.says("“Team” is added.")
        assert (only(opened).plan, only(opened).source) == (Plan.TEAMS, TokenSource.SEALED)
        await opened.sees("plan: Teams")
        trials = len(sparing.opened)
        await opened.press("e", "tab", "tab", "left", "ctrl+s")
        await opened.says("“Team” is changed.")
        assert only(opened).plan is Plan.BUSINESS
        assert len(sparing.opened) == trials + 1, "it is opened again, but not tried before"


async def test_a_token_is_never_tried_as_one_of_another_kind(
    tmp_path: Path, sparing: Sparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = registry.KINDS["token"]
    monkeypatch.setitem(registry.KINDS, "other", replace(kind, id="other", name="Other token"))
    async with desk(tmp_path, by_token()) as opened:
        before = len(sparing.opened)
        await opened.press("j", "e", "shift+tab", "shift+tab", "right", "ctrl+s")
        await opened.says("Another kind of account needs a token of its own")
        assert len(sparing.opened) == before
        assert only(opened).kind == "token"


async def test_a_desktop_account_is_edited(tmp_path: Path, sparing: Sparing) -> None:
    sparing.tokens = {""}
    async with desk(tmp_path, by_app()) as opened:
        page = await opened.press("j", "e")
        assert "Account        me" in page
        await opened.press("=-two", "ctrl+s")
        await opened.says("“Mine” is changed. Everything works.")
        assert only(opened).login == "me-two"


async def test_a_desktop_account_wants_its_name(tmp_path: Path, sparing: Sparing) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", "1", "ctrl+s")
        await opened.says("Type the name of the account, as the 1Password app shows it at the top left.")


async def test_the_form_says_what_to_do_in_the_app_and_esc_gives_up(tmp_path: Path, sparing: Sparing) -> None:
    sparing.tokens = {""}
    sparing.expire()
    async with desk(tmp_path) as opened:
        await opened.press("n", "1", "=me", "ctrl+t")
        await opened.says(ASKS)
        await opened.press("escape")
        await opened.sees("Ctrl+S Save")
        assert ASKS not in opened.app.page()
        sparing.answer = False
        await opened.press("ctrl+t")
        await opened.says(DECLINED)
        sparing.answer = True
        await opened.press("ctrl+s")
        await opened.says("“me” is added. Everything works.")
        assert (only(opened).source, only(opened).login) == (TokenSource.APP, "me")
        await opened.sees("approved in app")


# The list


async def test_one_that_nobody_approved_says_what_to_do(tmp_path: Path, sparing: Sparing) -> None:
    sparing.tokens, sparing.approved, sparing.answer = {""}, False, False
    async with desk(tmp_path, by_app()) as opened:
        page = await opened.press("j")
        assert "! approval needed" in page
        assert DECLINED in page
        assert "r asks for the approval again" in page
        page = await opened.press("T")
        assert "It has no token: you approve it in the 1Password app." in page
        sparing.answer = True
        await opened.press("r")
        await opened.sees("● It shows 2 vaults.")


async def test_one_that_is_paused_says_until_when(tmp_path: Path, sparing: Sparing) -> None:
    until = time.time() + 600
    async with desk(tmp_path, by_token()) as opened:
        sparing.fails = RateLimited("It has had too many requests.", until)
        await opened.press("j", "r")
        await opened.sees("! paused", "It has had too many requests.", "so that its limits last; r tries again.")
        clock = time.strftime("%H:%M", time.localtime(until))
        assert summed(opened.session.remotes.statuses) == f"Team paused until {clock}"


async def test_offline_says_that_it_is_not_tried_by_itself(tmp_path: Path, sparing: Sparing) -> None:
    sparing.fails = Unreachable("There is no network.")
    async with desk(tmp_path, by_token()) as opened:
        await opened.press("j")
        page = await opened.sees("! offline", "There is no network.")
        assert "Nothing is asked of it by itself; r tries again." in page


# Limits


async def test_the_status_line_tells_of_a_limit_that_is_near(tmp_path: Path, sparing: Sparing) -> None:
    sparing.limit = 1000
    async with desk(tmp_path, by_token(), by_token("Other"), size=(160, 36)) as opened:
        await opened.press("j")
        assert "reads this hour" not in opened.app.page()
        sparing.used = 850 - sparing.backends[-1].count
        opened.pilot.app.screen.post_message(ScreenResume())
        await opened.sees(": 850 of 1,000 reads this hour")


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_connection_tells_what_was_used(tmp_path: Path, sparing: Sparing, size: tuple[int, int]) -> None:
    session = await session_with(tmp_path, by_token())
    sparing.limit, sparing.used = 1000, 900
    app = ScreenApp(ConnectionScreen(session, Keymap(), by_token().id))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "of 1,000" in app.page())
        assert "reads this hour" in app.page()
        assert "By our own count" in app.page()
    await session.close(exiting=True)
