"""The account screens before a Connect server: added, looked at, given another token and forgotten, all by keys."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.screens.support import ScreenApp, open_session
from tests.screens.test_accounts import Desk
from tests.servers.connect import ConnectServer
from tui.commands import Keymap
from tui.screens.accounts import AccountsScreen
from tui.screens.connection import ConnectionScreen
from tui.screens.vaults import VaultsScreen
from tui.services.book import Book


@asynccontextmanager
async def added(tmp_path: Path, server: ConnectServer) -> AsyncIterator[Desk]:
    """Add the server by keys."""
    session = await open_session(tmp_path)
    await session.remotes.open_kept(Book(session.home))
    app = ScreenApp(AccountsScreen(session, Keymap()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        opened = Desk(session, app, pilot)
        await opened.press("n", "3", f"={server.url}/v1", "tab", "=Office", "tab", "tab", f"={server.token}", "ctrl+s")
        await opened.says("✓ “Office” is added. The Connect server works.")
        await opened.sees("● open", "127.0.0.1:")
        yield opened
    await session.close(exiting=True)


async def test_added_and_looked_at(tmp_path: Path) -> None:
    with ConnectServer() as server:
        vault = server.add_vault("Infra", description="Machines")
        async with added(tmp_path, server) as opened:
            (status,) = opened.session.remotes.statuses
            opened.app.push_screen(ConnectionScreen(opened.session, Keymap(), status.config.id))
            page = await opened.sees("✓ The Connect server works.", "/health", "✓ sqlite")
            assert server.token not in page
            opened.app.push_screen(VaultsScreen(opened.session, Keymap()))
            await opened.press("G", "i")
            await opened.says(f"Id {vault}")
            await opened.says("Description Machines")
            assert any(request.path.endswith(f"/v1/vaults/{vault}") for request in server.requests)


async def test_a_token_that_was_rotated_is_replaced_in_place(tmp_path: Path) -> None:
    with ConnectServer() as server:
        server.add_vault("Infra")
        async with added(tmp_path, server) as opened:
            fresh = server.rotate()
            await opened.press("t")
            await opened.says("does not take the account’s token")
            await opened.sees("✗ token refused")
            await opened.press("T", f"={fresh}", "enter")
            await opened.sees("“Office” takes the new token.", "● open", "● It shows 1 vault.")
            config = opened.session.remotes.statuses[0].config
            entries, _ = await Book(opened.session.home).entries()
            assert [dataclasses.asdict(kept) for kept, _ in entries] == [dataclasses.asdict(config)]


async def test_removed_without_a_request_that_writes(tmp_path: Path) -> None:
    with ConnectServer() as server:
        server.stock(2, 3)
        async with added(tmp_path, server) as opened:
            await opened.press("D", "y")
            await opened.says("The account “Office” is removed.")
            assert opened.session.remotes.statuses == ()
            assert {request.method for request in server.requests} == {"GET"}
            assert (await Book(opened.session.home).entries())[0] == []
