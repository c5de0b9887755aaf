"""The palette: commands that can run now, and items; nothing in a title is ever interpreted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.command import CommandPalette, Hits
from textual.content import Content
from textual.pilot import Pilot

from tests.screens.support import ScreenApp, open_session, press, until
from tests.services.support import login
from tui import messages
from tui.commands import COMMANDS, Keymap, command
from tui.model.ids import HOME
from tui.palette import ITEMS, Everything, Palette, fit
from tui.screens.audit import AuditScreen
from tui.screens.help import HelpScreen
from tui.screens.modals import Choose
from tui.services.session import Session


@asynccontextmanager
async def palette(
    tmp_path: Path, titles: Sequence[str] = (), keymap: Keymap | None = None, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[tuple[ScreenApp, Pilot[None], Session]]:
    """Open the palette over the audit log of a store that has logins of these titles."""
    session = await open_session(tmp_path)
    for title in titles:
        await session.api(HOME).create(login(session.catalog.vaults[0].id, title))
    app = ScreenApp(AuditScreen(session, keymap or Keymap()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await find(app, pilot, "ctrl+p")
        yield app, pilot, session
    await session.close(exiting=True)


async def find(app: ScreenApp, pilot: Pilot[None], *keys: str) -> str:
    """Press keys, wait until the palette has answered, and return what is seen then."""
    await press(pilot, *keys)
    for _ in range(3):
        if going := [one for one in app.workers if isinstance(one.node, CommandPalette)]:
            await app.workers.wait_for_complete(going)
        await pilot.pause()
    return app.page()


async def test_at_first_it_shows_what_can_be_done_here_with_its_keys(tmp_path: Path) -> None:
    async with palette(tmp_path, size=(100, 140)) as (app, _pilot, _session):
        page = app.page()
        assert "Export  x" in page
        assert "Export what is shown as CSV or JSON Lines." in page
        assert page.index("Refusals  f") < page.index("Lock  Ctrl+L")
        for absent in ("Screenshot", "Maximize", "New vault", "Down  j", "Commands  Ctrl+P"):
            assert absent not in page
        assert "Back up the store" in page  # it has no key at all


async def test_a_command_is_found_by_a_few_letters_and_run_on_the_screen_below(tmp_path: Path) -> None:
    async with palette(tmp_path) as (app, pilot, _session):
        await find(app, pilot, "=exp", "enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))


async def test_enter_chooses_among_what_fits_all_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, search = asyncio.Event(), asyncio.Event(), Everything.search

    async def slowly(everything: Everything, query: str) -> Hits:
        begun.set()
        await go_on.wait()
        async for hit in search(everything, query):
            yield hit

    monkeypatch.setattr(Everything, "search", slowly)
    async with palette(tmp_path) as (app, pilot, _session):
        app.post_message(events.Paste("exp"))
        await until(pilot, begun.is_set)
        await pilot.press("enter")
        assert isinstance(app.screen, Palette), "what fits nothing of it was chosen"
        go_on.set()
        await until(pilot, lambda: isinstance(app.screen, Choose))


async def test_scattered_letters_and_words_of_the_help_find_too(tmp_path: Path) -> None:
    async with palette(tmp_path) as (app, pilot, _session):
        assert "Rotate keys" in await find(app, pilot, "=rtk")
        assert "Rotate keys" in await find(app, pilot, "home", "ctrl+k", "=fresh key")


async def test_an_item_is_shown_with_its_vault_and_gone_to(tmp_path: Path) -> None:
    async with palette(tmp_path, ["GitHub", "Mail"]) as (app, pilot, session):
        page = await find(app, pilot, "=git")
        assert "GitHub" in page
        assert "user-GitHub · in Work" in page
        assert "Mail" not in page
        await find(app, pilot, "enter")
        await until(pilot, lambda: bool(app.kept))
        (shown,) = app.kept
        assert isinstance(shown, messages.ShowItem)
        assert session.catalog.title(shown.ref) == "GitHub"


async def test_commands_go_before_items_and_items_before_scattered_letters(tmp_path: Path) -> None:
    async with palette(tmp_path, ["Lock of my bicycle", "Old lock"]) as (app, pilot, _session):
        page = await find(app, pilot, "=lock")
        assert page.index("Lock  Ctrl+L") < page.index("Lock of my bicycle") < page.index("Old lock")


async def test_of_many_items_the_best_are_offered(tmp_path: Path) -> None:
    async with palette(tmp_path, [f"Server {number}" for number in range(ITEMS + 9)], size=(100, 80)) as (
        app,
        pilot,
        _,
    ):
        page = await find(app, pilot, "=server")
        assert page.count("· in Work") == ITEMS


@pytest.mark.parametrize(
    "title", ["[b]x[/b] bank", "bank [/]", "bank [@click=app.quit]go[/]", "bank \x1b[31m\x07", "銀行 bank"]
)
async def test_titles_are_shown_to_the_letter(tmp_path: Path, title: str) -> None:
    async with palette(tmp_path, [title]) as (app, pilot, _session):
        page = await find(app, pilot, "=bank")
        assert title.replace("\x1b", "␛").replace("\x07", "␇") in page
        assert "\x1b" not in page


async def test_keys_of_ones_own_are_shown(tmp_path: Path) -> None:
    async with palette(tmp_path, keymap=Keymap({"audit.export": ("ctrl+e",)})) as (app, pilot, _session):
        assert "Export  Ctrl+E" in await find(app, pilot, "=export")


async def test_one_can_lock_and_quit_from_within_and_escape_leaves(tmp_path: Path) -> None:
    async with palette(tmp_path) as (app, pilot, _session):
        await press(pilot, "ctrl+l", "ctrl+q", "escape")
        assert [type(message) for message in app.kept] == [messages.LockNow, messages.QuitApp]
        assert isinstance(app.screen, AuditScreen)


async def test_a_colon_opens_it_too_and_it_opens_once(tmp_path: Path) -> None:
    async with palette(tmp_path) as (app, pilot, _session):
        await press(pilot, "ctrl+p", "escape", ":")
        assert isinstance(app.screen, Palette)
        assert sum(isinstance(screen, Palette) for screen in app.screen_stack) == 1


async def test_help_from_the_palette_tells_of_the_screen_below(tmp_path: Path) -> None:
    async with palette(tmp_path, size=(120, 40)) as (app, pilot, _session):
        await find(app, pilot, "=help", "enter")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and "Anywhere" in app.page())
        assert app.page().index("Audit log") < app.page().index("Anywhere")


async def test_what_matched_is_marked(tmp_path: Path) -> None:
    async with palette(tmp_path, ["My GitHub"]) as (app, _pilot, _session):
        screen = next(one for one in app.screen_stack if isinstance(one, AuditScreen))
        provider = Everything(screen, app.screen.get_visual_style("command-palette--highlight", partial=True))
        marked: dict[str, list[str]] = {}
        async for hit in provider.search("git"):
            assert isinstance(hit.prompt, Content)
            title = hit.prompt.plain.split("\n")[0]
            style = provider.match_style
            marked[title] = [hit.prompt.plain[one.start : one.end] for one in hit.prompt.spans if one.style == style]
        assert any("My GitHub" in title and "Git" in found for title, found in marked.items())


@given(st.text(max_size=12))
def test_nothing_typed_is_an_error_and_marks_lie_in_the_title(typed: str) -> None:
    for one in COMMANDS:
        score, places = fit(typed, one)
        assert score >= 0
        assert all(0 <= begin <= end <= len(one.title) for begin, end in places)


def test_how_well_a_command_fits() -> None:
    lock, backup = command("app.lock"), command("app.backup")
    assert fit("lock", lock)[0] > fit("ock", lock)[0] > fit("clipboard", lock)[0] > 0
    assert fit("store", backup) == (4.0, [(12, 17)])
    assert fit("zebra", lock) == (0.0, ())


async def test_nothing_is_offered_over_a_screen_without_commands() -> None:
    app = ScreenApp()
    async with app.run_test():
        provider = Everything(app.screen)
        assert [hit async for hit in provider.search("lock")] == []
        assert [hit async for hit in provider.discover()] == []
