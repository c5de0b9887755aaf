"""Sharing with members: marked, shared one by one, and told as it is: done, already, refused, or not known."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.membership import ANN, BO, WENDY, TeamPlace, TeamService
from tests.screens.remote_items import Desk, at_items
from tests.screens.service import DEPLOY, FAR, OPS, SHUT, join, login
from tests.screens.support import open_session, until
from tests.security.hostile import MARK, Hostile
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Denied, Unclear, Unreachable
from tui.model.ids import ItemId, ItemRef
from tui.model.member import Member, MemberId
from tui.screens.items import ItemsScreen
from tui.screens.member_share import MemberShareDialog

BANK = ItemRef(FAR, OPS, ItemId("Bank"))
WIKI = ItemRef(FAR, OPS, ItemId("Wiki"))


def flat(page: str) -> str:
    """Return a page as one line, without the frames of dialogs."""
    return " ".join(page.replace("│", " ").split())


def line(page: str, name: str) -> str:
    """Return the row of a member."""
    return flat(next(one for one in page.splitlines() if name in one))


async def sees(desk: Desk, *texts: str) -> str:
    """Wait until texts are on the screen, wherever their lines break."""
    await until(desk.pilot, lambda: all(text in flat(desk.app.page()) for text in texts))
    return desk.app.page()


@asynccontextmanager
async def sharing(tmp_path: Path, service: TeamService, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """Sit before the items of a team."""
    session = await open_session(tmp_path)
    await join(session, TeamPlace(service), name="Halden")
    async with at_items(session, size=size) as desk:
        await desk.until_shown()
        yield desk
        service.problem, service.held = None, False


def several(**more: object) -> TeamService:
    """Return a team with three items."""
    items = {DEPLOY: login("Deploy"), BANK: login("Bank", BANK), WIKI: login("Wiki", WIKI)}
    return TeamService(items=items, **more)  # type: ignore[arg-type]  # whoever calls knows the fields


async def shares(desk: Desk, count: int) -> Sequence[tuple[str, str, AuditResult]]:
    """Return what our own log says of the last sharings, the oldest first."""
    events = [one for one in await desk.session.audit.page(None, 50) if one.action is AuditAction.SHARE][:count]
    return [(one.title, one.detail, one.result) for one in reversed(events)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_an_item_is_shared_with_those_who_are_marked(tmp_path: Path, size: tuple[int, int]) -> None:
    service = TeamService(shares={DEPLOY: [BO.id]})
    async with sharing(tmp_path, service, size) as desk:
        await desk.press("L")
        page = await sees(desk, "Share “Deploy” with members", "sees the item itself", "Wendy Moss")
        assert "✓" in line(page, "Bo Ek") and "sees it already" in line(page, "Bo Ek")
        assert "Ctrl+S" not in page, "there is nothing to share yet"
        await desk.press("ctrl+s")
        await sees(desk, "Mark with Space with whom it is to be shared.")
        page = await desk.press("space", "down", "space")
        assert "● Ann Sørli" in line(page, "Ann Sørli") and "to be shared" in line(page, "Ann Sørli")
        assert "Bo Ek sees it already." in flat(page)
        assert service.sent == []
        await desk.press("down", "space", "ctrl+s")
        page = await sees(desk, "Shared with Ann Sørli and Wendy Moss.")
        assert "shared now" in line(page, "Ann Sørli") and "✓" in line(page, "Wendy Moss")
        assert service.sent == [(DEPLOY, ANN.id), (DEPLOY, WENDY.id)]
        assert service.shares == {DEPLOY: [BO.id, ANN.id, WENDY.id]}
        assert await shares(desk, 2) == [
            ("Deploy", "with Ann Sørli (ann@halden.example)", AuditResult.OK),
            ("Deploy", "with Wendy Moss (wendy@larkmail.example)", AuditResult.OK),
        ]
        await desk.press("escape")
        assert isinstance(desk.app.screen, ItemsScreen)


async def test_typing_finds_and_a_mark_clears_what_was_typed(tmp_path: Path) -> None:
    service = TeamService()
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        await sees(desk, "Wendy Moss")
        page = await desk.press(*"lark")
        assert "Ann Sørli" not in page and "Wendy Moss" in page
        page = await desk.press("space")
        assert "Ann Sørli" in page and "●" in line(page, "Wendy Moss")
        assert "1 member marked." in flat(page) or "to be shared" in line(page, "Wendy Moss")
        page = await desk.press(*"zz")
        assert "No member has these words." in page
        await desk.press("ctrl+s")
        await sees(desk, "Shared with Wendy Moss.")
    assert service.sent == [(DEPLOY, WENDY.id)]


async def test_all_who_are_found_are_marked_at_once_and_those_who_see_it_are_left(tmp_path: Path) -> None:
    service = TeamService(shares={DEPLOY: [BO.id]})
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        await sees(desk, "Wendy Moss")
        page = await desk.press("ctrl+a")
        assert "to be shared" in line(page, "Ann Sørli") and "to be shared" in line(page, "Wendy Moss")
        assert "sees it already" in line(page, "Bo Ek")
        page = await desk.press("ctrl+a")
        assert all("to be shared" not in line(page, name) for name in ("Ann Sørli", "Wendy Moss"))
        page = await desk.press(*"lark", "ctrl+a")
        assert "to be shared" in line(page, "Wendy Moss") and "to be shared" not in line(page, "Ann Sørli")
        assert service.sent == []
        await desk.press("ctrl+s")
        await sees(desk, "Shared with Wendy Moss.")
    assert service.sent == [(DEPLOY, WENDY.id)]


async def test_each_ending_is_told_as_it_is(tmp_path: Path) -> None:
    service = TeamService(
        tells=False,
        shares={DEPLOY: [ANN.id]},
        trouble={BO.id: Denied("Bo may not see this."), WENDY.id: Unclear("The answer was lost.")},
    )
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        page = await sees(desk, "The service does not tell with whom it is shared already.")
        assert "not told" in line(page, "Ann Sørli")
        await desk.press("space", "down", "space", "down", "space", "ctrl+s")
        page = await sees(desk, "Shared already: Ann Sørli.", "Not known: Wendy Moss (?)", "Not shared: Bo Ek (✗)")
        assert "Shared with" not in page
        assert "sees it already" in line(page, "Ann Sørli")
        assert "✗" in line(page, "Bo Ek") and "not shared · again" in line(page, "Bo Ek")
        assert "?" in line(page, "Wendy Moss") and "not known" in line(page, "Wendy Moss")
        await desk.press("up")
        await sees(desk, "Bo may not see this.")
        assert [result for _, _, result in await shares(desk, 3)] == [
            AuditResult.OK,
            AuditResult.REFUSED,
            AuditResult.FAILED,
        ]
        del service.trouble[BO.id]
        await desk.press("ctrl+s")
        await sees(desk, "Shared with Bo Ek.")
        assert service.sent.count((DEPLOY, WENDY.id)) == 1, "what is not known is not sent again by itself"
        del service.trouble[WENDY.id]
        await desk.press("down", "space", "ctrl+s")
        await sees(desk, "Shared with Wendy Moss.")
    assert service.shares == {DEPLOY: [ANN.id, BO.id, WENDY.id]}


async def test_several_marked_items_are_shared_with_each_member(tmp_path: Path) -> None:
    service = several(shares={BANK: [ANN.id]}, trouble={WENDY.id: Denied("Wendy may not see this.")})
    async with sharing(tmp_path, service) as desk:
        await desk.press("V", "L")
        page = await sees(desk, "Share 3 items with members", "Who sees which of them already is told")
        assert "not told" not in page
        await desk.press("space", "down", "down", "space", "ctrl+s")
        page = await sees(
            desk, "Shared with 2 × Ann Sørli.", "Shared already: Ann Sørli.", "Not shared: 3 × Wendy Moss"
        )
        assert "3 of 3 shared" in line(page, "Ann Sørli") and "✓" in line(page, "Ann Sørli")
        assert "0 of 3 shared · again" in line(page, "Wendy Moss")
        await sees(desk, "“Bank”, “Deploy” and “Wiki” – not shared: Wendy may not see this.")
        await desk.press("up", "up")
        await sees(desk, "“Bank” – was shared already.", "“Deploy” and “Wiki” – shared.")
    assert len(service.sent) == 6
    assert service.shares == {DEPLOY: [ANN.id], BANK: [ANN.id], WIKI: [ANN.id]}


async def test_what_all_the_others_would_meet_ends_it(tmp_path: Path) -> None:
    service = TeamService(trouble={ANN.id: Unreachable("The service does not answer.")})
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        await sees(desk, "Wendy Moss")
        await desk.press("space", "down", "space", "ctrl+s")
        await sees(desk, "Not shared: Ann Sørli (✗)", "Not tried: Bo Ek.")
        await sees(desk, "Not tried, after: The service does not answer.")
        assert service.sent == [(DEPLOY, ANN.id)]
        service.trouble.clear()
        await desk.press("ctrl+s")
        await sees(desk, "Shared with Ann Sørli and Bo Ek.")


async def test_it_is_stopped_between_two(tmp_path: Path) -> None:
    service = TeamService(held=True)
    async with sharing(tmp_path, service) as desk:
        await desk.pilot.press("L")
        await sees(desk, "Wendy Moss")
        await desk.pilot.press("space", "down", "space", "ctrl+s")
        await sees(desk, "Sharing 1 of 2: “Deploy” with Ann Sørli …")
        await desk.pilot.press("escape")
        await sees(desk, "Stopping after this one …")
        assert isinstance(desk.app.screen, MemberShareDialog)
        service.held = False
        page = await sees(desk, "Shared with Ann Sørli.", "1 left, since it was stopped.")
        assert "to be shared" in line(page, "Bo Ek")
    assert service.sent == [(DEPLOY, ANN.id)]


@pytest.mark.parametrize(("typed", "number"), [("4711", True), ("m-12/x", False), ("007", False)])
async def test_where_nobody_is_listed_an_id_is_typed_and_remembered(tmp_path: Path, typed: str, number: bool) -> None:
    service = TeamService(lists=False, tells=False)
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        await sees(desk, "There is nobody to choose yet.", "can be named by the id")
        page = await desk.press(*typed)
        assert f"the member {typed}" in page
        await desk.press("space", "ctrl+s")
        await sees(desk, f"Shared with the member {typed}.")
        assert service.sent == [(DEPLOY, MemberId(typed, number=number))]
        await desk.press("escape", "L")
        page = await sees(desk, f"the member {typed}", "added, or shared with, from here")
        assert "not told" in line(page, f"the member {typed}")


async def test_with_whom_an_item_is_shared_is_asked_when_one_goes_to_its_fields(tmp_path: Path) -> None:
    service = several(shares={BANK: [ANN.id, BO.id], WIKI: []})
    async with sharing(tmp_path, service) as desk:
        await desk.press("down", "down", "up", "up")
        assert not [asked for asked in service.asked if asked.startswith("shared")], "not for each row"
        await desk.press("enter")
        page = await sees(desk, "shared with")
        assert "shared with Ann Sørli, Bo Ek" in line(page, "shared with")
        await desk.press("escape", "down", "down", "enter")
        page = await sees(desk, "shared with no member")
        await desk.press("escape", "up", "up", "enter")
        await sees(desk, "shared with Ann Sørli, Bo Ek")
        assert [asked for asked in service.asked if asked.startswith("shared")] == ["shared Bank", "shared Wiki"]
        await desk.press("L")
        await sees(desk, "Wendy Moss")
        await desk.press("down", "down", "space", "ctrl+s")
        await sees(desk, "Shared with Wendy Moss.")
        await desk.press("escape")
        await sees(desk, "shared with Ann Sørli, Bo Ek, Wendy Moss")
        service.tells = False
        await desk.press("escape", "down", "enter")
        await sees(desk, "shared with not told by the service")


async def test_what_cannot_be_asked_is_said_and_sends_nothing(tmp_path: Path) -> None:
    service = TeamService()
    async with sharing(tmp_path, service) as desk:
        service.problem = Unreachable("The service does not answer.")
        await desk.press("L")
        await sees(desk, "The service does not answer.", "Esc Close")
        await desk.press("space", "ctrl+s")
        assert service.sent == []


async def test_the_key_says_why_where_an_account_refuses(tmp_path: Path) -> None:
    shut = replace(DEPLOY, vault=SHUT)
    async with sharing(tmp_path, TeamService(items={shut: login("Deploy", shut)})) as desk:
        page = await desk.press("L")
        assert "The token of this account may only read “Shut”." in page
        assert isinstance(desk.app.screen, ItemsScreen)


async def test_marked_items_of_two_accounts_are_not_shared_at_once(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    await join(session, TeamPlace(TeamService()), name="Halden")
    (work,) = [vault for vault in session.catalog.vaults if vault.account != FAR]
    await session.api(work.account).create(login("Mine", ItemRef(work.account, work.id, ItemId(""))))
    async with at_items(session) as desk:
        await desk.until_shown()
        await desk.press("V")
        page = await desk.press("L")
        assert "Items of another account are marked, too" in page
        assert isinstance(desk.app.screen, ItemsScreen)


async def test_hostile_names_are_only_shown(tmp_path: Path) -> None:
    texts = Hostile(5)
    team = [Member(MemberId(str(n)), texts.text(), texts.text()) for n in range(30)]
    service = TeamService(team=team, trouble={one.id: Denied(texts.text()) for one in team})
    async with sharing(tmp_path, service) as desk:
        await desk.press("L")
        await sees(desk, "Share “Deploy” with members", "not told" if not service.tells else "Mark with Space")
        await desk.press("space", "down", "space", "ctrl+s")
        page = await sees(desk, "Not shared:")
        assert len(MARK.findall(page)) >= 5
        assert all(char not in page for char in ("\x1b", "\x07", "\u202e", "\x9b"))
