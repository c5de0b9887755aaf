"""A link that is made while nobody is there any more: it is told, and in the audit log as every other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.screens.service import DEPLOY, join
from tests.screens.sharer import Sharer, Sharing
from tests.services.conftest import Opened
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Unclear
from tui.model.sharing import Expiry, Recipient, Share

SHARE = Share((Recipient("mara@larkmail.example"),), Expiry.DAY)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.005)


async def abandoned(opened: Opened, service: Sharing) -> None:
    """Begin to make a link, and go away before it is made."""
    api = await join(opened.session, Sharer(service))
    item = await api.item(DEPLOY)
    policy = await api.share_policy(item)
    service.held = True
    making = asyncio.create_task(api.share(item, policy, SHARE))
    await until(lambda: f"share {DEPLOY.item}" in service.asked)
    making.cancel()
    with suppress(asyncio.CancelledError):
        await making
    service.held = False
    await api.drain()


async def test_one_that_is_made_all_the_same_is_told(opened: Opened) -> None:
    service = Sharing()
    await abandoned(opened, service)
    assert service.links == [SHARE]
    await until(lambda: bool(opened.news))
    assert opened.news == ["“Deploy”: a link was made, and nobody has seen it; the service's own app can withdraw it."]
    (event, *_) = await opened.session.audit.page()
    assert (event.action, event.result, event.ref) == (AuditAction.SHARE, AuditResult.OK, DEPLOY)
    assert event.detail == "1 address (larkmail.example), 1 day"


async def test_one_that_fails_is_told_too(opened: Opened) -> None:
    service = Sharing(trouble=Unclear("The answer was lost."))
    await abandoned(opened, service)
    await until(lambda: bool(opened.news))
    assert opened.news == ["“Deploy”: share failed: The answer was lost."]
    (event, *_) = await opened.session.audit.page()
    assert (event.result, event.detail) == (
        AuditResult.FAILED,
        "1 address (larkmail.example), 1 day: The answer was lost.",
    )


async def test_one_that_is_seen_is_not_told(opened: Opened) -> None:
    service = Sharing()
    api = await join(opened.session, Sharer(service))
    item = await api.item(DEPLOY)
    with pytest.raises(Unclear):
        service.trouble = Unclear("The answer was lost.")
        await api.share(item, await api.share_policy(item), SHARE)
    service.trouble = None
    await api.share(item, await api.share_policy(item), SHARE)
    assert opened.news == []
