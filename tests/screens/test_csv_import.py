"""Moving in by a CSV file: looked at, corrected, taken whole or not at all, and nothing secret on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.backends.passpack.place import ACCOUNT, opened
from tests.screens.service import FAR, OPS, Service, Silent, join
from tests.screens.support import ScreenApp, open_session, press, until
from tests.servers.passpack import PasspackServer
from tui import messages
from tui.backends.local.backend import LocalBackend
from tui.backends.passpack.convert import VAULT
from tui.commands import Keymap
from tui.model.errors import RateLimited, Unclear, Unreachable
from tui.model.field import Purpose
from tui.model.ids import HOME, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.screens.csv_import import ImportScreen
from tui.services.session import Session

CHROME = """name,url,username,password,note
Mail,https://mail.example,anna,s3cret-mail,
Bank,https://bank.example,anna,s3cret-bank,"two
lines"
Mail,https://mail.example,anna,s3cret-mail,
"""
BROKEN = CHROME + 'Odd,https://odd.example,"b"x,s3cret-odd,\n'


@dataclass
class Desk:
    """A screen over a file."""

    session: Session
    app: ScreenApp
    pilot: Pilot[None]
    path: Path

    async def press(self, *keys: str) -> str:
        await press(self.pilot, *keys)
        return self.app.page()

    async def sees(self, *words: str) -> str:
        await until(self.pilot, lambda: self.app.shows(*words), 20)
        return self.app.page()

    async def items(self) -> list[Item]:
        """Return what the store holds."""
        vault = next(one for one in self.session.catalog.vaults if one.account == HOME)
        refs: list[list[ItemRef]] = []
        await self.session.api(HOME).stream(vault.id, lambda page: [row.ref for row in page], refs.append)
        items = [await self.session.api(HOME).item(ref) for page in refs for ref in page]
        return sorted(items, key=lambda one: one.title)


@asynccontextmanager
async def importing(
    tmp_path: Path, text: str | bytes, service: Service | None = None, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Desk]:
    path = tmp_path / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    session = await open_session(tmp_path)
    if service is not None:
        await join(session, Silent(service))
    place = (FAR, OPS) if service is not None else (HOME, session.catalog.vaults[0].id)
    app = ScreenApp(ImportScreen(session, Keymap(), path, place))
    async with app.run_test(size=size) as pilot:
        yield Desk(session, app, pilot, path)
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_the_file_is_shown_without_a_secret_and_taken_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    async with importing(tmp_path, CHROME, size=size) as desk:
        page = await desk.sees("Chrome", "2 items to import · 1 duplicate, left out", "Bank", "website")
        assert "s3cret" not in page
        await desk.press("ctrl+s")
        page = await desk.sees("Import 2 items into “Work” (Home)?", "1 row is left out")
        await desk.press("y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        items = await desk.items()
        assert [item.title for item in items] == ["Bank", "Mail"]
        password = items[0].of(Purpose.PASSWORD)
        assert password is not None
        assert password.value == Secret("s3cret-bank")
        done = desk.app.kept[-1]
        assert isinstance(done, messages.GoBack)
        assert "Imported 2 items" in done.done
        assert "delete the file" in done.done
        assert done.done.endswith("export.csv")
        assert desk.session.catalog.vaults[0].items == 2
        event = (await desk.session.audit.page(None, 1))[0]
        assert (event.action, event.title, event.vault_name) == ("import", "2 items", "Work")


async def test_saying_no_or_going_back_leaves_nothing(tmp_path: Path) -> None:
    async with importing(tmp_path, CHROME) as desk:
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "n", "escape")
        assert await desk.items() == []
        assert isinstance(desk.app.kept[-1], messages.GoBack)


async def test_a_column_becomes_something_else(tmp_path: Path) -> None:
    async with importing(tmp_path, CHROME) as desk:
        await desk.sees("2 items to import")
        await desk.press("j", "j", "enter")
        await desk.sees("The column “username” becomes")
        await desk.press("=left out", "enter")
        await desk.sees("left out", "2 items to import")
        await desk.press("ctrl+s", "y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        assert [item.username is None or item.username.empty for item in await desk.items()] == [True, True]


async def test_rows_and_duplicates_are_taken_or_left(tmp_path: Path) -> None:
    async with importing(tmp_path, CHROME) as desk:
        await desk.sees("2 items to import")
        await desk.press("d")
        await desk.sees("3 items to import · 1 duplicate among them")
        await desk.press("d", "tab", "space")
        await desk.sees("1 item to import")
        await desk.press("G", "space")
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        assert [item.title for item in await desk.items()] == ["Bank", "Mail"]


async def test_what_is_there_already_is_left_out(tmp_path: Path) -> None:
    async with importing(tmp_path, CHROME) as desk:
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        again = ImportScreen(desk.session, Keymap(), desk.path, (HOME, desk.session.catalog.vaults[0].id))
        await desk.app.push_screen(again)
        await desk.sees("0 items to import · 3 duplicates, left out")
        await desk.press("ctrl+s")
        await desk.sees("there is nothing to import")


async def test_a_row_that_cannot_be_read_is_told_with_its_number_and_left_out(tmp_path: Path) -> None:
    async with importing(tmp_path, BROKEN) as desk:
        page = await desk.sees("1 row that cannot be read, left out")
        assert "s3cret" not in page
        await desk.press("p", "space")
        page = await desk.sees("Nothing can be made of this row", "Row 5 (line 6)")
        assert "s3cret" not in page
        await desk.press("ctrl+s", "y")
        await until(desk.pilot, lambda: bool(desk.app.kept))
        assert [item.title for item in await desk.items()] == ["Bank", "Mail"]


async def test_a_failure_in_the_store_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: object, items: object) -> object:
        raise Unreachable("The disk is full.")

    monkeypatch.setattr(LocalBackend, "create_all", broken)
    async with importing(tmp_path, CHROME) as desk:
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "y")
        await desk.sees("The disk is full.")
        assert await desk.items() == []
        assert desk.app.kept == []


@pytest.mark.parametrize("error", [Unreachable("No answer."), Unclear("The answer was lost.")])
async def test_a_service_that_fails_in_the_middle_has_nothing_of_it_in_the_end(
    tmp_path: Path, error: Unreachable, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service(items={})
    create = Silent.create

    async def moody(self: Silent, item: Item) -> Item:
        if item.title == "Bank":
            raise error
        return await create(self, item)

    monkeypatch.setattr(Silent, "create", moody)
    async with importing(tmp_path, CHROME, service) as desk:
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "y")
        await desk.sees("Nothing was imported.")
        assert service.items == {}
        assert [one for one in service.asked if one.startswith("delete")] == ["delete new 0"]


async def test_what_cannot_be_taken_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service(items={})
    create = Silent.create

    async def moody(self: Silent, item: Item) -> Item:
        if item.title == "Bank":
            service.problem = Unreachable("No answer.")
        return await create(self, item)

    monkeypatch.setattr(Silent, "create", moody)
    async with importing(tmp_path, CHROME, service) as desk:
        await desk.sees("2 items to import")
        await desk.press("ctrl+s", "y")
        await desk.sees("could not be taken away again, among them “Mail”")
        service.problem = None


async def test_after_a_limit_nothing_more_is_asked_to_take_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, deleted = Service(items={}), list[str]()
    create = Silent.create

    async def limited(self: Silent, item: Item) -> Item:
        if len(service.items) == 2:
            raise RateLimited("Too many requests.")
        return await create(self, item)

    async def refusing(self: Silent, ref: ItemRef) -> None:
        deleted.append(ref.item)
        raise RateLimited("Too many requests.")

    monkeypatch.setattr(Silent, "create", limited)
    monkeypatch.setattr(Silent, "delete", refusing)
    three = b"name,url,username,password\n" + b"".join(
        b"%b,,u,s3cret-%b\n" % (name, name) for name in (b"A", b"B", b"C")
    )
    async with importing(tmp_path, three, service) as desk:
        await desk.sees("3 items to import")
        await desk.press("ctrl+s", "y")
        await desk.sees("2 items that were made could not be taken away again")
    assert len(deleted) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 100, b"name,password\n"])
async def test_what_is_no_csv_file_says_so(tmp_path: Path, content: bytes) -> None:
    async with importing(tmp_path, content) as desk:
        await desk.sees("Nothing can be imported from this file.", "✗")
        await desk.press("ctrl+s")
        await desk.sees("The file is not read yet.")


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path) -> None:
    hostile = "[b]x[/b]\x1b[31m"
    async with importing(tmp_path, f"name,url,username,password\n{hostile},{hostile},{hostile},s3cret-x\n") as desk:
        page = await desk.sees("[b]x[/b]␛[31m")
        assert "\x1b" not in page


async def test_what_changes_with_the_items_is_said_before_they_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(CHROME)
    session = await open_session(tmp_path)
    with PasspackServer() as server:
        await join(session, opened(server), account=ACCOUNT, name="Team")
        app = ScreenApp(ImportScreen(session, Keymap(), path, (ACCOUNT, VAULT)))
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, lambda: "2 items to import" in app.page(), 20)
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "its websites go into the notes (2)" in app.page(), 20)
            await press(pilot, "y")
            await until(pilot, lambda: bool(app.kept), 20)
            notes = {entry["title"]: entry["description"] for entry in server.entries}
            assert notes["Mail"] == "Website: https://mail.example"
            assert notes["Bank"] == "two\nlines\nWebsite: https://bank.example"
        await session.close(exiting=True)
        server.check()
