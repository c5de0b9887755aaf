"""The clocks of the lock, and the watchdog that sees to it where the loop does not."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from tui.services import lock as lock_service
from tui.services.lock import SLEEP_SECONDS, Watchdog


@dataclass
class Clocks:
    """The clocks, to be set: the wall clock may jump, and only `awake` stands still in sleep."""

    wall: float = 1_000_000.0
    steady: float = 50.0
    awake: float = 20.0

    def pass_by(self, seconds: float) -> None:
        """Let time pass on all."""
        self.awake += seconds
        self.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        """Let time pass while the machine sleeps."""
        self.wall += seconds
        self.steady += seconds

    def watched(self, after: float, heard: Heard) -> Watchdog:
        """Return a watchdog that looks at these."""
        return Watchdog(
            after,
            heard.begin,
            heard.replace,
            wall=lambda: self.wall,
            steady=lambda: self.steady,
            awake=lambda: self.awake,
        )


@dataclass
class Heard:
    """What the lock has asked for, and on which thread."""

    begun: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)

    def begin(self, why: str) -> None:
        """Note it."""
        self.begun.append(why)
        self.threads.add(threading.current_thread())

    def replace(self, why: str) -> None:
        """Note it."""
        self.replaced.append(why)


@asynccontextmanager
async def watching(after: float, clocks: Clocks, heard: Heard) -> AsyncIterator[Watchdog]:
    """Watch these clocks."""
    lock = clocks.watched(after, heard)
    lock.start()
    try:
        yield lock
    finally:
        lock.dismiss()


async def until(heard: list[str]) -> None:
    """Wait until something was heard."""
    end = time.monotonic() + 15
    while not heard:
        assert time.monotonic() < end, "it was never asked for"
        await asyncio.sleep(0.02)


def test_the_clock_that_is_further_on_decides() -> None:
    clocks, heard = Clocks(), Heard()
    lock = clocks.watched(300, heard)
    assert lock.left() is None
    assert lock.due() == ""
    lock.arm()
    clocks.pass_by(100)
    assert lock.left() == 200
    clocks.wall -= 5_000
    assert lock.left() == 200
    clocks.wall += 5_005
    assert lock.left() == 195
    lock.touch()
    assert lock.left() == 300
    clocks.pass_by(300)
    assert lock.due() == "Locked after 5 minutes without a key."
    lock.disarm()
    assert lock.left() is None
    assert lock.due() == ""


def test_sleep_is_seen_also_where_the_wall_clock_was_set_back() -> None:
    clocks, heard = Clocks(), Heard()
    lock = clocks.watched(300, heard)
    lock.arm()
    clocks.wall += SLEEP_SECONDS
    assert lock.due() == ""
    clocks.sleep(SLEEP_SECONDS + 1)
    assert "asleep" in lock.due()
    lock.arm()
    clocks.sleep(60)
    clocks.wall -= 90
    assert "asleep" in lock.due()
    lock.arm()
    clocks.pass_by(60)
    assert lock.due() == ""
    clocks.wall += 3_600
    lock.arm()
    assert lock.due() == "", "what was before the unlocking is over"


async def test_never_is_never() -> None:
    clocks, heard = Clocks(), Heard()
    async with watching(0, clocks, heard) as lock:
        lock.arm()
        clocks.pass_by(1_000_000)
        clocks.wall += 1_000_000
        assert lock.left() is None
        await asyncio.sleep(0.5)
    assert heard.begun == []


async def test_a_loop_that_answers_locks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_service, "ANSWER_SECONDS", 10.0)  # a busy machine has it wait
    clocks, heard = Clocks(), Heard()
    async with watching(60, clocks, heard) as lock:
        lock.arm()
        clocks.pass_by(61)
        await until(heard.begun)
        assert heard.threads == {threading.current_thread()}
        await asyncio.sleep(2)  # to close everything takes time, and the loop is there
        assert heard.replaced == []
        assert heard.begun == ["Locked after a minute without a key."]
        lock.disarm()
        lock.arm()
        clocks.pass_by(61)
        heard.begun.clear()
        await until(heard.begun)


async def test_a_loop_that_is_stuck_is_not_waited_for() -> None:
    clocks, heard = Clocks(), Heard()
    async with watching(60, clocks, heard) as lock:
        lock.arm()
        clocks.pass_by(61)
        stick(heard.replaced)
        assert heard.begun == []
        lock.disarm()


async def test_a_lock_by_key_is_seen_to_as_well_also_where_none_comes_by_time() -> None:
    clocks, heard = Clocks(), Heard()
    async with watching(0, clocks, heard) as lock:
        lock.arm()
        await asyncio.sleep(1)
        assert heard.replaced == []
        lock.locking("Locked.")
        stick(heard.replaced)
        assert heard.replaced == ["Locked."]


async def test_the_end_is_seen_to() -> None:
    heard, given_up = Heard(), list[str]()
    lock = Watchdog(60, heard.begin, heard.replace, lambda: given_up.append("gave up"))
    lock.start()
    lock.arm()
    lock.locking("Locked.")
    lock.ending()
    await asyncio.sleep(1)
    assert given_up == []
    stick(given_up)
    assert heard.replaced == [], "who ends does not begin anew"
    lock.dismiss()


def stick(heard: list[str]) -> None:
    """Let the loop stand still until something is heard."""
    end = time.monotonic() + 15
    while not heard:
        assert time.monotonic() < end, "it was never asked for"
        time.sleep(0.02)
