"""Several items at a time: tags, favourites, archive, deleting; what fails, what is stopped, and undoing all of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from textual.pilot import Pilot

from tests.screens.service import Service, Silent, join, login
from tests.screens.support import ScreenApp, open_session, press, until
from tui.commands import Keymap
from tui.model.errors import Conflict, NotFound, Unreachable
from tui.model.field import Field, FieldKind
from tui.model.ids import HOME, AccountId, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.screens.item_batch import told
from tui.screens.items import ItemsScreen
from tui.services.bulk import Failure
from tui.services.finder import Request
from tui.services.session import Session

TITLES = ("Anna", "Berta", "Clara", "Dora")


@dataclass
class Desk:
    """A browser over some items of the home store, and perhaps of a service."""

    pilot: Pilot[None]
    app: ScreenApp
    session: Session
    screen: ItemsScreen
    refs: list[ItemRef]

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def sees(self, *words: str) -> str:
        await until(self.pilot, lambda: self.app.shows(*words), 15)
        return self.app.page()

    async def until_shown(self, title: str) -> None:
        def shown() -> bool:
            item = self.screen.selection.shown
            return item is not None and item.title == title

        await until(self.pilot, shown, 15)

    async def items(self) -> list[Item]:
        return [await self.session.api(ref.account).item(ref) for ref in self.refs]


@asynccontextmanager
async def at_desk(tmp_path: Path, service: Service | None = None) -> AsyncIterator[Desk]:
    session = await open_session(tmp_path)
    vault = session.catalog.vaults[0].id
    refs = []
    if service is not None:
        await join(session, Silent(service))
        refs = list(service.items)
    else:
        for title in TITLES:
            made = await session.api(HOME).create(
                replace(login(title, ItemRef(HOME, vault, ItemId(""))), tags=("old",))
            )
            refs.append(made.ref)
    screen = ItemsScreen(session, Keymap(), Request())
    app = ScreenApp(screen)
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, lambda: screen.selection.shown is not None)
            yield Desk(pilot, app, session, screen, refs)
    finally:
        await session.close(exiting=True)


def far(*titles: str) -> Service:
    """Return a service with these items."""
    refs = [replace(login(title).ref, item=ItemId(title)) for title in titles]
    return Service(items={ref: replace(login(ref.item, ref), tags=("old",)) for ref in refs})


async def test_tags_are_added_and_taken_away_and_all_of_it_is_undone_at_once(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        await desk.press("V")
        await desk.sees("4 marked")
        await desk.press("#", "=new, with space", "tab", "=OLD", "ctrl+s")
        await desk.sees("Tagged 4 items. U undoes it.")
        assert [item.tags for item in await desk.items()] == [("new", "with space")] * 4
        assert desk.screen.selection.marked == set()
        await desk.press("U")
        await desk.sees("Undone: edit taken back: 4 items.")
        assert [item.tags for item in await desk.items()] == [("old",)] * 4


async def test_where_no_versions_are_kept_it_is_undone_too(tmp_path: Path) -> None:
    service = far("Anna", "Berta")
    async with at_desk(tmp_path, service) as desk:
        await desk.press("V", "*")
        await desk.sees("Favourite: 2 items.")
        assert all(item.favourite for item in service.items.values())
        await desk.press("U")
        await desk.sees("Undone: edit taken back: 2 items.")
        assert not any(item.favourite for item in service.items.values())


async def test_what_fails_is_told_and_stays_marked_and_the_others_are_done(tmp_path: Path) -> None:
    service = far("Anna", "Berta", "Clara", "Dora")

    class Moody(Silent):
        async def update(self, ref: ItemRef, edits: object, version: int) -> Item:
            if ref.item in ("Berta", "Dora"):
                raise Conflict(f"{ref.item} was changed meanwhile.")
            return await super().update(ref, edits, version)  # type: ignore[arg-type]

    session = await open_session(tmp_path)
    await join(session, Moody(service))
    screen = ItemsScreen(session, Keymap(), Request())
    app = ScreenApp(screen)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Desk(pilot, app, session, screen, list(service.items))
        await until(pilot, lambda: screen.selection.shown is not None)
        await desk.press("V", "*")
        page = await desk.sees("These stay as they were, and marked", "“Berta”: Berta was changed meanwhile.")
        assert "“Dora”: Dora was changed meanwhile." in page
        await desk.press("enter")
        await desk.sees("2 of 4 items failed, and stay marked. Favourite: 2 items.", "2 marked")
        assert [item.favourite for item in service.items.values()] == [True, False, True, False]
        assert {ref.item for ref in screen.selection.marked} == {"Berta", "Dora"}
    await session.close(exiting=True)


def test_items_in_a_row_with_one_reason_are_told_together() -> None:
    def failure(title: str, sentence: str) -> Failure:
        return Failure(ItemRef(AccountId("a"), VaultId("v"), ItemId(title)), title, sentence)

    many = [failure(f"Item {at}", "Not tried.") for at in range(40)]
    assert told([failure("Anna", "Refused."), *many[:2], failure("", "Refused.")]) == [
        "“Anna”: Refused.",
        "“Item 0”, “Item 1”: Not tried.",
        "“untitled”: Refused.",
    ]
    assert told(many) == ["“Item 0”, “Item 1”, “Item 2” and 37 more: Not tried."]
    each = [failure(f"Item {at}", f"Reason {at}.") for at in range(60)]
    assert told(each)[-1] == "… and 10 more."


async def test_a_service_that_is_down_is_not_asked_for_every_item(tmp_path: Path) -> None:
    service = far("Anna", "Berta", "Clara")
    async with at_desk(tmp_path, service) as desk:
        await desk.press("V")
        service.asked.clear()
        service.problem = Unreachable("The service does not answer.")
        await desk.press("*")
        await desk.sees("These stay as they were, and marked")
        assert [one for one in service.asked if one.startswith("item ")] == ["item Anna"]
        assert len(desk.screen.selection.marked) == 3


async def test_esc_stops_between_two_items(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        gate, begun = asyncio.Event(), asyncio.Event()
        worker = desk.session.api(HOME)
        archive = worker.archive

        async def slowly(ref: ItemRef, title: str = "") -> Item:
            begun.set()
            await gate.wait()
            item: Item = await archive(ref, title)
            return item

        worker.archive = slowly  # type: ignore[method-assign]
        await desk.press("V", "d")
        await begun.wait()
        assert "Esc stops it." in desk.app.page()
        await desk.press("d")
        await desk.sees("Archiving is not at its end yet")
        desk.screen.say("")
        await desk.press("U")
        await desk.sees("Archiving is not at its end yet")
        await desk.press("escape")
        gate.set()
        await desk.sees("Stopped. Archived “Anna”; 3 of 4 are left.", "3 marked")
        states = [item.state for item in await desk.items()]
        assert states.count(ItemState.ARCHIVED) == 1
        assert desk.app.kept == [], "Esc did not leave the screen"
        worker.archive = archive  # type: ignore[method-assign]
        await desk.press("U")
        await desk.sees("Undone: Restored from the archive: “Anna”.")


async def test_an_item_that_went_meanwhile_is_told_in_its_place_and_is_no_error(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:

        async def gone(ref: ItemRef) -> Item:
            raise NotFound("This item is no longer there.")

        desk.session.api(HOME).item = gone  # type: ignore[method-assign]
        await desk.press("j")
        page = await desk.sees("This item is no longer there.")
        assert "✗" not in page


async def test_a_code_that_goes_by_a_counter_goes_on_to_the_next_and_back(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        uri = "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter={}"
        blank = login("Aardvark", ItemRef(HOME, desk.refs[0].vault, ItemId("")))
        code = Field(FieldId("code"), FieldKind.OTP, "code", Secret(uri.format(1)))
        made = await desk.session.api(HOME).create(replace(blank, fields=(*blank.fields, code)))
        desk.screen.show_item(made.ref)
        await desk.sees("996 554  counter 1, + for the next")
        await desk.press("+")
        await desk.sees("Went on to the next code of “Aardvark”. U undoes it.", "counter 2, + for the next")
        item = await desk.session.api(HOME).item(made.ref)
        assert item.fields[-1].value == Secret(uri.format(2))
        await desk.press("U")
        await desk.sees("996 554  counter 1, + for the next")
        await desk.press("j")
        await desk.until_shown("Anna")
        await desk.press("+")
        await desk.sees("This item has no one-time password that goes by a counter.")


async def test_deleting_several_asks_for_a_text_with_their_number(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        await desk.press("space", "space", "D")
        await desk.sees("Delete 2 items for good?", "“Anna”, “Berta”", "type: delete 2 items")
        await desk.press("=delete 3 items", "enter")
        await desk.sees("Nothing was done.")
        await desk.press("escape")
        assert len(await desk.items()) == 4
        await desk.press("D", "=delete 2 items", "enter")
        await desk.sees("Deleted 2 items.")
        vault = desk.session.catalog.vaults[0]
        assert (vault.items, VaultId(vault.id)) == (2, desk.refs[0].vault)


async def test_marks_of_accounts_that_cannot_archive_are_told_one_by_one(tmp_path: Path) -> None:
    service = far("Anna", "Berta")
    async with at_desk(tmp_path, service) as desk:
        home = await desk.session.api(HOME).create(login("Zoe", ItemRef(HOME, _own(desk.session), ItemId(""))))
        await desk.sees("Zoe")
        await desk.press("V", "d")
        await desk.sees("no archive")
        item = await desk.session.api(HOME).item(home.ref)
        assert item.state is ItemState.ARCHIVED
        assert {ref.item for ref in desk.screen.selection.marked} == {"Anna", "Berta"}


def _own(session: Session) -> VaultId:
    return next(vault.id for vault in session.catalog.vaults if vault.account == HOME)
