"""The audit log on the screen: newest first, page by page, filtered, exported, honest about what is wrong with it."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.support import ScreenApp, open_session, press
from tui import messages
from tui.commands import Keymap
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.screens.audit import AuditScreen
from tui.screens.audit_event import EventDialog
from tui.screens.audit_filter import parse
from tui.screens.audit_reader import AuditReader, pile_of_refusals
from tui.screens.audit_sources import PAGE, OwnLog
from tui.services.audit_log import BURST, AuditLog
from tui.services.clipboard import Clipboard
from tui.services.session import Session
from tui.services.settings import Settings
from tui.store.naming import RecordKind

REF = ItemRef(HOME, VaultId("work"), ItemId("mail-id"))
DAY = 86400.0


def some(count: int, now: float) -> list[AuditEvent]:
    """Return events, the oldest first: copies of item 1, 2, 3 …, every tenth of them refused, a day apart."""
    return [
        AuditEvent(
            now - DAY * (count - number),
            "max",
            AuditAction.COPY if number % 2 else AuditAction.EDIT,
            AuditResult.REFUSED if number % 10 == 0 else AuditResult.OK,
            REF,
            f"item {number}",
            "Work",
            "password",
            "This account can only be read." if number % 10 == 0 else "",
        )
        for number in range(1, count + 1)
    ]


async def append(session: Session, events: Sequence[AuditEvent]) -> None:
    """Write events with times of their own, as an earlier run did."""
    assert session.home is not None
    await session.audit.flush()
    await session.home.read(lambda backend: backend.append(events))


class Desk:
    """A session, and the app that shows its audit log."""

    def __init__(self, session: Session, app: ScreenApp, pilot: Pilot[None]) -> None:
        self.session = session
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> AuditScreen:
        """The screen."""
        return next(one for one in self.app.screen_stack if isinstance(one, AuditScreen))

    async def settle(self) -> None:
        """Wait until everything is read and drawn."""
        for _ in range(3):
            await self.wait_for("read")
            await self.pilot.pause()

    async def wait_for(self, *groups: str) -> None:
        """Wait for the screen's work of these kinds. (Without any, Textual would wait for all there is.)"""
        if going := [one for one in self.app.workers if one.group in groups]:
            await self.app.workers.wait_for_complete(going)

    async def press(self, *keys: str) -> str:
        """Press keys, and return what is seen then."""
        await press(self.pilot, *keys)
        await self.settle()
        return self.app.page()


@asynccontextmanager
async def desk(
    tmp_path: Path, events: Sequence[AuditEvent] = (), size: tuple[int, int] = (120, 30)
) -> AsyncIterator[Desk]:
    session = await open_session(tmp_path)
    if events:
        await append(session, events)
    app = ScreenApp(AuditScreen(session, Keymap()))
    async with app.run_test(size=size) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        yield opened
    await session.close(exiting=True)


def rows(page: str) -> list[str]:
    """Return the lines of events, below the heading of the columns."""
    lines = page.splitlines()
    heading = next(at for at, line in enumerate(lines) if "When" in line and "Who" in line)
    return [line for line in lines[heading + 1 :] if "item " in line or "vault" in line]


async def test_newest_first_with_who_what_which_item_and_how_it_ended(tmp_path: Path) -> None:
    async with desk(tmp_path, some(10, time.time())) as opened:
        page = opened.app.page()
        first, second, *_ = rows(page)
        for part in ("✗", date.today().isoformat(), "max", "edit", "item 10 · password", "refused", "This account can"):
            assert part in first
        assert "item 9 · password in" in second
        assert "ok" in second
        assert "Kept sealed in your store." in page
        assert "11 events" in page


async def test_only_as_much_is_read_as_is_looked_at(tmp_path: Path) -> None:
    async with desk(tmp_path, some(3 * PAGE, time.time())) as opened:
        assert "200 events+" in opened.app.page()
        page = await opened.press("G")
        assert "400 events+" in page
        for _ in range(3):
            page = await opened.press("G")
        assert "601 events" in page
        assert "create vault" in rows(page)[-1]
        assert "item 600" in (await opened.press("g", "g"))


async def test_the_filter_narrows_while_one_types(tmp_path: Path) -> None:
    async with desk(tmp_path, some(12, time.time())) as opened:
        for typed, shown, hidden in (
            ("action:edit", "item 8 ", "item 7 "),
            ("result:refused", "item 10 ", "item 9 "),
            ("day:today", "item 12 ", "item 11 "),
            ("action:create", "create vault", "item 12 "),
        ):
            page = await opened.press("/", f"={typed}")
            assert shown in "\n".join(rows(page)), typed
            assert hidden not in "\n".join(rows(page)), typed
            assert "item 11 " in await opened.press("escape")


