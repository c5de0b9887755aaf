"""Moving items by keys: what it means is said first, what does not fit is refused, and one key takes it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.remote_items import Desk, at_items
from tests.screens.service import DEPLOY, Service, Silent, join, login
from tests.screens.support import open_session
from tui.model.field import Field, FieldKind
from tui.model.file import FileInfo
from tui.model.ids import HOME, FieldId, FileId, ItemId, ItemRef
from tui.model.item import Item


@asynccontextmanager
async def at_desk(tmp_path: Path, service: Service, *titles: str) -> AsyncIterator[tuple[Desk, list[ItemRef]]]:
    """Sit before items of the store, which has two vaults, with a service beside it."""
    session = await open_session(tmp_path)
    home = session.own_store
    assert home is not None
    work = session.catalog.vaults[0]
    await home.create_vault("Family")
    refs = [(await home.create(login(title, ItemRef(HOME, work.id, ItemId(""))))).ref for title in titles]
    await session.load()
    await join(session, Silent(service))
    async with at_items(session) as desk:
        await desk.until_shown()
        yield desk, refs


async def item(desk: Desk, ref: ItemRef) -> Item:
    found: Item = await desk.session.api(ref.account).item(ref)
    return found


async def test_an_item_moves_to_another_vault_and_back(tmp_path: Path) -> None:
    async with at_desk(tmp_path, Service(items={}), "Mail") as (desk, (ref,)):
        page = await desk.press("m")
        assert "Move “Mail” to which vault?" in page
        assert "Work" not in page.split("which vault?")[1].split("Enter")[0], "it is there already"
        await desk.press("enter")
        await desk.sees("Move “Mail” to “Family” (Home)?", "Earlier versions and files")
        assert (await item(desk, ref)).ref == ref
        await desk.press("y")
        await desk.sees("Moved “Mail”. It is in “Family” now.")
        family = next(vault.id for vault in desk.session.catalog.vaults if vault.name == "Family")
        assert (await item(desk, replace(ref, vault=family))).title == "Mail"
        await desk.press("U")
        await desk.sees("Undone: Moved back: “Mail”.")
        assert (await item(desk, ref)).title == "Mail"


async def test_saying_no_moves_nothing(tmp_path: Path) -> None:
    async with at_desk(tmp_path, Service(items={}), "Mail") as (desk, (ref,)):
        await desk.press("m", "enter", "n")
        assert (await item(desk, ref)).title == "Mail"
        assert desk.session.undo.last is None


async def test_several_go_to_a_service_and_those_that_do_not_fit_stay(tmp_path: Path) -> None:
    service = Service(items={})
    async with at_desk(tmp_path, service, "Anna", "Berta") as (desk, refs):
        paper = Field(FieldId("scan"), FieldKind.FILE, "scan", "scan.pdf")
        odd = replace(login("Clara", replace(refs[0], item=ItemId(""))), fields=(paper,))
        odd = await desk.session.api(HOME).create(odd)
        await desk.sees("Clara")
        await desk.press("V", "m")
        await desk.sees("Move 3 items to which vault?", "Ops")
        await desk.press("j", "enter")
        await desk.sees("Cannot go to “Ops”", "“Clara”: It has files", "The other 2 can be moved")
        await desk.press("enter")
        await desk.sees("Move 2 items to “Ops” (Far)?", "It gets another id", "compared", "archive of its vault")
        await desk.press("y")
        await desk.sees("Moved 2 items. They are in “Ops” now.", "1 marked")
        assert sorted(one.title for one in service.items.values()) == ["Anna", "Berta"]
        assert [(await item(desk, ref)).state.value for ref in (*refs, odd.ref)] == ["archived", "archived", "active"]


@pytest.mark.parametrize("chosen", ["c", "d"])
async def test_a_service_without_archive_asks_what_becomes_of_the_original(tmp_path: Path, chosen: str) -> None:
    service = Service()
    async with at_desk(tmp_path, service) as (desk, _):
        await desk.press("m", "enter")
        await desk.sees("“Far” has no archive", "leave the original", "delete the original for good")
        await desk.press(chosen)
        if chosen == "d":
            await desk.sees("To go on, type: Deploy")
            await desk.press("=Deploy", "enter")
            await desk.sees("Moved “Deploy”.")
        else:
            await desk.sees("The original stays where it is.")
            await desk.press("y")
            await desk.sees("Copied “Deploy”.")
        assert (DEPLOY in service.items) is (chosen == "c")
        family = next(vault for vault in desk.session.catalog.vaults if vault.name == "Family")
        assert family.items == 1


async def test_files_of_a_service_hold_a_move_up(tmp_path: Path) -> None:
    service = Service()
    service.items[DEPLOY] = replace(service.items[DEPLOY], files=(FileInfo(FileId("f"), "a.pem", 3),))
    async with at_desk(tmp_path, service) as (desk, _):
        await desk.press("m", "enter")
        await desk.sees("Cannot go to “Family”", "It has files", "Nothing was moved.")
        await desk.press("enter")
        assert len(desk.app.screen_stack) == 2
        assert DEPLOY in service.items
