"""Several logs as one, newest first, and pages that are asked for once alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.audit import AuditAction, AuditEvent
from tui.model.errors import Unreachable, VaultError
from tui.services.audit_merge import PAGE, Remembered, merged


def event(at: float, source: str = "", number: int = 0) -> AuditEvent:
    """Return an event of a log."""
    return AuditEvent(at, "max", AuditAction.READ, source=source, detail=str(number))


class Spoken:
    """A log that notes which of its pages were asked for, and may break off."""

    def __init__(self, *pages: Sequence[AuditEvent], trouble: VaultError | None = None) -> None:
        self._all = pages
        self._trouble = trouble
        self.asked = 0
        self.held = asyncio.Event()
        self.held.set()
        self.told: list[VaultError] = []

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield them."""
        for page in self._all:
            self.asked += 1
            await self.held.wait()
            yield page
        if self._trouble is not None:
            raise self._trouble


async def all_of(*logs: Spoken) -> list[AuditEvent]:
    """Return what is told of the logs together."""
    return [one async for page in merged([(log.pages(), log.told.append) for log in logs]) for one in page]


TIMES = st.lists(st.integers(0, 5), max_size=12)


@given(st.lists(TIMES, max_size=4), st.integers(1, 4))
async def test_all_of_it_newest_first_and_of_the_same_time_in_the_order_of_the_logs(
    times: list[list[int]], size: int
) -> None:
    logs = [
        [event(at, str(log), number) for number, at in enumerate(sorted(given, reverse=True))]
        for log, given in enumerate(times)
    ]
    spoken = [Spoken(*(log[at : at + size] for at in range(0, len(log), size))) for log in logs]
    found = await all_of(*spoken)
    assert found == sorted((one for log in logs for one in log), key=lambda one: (-one.at, one.source))


async def test_the_same_event_in_two_logs_is_told_twice() -> None:
    assert [one.source for one in await all_of(Spoken([event(1, "a")]), Spoken([event(1, "b")]))] == ["a", "b"]


async def test_no_more_is_read_than_is_looked_at() -> None:
    old = Spoken(*([event(10 - at)] for at in range(9)))
    new = Spoken(*([event(2000 - at * PAGE - number) for number in range(PAGE)] for at in range(3)))
    pages = merged([(old.pages(), old.told.append), (new.pages(), new.told.append)])
    assert len(await anext(pages)) == PAGE
    assert (old.asked, new.asked) == (1, 1)


async def test_empty_pages_end_nothing() -> None:
    assert len(await all_of(Spoken([], [event(3)], [], [event(1)], []), Spoken([], [], [event(2)]))) == 3


async def test_one_that_breaks_off_is_told_and_the_others_go_on() -> None:
    broken, whole = Spoken([event(9)], trouble=Unreachable("Gone.")), Spoken([event(8)], [event(1)])
    assert [one.at for one in await all_of(broken, whole)] == [9, 8, 1]
    assert [str(error) for error in broken.told] == ["Gone."]
    assert whole.told == []


async def test_what_is_remembered_is_asked_for_once() -> None:
    log = Spoken([event(3)], [event(2)], [event(1)])
    remembered = Remembered(log.pages)
    first = remembered.pages()
    await anext(first)
    assert log.asked == 1
    whole = [[one.at for one in page] async for page in remembered.pages()]
    rest = [[one.at for one in page] async for page in first]
    assert (whole, rest, log.asked) == ([[3], [2], [1]], [[2], [1]], 3)


async def test_who_stops_reading_ends_it_for_nobody_else() -> None:
    log = Spoken([event(2)], [event(1)])
    log.held.clear()
    remembered = Remembered(log.pages)

    async def read() -> list[float]:
        return [one.at async for page in remembered.pages() for one in page]

    stopped, other = asyncio.ensure_future(read()), asyncio.ensure_future(read())
    while not log.asked:
        await asyncio.sleep(0)
    stopped.cancel()
    log.held.set()
    assert await other == [2, 1]
    assert await read() == [2, 1]
    assert log.asked == 2


async def test_what_broke_off_is_not_asked_for_again() -> None:
    log = Spoken([event(1)], trouble=Unreachable("Gone."))
    remembered = Remembered(log.pages)
    for _ in range(2):
        with pytest.raises(Unreachable, match="Gone"):
            [page async for page in remembered.pages()]
    assert log.asked == 1