async def test_a_filter_finds_what_lies_many_pages_back(tmp_path: Path) -> None:
    needle = AuditEvent(1.0, "max", AuditAction.COPY, title="item needle")
    async with desk(tmp_path, [needle, *some(3 * PAGE, time.time())]) as opened:
        page = await opened.press("/", "=needle", "enter")
        assert [line for line in rows(page) if "item needle" in line] == rows(page)
        assert " 1 event" in page


async def test_what_was_found_can_be_shown_while_the_rest_is_searched(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    await append(session, some(3 * PAGE, time.time()))
    reader = AuditReader(OwnLog(session.audit), parse(f"item {3 * PAGE} result:refused", date.today()))
    steps = [(len(reader.events), reader.read, reader.ended) async for _ in reader.until(10)]
    assert steps == [
        (1, PAGE, False),
        (1, 2 * PAGE, False),
        (1, 3 * PAGE, False),
        (1, 3 * PAGE + 1, False),
        (1, 3 * PAGE + 1, True),
    ]
    await session.close(exiting=True)


async def test_where_nothing_fits_it_says_how_to_go_on(tmp_path: Path) -> None:
    async with desk(tmp_path) as opened:
        assert "No event matches this filter." in await opened.press("/", "=zzz")
        assert "create vault" in await opened.press("escape")
        assert opened.app.kept == []
        await opened.press("escape")
        assert isinstance(opened.app.kept[0], messages.GoBack)


async def test_one_key_for_refusals_one_for_each_action(tmp_path: Path) -> None:
    async with desk(tmp_path, some(12, time.time())) as opened:
        assert len(rows(await opened.press("f"))) == 1
        assert len(rows(await opened.press("f"))) == 13
        page = await opened.press(*["a"] * (list(AuditAction).index(AuditAction.COPY) + 1))
        assert "action:copy" in page
        assert len(rows(page)) == 6


async def test_enter_shows_the_whole_event(tmp_path: Path) -> None:
    async with desk(tmp_path, some(10, time.time()), (80, 24)) as opened:
        page = await opened.press("enter")
        assert isinstance(opened.app.screen, EventDialog)
        for part in (
            "Edit",
            "refused",
            "item 10",
            "password",
            "Work",
            "This account can only be read.",
            "mail-id",
            "11",
        ):
            assert part in page
        await opened.press("enter")
        assert isinstance(opened.app.screen, AuditScreen)


async def test_what_happened_meanwhile_is_there_when_the_screen_is_seen_again(tmp_path: Path) -> None:
    async with desk(tmp_path, some(5, time.time())) as opened:
        await opened.press("j", "j", "enter")
        opened.session.audit.record(AuditAction.REVEAL, REF, title="item new")
        page = await opened.press("escape")
        assert "reveal" in rows(page)[0]
        assert "▌" in next(line for line in rows(page) if "item 3 " in line)


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path) -> None:
    hostile = AuditEvent(time.time(), "[b]max[/b]", AuditAction.COPY, ref=REF, title="item [/] \x1b[31m\x07")
    async with desk(tmp_path, [hostile]) as opened:
        assert "item [/] ␛[31m␇" in opened.app.page()
        assert "\x1b" not in opened.app.page()
        assert "[b]max[/b]" in await opened.press("enter")


# Warnings


async def test_refusals_that_pile_up_are_a_warning_that_is_seen(tmp_path: Path) -> None:
    now = time.time()
    failed = [AuditEvent(now - 60 + n, "unknown", AuditAction.UNLOCK, AuditResult.FAILED) for n in range(BURST)]
    async with desk(tmp_path, failed) as opened:
        assert f"{BURST} or more refusals or failures" in opened.app.page()


def test_what_counts_as_a_pile() -> None:
    def failures(*ages: float) -> list[AuditEvent]:
        return [AuditEvent(1e9 - age, "", AuditAction.UNLOCK, AuditResult.FAILED) for age in ages]

    assert pile_of_refusals(failures(0, 10, 20, 30, 40), 1e9)
    assert not pile_of_refusals(failures(0, 10, 20, 30), 1e9)
    assert not pile_of_refusals(failures(0, 100, 200, 300, 400), 1e9)
    assert pile_of_refusals(failures(0, 100, 200, 300, 301, 302, 303), 1e9)
    assert not pile_of_refusals(failures(0, 10, 20, 30, 40), 1e9 + 30 * DAY)
    assert not pile_of_refusals([AuditEvent(1e9, "", AuditAction.COPY)] * 9, 1e9)


