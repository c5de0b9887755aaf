"""Who did what to one item, to every entry of a team, and to all there is: asked, merged, and told with its gaps."""

from __future__ import annotations

import asyncio
import csv
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.backends.passpack.place import IMPATIENT, config
from tests.screens.service import DEPLOY, FAR, Service, Silent, Telling, events, join, login
from tests.screens.support import ScreenApp, open_session
from tests.screens.test_audit import Desk, finish, rows
from tests.servers.passpack import PasspackServer
from tui import messages
from tui.backends.passpack.backend import PasspackBackend
from tui.backends.passpack.convert import VAULT
from tui.commands import Keymap
from tui.model.audit import AuditAction, AuditEvent
from tui.model.errors import NotFound, RateLimited, TokenRefused, Unreachable, VaultError
from tui.model.ids import AccountId, ItemId, ItemRef
from tui.model.secret import Secret
from tui.screens.audit import AuditScreen
from tui.screens.items import ItemsScreen
from tui.services.audit_gathering import AT_ONCE, SILENT
from tui.services.finder import Request

TEAM = AccountId("passpack")
LIMIT = 30.0
"""Seconds after which what was waited for will not come."""


def ref(entry: object) -> ItemRef:
    """Return where an entry of the team is."""
    return ItemRef(TEAM, VAULT, ItemId(str(entry)))


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        yield server
        server.check()


async def until(opened: Desk, *texts: str) -> str:
    """Wait until all the texts are on the screen, and return it."""
    end = time.monotonic() + LIMIT
    while missing := [text for text in texts if text not in opened.app.page()]:
        assert time.monotonic() < end, f"{missing} never came:\n{opened.app.page()}"
        await opened.pilot.pause()
        await asyncio.sleep(0.01)
    return opened.app.page()


@asynccontextmanager
async def team(
    tmp_path: Path, server: PasspackServer, *, entry: object = None, size: tuple[int, int] = (140, 36)
) -> AsyncIterator[Desk]:
    """Sit down before the audit of an entry, or before our own log, with a team opened beside the store."""
    session = await open_session(tmp_path)
    backend = PasspackBackend(config(server.url), Secret(server.token), patience=IMPATIENT)
    await join(session, backend, account=TEAM, name="Team")
    app = ScreenApp(AuditScreen(session, Keymap(), ref=None if entry is None else ref(entry)))
    async with app.run_test(size=size) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        yield opened
    await session.close(exiting=True)


async def choose(opened: Desk, name: str) -> None:
    """Choose a log by its name."""
    page = await opened.press("o")
    lines = [line for line in page.splitlines() if name in line]
    key = next(part for part in lines[0].replace("│", " ").split() if part.isdigit())
    await opened.press(key)


def tell(server: PasspackServer, entry: int | str, count: int, start: float = 1_790_000_000.0) -> None:
    """Let so many things have been done to an entry, an hour after another."""
    for number in range(count):
        server.add_event(
            entry,
            {"at": start + 3600 * number, "user": f"ada{number}", "action": "viewed", "ip": "192.0.2.7", "app": "Fox"},
        )


# One item


async def test_i_leads_from_an_item_to_what_was_done_to_it(tmp_path: Path, server: PasspackServer) -> None:
    server.add_entry("Mail")
    session = await open_session(tmp_path)
    backend = PasspackBackend(config(server.url), Secret(server.token), patience=IMPATIENT)
    await join(session, backend, account=TEAM, name="Team")
    app = ScreenApp(ItemsScreen(session, Keymap(), Request("", TEAM)))
    async with app.run_test(size=(120, 30)) as pilot:
        opened = Desk(session, app, pilot)
        await until(opened, "Mail")
        await opened.press("I")
        shown = [one for one in app.kept if isinstance(one, messages.ShowAudit)]
        assert [one.ref for one in shown] == [ref(1001)]
        server.speech.off["audit"] = 405
        with pytest.raises(VaultError):
            async for _ in session.api(TEAM).item_audit_pages(ref(1001)):
                pass
        page = await opened.press("I")
        assert "This server does not tell what was done with a password" in page
        assert "What was done here is in the audit log (g a)." in " ".join(page.split())
        assert len([one for one in app.kept if isinstance(one, messages.ShowAudit)]) == 1
    await session.close(exiting=True)


