"""Names on a screen that was there before the list was read, as after a lock: they come with what is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.service import login
from tests.screens.support import ScreenApp, open_session, until
from tui.commands import Keymap
from tui.model.draft import Draft, new_draft_id
from tui.model.ids import HOME, ItemId, ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen
from tui.screens.editor import EditorScreen
from tui.screens.items import ItemsScreen
from tui.screens.old_values import OldValuesScreen
from tui.screens.versions import VersionsScreen
from tui.services.finder import Request
from tui.services.session import Session

Opener = Callable[[Session, Item], BaseScreen]


def versions(session: Session, item: Item) -> BaseScreen:
    return VersionsScreen(session, Keymap(), item.ref)


def old_values(session: Session, item: Item) -> BaseScreen:
    return OldValuesScreen(session, Keymap(), item.ref)


def editor(session: Session, item: Item) -> BaseScreen:
    return EditorScreen(session, Keymap(), Draft(new_draft_id(), item, item, 1.0))


def items(session: Session, item: Item) -> BaseScreen:
    return ItemsScreen(session, Keymap(), Request("", item.ref.account, item.ref.vault))


@dataclass
class Desk:
    """A screen that was opened while nothing was listed yet."""

    session: Session
    app: ScreenApp
    pilot: Pilot[None]

    async def sees(self, *texts: str) -> None:
        """Wait until texts are on the screen."""
        await until(self.pilot, lambda: self.app.shows(*texts))


@asynccontextmanager
async def early(tmp_path: Path, opener: Opener, *, readable: bool = True) -> AsyncIterator[Desk]:
    """Open a screen of an item that is there, in a session that has listed nothing."""
    session = await open_session(tmp_path)
    vault = session.catalog.vaults[0]
    item = await session.api(HOME).create(login("Deploy", ItemRef(HOME, vault.id, ItemId(""))))
    session.catalog.forget()
    if not readable:
        await session.api(HOME).delete(item.ref)
    app = ScreenApp(opener(session, item))
    async with app.run_test(size=(120, 36)) as pilot:
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


@pytest.mark.parametrize(
    ("opener", "heading"), [(versions, "Versions of “Deploy”"), (old_values, "Old passwords of “Deploy”")]
)
async def test_a_heading_has_the_title_of_the_item_that_was_read(tmp_path: Path, opener: Opener, heading: str) -> None:
    async with early(tmp_path, opener) as desk:
        await desk.sees(heading)


@pytest.mark.parametrize(("opener", "heading"), [(versions, "Versions of an item"), (old_values, "Old passwords")])
async def test_a_heading_without_a_title_names_none(tmp_path: Path, opener: Opener, heading: str) -> None:
    async with early(tmp_path, opener, readable=False) as desk:
        await desk.sees(heading, "✗")
        assert "“”" not in desk.app.page()


@pytest.mark.parametrize(
    ("opener", "before", "after"),
    [
        (versions, "This is the current version.", "Work"),
        (editor, "Edit “Deploy”", "Edit “Deploy”  in Work"),
        (items, "No items here yet.", "Work "),
    ],
)
async def test_the_name_of_the_vault_comes_with_the_list_and_follows_it(
    tmp_path: Path, opener: Opener, before: str, after: str
) -> None:
    async with early(tmp_path, opener) as desk:
        await desk.sees(before)
        assert "Work" not in desk.app.page()
        await desk.session.load_home()
        await desk.sees(after)
        (vault,) = desk.session.catalog.vaults
        desk.session.catalog.put_vault(replace(vault, name="Play"))
        await desk.sees("Play")
        await until(desk.pilot, lambda: "Work" not in desk.app.page())
