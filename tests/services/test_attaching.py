"""Files on their way into items, across to the backend: how far is told, and each ends with one true outcome."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.screens.support import open_session
from tests.store.places import login
from tui.backends.protocol import Action
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.edit import SetTitle
from tui.model.errors import Invalid, Stopped
from tui.model.ids import HOME
from tui.model.item import Item
from tui.services.session import Session
from tui.services.sources import PIECE, Source, look

MOST = 50_000_000


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    opened = await open_session(tmp_path / "strongroom")
    yield opened
    await opened.close(exiting=True)


@pytest.fixture
async def item(session: Session) -> Item:
    made: Item = await session.api(HOME).create(login(session.catalog.vaults[0].id, "Server"))
    return made


def source(tmp_path: Path, size: int, name: str = "key.pem") -> Source:
    """Return a file on the disk."""
    (tmp_path / name).write_bytes(os.urandom(size))
    return look(tmp_path / name, MOST)


def hanging(file: Source) -> asyncio.Event:
    """Let the disk hang after some pieces until the reader stops; return what is to be set when one was told."""
    waited, calls = file._waited, 0

    async def slow(call: Callable[[], object], halt: asyncio.Event) -> object:
        nonlocal calls
        calls += 1
        if calls > 4:
            await halt.wait()
        return await waited(call, halt)

    file._waited = slow  # type: ignore[method-assign, assignment]
    return asyncio.Event()


async def newest(session: Session) -> AuditEvent:
    """Return the newest event of the audit log."""
    return (await session.audit.page(None, 1))[0]


async def test_how_far_it_is_is_told_and_what_was_done_is_noted(session: Session, item: Item, tmp_path: Path) -> None:
    told: list[int] = []
    file = source(tmp_path, 2 * PIECE + 5)
    saved = await session.api(HOME).files.attach(item, file, told.append)
    await asyncio.sleep(0)
    assert told == [PIECE, 2 * PIECE, 2 * PIECE + 5]
    assert [(one.name, one.size) for one in saved.files] == [("key.pem", 2 * PIECE + 5)]
    event = await newest(session)
    assert (event.action, event.result, event.ref) == (AuditAction.ATTACH_FILE, AuditResult.OK, item.ref)
    assert (event.title, event.vault_name, event.field, event.detail) == ("Server", "Work", "key.pem", "")
    row = session.catalog.row(item.ref)
    assert row is not None
    assert await session.api(HOME).item(item.ref) == saved

    new = await session.api(HOME).files.replace(saved, saved.files[0], source(tmp_path, 3, "new.pem"), told.append)
    event = await newest(session)
    assert (event.action, event.field) == (AuditAction.REPLACE_FILE, "new.pem")
    path = tmp_path / "back.pem"
    await session.api(HOME).files.save(item.ref, new.files[0].id, path, told.append)
    assert path.read_bytes() == (tmp_path / "new.pem").read_bytes()
    left = await session.api(HOME).files.remove(new, new.files[0])
    assert left.files == ()
    event = await newest(session)
    assert (event.action, event.field) == (AuditAction.REMOVE_FILE, "new.pem")


async def test_who_stops_it_hears_of_it_and_nothing_was_done(session: Session, item: Item, tmp_path: Path) -> None:
    file = source(tmp_path, 10 * PIECE)
    begun = hanging(file)
    attaching = asyncio.ensure_future(session.api(HOME).files.attach(item, file, lambda _: begun.set()))
    await begun.wait()
    file.stop()
    with pytest.raises(Stopped):
        await attaching
    assert await session.api(HOME).item(item.ref) == item
    event = await newest(session)
    assert (event.action, event.result) == (AuditAction.ATTACH_FILE, AuditResult.FAILED)
    assert event.detail == "Stopped; nothing of “key.pem” was attached."


async def test_stopping_what_is_there_already_changes_nothing(session: Session, item: Item, tmp_path: Path) -> None:
    file = source(tmp_path, PIECE)
    saved = await session.api(HOME).files.attach(item, file, lambda _: None)
    file.stop()
    assert await session.api(HOME).item(item.ref) == saved


async def test_it_ends_though_nobody_waits_for_it(session: Session, item: Item, tmp_path: Path) -> None:
    begun = asyncio.Event()
    attaching = session.api(HOME).files.attach(item, source(tmp_path, 4 * PIECE), lambda _: begun.set())
    waiting = asyncio.ensure_future(attaching)
    await begun.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    await session.api(HOME).drain()
    assert [one.name for one in (await session.api(HOME).item(item.ref)).files] == ["key.pem"]
    assert (await newest(session)).action == AuditAction.ATTACH_FILE


async def test_a_file_that_changes_meanwhile_is_not_taken(session: Session, item: Item, tmp_path: Path) -> None:
    file = source(tmp_path, PIECE)
    (tmp_path / "key.pem").write_bytes(b"other")
    with pytest.raises(Invalid, match="was changed while it was read"):
        await session.api(HOME).files.attach(item, file, lambda _: None)
    assert await session.api(HOME).item(item.ref) == item


async def test_reading_an_item_goes_on_meanwhile(session: Session, item: Item, tmp_path: Path) -> None:
    reads = []

    def told(_: int) -> None:
        reads.append(asyncio.ensure_future(session.api(HOME).item(item.ref)))

    await session.api(HOME).files.attach(item, source(tmp_path, 8 * PIECE), told)
    await asyncio.sleep(0)
    assert {one.version for one in await asyncio.gather(*reads)} <= {item.version, item.version + 1}
    assert len(reads) == 8


async def test_a_disk_that_is_slow_holds_up_no_other_write(session: Session, item: Item, tmp_path: Path) -> None:
    file, api = source(tmp_path, 8 * PIECE), session.api(HOME)
    begun, other = hanging(file), await session.api(HOME).create(login(item.ref.vault, "Other"))
    attaching = asyncio.ensure_future(api.files.attach(item, file, lambda _: begun.set()))
    await begun.wait()
    edited = await api.update(other.ref, [SetTitle("Edited")], other.version)
    assert (edited.title, attaching.done()) == ("Edited", False)
    found = await asyncio.to_thread(api.finish_blocking, lambda backend: backend.vaults(), 10.0)
    assert len(found) == 1
    file.stop()
    with pytest.raises(Stopped):
        await attaching


async def test_the_store_takes_files_and_says_how_large(session: Session, item: Item) -> None:
    api = session.api(HOME)
    actions = (Action.ATTACH_FILE, Action.REPLACE_FILE, Action.REMOVE_FILE, Action.SAVE_FILE)
    assert [api.refusal(action, item.ref) for action in actions] == [None] * 4
    assert api.files.most_bytes() == MOST
