"""A Connect server in the item browser and the audit screen, over HTTP: files, generating, deleting, activity."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.backends.connect.place import ACCOUNT, opened
from tests.screens.remote_items import Desk, at_items
from tests.screens.service import join, saved
from tests.screens.support import ScreenApp, open_session, until
from tests.screens.test_audit import Desk as AuditDesk
from tests.servers.connect import Access, ConnectServer
from tui.commands import Keymap
from tui.screens.audit import AuditScreen

LOGIN = {
    "title": "Deploy",
    "category": "LOGIN",
    "fields": [
        {"id": "username", "purpose": "USERNAME", "type": "STRING", "label": "user name", "value": "max"},
        {"id": "password", "purpose": "PASSWORD", "type": "CONCEALED", "label": "password", "value": "s3cret-old"},
    ],
}
CONTENT = bytes(range(256)) * 2000


class Stand:
    """A server with one login that has a file."""

    def __init__(self, server: ConnectServer) -> None:
        self.server = server
        self.vault = server.add_vault("Work")
        self.item = server.add_item(self.vault, LOGIN)
        self.file = server.add_file(self.vault, self.item, "../../key.pem", CONTENT)

    @property
    def password(self) -> str:
        """The password as the server has it."""
        fields = self.server.item(self.vault, self.item)["fields"]
        return str(next(one["value"] for one in fields if one["id"] == "password"))


@pytest.fixture
def stand() -> Iterator[Stand]:
    with ConnectServer() as server:
        yield Stand(server)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of our own."""
    path = tmp_path / "person"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    return path


@asynccontextmanager
async def browsing(tmp_path: Path, stand: Stand, token: str = "") -> AsyncIterator[Desk]:
    """Sit before the items of the server."""
    session = await open_session(tmp_path)
    await join(session, opened(stand.server, token), account=ACCOUNT, name="Office")
    async with at_items(session) as desk:
        await desk.until_shown()
        yield desk


async def test_a_file_comes_whole_and_under_a_safe_name(tmp_path: Path, stand: Stand, home: Path) -> None:
    async with browsing(tmp_path, stand) as desk:
        page = await desk.press("S")
        assert "512 kB" in page
        await desk.press("i")
        await desk.sees(stand.file)
        await desk.press("escape", "1")
        await desk.press("enter")
        await desk.sees("Saved to ~/key.pem (0600).")
        assert (home / "key.pem").read_bytes() == CONTENT


async def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path, stand: Stand, home: Path) -> None:
    async with browsing(tmp_path, stand) as desk:
        await desk.press("S", "1")
        stand.server.faults.status = 413
        await desk.press("enter")
        await desk.sees("large")
        assert saved(home) == []


async def test_the_server_generates_and_the_new_item_is_shown(tmp_path: Path, stand: Stand) -> None:
    async with browsing(tmp_path, stand) as desk:
        await desk.press("ctrl+g", "ctrl+s", "y")
        await desk.sees("The server made a new value for “password” of “Deploy”.")
        assert len(stand.password) == 32
        assert stand.password not in desk.app.page()
        await until(desk.pilot, lambda: desk.screen.selection.shown is not None)
        stand.server.touch(stand.vault, stand.item, title="Deploy anew")
        await desk.press("ctrl+g", "ctrl+s", "y")
        await desk.sees("meanwhile")


async def test_deleting_is_for_good(tmp_path: Path, stand: Stand) -> None:
    async with browsing(tmp_path, stand) as desk:
        await desk.press("D", "=Deploy", "enter")
        await desk.sees("Deleted “Deploy”.")
        await until(desk.pilot, lambda: stand.server.items(stand.vault) == [])


async def test_a_token_that_may_only_read_is_told_by_its_reason(tmp_path: Path, stand: Stand) -> None:
    token = stand.server.grant("reader", {stand.vault: Access.READ})
    async with browsing(tmp_path, stand, token) as desk:
        await desk.press("ctrl+g", "ctrl+s", "y")
        await until(desk.pilot, lambda: desk.screen.status.severity == "error")
        await desk.press("ctrl+g")
        await until(desk.pilot, lambda: desk.screen.status.severity == "warning")
        assert stand.password == "s3cret-old"


async def test_the_activity_of_the_server_with_our_names(tmp_path: Path, stand: Stand) -> None:
    session = await open_session(tmp_path)
    await join(session, opened(stand.server), account=ACCOUNT, name="Office")
    log = stand.server.connect.activity.events
    app = ScreenApp(AuditScreen(session, Keymap(), ACCOUNT))
    async with app.run_test(size=(140, 30)) as pilot:
        desk = AuditDesk(session, app, pilot)
        await desk.settle()
        page = app.page()
        assert "Activity of “Office”" in page
        assert "Work" in page
        log[:0] = [
            log[-1] | {"requestId": f"old-{number}", "timestamp": "2021-04-10T17:20:05Z"} for number in range(250)
        ]
        page = await desk.press("ctrl+r")
        assert "events+" in page
        for _ in range(3):
            page = await desk.press("G")
        assert "2021-04-1" in page
        stand.server.rotate()
        page = await desk.press("ctrl+r")
        assert "Ctrl+R tries again." in " ".join(page.split())
        assert "2021-04-1" in page
    await session.close(exiting=True)