async def test_what_the_server_tells_and_what_we_did_are_shown_together(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    tell(server, entry, 3)
    async with team(tmp_path, server, entry=entry) as opened:
        opened.session.audit.record(AuditAction.COPY, ref(entry), title="Mail", field="password")
        opened.session.audit.record(AuditAction.COPY, ref(9), title="Elsewhere")
        page = await opened.press("ctrl+r")
        page = await until(opened, "4 events")
        assert "Audit of “Mail”" in page
        lines = [line for line in page.splitlines() if "Mail" in line and ("Team" in line or "This store" in line)]
        assert ["This store" in line for line in lines] == [True, False, False, False]
        assert "Fox, from 192.0.2.7" in page
        assert "Elsewhere" not in page
        page = await opened.press("/", "=account:team who:ada1", "enter")
        assert " 1 event" in page
        card = await opened.press("enter")
        for part in ("Read", "ada1", "not told", "192.0.2.7", "Fox", "Team", "viewed", "1001"):
            assert part in card


async def test_each_of_them_can_be_seen_alone(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    tell(server, entry, 3)
    async with team(tmp_path, server, entry=entry) as opened:
        opened.session.audit.record(AuditAction.COPY, ref(entry), title="Mail")
        await choose(opened, "“Mail” in “Team”")
        page = await until(opened, "3 events")
        assert "copy" not in page
        await choose(opened, "“Mail” in This store")
        page = await until(opened, "1 event")
        assert "copy" in page


async def test_a_card_has_what_nobody_knows_and_no_secret(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    server.add_event(
        entry, {"at": 1, "action": "Unshared", "geo": {"country": "CH"}, "old_password": "s3cret-x", "risk": "[b]high"}
    )
    async with team(tmp_path, server, entry=entry) as opened:
        card = await opened.press("enter")
        for part in ("Unshared", "Also told", "geo.country: CH", "risk: [b]high", "old_password: not shown"):
            assert part in card
        assert "not reported" in card
        assert "s3cret" not in card


async def test_trouble_of_the_server_hides_nothing_of_our_own(tmp_path: Path, server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with team(tmp_path, server, entry=entry) as opened:
        opened.session.audit.record(AuditAction.REVEAL, ref(entry), title="Mail")
        server.remove(entry)
        await opened.press("ctrl+r")
        page = await until(opened, "What “Team” tells of “Mail” cannot be read.")
        assert "reveal" in page


async def test_an_item_of_the_store_has_our_own_log(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    vault = session.catalog.vaults[0]
    home = ItemRef(vault.account, vault.id, ItemId("mail-id"))
    session.audit.record(AuditAction.COPY, home, title="Mail")
    session.audit.record(AuditAction.COPY, ItemRef(vault.account, vault.id, ItemId("else")), title="Else")
    app = ScreenApp(AuditScreen(session, Keymap(), ref=home))
    async with app.run_test(size=(120, 30)) as pilot:
        page = await until(Desk(session, app, pilot), "1 event", "Mail")
        assert "Else" not in page
    await session.close(exiting=True)


async def test_an_activity_that_tells_ids_is_parted_by_item(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    other = ItemRef(FAR, DEPLOY.vault, ItemId("other"))
    await join(session, Telling(Service(events=[*events(60), *events(3, other), *events(5)])))
    app = ScreenApp(AuditScreen(session, Keymap(), ref=DEPLOY))
    async with app.run_test(size=(120, 30)) as pilot:
        page = await until(Desk(session, app, pilot), "Audit of “Deploy”", "65 events")
        assert "other" not in page
    await session.close(exiting=True)


# Every entry of a team


async def test_the_audits_of_all_entries_are_one_list(tmp_path: Path, server: PasspackServer) -> None:
    for number in range(12):
        entry = server.add_entry(f"Entry {number:02}")
        tell(server, entry, 2, 1_790_000_000.0 + number)
    async with team(tmp_path, server) as opened:
        await choose(opened, "Every entry of “Team”")
        page = await until(opened, "24 events", "12 entries were asked for")
        assert "Every entry of “Team”" in page
        shown = [line for line in page.splitlines() if "Entry " in line and "in Passwords" in line]
        assert [line.partition("Entry ")[2][:2] for line in shown[:12]] == [
            f"{number:02}" for number in range(11, -1, -1)
        ]
        page = await opened.press("/", '=item:"entry 07"', "enter")
        assert "2 events" in page
        assert len([one for one in server.requests if one.path.endswith("/audit")]) == 12


async def test_one_that_cannot_be_read_is_counted_and_told(tmp_path: Path, server: PasspackServer) -> None:
    for number in range(6):
        tell(server, server.add_entry(f"Entry {number}"), 1)
    async with team(tmp_path, server) as opened:
        server.remove(1003)
        await choose(opened, "Every entry of “Team”")
        page = await until(opened, "5 events", "1 entry could not be read")
        assert "“Team” is not complete." in page


async def test_a_token_that_is_refused_stops_it(tmp_path: Path, server: PasspackServer) -> None:
    for number in range(40):
        tell(server, server.add_entry(f"Entry {number}"), 1)
    async with team(tmp_path, server) as opened:
        server.renew()
        await choose(opened, "Every entry of “Team”")
        page = await until(opened, "Only 0 of 40 entries were read.")
        assert "does not take the account’s token" in page
        assert len([one for one in server.requests if one.path.endswith("/audit")]) <= AT_ONCE


class Counting(Silent):
    """A service that tells of each item, counts how many ask at once, and waits or fails as one wants."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.now = self.most = 0
        self.held = False
        self.failing: VaultError | None = None

    async def item_audit(self, ref: ItemRef) -> AsyncIterator[Sequence[AuditEvent]]:
        """See `ItemAudited`."""
        self._service.ask(f"audit {ref.item}")
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(0.01)
            while self.held:
                await asyncio.sleep(0.01)
            if self.failing is not None:
                raise self.failing
        finally:
            self.now -= 1
        yield events(1, ref)


@asynccontextmanager
async def crowd(tmp_path: Path, count: int) -> AsyncIterator[tuple[Desk, Counting, Service]]:
    """Sit down before our own log with a service of so many items."""
    session = await open_session(tmp_path)
    service = Service()
    refs = [ItemRef(FAR, DEPLOY.vault, ItemId(f"id {number}")) for number in range(count)]
    service.items = {one: login(f"Deploy {one.item}", one) for one in refs}
    backend = Counting(service)
    await join(session, backend)
    app = ScreenApp(AuditScreen(session, Keymap()))
    async with app.run_test(size=(140, 30)) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        yield opened, backend, service
    backend.held = False
    await session.close(exiting=True)


async def test_never_more_than_a_few_are_asked_at_once(tmp_path: Path) -> None:
    async with crowd(tmp_path, 50) as (opened, backend, _):
        await choose(opened, "Every entry of “Far”")
        await until(opened, "50 events", "50 entries were asked for")
        assert backend.most == AT_ONCE


async def test_it_tells_how_far_it_is_and_esc_stops_it(tmp_path: Path) -> None:
    async with crowd(tmp_path, 50) as (opened, backend, service):
        backend.held = True
        await choose(opened, "Every entry of “Far”")
        await until(opened, "0 of 50 entries asked for; Esc stops.")
        await opened.press("escape")
        await until(opened, "Only 0 of 50 entries were read. You stopped it.")
        backend.held = False
        asked = len(service.asked)
        await opened.press("/", "=deploy", "enter")
        assert len(service.asked) == asked
        await opened.press("escape", "ctrl+r")
        page = await until(opened, "50 events", "50 entries were asked for")
        assert "You stopped it" not in page


@pytest.mark.parametrize(
    "error", [TokenRefused("The token is refused."), RateLimited("Too many requests."), Unreachable("It is silent.")]
)
async def test_what_would_not_get_better_stops_it(tmp_path: Path, error: VaultError) -> None:
    async with crowd(tmp_path, 200) as (opened, backend, service):
        backend.failing = error
        await choose(opened, "Every entry of “Far”")
        await until(opened, str(error))
        assert len([one for one in service.asked if one.startswith("audit")]) <= AT_ONCE + SILENT


async def test_what_is_gone_stops_nothing(tmp_path: Path) -> None:
    async with crowd(tmp_path, 20) as (opened, backend, _):
        backend.failing = NotFound("It is not there.")
        await choose(opened, "Every entry of “Far”")
        await until(opened, "20 entries could not be read: It is not there.")


async def test_who_leaves_ends_it(tmp_path: Path) -> None:
    async with crowd(tmp_path, 50) as (opened, backend, _):
        backend.held = True
        await choose(opened, "Every entry of “Far”")
        await until(opened, "0 of 50")
        opened.app.pop_screen()
        end = time.monotonic() + LIMIT
        while backend.now:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)


# All logs


async def test_all_logs_are_one_each_event_with_its_own(
    tmp_path: Path, server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    tell(server, server.add_entry("Mail"), 2)
    async with team(tmp_path, server, size=(200, 50)) as opened:
        await join(opened.session, Telling(Service(events=events(3))))
        opened.session.audit.record(AuditAction.COPY, ref(1001), title="Mail")
        await choose(opened, "All logs")
        page = await until(opened, "3 logs in one", "7 events")
        told = [line for line in page.splitlines() if any(log in line for log in ("  Team ", "  Far ", "This store"))]
        times = [line.split("202")[1][:13] for line in told if "202" in line]
        assert times == sorted(times, reverse=True) and len(times) == 7
        for log in ("Team", "Far", "This store"):
            assert any(log in line for line in told)
        await opened.press("x", "c", "enter")
        await finish(opened)
        path = home / f"strongroom-audit-{date.today().isoformat()}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert {row["log"] for row in table} == {"Team", "Far", "This store"}
        assert {row["ip"] for row in table if row["log"] == "Team"} == {"192.0.2.7"}
        event, *_ = await opened.session.audit.page(None, 1)
        assert "of All logs to" in event.detail


async def test_an_export_of_what_is_not_complete_says_so(
    tmp_path: Path, server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    tell(server, server.add_entry("Mail"), 1)
    server.add_entry("Gone")
    async with team(tmp_path, server) as opened:
        server.remove(1002)
        await choose(opened, "Every entry of “Team”")
        await until(opened, "could not be read")
        await opened.press("x", "j", "enter")
        await finish(opened)
        await until(opened, "which are not all")
        event, *_ = await opened.session.audit.page(None, 1)
        assert "1 audit events of Every entry of “Team”, which are not all to" in event.detail


async def test_what_let_values_out_is_one_key(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    for action in (AuditAction.REVEAL, AuditAction.COPY, AuditAction.EDIT, AuditAction.EXPORT, AuditAction.SHARE):
        session.audit.record(action, title="item x")
    app = ScreenApp(AuditScreen(session, Keymap()))
    async with app.run_test(size=(120, 30)) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        page = await opened.press("s")
        assert len(rows(page)) == 4 and "edit" not in "".join(rows(page))
        page = await opened.press("s")
        assert "edit" in page
    await session.close(exiting=True)
