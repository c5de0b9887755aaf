"""The log of a service in the audit screen: whose it is, page by page, with names that are known, through trouble."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.screens.service import DEPLOY, FAR, OPS, PAGE, Service, Silent, Telling, events, join
from tests.screens.support import ScreenApp, open_session
from tests.screens.test_audit import Desk, finish
from tests.security.hostile import one_of_each
from tests.security.sieve import odd
from tui.commands import Keymap
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import TokenRefused, Unreachable
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.screens.audit import AuditScreen
from tui.screens.modals import Choose

OFFLINE = Unreachable("The service does not answer.")


@asynccontextmanager
async def desk(
    tmp_path: Path,
    service: Service,
    *,
    account: AccountId | None = FAR,
    size: tuple[int, int] = (120, 30),
    backend: type[Silent] = Telling,
) -> AsyncIterator[Desk]:
    session = await open_session(tmp_path)
    await join(session, backend(service))
    app = ScreenApp(AuditScreen(session, Keymap(), account))
    async with app.run_test(size=size) as pilot:
        opened = Desk(session, app, pilot)
        await opened.settle()
        yield opened
    service.problem = None
    await session.close(exiting=True)


async def choose(opened: Desk, key: str, *keys: str) -> str:
    """Ask whose log to show, and choose."""
    page = await opened.press(key)
    assert isinstance(opened.app.screen, Choose)
    assert "This store" in page
    await opened.press(*keys)
    return await opened.press()


@pytest.mark.parametrize("key", ["o", "tab"])
async def test_one_key_leads_to_the_log_of_a_service_and_back(tmp_path: Path, key: str) -> None:
    async with desk(tmp_path, Service(events=events(3)), account=None) as opened:
        assert "Kept sealed in your store." in opened.app.page()
        page = await choose(opened, key, "2")
        assert "Activity of “Far”" in page
        assert "Kept by the service" in page
        assert "3 events" in page
        assert "Deploy in Ops" in page
        page = await choose(opened, key, "1")
        assert "Audit log" in page
        assert "Kept sealed in your store." in page
        assert "token-0" not in page


async def test_it_can_be_opened_for_an_account_at_once(tmp_path: Path) -> None:
    service = Service(events=events(3))
    async with desk(tmp_path, service, size=(80, 24)) as opened:
        page = opened.app.page()
        assert "Activity of “Far”" in page
        assert "token-1" in page
        assert "create vault" not in page


async def test_a_service_without_a_log_is_not_offered(tmp_path: Path) -> None:
    async with desk(tmp_path, Service(), backend=Silent) as opened:
        assert "Kept sealed in your store." in opened.app.page()
        page = await opened.press("o")
        assert isinstance(opened.app.screen, AuditScreen)
        assert "No account that is open keeps a log of its own" in page


async def test_only_as_many_pages_are_asked_for_as_are_looked_at(tmp_path: Path) -> None:
    service = Service(events=events(10 * PAGE))
    async with desk(tmp_path, service) as opened:
        assert "100 events+" in opened.app.page()
        begun = [one for one in service.asked if one.startswith("activity")]
        assert begun == ["activity 0", "activity 50"]
        page = await opened.press("G")
        assert "300 events+" in page
        for _ in range(4):
            page = await opened.press("G")
        assert "500 events " not in page.replace("500 events\n", "")
        assert "500 events+" not in page


async def test_refusals_are_marked_and_the_filter_works_on_the_names(tmp_path: Path) -> None:
    other = ItemRef(FAR, OPS, ItemId("nobody-knows-this"))
    service = Service(events=[*events(10), *events(10, other)])
    async with desk(tmp_path, service) as opened:
        refused = [line for line in opened.app.page().splitlines() if " ✗" in line or "✗ " in line]
        assert len(refused) == 2
        page = await opened.press("f")
        assert "2 events" in page
        await opened.press("escape")
        page = await opened.press("/", "=deploy action:edit", "enter")
        assert "5 events" in page
        await opened.press("escape")
        assert "10 events" in await opened.press("/", "=nobody-knows-this", "enter")


async def test_ids_that_nobody_knows_stay_ids(tmp_path: Path) -> None:
    strange = ItemRef(FAR, VaultId("vault-elsewhere"), ItemId("item-elsewhere"))
    vault_only = ItemRef(FAR, OPS, ItemId(""))
    service = Service(
        events=[*events(1, strange), *events(1, vault_only), AuditEvent(1.0, "somebody", AuditAction.READ)]
    )
    async with desk(tmp_path, service, size=(200, 30)) as opened:
        page = opened.app.page()
        assert "item-elsewhere in vault-elsewhere" in page
        assert any("Ops" in line and " in Ops" not in line for line in page.splitlines())
        assert "3 events" in page
        page = await opened.press("enter")
        assert "item-elsewhere" in page
        assert "Vault id" in page


async def test_a_title_that_comes_to_be_known_is_shown(tmp_path: Path) -> None:
    service = Service(events=events(3))
    async with desk(tmp_path, service) as opened:
        assert "Deploy in Ops" in opened.app.page()
        opened.session.catalog.put(replace(service.items[DEPLOY], title="Renamed").summary())
        page = await opened.press()
        assert "Renamed in Ops" in page
        assert "3 events" in page


async def test_trouble_is_told_and_what_was_read_stays(tmp_path: Path) -> None:
    service = Service(events=events(10 * PAGE))
    async with desk(tmp_path, service) as opened:
        service.problem = OFFLINE
        page = await opened.press("G")
        assert "cannot be read on. The service does not answer. Ctrl+R tries again." in " ".join(page.split())
        assert "100 events+" in page
        asked = len(service.asked)
        await opened.press("k", "j", "k")
        assert len(service.asked) == asked, "it was asked again and again"
        page = await opened.press("ctrl+r")
        assert "100 events+" in page, "what had been read went away"
        assert "does not answer" in page
        service.problem = None
        page = await opened.press("ctrl+r")
        assert "does not answer" not in page
        assert "events+" in page


async def test_a_refused_token_is_told_where_nothing_could_be_read(tmp_path: Path) -> None:
    service = Service(events=events(5))
    async with desk(tmp_path, service, account=None) as opened:
        service.problem = TokenRefused("The service does not take the token.")
        page = await choose(opened, "o", "2")
        flat = " ".join(page.split())
        assert "The log of “Far” cannot be read. The service does not take the token." in flat
        assert "Nothing could be read." in page
        assert "create vault" in await choose(opened, "o", "1")


async def test_a_closed_account_is_told(tmp_path: Path) -> None:
    async with desk(tmp_path, Service(events=events(5))) as opened:
        worker = opened.session.api(FAR)
        opened.session.accounts.remove(FAR)
        await worker.aclose()
        page = await opened.press("ctrl+r")
        assert "This account is not open." in page
        assert "5 events" in page


async def test_an_export_has_all_pages_with_names_and_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    told = events(3 * PAGE)
    told[0] = replace(told[0], actor='=HYPERLINK("http://evil.example")')
    service = Service(events=told)
    async with desk(tmp_path, service) as opened:
        await opened.press("x", "c", "enter")
        await finish(opened)
        name = f"strongroom-audit-{date.today().isoformat()}"
        with (home / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert len(table) == 3 * PAGE
        assert table[0]["who"].startswith("'=")
        assert {row["item"] for row in table} == {"Deploy"}
        assert {row["vault"] for row in table} == {"Ops"}
        await opened.press("x", "j", "enter")
        await finish(opened)
        lines = [json.loads(line) for line in (home / f"{name}.jsonl").read_text().splitlines()]
        assert {(line["item"], line["vault"], line["account"]) for line in lines} == {(DEPLOY.item, OPS, FAR)}
        event, *_ = await opened.session.audit.page(None, 1)
        assert (event.action, event.result) == (AuditAction.EXPORT, AuditResult.OK)
        assert "150 audit events of “Far” to" in event.detail


async def test_an_export_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    service = Service(events=events(PAGE - 1))
    async with desk(tmp_path, service) as opened:
        service.problem = OFFLINE
        await opened.press("x", "c", "enter")
        await finish(opened)
        assert "The service does not answer." in opened.app.page()
        assert list(home.iterdir()) == []


async def test_hostile_ids_and_texts_are_shown_as_text(tmp_path: Path) -> None:
    told = [
        AuditEvent(
            1.8e9 - number,
            text[:200],
            AuditAction.READ,
            ref=ItemRef(FAR, VaultId(text[:200]), ItemId(text[:200])),
            detail=text[:200],
        )
        for number, text in enumerate(one_of_each())
    ]
    async with desk(tmp_path, Service(events=told)) as opened:
        page = opened.app.page()
        assert odd(page.replace("\n", "").encode()) == []
        for _ in range(len(told) // 5):
            page = await opened.press("enter")
            assert odd(page.replace("\n", "").encode()) == []
            await opened.press("escape", *"jjjjj")