async def test_a_log_that_is_not_kept_says_so() -> None:
    session = Session(Settings(), lambda: Clipboard(lambda _: None, 30, "osc52", env={}), lambda *_: None, lambda: None)
    session.audit.record(AuditAction.COPY, REF, title="item only now")
    app = ScreenApp(AuditScreen(session, Keymap()))
    async with app.run_test(size=(100, 24)) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        assert "Nothing is kept: without a store this log ends with this run." in app.page()
        assert "item only now" in app.page()


def lose_event(path: Path, serial: int) -> None:
    """Take one event out of the file, as somebody who can write it may."""
    with closing(sqlite3.connect(path)) as connection, connection:
        gone = connection.execute("DELETE FROM seals WHERE kind = ? AND version = ?", (RecordKind.AUDIT, serial))
        assert gone.rowcount == 1


async def test_a_damaged_log_is_told_and_what_can_be_read_is_shown(tmp_path: Path) -> None:
    async with desk(tmp_path, some(2 * PAGE, time.time())) as opened:
        lose_event(tmp_path / "home.strongroom", 100)
        page = await opened.press("G")
        assert "The audit log cannot be read to its end." in page
        assert "item 202 " in page


async def test_a_log_damaged_at_its_end_is_told_too(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    await append(session, some(5, time.time()))
    lose_event(tmp_path / "home.strongroom", 6)
    app = ScreenApp(AuditScreen(session, Keymap()))
    async with app.run_test(size=(100, 24)) as pilot:
        await Desk(session, app, pilot).settle()
        assert "The audit log cannot be read to its end." in app.page()
    await session.home.aclose() if session.home else None


# Exporting


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of our own, where exports go by default."""
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    return path


async def finish(opened: Desk) -> None:
    """Wait for the export."""
    await opened.wait_for("export")
    await opened.settle()


async def test_what_the_filter_shows_is_exported_all_pages_of_it(tmp_path: Path, home: Path) -> None:
    async with desk(tmp_path, some(2 * PAGE, time.time())) as opened:
        await opened.press("/", "=action:copy", "enter", "x", "c", "enter")
        await finish(opened)
        path = home / f"strongroom-audit-{date.today().isoformat()}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert [row["item"] for row in table] == [f"item {number}" for number in range(2 * PAGE - 1, 0, -2)]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert f"Exported {PAGE} events to" in opened.app.page()
        (event,) = await opened.session.audit.page(None, 1)
        assert (event.action, event.result) == (AuditAction.EXPORT, AuditResult.OK)
        assert str(path) in event.detail


async def test_json_lines_have_every_event(tmp_path: Path, home: Path) -> None:
    async with desk(tmp_path, some(20, time.time())) as opened:
        await opened.press("x", "j", "enter")
        await finish(opened)
        path = home / f"strongroom-audit-{date.today().isoformat()}.jsonl"
        assert [json.loads(line)["serial"] for line in path.read_text().splitlines()] == list(range(21, 0, -1))


async def test_a_file_that_is_there_is_not_taken_and_another_name_is_offered(tmp_path: Path, home: Path) -> None:
    taken = home / f"strongroom-audit-{date.today().isoformat()}.csv"
    taken.write_text("mine")
    async with desk(tmp_path) as opened:
        page = await opened.press("x", "c")
        assert f"~/{taken.stem}-2.csv" in page
        page = await opened.press("home", "ctrl+k", f"={taken.name}", "enter")
        assert "exists already" in page
        await opened.press("escape")
    assert taken.read_text() == "mine"


async def test_an_export_that_fails_is_told_and_noted(tmp_path: Path, home: Path) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("x", "c", "home", "ctrl+k", "=no/such/place.csv", "enter")
        await finish(opened)
        assert "cannot be made" in opened.app.page()
        (event,) = await opened.session.audit.page(None, 1)
        assert (event.action, event.result) == (AuditAction.EXPORT, AuditResult.FAILED)


async def test_the_log_of_a_session_without_a_store_has_pages_too() -> None:
    log = AuditLog(None, "max", lambda _: None)
    for number in range(5):
        log.record(AuditAction.COPY, title=f"item {number}")
    assert [event.title for event in await log.page(None, 2)] == ["item 4", "item 3"]
