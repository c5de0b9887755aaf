"""Accounts that are asked sparingly, and those in which a person approves: nothing is done by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.screens.remote import TOKEN
from tests.screens.sparing import ASKS, DECLINED, Sparing, by_app, by_token, sparing
from tests.services.remote import PATIENCE, Desk, desk, eventually, hurry
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Locked, NotApproved, NotFound, RateLimited, Unreachable
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.secret import Secret
from tui.services import crossing, learnt
from tui.services.remote_status import State, Status, as_of
from tui.store.naming import RecordKind

__all__ = ["sparing"]

MINE, TEAM = by_app().id, by_token().id
NO_TOKEN = Secret("")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@asynccontextmanager
async def opened(tmp_path: Path, config: AccountConfig, state: State = State.OPEN) -> AsyncIterator[Desk]:
    """Sit down at a session with this account, which is in this state."""
    async with desk(tmp_path) as here:
        await here.session.remotes.add(config, Secret(TOKEN) if config.source is TokenSource.SEALED else None)
        await here.until(config.id, state)
        yield here


async def read(here: Desk, config: AccountConfig) -> None:
    """Do what a person does: look at an item. There is none."""
    with pytest.raises(NotFound):
        await here.session.api(config.id).item(ItemRef(config.id, VaultId("infra"), ItemId("x")))


async def nothing_is_asked(sparing: Sparing) -> None:
    """Wait a little, in which whatever polls would have asked several times."""
    before = len(sparing.asked)
    await asyncio.sleep(0.4)
    assert len(sparing.asked) == before


async def test_it_is_read_when_it_is_opened_and_when_a_person_asks(tmp_path: Path, sparing: Sparing) -> None:
    async with opened(tmp_path, by_token()) as here:
        await nothing_is_asked(sparing)
        here.session.remotes.touched()
        await nothing_is_asked(sparing)
        before = len(sparing.asked)
        await here.session.load()
        assert len(sparing.asked) > before


async def test_one_that_fails_is_not_tried_again_by_itself(tmp_path: Path, sparing: Sparing) -> None:
    sparing.down = "The service does not answer."
    async with opened(tmp_path, by_token(), State.OFFLINE) as here:
        await nothing_is_asked(sparing)
        sparing.down = ""
        await nothing_is_asked(sparing)
        await here.session.remotes.reconnect(TEAM)
        assert here.status(TEAM).state is State.OPEN


async def test_what_a_person_does_tells_how_it_is(tmp_path: Path, sparing: Sparing) -> None:
    async with opened(tmp_path, by_token()) as here:
        sparing.fails = Unreachable("The service does not answer.")
        with pytest.raises(Unreachable):
            await here.session.api(TEAM).vaults()
        assert here.status(TEAM).state is State.OFFLINE
        await nothing_is_asked(sparing)
        sparing.fails = None
        await read(here, by_token())
        await here.session.api(TEAM).vaults()
        assert here.status(TEAM).state is State.OPEN
        await nothing_is_asked(sparing)


async def test_one_that_asked_to_wait_is_paused_until_then(tmp_path: Path, sparing: Sparing) -> None:
    until = time.time() + 0.2
    async with opened(tmp_path, by_token()) as here:
        sparing.fails = RateLimited("It has had too many requests.", until)
        await here.session.remotes.reconnect(TEAM)
        status = here.status(TEAM)
        assert (status.state, status.until) == (State.PAUSED, until)
        assert as_of(status) == f"paused until {time.strftime('%H:%M', time.localtime(until))}"
        sparing.fails = None
        await nothing_is_asked(sparing)
        assert here.status(TEAM).state is State.PAUSED, "also after that time"
        await here.session.remotes.reconnect(TEAM)
        assert (here.status(TEAM).state, here.status(TEAM).until) == (State.OPEN, None)


async def test_a_refused_token_file_is_read_again_only_when_asked(tmp_path: Path, sparing: Sparing) -> None:
    file = tmp_path / "token"
    file.write_text("s3cret-old")
    file.chmod(0o600)
    by_file = AccountConfig(TEAM, "token", "Team", "", TokenSource.FILE, str(file))
    async with opened(tmp_path, by_file, State.REFUSED) as here:
        file.write_text(TOKEN)
        await nothing_is_asked(sparing)
        await here.session.remotes.reconnect(TEAM)
        assert here.status(TEAM).state is State.OPEN


# A person approves


async def test_a_prompt_is_told_at_once_and_the_account_goes_on_when_it_is_approved(
    tmp_path: Path, sparing: Sparing
) -> None:
    sparing.expire()
    told: list[Status] = []
    async with desk(tmp_path) as here:
        here.session.remotes.on_approval = told.append
        await here.session.remotes.add(by_app(), NO_TOKEN)
        status = await here.until(MINE, State.APPROVING)
        assert status.sentence == ASKS
        assert [one.state for one in told] == [State.APPROVING], "before it is answered"
        sparing.tokens = {""}
        sparing.answer = True
        assert (await here.until(MINE, State.OPEN)).vaults == 2
        assert len(told) == 1


@pytest.mark.parametrize("declined", [True, False])
async def test_who_declines_or_gives_up_is_not_asked_again_by_itself(
    tmp_path: Path, sparing: Sparing, declined: bool
) -> None:
    sparing.tokens = {""}
    sparing.expire()
    async with opened(tmp_path, by_app(), State.APPROVING) as here:
        if declined:
            sparing.answer = False
        else:
            here.session.remotes.give_up(MINE)
        status = await here.until(MINE, State.UNAPPROVED)
        assert status.sentence == DECLINED
        await nothing_is_asked(sparing)
        sparing.answer = True
        await here.session.remotes.reconnect(MINE)
        assert here.status(MINE).state is State.OPEN


async def test_after_it_expired_the_next_action_asks_and_goes_on(tmp_path: Path, sparing: Sparing) -> None:
    sparing.tokens = {""}
    async with opened(tmp_path, by_app()) as here:
        sparing.expire()
        action = asyncio.create_task(read(here, by_app()))
        await here.until(MINE, State.APPROVING)
        sparing.answer = True
        await action
        await here.until(MINE, State.OPEN)
        sparing.expire()
        api = here.session.api(MINE)
        refused = asyncio.create_task(api.vaults())
        await here.until(MINE, State.APPROVING)
        here.session.remotes.give_up(MINE)
        with pytest.raises(NotApproved):
            await refused
        await here.until(MINE, State.UNAPPROVED)
        sparing.answer = True
        await api.vaults()
        await here.until(MINE, State.OPEN)


async def test_the_seconds_of_a_read_do_not_run_while_a_person_is_asked(
    tmp_path: Path, sparing: Sparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    sparing.tokens = {""}
    async with opened(tmp_path, by_app()) as here:
        monkeypatch.setattr(crossing, "READ_SECONDS", 1.0)
        sparing.expire()
        action = asyncio.create_task(here.session.api(MINE).vaults())
        await here.until(MINE, State.APPROVING)
        await asyncio.sleep(1.5)
        assert not action.done()
        sparing.answer = True
        await action
        sparing.hangs = True
        with pytest.raises(Unreachable, match="No answer within"):
            await here.session.api(MINE).vaults()


async def test_the_end_waits_for_no_person(tmp_path: Path, sparing: Sparing) -> None:
    sparing.tokens = {""}
    async with opened(tmp_path, by_app()) as here:
        sparing.expire()
        action = asyncio.create_task(here.session.api(MINE).vaults())
        await here.until(MINE, State.APPROVING)
        began = time.monotonic()
        await here.session.close(exiting=True)
        assert time.monotonic() - began < 15
        with pytest.raises((NotApproved, Locked)):  # whichever comes first
            await action


async def test_one_that_waits_for_a_person_can_be_switched_off(tmp_path: Path, sparing: Sparing) -> None:
    sparing.expire()
    async with opened(tmp_path, by_app(), State.APPROVING) as here:
        await here.session.remotes.switch(MINE, on=False)
        assert here.status(MINE).state is State.OFF


async def test_a_test_tells_of_the_prompt_and_who_stops_it_gives_up(tmp_path: Path, sparing: Sparing) -> None:
    sparing.expire()
    told: list[str] = []
    async with desk(tmp_path) as here:
        trial = asyncio.create_task(here.session.remotes.test(by_app(), None, told.append))
        await eventually(lambda: told == [ASKS])
        trial.cancel()
        with pytest.raises(asyncio.CancelledError):
            await trial
        sparing.tokens, sparing.answer = {""}, True
        assert (await here.session.remotes.test(by_app(), None, told.append)).vaults == 2


# The count


async def test_the_count_goes_on_in_the_next_run(tmp_path: Path, sparing: Sparing) -> None:
    async with opened(tmp_path, by_token()):
        first = sparing.backends[-1].count
        assert first > 0
    async with desk(tmp_path, make=False) as later:
        await later.until(TEAM, State.OPEN)
        assert sparing.backends[-1].count == 2 * first
    assert b"count" not in (tmp_path / "home").read_bytes()


async def test_the_count_is_kept_while_the_account_is_open(
    tmp_path: Path, sparing: Sparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learnt, "EVERY", 0.05)
    async with opened(tmp_path, by_token()) as here:
        await read(here, by_token())
        home, until = here.session.home, time.monotonic() + PATIENCE
        assert home is not None
        while await home.read(lambda store: store.get(RecordKind.LEARNT, f"count:{TEAM}")) is None:
            assert time.monotonic() < until, "it is never kept"
            await asyncio.sleep(0.01)
        await here.session.remotes.remove(TEAM)
        assert await home.read(lambda store: store.get(RecordKind.LEARNT, f"count:{TEAM}")) is None
