"""Files of this machine, put into items by keys: attached, replaced, removed, made documents of; each can be undone."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.screens.remote_items import Desk, at_items, browsing
from tests.screens.service import FAR, OPS, Service, saved
from tests.screens.support import open_session, until
from tests.security.hostile import one_of_each
from tests.security.sieve import odd
from tests.store.places import login
from tui.model.audit import AuditAction, AuditResult
from tui.model.edit import SetTags
from tui.model.errors import NotFound
from tui.model.ids import HOME, ItemRef
from tui.model.item import DOCUMENT, Item
from tui.screens.file_prompt import looked_at
from tui.screens.path_completion import Completion, complete
from tui.services import sources
from tui.services.finder import Request


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of our own, with something in it."""
    path = tmp_path / "person"
    (path / "Downloads").mkdir(parents=True)
    (path / "papers").mkdir()
    (path / "key.pem").write_bytes(b"s3cret-key " * 1000)
    (path / "papers" / "deed.pdf").write_bytes(b"s3cret-deed")
    (path / "papers" / "deal.pdf").write_bytes(b"s3cret-deal")
    monkeypatch.setenv("HOME", str(path))
    return path


@asynccontextmanager
async def own_items(tmp_path: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """Sit before the items of an own store: one login, "Server"."""
    session = await open_session(tmp_path)
    await session.api(HOME).create(login(session.catalog.vaults[0].id, "Server", password="s3cret-1"))
    async with at_items(session, size=size) as opened:
        await opened.until_shown()
        yield opened


def ref(opened: Desk) -> ItemRef:
    """Return the item under the cursor."""
    found = opened.screen.selection.ref
    assert found is not None
    return found


async def item(opened: Desk) -> Item:
    """Return the item under the cursor as the store has it."""
    found: Item = await opened.session.api(HOME).item(ref(opened))
    return found


async def content(opened: Desk, at: int = 0) -> bytes:
    """Return what the store has of a file of the item under the cursor."""
    now = await item(opened)

    async def read(backend: object) -> bytes:
        return b"".join([piece async for piece in backend.read_file(now.ref, now.files[at].id)])  # type: ignore[attr-defined]

    found: bytes = await opened.session.api(HOME).long_read(read)
    return found


async def typed(opened: Desk, path: str) -> str:
    """Type a path where one is asked for, and return what is seen then."""
    await opened.press("home", "ctrl+k", *([f"={path}"] if path else []))
    return await opened.press("enter")


async def attach(opened: Desk, path: str, *keys: str) -> None:
    """Put a file into the item, and wait for it."""
    await opened.press(*(keys or ("f", "a")))
    await opened.sees("File, of at most 50 MB")
    await typed(opened, path)
    await opened.sees("Attached “")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_file_is_attached_shown_saved_and_noted(tmp_path: Path, home: Path, size: tuple[int, int]) -> None:
    async with own_items(tmp_path, size) as opened:
        page = await opened.press("f")
        assert all(words in page for words in ("a Attach file", "r Replace file", "d Remove file", "s Save file"))
        page = await opened.press("a")
        assert "Attach a file to “Server”" in page
        await typed(opened, "key.pem")
        await opened.sees("Attached “key.pem” to “Server”. U undoes it.")
        assert (await item(opened)).files[0].name == "key.pem"
        assert await content(opened) == b"s3cret-key " * 1000
        event = await opened.noted()
        assert (event.action, event.result, event.ref) == (AuditAction.ATTACH_FILE, AuditResult.OK, ref(opened))
        assert (event.title, event.vault_name, event.field) == ("Server", "Work", "key.pem")
        await opened.press("tab", "G")
        assert "key.pem · 11 kB" in await opened.sees("11 kB")
        await opened.press("S")
        assert "~/Downloads/key.pem" in await opened.sees("Save “key.pem”")
        await opened.press("enter")
        await opened.sees("Saved to ~/Downloads/key.pem (0600).")
        path = home / "Downloads" / "key.pem"
        assert path.read_bytes() == b"s3cret-key " * 1000
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_one_is_replaced_removed_and_each_is_undone(tmp_path: Path, home: Path) -> None:
    async with own_items(tmp_path) as opened:
        await attach(opened, "key.pem")
        await attach(opened, "~/papers/deal.pdf")
        page = await opened.press("f", "r")
        assert "Replace which file of “Server”?" in page
        page = await opened.press("1")
        assert "Replace “key.pem”" in page
        await typed(opened, f"{home}/papers/deed.pdf")
        await opened.sees("Attached “deed.pdf” in the place of “key.pem”. U undoes it.")
        assert [file.name for file in (await item(opened)).files] == ["deed.pdf", "deal.pdf"]
        assert await content(opened) == b"s3cret-deed"
        assert (await opened.noted()).action == AuditAction.REPLACE_FILE

        page = await opened.press("f", "d", "2")
        assert "Remove “deal.pdf” from “Server”?" in page
        assert "Earlier versions of the item have it as long as they are kept." in page
        await opened.press("n")
        assert len((await item(opened)).files) == 2
        await opened.press("f", "d", "2", "y")
        await opened.sees("Removed “deal.pdf” from “Server”. U undoes it.")
        assert [file.name for file in (await item(opened)).files] == ["deed.pdf"]
        event = await opened.noted()
        assert (event.action, event.field) == (AuditAction.REMOVE_FILE, "deal.pdf")

        for names in (["deed.pdf", "deal.pdf"], ["key.pem", "deal.pdf"], ["key.pem"], []):
            await opened.press("U")
            await opened.sees("Undone: edit taken back")
            assert [file.name for file in (await item(opened)).files] == names


async def test_the_file_under_the_cursor_is_the_one(tmp_path: Path, home: Path) -> None:
    async with own_items(tmp_path) as opened:
        await attach(opened, "key.pem")
        await attach(opened, "papers/deed.pdf")
        assert "~/papers/ " in await opened.press("f", "a"), "it begins where the last one was"
        await opened.press("escape", "tab", "G")
        await opened.sees("deed.pdf · 11 bytes")
        assert "Replace “deed.pdf”" in await opened.press("f", "r")
        await opened.press("escape")
        assert "Remove “deed.pdf” from" in await opened.press("f", "d")
        await opened.press("escape")
        assert "Press S to save this file, f for what else" in await opened.press("enter")


async def test_what_cannot_be_attached_is_told_where_it_is_asked_for(tmp_path: Path, home: Path) -> None:
    (home / "link").symlink_to("key.pem")
    os.mkfifo(home / "pipe")
    with (home / "film").open("wb") as file:
        file.truncate(60_000_000)
    async with own_items(tmp_path) as opened:
        await opened.press("f", "a")
        for path, told in (
            ("", "Type the path of the file."),
            ("nowhere", f"There is no file {home}/nowhere."),
            ("key.pem/below", "There is no file"),
            ("papers", "is a folder; choose a file in it, or pack it into one."),
            ("link", "is a symbolic link; give the path of the file that it leads to."),
            ("pipe", "is no ordinary file, but a pipe."),
            ("/dev/null", "is no ordinary file, but a device or socket."),
            ("film", "is too big: it has 60.0 MB, and a file of an item may have 50 MB."),
            ("~nobody-here/a", "That is not a path that can be used."),
            ("x" * 300, "cannot be reached."),
        ):
            await typed(opened, path)
            page = " ".join((await opened.settle()).replace("│", " ").split())
            assert told.replace(" ", "") in page.replace(" ", ""), (path, page)
        await opened.press("escape")
        assert (await item(opened)).files == ()
        assert "This item has no files." in await opened.press("f", "d")
        assert "This item has no files." in await opened.press("f", "r")


async def test_esc_stops_it_and_nothing_is_there(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "big").write_bytes(bytes(40 * sources.PIECE))
    waited, pieces = sources.Source._waited, 0

    async def slow(self: sources.Source, call: object, halt: asyncio.Event) -> object:
        """Read a tenth, and wait then."""
        nonlocal pieces
        pieces += 1
        if pieces == 7:
            await asyncio.wait_for(halt.wait(), 60)
        return await waited(self, call, halt)  # type: ignore[arg-type]

    monkeypatch.setattr(sources.Source, "_waited", slow)
    async with own_items(tmp_path) as opened:
        await opened.press("f", "a")
        await opened.press("home", "ctrl+k", "=big")
        await opened.pilot.press("enter")
        await opened.sees("Attaching “big” … 10 %, Esc stops it.")
        await opened.pilot.press("f", "a")
        await opened.sees("A file is being attached just now; Esc stops it.")
        await opened.pilot.press("S")
        await opened.sees("A file is being attached just now; Esc stops it.")
        await opened.pilot.press("escape")
        await opened.sees("Stopped; nothing of “big” was attached.")
        await until(opened.pilot, lambda: not opened.screen.file_work.going)
        assert opened.app.kept == [], "Esc left the screen, too"
        assert (await item(opened)).files == ()
        event = await opened.noted()
        assert (event.action, event.result) == (AuditAction.ATTACH_FILE, AuditResult.FAILED)
        await attach(opened, "key.pem")


async def test_who_leaves_waits_for_no_file(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "big").write_bytes(bytes(40 * sources.PIECE))

    async def endless(self: sources.Source, call: object, halt: asyncio.Event) -> object:
        await halt.wait()
        self._go_on()
        raise AssertionError

    async with own_items(tmp_path) as opened:
        await opened.press("f", "a")
        await opened.press("home", "ctrl+k", "=big")
        monkeypatch.setattr(sources.Source, "_waited", endless)
        await opened.pilot.press("enter")
        await opened.sees("Attaching “big” … 0 %")
        await opened.app.pop_screen()
        await asyncio.wait_for(opened.session.api(HOME).drain(), 10)
        assert (await opened.noted()).detail == "Stopped; nothing of “big” was attached."


async def test_a_file_is_not_lost_when_somebody_edits_the_item_meanwhile(tmp_path: Path, home: Path) -> None:
    async with own_items(tmp_path) as opened:
        await opened.press("f", "a")
        before = await item(opened)
        await opened.session.api(HOME).update(before.ref, [SetTags(("new",))], before.version)
        await typed(opened, "key.pem")
        await opened.sees("This item was changed meanwhile")
        assert (await item(opened)).files == ()
        await attach(opened, "key.pem")


async def test_a_document_is_made_of_a_file(tmp_path: Path, home: Path) -> None:
    async with own_items(tmp_path) as opened:
        page = await opened.press("n")
        assert "Document" in page
        await opened.press("/", "=document")
        await opened.press("enter")
        assert "New document in “Work”" in await opened.sees("File, of at most 50 MB")
        await typed(opened, "papers/deed.pdf")
        await opened.sees("Attached “deed.pdf” as a document of “Work”. e gives it another title.")
        await until(opened.pilot, lambda: opened.session.catalog.title(ref(opened)) == "deed.pdf")
        await opened.sees("document deed.pdf · 11 bytes")
        document = await item(opened)
        assert (document.title, document.category.id, document.version) == ("deed.pdf", DOCUMENT, 1)
        assert await content(opened) == b"s3cret-deed"
        event = await opened.noted()
        assert (event.action, event.title, event.field) == (AuditAction.CREATE, "deed.pdf", "deed.pdf")
        await opened.press("f", "d", "1", "y")
        await opened.sees("A document is its file: replace the file, or delete the document.")
        assert len((await item(opened)).files) == 1


async def test_a_service_that_takes_no_files_says_so(tmp_path: Path, home: Path) -> None:
    service = Service()
    service.attach("key.pem", b"hello")
    async with browsing(tmp_path, service, request=Request(account=FAR, vault=OPS)) as opened:
        page = await opened.press("n", "/", "=doc")
        assert "New item" in page
        assert "Document" not in page
        await opened.press("escape", "escape")
        for keys in (("f", "a"), ("f", "r"), ("f", "d")):
            assert "This account takes no files, and changes none" in await opened.press(*keys)
        assert "Save which file of “Deploy”?" in await opened.press("f", "s")


async def test_hostile_names_are_shown_as_text_and_saved_under_safe_names(tmp_path: Path, home: Path) -> None:
    names = [
        text for text in one_of_each() if "/" not in text and "\0" not in text and 0 < len(os.fsencode(text)) < 200
    ]
    async with own_items(tmp_path) as opened:
        for name in names:
            (home / name).write_bytes(b"x")
            now = await item(opened)
            source = sources.look(home / name, 1000)
            await opened.session.api(HOME).files.attach(now, source, lambda _: None)
        assert len((await item(opened)).files) == len(names)
        for keys in (("f", "d"), ("1",), ("escape",), ("f", "r", "2"), ("escape",), ("S", "1"), ("escape", "H")):
            assert odd((await opened.press(*keys)).replace("\n", "").encode()) == []
    assert saved(home / "Downloads") == []


async def test_tab_completes_a_path(tmp_path: Path, home: Path) -> None:
    async with own_items(tmp_path) as opened:
        page = await opened.press("f", "a", "tab")
        assert "Downloads/   key.pem   papers/" in page
        assert "~/papers/de" in await opened.press("p", "tab", "tab")
        assert "deal.pdf   deed.pdf" in await opened.press("tab")
        await opened.press("e", "tab")
        assert "~/papers/deed.pdf" in opened.app.page()
        assert "Nothing there begins like this." in await opened.press("x", "tab")
        await opened.press("backspace", "enter")
        await opened.sees("Attached “deed.pdf”")


@pytest.mark.parametrize(
    "dropped", ["'{}/my papers/it'\\''s.pdf' ", "{}/my\\ papers/it\\'s.pdf", '"{}/my papers/it\'s.pdf"']
)
def test_a_file_that_was_dropped_on_the_terminal_is_found(home: Path, dropped: str) -> None:
    (home / "my papers").mkdir()
    (home / "my papers" / "it's.pdf").write_bytes(b"x")
    assert looked_at(dropped.format(home), 10).path == home / "my papers" / "it's.pdf"
    for nothing in ("'nowhere'", "two words", "'open", "a 'b c'"):
        with pytest.raises(NotFound):
            looked_at(nothing, 10)
    (home / "'quoted'").write_bytes(b"xy")
    assert looked_at("'quoted'", 10).size == 2


def test_completions(home: Path) -> None:
    (home / ".hidden").write_bytes(b"")
    (home / "a\x1b[31m").write_bytes(b"")
    assert complete("~") == Completion("~/")
    assert complete("~/pap") == Completion("~/papers/", ("papers/",))
    assert complete("papers/d") == Completion("papers/de", ("deal.pdf", "deed.pdf"))
    assert complete("~/.h") == Completion("~/.hidden", (".hidden",))
    assert complete("~/") == Completion("~/", ("Downloads/", "key.pem", "papers/"))
    assert complete(f"{home}/k") == Completion(f"{home}/key.pem", ("key.pem",))
    for nothing in ("nowhere/", "key.pem/", "~nobody-here/x", "zzz", "a\0b/c", "x" * 5000 + "/"):
        assert complete(nothing) == Completion(nothing)
