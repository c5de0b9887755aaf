"""About Strongroom: versions, services, places and documents, each of which can be copied."""

from __future__ import annotations

import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.screens.remote import Service, account, service, session_with
from tests.screens.support import ScreenApp
from tests.screens.test_accounts import Desk, words
from tui import __version__
from tui.commands import Keymap
from tui.screens.about import DOCUMENTS, AboutScreen

__all__ = ["service"]


@asynccontextmanager
async def desk(tmp_path: Path, *names: str, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    session = await session_with(tmp_path, *(account(name) for name in names))
    app = ScreenApp(AboutScreen(session, Keymap()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_versions_places_and_documents(tmp_path: Path, service: Service, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as opened:
        lines = [line.split() for line in opened.app.page().splitlines()]
        assert ["▌", "Versions", "Strongroom", __version__] in lines
        assert ["Python", platform.python_version()] in lines
        assert {"Textual", "httpx", "pydantic", "cryptography", "SQLite"} <= {line[0] for line in lines if line}
        page = await opened.press("G")
        assert all(name in page for name, _ in DOCUMENTS)
        assert "settings.toml" in words(await opened.press(*"kkkkkkkk"))
        page = await opened.press("k")
        assert "home.strongroom" in page.replace("\n", "").replace(" ", "")  # it has more than one line


async def test_each_open_service_with_its_version(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, "Office") as opened:
        await opened.sees("Office", "Test service 1.8.1")


async def test_a_service_that_does_not_answer_tells_no_version(tmp_path: Path, service: Service) -> None:
    service.down = "The service does not answer."
    async with desk(tmp_path, "Office") as opened:
        await opened.sees("Office", "does not tell its version")


async def test_a_link_is_copied_whole_however_narrow_its_column_is(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, size=(80, 24)) as opened:
        page = await opened.press("G", "k", "k", "k", "k")
        assert "https://developer.1password.com/docs/connect/api-reference/" in page.splitlines()[-3]
        await opened.press("y")
        await opened.sees("✓ Connect API sent to your terminal")
        events = await opened.session.audit.page(None, 10)
        assert "copy" not in {event.action for event in events}


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path, service: Service) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m\x9b"
    async with desk(tmp_path, hostile) as opened:
        page = await opened.sees("[b]x[/b] [/] ␛[31m")
        assert "\x1b" not in page
