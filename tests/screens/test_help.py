"""The help: every command is in it with the keys of whoever reads it, what works here comes first, typing finds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from tests.screens.support import ScreenApp, press, until
from tui import messages
from tui.commands import COMMANDS, CONTEXT_TITLES, Keymap
from tui.keynames import key_names
from tui.screens.help import HelpScreen

HERE = ("audit", "move", "app")


@asynccontextmanager
async def helping(
    keymap: Keymap | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ScreenApp, Pilot[None]]]:
    app = ScreenApp(HelpScreen(keymap or Keymap(), HERE))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Show everything" in app.page() and "Esc Close" in app.page())
        await pilot.pause()
        yield app, pilot


async def test_every_command_is_there_with_its_keys_and_what_works_here_comes_first() -> None:
    async with helping(size=(160, 320)) as (app, _pilot):
        page = app.page()
        for command in COMMANDS:
            (line,) = (line for line in page.splitlines() if f" {command.id} " in line)
            assert command.title in line
            assert (key_names(command.keys) or "–") in line
        places = [page.index(f" {CONTEXT_TITLES[context]}") for context in HERE]
        others = [page.index(f" {title}") for context, title in CONTEXT_TITLES.items() if context not in HERE]
        assert places == sorted(places)
        assert max(places) < min(others)


async def test_keys_of_ones_own_are_shown() -> None:
    async with helping(Keymap({"audit.export": ("ctrl+e", "z x"), "audit.filter": ()}), (120, 36)) as (app, _pilot):
        lines = app.page().splitlines()
        assert any("Ctrl+E  z x" in line and "Export" in line for line in lines)
        assert any("–" in line and "Filter" in line for line in lines)


@pytest.mark.parametrize("width", [40, 80, 200])
async def test_it_fits_and_nothing_of_the_help_is_cut_off(width: int) -> None:
    async with helping(size=(width, 400)) as (app, _pilot):
        words = " ".join(app.page().replace("│", " ").split())
        for command in COMMANDS[:8]:
            assert all(word in words for word in command.help.split())
        assert "Esc Close" in words


async def test_typing_finds_by_key_title_help_and_id() -> None:
    async with helping() as (app, pilot):
        await press(pilot, "/")
        for typed, wanted, unwanted in (
            ("csv or json", "Export", "Lock"),
            ("json lines", "Export", "Lock"),
            ("ctrl+l", "Lock", "Export"),
            ("audit.cycle", "Refusals", "Lock"),
        ):
            await press(pilot, "end", "ctrl+u", f"={typed}")
            assert wanted in app.page()
            assert unwanted not in app.page()


async def test_where_nothing_is_found_it_says_so() -> None:
    async with helping() as (app, pilot):
        await press(pilot, "/", "=zzzz")
        assert "No key and no command is called that." in app.page()


async def test_escape_clears_what_was_typed_and_then_closes() -> None:
    async with helping() as (app, pilot):
        await press(pilot, "/", "=qjk?")
        assert "qjk?" in app.page()
        await press(pilot, "escape")
        assert isinstance(app.screen, HelpScreen)
        assert "Refusals" in app.page()
        await press(pilot, "escape")
        assert not isinstance(app.screen, HelpScreen)


async def test_it_scrolls_by_line_by_page_and_to_the_end() -> None:
    async with helping() as (app, pilot):
        begin = app.page()
        await press(pilot, "j", "down", "k")
        assert app.page() != begin
        await press(pilot, "G")
        assert COMMANDS[-1].title in app.page()
        await press(pilot, "g")
        assert app.page() == begin


async def test_one_can_lock_from_the_help() -> None:
    async with helping() as (app, pilot):
        await press(pilot, "ctrl+l")
        assert isinstance(app.kept[0], messages.LockNow)
