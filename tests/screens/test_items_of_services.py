"""The item browser with what services have: files, items that cannot be edited, changes that are not shown yet."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.screens.editing import filled_login
from tests.screens.remote_items import browsing as served
from tests.screens.service import DEPLOY, OPS, Service, Telling
from tests.screens.support import ScreenApp, open_session, until
from tui import messages
from tui.backends.protocol import Action
from tui.commands import Keymap, command
from tui.model.errors import Denied
from tui.model.field import Section
from tui.model.file import FileInfo
from tui.model.ids import HOME, FileId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState
from tui.screens.items import ItemsScreen
from tui.services.finder import Request
from tui.services.session import Session
from tui.widgets.sheet import FileTarget

FIXED = "The service keeps SSH keys as they are."
FILES = (
    FileInfo(FileId("f1"), "contract.pdf", 214_321, SectionId("s")),
    FileInfo(FileId("f2"), "\x1b[2Jphoto.jpg", 12),
    FileInfo(FileId("f3"), "", -1, SectionId("gone")),
)


def fixed(vault: VaultId) -> Item:
    return replace(filled_login(vault, title="Key"), read_only=FIXED)


def with_files(vault: VaultId) -> Item:
    return replace(filled_login(vault, title="Files"), files=FILES, sections=(Section(SectionId("s"), "Papers"),))


@dataclass
class Desk:
    """An item browser, and the session behind it."""

    pilot: Pilot[None]
    app: ScreenApp
    session: Session
    screen: ItemsScreen
    refs: list[ItemRef]

    async def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline, f"it never came to that:\n{self.app.page()}"
            await self.pilot.pause(0.02)

    async def sees(self, *words: str) -> str:
        """Wait until all the words are on the screen, and return it."""
        await self.until(lambda: self.app.shows(*words))
        return self.app.page()


@asynccontextmanager
async def browsing(
    tmp_path: Path, *makes: Callable[[VaultId], Item], size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Desk]:
    """Open the browser on items."""
    session = await open_session(tmp_path)
    vault = session.catalog.vaults[0].id
    refs = [(await session.api(HOME).create(make(vault))).ref for make in makes]
    screen = ItemsScreen(session, Keymap(), Request())
    app = ScreenApp(screen)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(pilot, app, session, screen, refs)
    finally:
        await session.close(exiting=True)


@pytest.mark.parametrize("key", ["e", "*", "#"])
async def test_an_item_that_cannot_be_edited_says_why(tmp_path: Path, key: str) -> None:
    async with browsing(tmp_path, fixed) as desk:
        page = await desk.sees("Key", FIXED)
        assert page.count(FIXED) == 1
        await desk.press(key)
        await desk.until(lambda: desk.app.page().count(FIXED) == 2)
        assert len(desk.app.screen_stack) == 2
        item = await desk.session.api(HOME).item(desk.refs[0])
        assert (item.version, item.favourite) == (1, False)


async def test_one_of_the_marked_that_cannot_be_edited_holds_up_no_other_and_stays_marked(tmp_path: Path) -> None:
    async with browsing(tmp_path, filled_login, fixed) as desk:
        await desk.sees("GitHub", "Key")
        await desk.press("space", "space")
        await desk.sees("2 marked")
        await desk.press("*")
        await desk.sees(f"“Key”: {FIXED}")
        assert [(await desk.session.api(HOME).item(ref)).version for ref in desk.refs] == [2, 1]
        assert desk.screen.selection.marked == {desk.refs[1]}


def far_away(item: Item) -> Service:
    """Return a service with one item."""
    return Service(items={DEPLOY: replace(item, ref=DEPLOY, version=1)})


async def test_an_item_that_cannot_be_edited_can_be_duplicated(tmp_path: Path) -> None:
    async with served(tmp_path, far_away(replace(fixed(OPS), files=FILES))) as desk:
        await desk.sees(FIXED)
        desk.screen.perform(command("items.duplicate"))
        await desk.sees("Duplicate “Key” without its files?")
        await desk.press("y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        asked = next(message for message in desk.app.kept if isinstance(message, messages.EditItem))
        copy = asked.draft.current
        assert (copy.title, copy.read_only, copy.files) == ("Key (copy)", "", ())


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
async def test_files_are_rows_where_they_belong_and_are_not_copied(tmp_path: Path, size: tuple[int, int]) -> None:
    async with served(tmp_path, far_away(with_files(OPS)), size=size) as desk:
        await desk.sees("Files", "ada")
        await desk.press("enter")
        page = await desk.sees("contract.pdf · 214 kB", "photo.jpg · 12 bytes", "without a name · size unknown")
        assert "\x1b" not in page
        assert page.index("Papers") < page.index("contract.pdf") < page.index("Files ─") < page.index("photo.jpg")
        await desk.press("G")
        await until(desk.pilot, lambda: desk.screen.detail.cursor_target == FileTarget(FileId("f3")))
        await desk.press("y")
        await desk.sees("Press S to save this file, f for what else can be done with it.")
        await desk.press("r")
        await desk.sees("There is nothing to reveal here.")
        await desk.press("o")
        await desk.sees("This item has no website.")


async def test_a_change_that_the_server_does_not_show_yet_is_marked(tmp_path: Path) -> None:
    async with browsing(tmp_path, filled_login) as desk:
        page = await desk.sees("GitHub", "ada")
        assert "⟳" not in page
        item = await desk.session.api(HOME).item(desk.refs[0])
        desk.session.catalog.put(replace(item.summary(), syncing=True))
        await desk.sees("⟳◉ GitHub", "Syncing: the server does not show this change")
        desk.session.catalog.put(item.summary())
        await desk.until(lambda: "⟳" not in desk.app.page() and "Syncing" not in desk.app.page())


NO_STARS = "The service knows no favourites."
NO_WAY_BACK = "Only the service's own app brings it back."


class Starless(Telling):
    """A service without favourites, and with an archive that leads one way."""

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """See `Backend`."""
        return {Action.FAVOURITE: NO_STARS, Action.RESTORE: NO_WAY_BACK}.get(action)

    async def archive(self, ref: ItemRef) -> Item:
        """See `Archiver`."""
        self._service.items[ref] = replace(self._service.items[ref], state=ItemState.ARCHIVED)
        return self._service.items[ref]

    async def restore(self, ref: ItemRef) -> Item:
        """See `Archiver`."""
        raise Denied(NO_WAY_BACK)


async def test_where_there_are_no_favourites_the_key_says_why(tmp_path: Path) -> None:
    async with served(tmp_path, Service(), backend=Starless) as desk:
        await desk.press("*")
        await desk.sees(NO_STARS)
        await desk.press("d")
        await desk.sees(f"Archived “Deploy”. {NO_WAY_BACK}")
        await desk.press("U")
        await desk.sees("There is nothing to undo.")
