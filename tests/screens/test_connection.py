"""The connection of an account: how its service is, in plain words, and what was asked of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.screens.remote import TOKEN, Service, account, service, session_with
from tests.screens.support import ScreenApp
from tests.screens.test_accounts import Desk
from tui.commands import Keymap
from tui.model.account import AccountConfig, TokenSource
from tui.model.connection import Dependency
from tui.model.ids import AccountId
from tui.screens import connection
from tui.screens.connection import ConnectionScreen

__all__ = ["service"]


@asynccontextmanager
async def desk(
    tmp_path: Path, config: AccountConfig, size: tuple[int, int] = (120, 36), token: str = TOKEN
) -> AsyncIterator[Desk]:
    session = await session_with(tmp_path, config, token=token)
    app = ScreenApp(ConnectionScreen(session, Keymap(), config.id))
    async with app.run_test(size=size) as pilot:
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_how_the_service_is_and_what_it_needs(tmp_path: Path, service: Service, size: tuple[int, int]) -> None:
    service.dependencies = (
        Dependency("sqlite", "ACTIVE", "The copy of the vaults is there.", True),
        Dependency("account_session", "TOKEN_NEEDED", "It needs its token.", False),
        Dependency("moon", "WAXING", "Nobody knows what this means.", None),
    )
    async with desk(tmp_path, account(), size) as opened:
        page = await opened.sees("✓ Everything works.", "/heartbeat")
        assert "Connection of “Office”" in page
        assert "asked at " in page
        assert "Test service 1.8.1 · heartbeat 12 ms · 2 vaults" in page
        lines = [line.split() for line in page.splitlines()]
        assert ["✓", "sqlite", "ACTIVE", "The", "copy", "of", "the", "vaults", "is", "there."] in lines
        assert ["✗", "account_session", "TOKEN_NEEDED", "It", "needs", "its", "token."] in lines
        assert ["?", "moon", "WAXING", "Nobody", "knows", "what", "this", "means."] in lines


async def test_requests_are_listed_newest_first_with_names_only(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.sees("/heartbeat")
        service.note("PATCH", "/v1/vaults/infra/items/x", 403, "not allowed")
        service.note("GET", "/v1/vaults", 0, "no connection")
        page = await opened.press("r")
        page = await opened.sees("PATCH", "403 ", "not allowed", "✗ –", "no connection")
        order = [line for line in page.splitlines() if "/v1/vaults" in line or "/heartbeat" in line]
        assert ["/heartbeat" in line for line in order[:2]] == [True, False]
        assert "no connection" in order[1]
        assert "not allowed" in order[2]
        assert "12" in order[1]
        assert "s3cret" not in page
        page = await opened.press("j")
        assert "GET /v1/vaults · no answer after 12 ms · 0 bytes · no connection" in page


async def test_the_list_follows_by_itself_without_asking(
    tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "EVERY", 0.05)
    async with desk(tmp_path, account()) as opened:
        await opened.sees("/heartbeat")
        asked = len(service.asked)
        await opened.press("j")
        below = opened.app.page()
        service.note("GET", "/v1/vaults/team", 200)
        page = await opened.sees("/v1/vaults/team ")
        assert len(service.asked) == asked + 1
        under = [line for line in page.splitlines() if "▌" in line]
        assert [line for line in below.splitlines() if "▌" in line] == under  # the cursor stays on its request


async def test_a_service_that_does_not_answer_says_so(tmp_path: Path, service: Service) -> None:
    service.down = "The service does not answer: the connection was refused."
    async with desk(tmp_path, account()) as opened:
        page = await opened.sees("✗ The service does not answer: the connection was refused.", "no connection")
        assert "Requests, newest first" in page
        service.down = ""
        await opened.press("r")
        await opened.sees("✓ Everything works.")


async def test_an_account_that_is_not_open_says_why_and_what_to_do(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(enabled=False)) as opened:
        page = await opened.sees("The account is not open: switched off.")
        assert "This account is switched off." in page
        assert "On the accounts: Space switches it on." in page
        assert "Nothing was asked of this service yet." in page


async def test_an_account_without_its_token_says_so(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(source=TokenSource.PROMPT), token="") as opened:
        await opened.sees("The account is not open: token needed.", "T gives it the token for this run.")


async def test_an_account_that_was_removed_meanwhile(tmp_path: Path, service: Service) -> None:
    session = await session_with(tmp_path)
    app = ScreenApp(ConnectionScreen(session, Keymap(), AccountId("gone")))
    async with app.run_test(size=(120, 36)) as pilot:
        opened = Desk(session, app, pilot)
        await opened.sees("There is no such account any more.")
    await session.close(exiting=True)


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path, service: Service) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m\x9b"
    service.sentence = hostile
    service.dependencies = (Dependency(hostile, hostile, hostile, None),)
    service.note(hostile[:6], f"/{hostile}", 500, hostile)
    async with desk(tmp_path, account(hostile)) as opened:
        page = await opened.sees("✓ [b]x[/b] [/] ␛[31m", "Connection of “[b]x[/b] [/] ␛[31m", "/[b]x[/b] [/] ␛[31m")
        assert "\x1b" not in page
