"""The desktop app: a person approves, takes long, refuses, or is not waited for; the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.backends.onepassword.family import LOGIN, account, asking, until
from tests.backends.onepassword.pulse import Pulse
from tui.backends.onepassword.calls import Calls
from tui.model.errors import NotApproved, Unclear

if TYPE_CHECKING:
    from tests.servers.onepassword import OnePassword
    from tests.servers.onepassword.desktop import DesktopApp

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")

SECONDS = 3.0
"""How long a person takes; somebody who waits for it on the loop holds it up for as long."""
STALL = 2.0
"""A busy machine holds up a loop for no longer; who waits for the person on it holds it up for `SECONDS`."""


@pytest.fixture
async def calls(app: DesktopApp) -> AsyncIterator[Calls]:
    """The calls of the account."""
    ours = account()
    yield ours
    await ours.aclose()


async def test_a_person_who_takes_time_holds_up_nothing(app: DesktopApp, calls: Calls) -> None:
    app.prompt_seconds = SECONDS
    told: list[str] = []
    calls.when_prompted(lambda: told.append(calls.prompting()))
    async with Pulse() as pulse:
        going = asking(calls)
        await until(app.waiting.is_set)
        assert "approve it in the window of the 1Password app" in calls.prompting()
        assert f"“{LOGIN}”" in calls.prompting()
        vaults = await going
    assert isinstance(vaults, list)
    assert len(vaults) == 1
    assert pulse.longest < STALL
    assert calls.prompting() == ""
    assert [bool(one) for one in told] == [True, False]
    assert app.threads == {"1password-app"}


async def test_many_who_wait_ask_the_person_once(op: OnePassword, app: DesktopApp, calls: Calls) -> None:
    gate = app.hold()
    going = [asking(calls) for _ in range(20)]
    await until(app.waiting.is_set)
    gate.set()
    assert len(await asyncio.gather(*going)) == 20
    assert (app.prompts, len(op.requests)) == (1, 20)
    assert all(one.limit is None for one in calls.usage().allowances)
    assert calls.usage().allowances[0].used == 20


async def test_a_session_that_expired_asks_the_person_again_and_goes_on(app: DesktopApp, calls: Calls) -> None:
    await asking(calls)
    app.expire()
    gate = app.hold()
    app.waiting.clear()
    going = [asking(calls) for _ in range(8)]
    await until(app.waiting.is_set)
    assert calls.prompting()
    gate.set()
    assert len(await asyncio.gather(*going)) == 8
    assert app.prompts == 2
    assert calls.prompting() == ""


async def test_a_person_who_says_no(op: OnePassword, app: DesktopApp, calls: Calls) -> None:
    app.refuses = True
    ended = await asyncio.gather(*(asking(calls) for _ in range(20)), return_exceptions=True)
    assert {type(one) for one in ended} == {NotApproved}
    assert "does not let us in. It says: “authorization prompt dismissed" in str(ended[0])
    assert (app.prompts, op.requests) == (1, [])
    app.refuses = False
    assert await asking(calls)


async def test_given_up_all_that_wait_end_at_once_and_the_next_asks_again(op: OnePassword, app: DesktopApp) -> None:
    calls = account()
    stuck = app.hold()
    going = [asking(calls) for _ in range(20)]
    await until(app.waiting.is_set)
    began = time.monotonic()
    await asyncio.to_thread(calls.give_up)
    ended = await asyncio.gather(*going, return_exceptions=True)
    assert time.monotonic() - began < 5
    assert {type(one) for one in ended} == {NotApproved}
    assert calls.prompting() == ""

    app.hold().set()
    assert await asking(calls)  # while the first thread is still stuck
    assert app.prompts == 2
    assert op.clients == 1

    stuck.set()
    await until(lambda: [kind for kind, _ in app.calls].count("release_client") == 1)
    await until(lambda: op.clients == 1)  # the late approval made a client that nobody wanted
    await calls.aclose()
    assert op.clients == 0


async def test_nothing_is_asked_of_who_gave_up_but_a_write_that_was_sent_is_not_called_undone(
    op: OnePassword, app: DesktopApp, calls: Calls
) -> None:
    await asking(calls)
    vault = op.vaults()[0]
    gate = op.hold("VaultsDelete")
    deleting = asyncio.create_task(calls.ask("VaultsDelete", {"vault_id": vault}, "the vault"))
    await until(lambda: "VaultsDelete" in op.requests)
    waiting = asyncio.create_task(calls.ask("VaultsCreate", {"params": {"title": "New"}}, "the vault"))
    await asyncio.sleep(0.02)
    calls.give_up()
    with pytest.raises(Unclear, match=r"had not answered.*look before trying again"):
        await deleting
    with pytest.raises(NotApproved):
        await waiting
    gate.set()
    await until(lambda: not op.vaults())
    assert "VaultsCreate" not in op.requests


async def test_who_leaves_lets_the_prompt_stand(app: DesktopApp, calls: Calls) -> None:
    gate = app.hold()
    leaving = asking(calls)
    await until(app.waiting.is_set)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert calls.prompting()
    coming = asking(calls)
    gate.set()
    assert await coming
    assert app.prompts == 1
