"""The card of a vault: all that is known of it, asked for anew, and what may be done in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.screens.remote import Service, account, service, session_with
from tests.screens.support import ScreenApp
from tests.screens.test_accounts import Desk, words
from tui.commands import Keymap
from tui.model.ids import HOME
from tui.screens.vaults import VaultsScreen

__all__ = ["service"]


@asynccontextmanager
async def desk(tmp_path: Path, size: tuple[int, int] = (120, 36), name: str = "Office") -> AsyncIterator[Desk]:
    session = await session_with(tmp_path, account(name))
    app = ScreenApp(VaultsScreen(session, Keymap()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_vault_of_a_service_is_retrieved_anew(tmp_path: Path, service: Service, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size) as opened:
        await opened.press("j", "j", "i")
        await opened.says("Description fresh")
        page = words(opened.app.page())
        assert "Name Infra" in page
        assert "Kind shared" in page
        assert "Items 3" in page
        assert "Changed 2026-09-21" in page
        assert "Account Office" in page
        assert "Address https://connect.example:8080" in page
        assert "Id infra" in page
        assert "Editing – This account can only be read." in page
        assert service.asked[0].path == "/v1/vaults/infra"
        await opened.press("escape")
        assert "Address https" not in words(opened.app.page())


async def test_what_may_be_done_in_the_own_store(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("j", "i")
        await opened.says("Renaming ✓ allowed")
        page = words(opened.app.page())
        assert "New items ✓ allowed" in page
        assert "Address this machine" in page


async def test_the_id_is_copied_exactly(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("j", "i", "y")
        await opened.says("Vault id sent to your terminal")
        (vault,) = (one for one in opened.session.catalog.vaults if one.account == HOME)
        assert f"Id {vault.id}" in words(opened.app.page())


async def test_where_it_cannot_be_asked_what_was_known_is_shown(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        service.down = "The service does not answer."
        await opened.press("j", "j", "i")
        await opened.says("The service does not answer. What is shown was known before.")
        assert "Description of Infra" in words(opened.app.page())


async def test_all_items_have_no_card(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        assert "“All items” is not a vault of its own." in await opened.press("i")


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path, service: Service) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m\x9b"
    service.vaults = (hostile,)
    async with desk(tmp_path, name=hostile) as opened:
        await opened.press("j", "j", "i")
        await opened.says("Name [b]x[/b] [/] ␛[31m")
        assert "\x1b" not in opened.app.page()
