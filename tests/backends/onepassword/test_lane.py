"""A thread for calls that block: in turn, never holding up the loop, and left at once when nobody wants to wait."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator

import pytest

from tests.backends.onepassword.family import until
from tests.backends.onepassword.pulse import Pulse
from tui.backends.onepassword.lane import Lane, Left


@pytest.fixture
async def lane() -> AsyncIterator[Lane]:
    """A lane."""
    ours = Lane("test-lane")
    yield ours
    ours.leave()


class Gate:
    """What a call blocks at."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def passed(self) -> bool:
        """Wait until it is open."""
        self.reached.set()
        return self.opened.wait(20)


def alive() -> list[threading.Thread]:
    """Return the threads of lanes."""
    return [one for one in threading.enumerate() if one.name == "test-lane"]


async def test_calls_are_made_in_turn_in_a_thread_that_nothing_waits_for(lane: Lane) -> None:
    made: list[int] = []

    def call(number: int) -> tuple[int, str, bool]:
        time.sleep(0.002)
        made.append(number)
        return number, threading.current_thread().name, threading.current_thread().daemon

    answers = await asyncio.gather(*(lane.do(lambda n=n: call(n)) for n in range(10)))  # type: ignore[misc]
    assert answers == [(n, "test-lane", True) for n in range(10)]
    assert made == list(range(10))


async def test_what_a_call_raises_is_raised_here(lane: Lane) -> None:
    def fail() -> int:
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await lane.do(fail)
    assert await lane.do(lambda: 5) == 5


async def test_the_loop_goes_on_while_a_call_blocks(lane: Lane) -> None:
    async with Pulse() as pulse:
        await lane.do(lambda: time.sleep(3.0))
    assert pulse.longest < 2.0


async def test_left_all_that_wait_are_told_at_once_and_late_answers_are_handed_on(lane: Lane) -> None:
    gate, late = Gate(), list[str]()
    stuck = asyncio.create_task(lane.do(lambda: str(gate.passed()), late.append))
    queued = [asyncio.create_task(lane.do(lambda: "never", late.append)) for _ in range(3)]
    await until(gate.reached.is_set)
    lane.leave()
    began = time.monotonic()
    ended = await asyncio.gather(stuck, *queued, return_exceptions=True)
    assert time.monotonic() - began < 5
    assert [one.begun for one in ended if isinstance(one, Left)] == [True, False, False, False]
    assert late == []
    gate.opened.set()
    await until(lambda: not alive())
    assert late == ["True"]


async def test_it_may_be_left_from_any_thread(lane: Lane) -> None:
    gate = Gate()
    stuck = asyncio.create_task(lane.do(gate.passed))
    await until(gate.reached.is_set)
    await asyncio.to_thread(lane.leave)
    with pytest.raises(Left):
        await stuck
    gate.opened.set()
    await until(lambda: not alive())


async def test_who_leaves_alone_gets_nothing_and_the_next_call_is_made(lane: Lane) -> None:
    gate, late = Gate(), list[str]()
    leaving = asyncio.create_task(lane.do(lambda: str(gate.passed()), late.append))
    unbegun = asyncio.create_task(lane.do(lambda: late.append("made")))
    staying = asyncio.create_task(lane.do(lambda: 7))
    await until(gate.reached.is_set)
    for task in (leaving, unbegun):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    gate.opened.set()
    assert await staying == 7
    assert late == ["True"]


def test_nothing_is_said_where_the_loop_has_ended(capfd: pytest.CaptureFixture[str]) -> None:
    gate = Gate()

    async def story() -> None:
        lane = Lane("test-lane")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lane.do(gate.passed), 0.05)
        lane.leave()

    asyncio.run(story())
    gate.opened.set()
    for thread in alive():
        thread.join(20)
    assert capfd.readouterr() == ("", "")
