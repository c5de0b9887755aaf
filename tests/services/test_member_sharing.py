"""Sharing with members while nobody is there any more: done to its end, told where it failed, no link spoken of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from tests.screens.membership import ANN, BO, TeamPlace, TeamService
from tests.screens.service import DEPLOY, join
from tests.services.conftest import Opened
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import RateLimited, Unclear
from tui.services.member_sharing import share_each
from tui.tools.share_plan import Ending


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.005)


async def abandoned(opened: Opened, service: TeamService) -> None:
    """Begin to share with two members, and go away before the first has it."""

    async def share() -> None:
        async for _ in share_each(opened.session, [(DEPLOY, ANN), (DEPLOY, BO)], lambda: False):
            raise AssertionError("it goes on")

    api = await join(opened.session, TeamPlace(service))
    service.held = True
    sharing = asyncio.create_task(share())
    await until(lambda: bool(service.sent))
    sharing.cancel()
    with suppress(asyncio.CancelledError):
        await sharing
    service.held = False
    await api.drain()


async def test_the_one_that_was_begun_is_done_and_no_other(opened: Opened) -> None:
    service = TeamService()
    await abandoned(opened, service)
    assert service.shares == {DEPLOY: [ANN.id]}
    (event, *_) = await opened.session.audit.page()
    assert (event.action, event.result, event.ref) == (AuditAction.SHARE, AuditResult.OK, DEPLOY)
    assert (event.field, event.detail) == ("Ann Sørli", "with Ann Sørli (ann@halden.example)")
    assert opened.news == []


async def test_that_it_failed_is_told_and_that_it_was_so_already_is_not(opened: Opened) -> None:
    service = TeamService(trouble={ANN.id: Unclear("The answer was lost.")})
    await abandoned(opened, service)
    await until(lambda: bool(opened.news))
    assert opened.news == ["“Deploy”: share with Ann Sørli failed: The answer was lost."]


async def test_what_was_so_already_is_no_failure(opened: Opened) -> None:
    await abandoned(opened, TeamService(shares={DEPLOY: [ANN.id]}))
    (event, *_) = await opened.session.audit.page()
    assert event.result is AuditResult.OK
    assert "already" in event.detail
    assert opened.news == []


async def test_after_a_limit_the_others_are_not_tried(opened: Opened) -> None:
    service = TeamService(trouble={ANN.id: RateLimited("Wait a minute.")})
    await join(opened.session, TeamPlace(service))
    due = [(DEPLOY, ANN), (DEPLOY, BO)]
    found = [(member.id, result.ending) async for (_, member), result in share_each(opened.session, due, lambda: False)]
    assert found == [(ANN.id, Ending.REFUSED), (BO.id, Ending.UNTRIED)]
    assert service.sent == [(DEPLOY, ANN.id)]
    assert [one async for one in share_each(opened.session, due, lambda: True)] == []
