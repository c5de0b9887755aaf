"""Versions of an item: what each held, what is different now, and bringing one back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.support import ScreenApp, open_session, press, until
from tui import messages
from tui.commands import Keymap
from tui.model.category import LOGIN
from tui.model.edit import Edit, SetLabel, SetTags, SetTitle, SetValue, SetWebsites
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef
from tui.model.item import Item, Website
from tui.model.secret import DOTS, Secret
from tui.screens.versions import VersionsScreen
from tui.services.session import Session
from tui.services.sources import look

USERNAME, PASSWORD = FieldId("username"), FieldId("password")


@dataclass
class Desk:
    """A session, an item in it, and the app that shows its versions."""

    session: Session
    ref: ItemRef
    app: ScreenApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> str:
        """Press keys, wait for what is read, and return what is seen then."""
        await press(self.pilot, *keys)
        for _ in range(3):
            if going := [one for one in self.app.workers if one.group in ("load", "fetch")]:
                await self.app.workers.wait_for_complete(going)
            await self.pilot.pause()
        return self.app.page()

    async def item(self) -> Item:
        """Return the item as the store has it now."""
        return await self.session.api(HOME).item(self.ref)


def first(session: Session) -> Item:
    """Return the item as it begins."""
    return Item(
        ItemRef(HOME, session.catalog.vaults[0].id, ItemId("")),
        "Mail",
        LOGIN,
        (
            Field(USERNAME, FieldKind.TEXT, "user name", "max", purpose=Purpose.USERNAME),
            Field(PASSWORD, FieldKind.CONCEALED, "password", Secret("s3cret-old"), purpose=Purpose.PASSWORD),
            Field(FieldId("pin"), FieldKind.CONCEALED, "pin", Secret("s3cret-pin")),
        ),
    )


@asynccontextmanager
async def desk(tmp_path: Path, *changes: Sequence[Edit], size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    session = await open_session(tmp_path)
    item = await session.api(HOME).create(first(session))
    for edits in changes:
        item = await session.api(HOME).update(item.ref, edits, item.version)
    app = ScreenApp(VersionsScreen(session, Keymap(), item.ref))
    async with app.run_test(size=size) as pilot:
        opened = Desk(session, item.ref, app, pilot)
        await opened.press()
        yield opened
    await session.close(exiting=True)


RENAMED: Sequence[Edit] = (SetTitle("Post"), SetTags(("home",)))
NEW_PASSWORD: Sequence[Edit] = (SetValue(PASSWORD, Secret("s3cret-new")), SetValue(USERNAME, "moritz"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_version_with_what_is_different_now(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, RENAMED, NEW_PASSWORD, size=size) as opened:
        page = opened.app.page()
        assert "Versions of “Post”" in page
        marked = [line for line in page.splitlines() if " current" in line]
        assert [line.split()[0].strip("▌") for line in marked] == ["3"]
        assert "~ user name  “max” → “moritz”" in page
        assert f"~ password  {DOTS} changed" in page
        assert "~ title" not in page
        page = await opened.press("j")
        assert "~ title  “Mail” → “Post”" in page
        assert "~ tags  none → home" in page
        page = await opened.press("g", "g")
        assert "This is the current version." in page


async def test_concealed_values_stay_concealed_until_asked_for(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED, NEW_PASSWORD) as opened:
        assert "s3cret" not in opened.app.page()
        assert "s3cret-old" in await opened.press("r")
        assert "s3cret" not in await opened.press("r")
        assert "s3cret-pin" in await opened.press("tab", "j", "j", "r")
        assert "s3cret" not in await opened.press("tab", "k")
        await opened.session.audit.flush()
        events = [event for event in await opened.session.audit.page(None, 10) if event.action == "reveal"]
        assert [event.field for event in events] == ["pin", "password"]


async def test_plain_fields_need_no_revealing(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED) as opened:
        assert "There is nothing to reveal here." in await opened.press("tab", "r")


async def test_a_version_comes_back_after_a_question_and_can_be_undone(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED, NEW_PASSWORD) as opened:
        page = await opened.press("j", "enter")
        assert "Make version 1 of" in page
        await opened.press("y")
        await opened.press()
        item = await opened.item()
        assert (item.title, item.version) == ("Mail", 4)
        assert item.of(Purpose.PASSWORD) == first(opened.session).of(Purpose.PASSWORD)
        assert isinstance(opened.app.kept[-1], messages.GoBack)
        assert opened.session.catalog.title(opened.ref) == "Mail"
        await opened.session.undo.undo()
        item = await opened.item()
        assert (item.title, item.version) == ("Post", 5)


async def test_saying_no_changes_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED) as opened:
        await opened.press("enter", "n")
        assert (await opened.item()).version == 2
        assert opened.app.kept == []
        assert opened.session.undo.last is None


async def test_the_current_version_needs_no_restoring(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED) as opened:
        assert "This is the current version." in await opened.press("k", "enter")
        assert opened.app.kept == []


async def test_an_item_with_one_version_shows_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as opened:
        page = opened.app.page()
        assert "This is the current version." in page
        assert "max" in page


async def test_a_version_that_is_gone_by_now_is_told(tmp_path: Path) -> None:
    async with desk(tmp_path, RENAMED, NEW_PASSWORD) as opened:
        await opened.session.api(HOME).delete(opened.ref)
        page = await opened.press("j")
        assert "✗" in page
        await opened.press("enter", "y")
        assert opened.app.kept == []


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m"
    edits: Sequence[Edit] = (SetTitle(hostile), SetLabel(USERNAME, hostile), SetWebsites((Website(hostile),)))
    async with desk(tmp_path, edits, RENAMED) as opened:
        page = opened.app.page()
        assert "~ title  “[b]x[/b] [/] ␛[31m” → “Post”" in page
        assert "\x1b" not in page
        page = await opened.press("j")
        assert "~ websites  none → [b]x[/b] [/] ␛[31m" in page


async def test_a_file_of_an_earlier_version_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "person").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    (tmp_path / "key.pem").write_bytes(b"s3cret-file")
    async with desk(tmp_path) as opened:
        api = opened.session.api(HOME)
        saved = await api.files.attach(await opened.item(), look(tmp_path / "key.pem", 100), lambda _: None)
        left = await api.files.remove(saved, saved.files[0])
        assert left.files == ()
        opened.app.screen.load()  # type: ignore[attr-defined]
        page = await opened.press()
        assert "− file “key.pem”  removed" in page
        page = await opened.press("S")
        assert "Save which file of “Mail”?" in page
        assert "key.pem" in await opened.press("i")
        page = await opened.press("escape", "1")
        assert "~/key.pem" in page
        await opened.press("enter")
        await until(opened.pilot, lambda: "Saved to ~/key.pem (0600)." in opened.app.page())
        assert (tmp_path / "person" / "key.pem").read_bytes() == b"s3cret-file"
        await opened.press("g", "g")
        assert "This version has no files." in await opened.press("S")
