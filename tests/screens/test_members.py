"""The members of a team: listed, found, added; what is typed stays, and nobody is added twice by a lost answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.membership import ANN, BO, WENDY, TeamPlace, TeamService
from tests.screens.service import FAR, join
from tests.screens.support import ScreenApp, open_session, press, until
from tests.security.hostile import MARK, Hostile
from tui import messages
from tui.commands import Keymap
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Denied, Unclear, Unreachable
from tui.model.member import Member, MemberId
from tui.screens.member_form import MemberForm
from tui.screens.members import MembersScreen
from tui.services.session import Session


def flat(page: str) -> str:
    """Return a page as one line, without the frames of dialogs."""
    return " ".join(page.replace("│", " ").split())


@dataclass
class Desk:
    """The screen over a session."""

    session: Session
    app: ScreenApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await press(self.pilot, *keys)

    async def sees(self, *texts: str) -> str:
        """Wait until texts are on the screen, and return it."""
        await until(self.pilot, lambda: all(text in flat(self.app.page()) for text in texts))
        return flat(self.app.page())

    async def holds(self, what: Callable[[], bool]) -> None:
        """Wait until something holds."""
        await until(self.pilot, what)

    async def noted(self) -> AuditEvent:
        """Return the newest event of our own log."""
        (event,) = await self.session.audit.page(None, 1)
        return event


@asynccontextmanager
async def members(tmp_path: Path, service: TeamService, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """Sit before the members of a team."""
    session = await open_session(tmp_path)
    await join(session, TeamPlace(service), name="Halden")
    app = ScreenApp(MembersScreen(session, Keymap(), FAR))
    async with app.run_test(size=size) as pilot:
        yield Desk(session, app, pilot)
    service.held, service.problem = False, None
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_who_is_in_the_team_is_seen_and_found(tmp_path: Path, size: tuple[int, int]) -> None:
    async with members(tmp_path, TeamService(), size) as desk:
        page = await desk.sees("Members of “Halden”", "3 members")
        assert page.index("Ann Sørli") < page.index("Bo Ek") < page.index("Wendy Moss"), "by their names"
        for one in (ANN, BO, WENDY):
            assert one.email in page and one.role in page
        await desk.press("/", "=lark w")
        page = await desk.sees("1 of 3 members")
        assert "Wendy Moss" in page and "Ann" not in page
        await desk.press("=xx")
        await desk.sees("0 of 3 members", "No member has these words.")
        await desk.press("escape")
        await desk.sees("3 members", "Ann Sørli")
        await desk.press("escape")
        await desk.holds(lambda: any(isinstance(one, messages.GoBack) for one in desk.app.kept))


async def test_a_team_without_members_and_one_that_cannot_be_asked_say_what_to_do(tmp_path: Path) -> None:
    service = TeamService(team=[])
    async with members(tmp_path, service) as desk:
        await desk.sees("Nobody is in this team yet.", "n adds somebody")
        service.problem = Unreachable("The service does not answer.")
        await desk.press("r")
        await desk.sees("The service does not answer.")
    service = TeamService()
    service.problem = Unreachable("The service is down.")
    session = await open_session(tmp_path / "other")
    service.problem = None
    await join(session, TeamPlace(service), name="Halden")
    service.problem = Unreachable("The service is down.")
    app = ScreenApp(MembersScreen(session, Keymap(), FAR))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Desk(session, app, pilot)
        await desk.sees("The service is down.", "r tries again, Esc goes back.")
        service.problem = None
        await desk.press("r")
        await desk.sees("Ann Sørli", "3 members")
    await session.close(exiting=True)


async def test_somebody_is_added_by_name_and_address(tmp_path: Path) -> None:
    service = TeamService()
    async with members(tmp_path, service) as desk:
        await desk.sees("3 members")
        await desk.press("n", "ctrl+s")
        await desk.sees("Add a member to “Halden”", "Give the name of the new member.")
        await desk.press("=Jon Vale", "ctrl+s")
        await desk.sees("Give the e-mail address of the new member.")
        for wrong in ("jon", "jon@", "@halden.example", "jon@halden", "a b@halden.example", "jon@@halden.example"):
            await desk.press("ctrl+u", f"={wrong}", "ctrl+s")
            await desk.sees("This is no e-mail address")
        await desk.press("ctrl+u", "=BO@halden.example", "ctrl+s")
        await desk.sees("Bo Ek has this address, and is a member already.")
        assert not any(asked.startswith("add") for asked in service.asked), "nothing was sent so far"
        await desk.press("ctrl+u", "=jon@halden.example", "enter")
        await desk.sees("Jon Vale is added to “Halden”.", "4 members")
        event = await desk.noted()
        assert (event.action, event.result) == (AuditAction.ADD_MEMBER, AuditResult.OK)
        assert (event.title, event.detail, event.vault_name) == ("Jon Vale", "jon@halden.example", "")
        screen = desk.app.screen
        assert isinstance(screen, MembersScreen)
        await desk.holds(lambda: screen.member is not None and screen.member.name == "Jon Vale")


async def test_what_was_typed_stays_where_the_service_says_no(tmp_path: Path) -> None:
    service = TeamService(adding=Denied("The team has no licence left."))
    async with members(tmp_path, service) as desk:
        await desk.sees("3 members")
        await desk.press("n", "=Jon Vale", "tab", "=jon@halden.example", "ctrl+s")
        await desk.sees("The team has no licence left.", "Jon Vale", "jon@halden.example")
        assert (await desk.noted()).result is AuditResult.REFUSED
        service.adding = None
        await desk.press("ctrl+s")
        await desk.sees("Jon Vale is added to “Halden”.")
    assert [one.email for one in service.team].count("jon@halden.example") == 1


async def test_after_a_lost_answer_nothing_more_is_sent_and_the_list_is_read(tmp_path: Path) -> None:
    service = TeamService(adding=Unclear("The answer was lost."))
    async with members(tmp_path, service) as desk:
        await desk.sees("3 members")
        await desk.press("n", "=Jon Vale", "tab", "=jon@halden.example", "ctrl+s")
        await desk.sees("Jon Vale may have been added; look before adding again.", "Close and look")
        await desk.press("ctrl+s", "enter")
        assert [asked for asked in service.asked if asked.startswith("add")] == ["add Jon Vale jon@halden.example"]
        service.team.append(Member(MemberId("50"), "Jon Vale", "jon@halden.example"))
        await desk.press("escape")
        await desk.sees("4 members", "Jon Vale")


async def test_a_member_who_is_being_added_is_waited_for(tmp_path: Path) -> None:
    service = TeamService(held=True)
    async with members(tmp_path, service) as desk:
        await desk.sees("3 members")
        await desk.press("n", "=Jon Vale", "tab", "=jon@halden.example", "ctrl+s")
        await desk.sees("Adding Jon Vale …")
        await desk.press("escape")
        assert isinstance(desk.app.screen, MemberForm)
        service.held = False
        await desk.sees("Jon Vale is added to “Halden”.")


async def test_a_service_that_lists_nobody_still_has_those_who_were_added_here(tmp_path: Path) -> None:
    service = TeamService(lists=False, team=[])
    async with members(tmp_path, service) as desk:
        await desk.sees("Nobody was added or shared with from here yet.", "The service does not list its members.")
        await desk.press("n", "=Jon Vale", "tab", "=jon@halden.example", "ctrl+s")
        await desk.sees("Jon Vale is added", "1 member", "The service does not list its members.")
        service.without_ids = True
        await desk.press("n", "=Eve", "tab", "=eve@halden.example", "ctrl+s")
        page = await desk.sees("Eve is added", "The service has not told the id")
        assert "1 member" in page


async def test_a_token_that_may_not_add_greys_the_key(tmp_path: Path) -> None:
    class Reading(TeamPlace):
        def refusal(self, action: object, ref: object) -> str | None:
            return "The token of this account may only read."

    session = await open_session(tmp_path)
    await join(session, Reading(TeamService()), name="Halden")
    app = ScreenApp(MembersScreen(session, Keymap(), FAR))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Desk(session, app, pilot)
        await desk.sees("3 members")
        await desk.press("n")
        await desk.sees("The token of this account may only read.")
        assert isinstance(app.screen, MembersScreen)
    await session.close(exiting=True)


async def test_hostile_names_are_only_shown(tmp_path: Path) -> None:
    texts = Hostile(3)
    team = [Member(MemberId(texts.text()), texts.text(), texts.text(), texts.text()) for _ in range(40)]
    async with members(tmp_path, TeamService(team=team)) as desk:
        page = await desk.sees("40 members")
        assert len(MARK.findall(page)) >= 30
        assert all(char not in desk.app.page() for char in ("\x1b", "\x07", "\u202e", "\x9b"))
