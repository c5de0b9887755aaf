"""Ten thousand entries over a hundred pages, as a person gets them: rows as they come, each once, none missing.

What is asked for is counted on the server, and what is shown is what the catalog tells its listeners.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from tests.backends.passpack.place import ACCOUNT, IMPATIENT, config, team
from tests.servers.exchange import Request
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tests.servers.passpack.paging import Style
from tui.backends.passpack.backend import PasspackBackend
from tui.model.errors import TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret
from tui.services.catalog import Catalog
from tui.services.worker import ApiWorker

STYLES: list[Style] = ["page", "offset", "cursor", "link", "content-range"]

LONG = 30.0
"""Seconds after which what was waited for will not come."""

PATIENT = replace(IMPATIENT, read=LONG)
"""Waits as long as a page is held back: what is asked for again is only what failed."""


@dataclass
class Hall:
    """A worker on a server, and the catalog that reads it. `told`: how many rows were told, each time."""

    worker: ApiWorker[PasspackBackend]
    catalog: Catalog = field(default_factory=Catalog)
    told: list[int] = field(default_factory=list)

    async def load(self) -> str:
        """Read everything. Returns the sentence that it ended with, "" if all went well."""
        try:
            return "".join(await self.catalog.load(self.worker))
        except VaultError as error:
            return str(error)

    async def until(self, count: int) -> None:
        """Wait until so many rows were told."""
        until = time.monotonic() + LONG
        while not self.told or self.told[-1] != count:
            assert time.monotonic() < until, self.told
            await asyncio.sleep(0.01)

    def ids(self) -> list[str]:
        """Return the ids of all rows, sorted."""
        snapshot = self.catalog.snapshot
        return sorted(snapshot.ref(row).item for row in range(snapshot.count))


@asynccontextmanager
async def hall(server: PasspackServer) -> AsyncIterator[Hall]:
    """Open a worker on a server, and a catalog that is listened to."""

    async def opener() -> PasspackBackend:
        return PasspackBackend(config(server.url), Secret(server.token), patience=PATIENT)

    here = Hall(ApiWorker(ACCOUNT))
    here.catalog.listen(lambda: here.told.append(here.catalog.snapshot.count))
    await here.worker.start(opener)
    try:
        yield here
    finally:
        await here.worker.aclose()


def laid(server: PasspackServer, style: Style, pages: int = 100, size: int = 100) -> list[str]:
    """Fill a server with so many pages, and return the ids, sorted."""
    server.stock(pages * size)
    server.pages.style, server.pages.size = style, size
    return sorted(str(entry["id"]) for entry in server.entries)


def nth(number: int) -> Callable[[Request], bool]:
    """Whether a request is that for this page of the list, counted from 1, or for a later one."""
    asked: set[str] = set()

    def question(request: Request) -> bool:
        asked.add(request.target)
        return request.method == "GET" and request.path == "/passwords" and len(asked) >= number

    return question


def held(server: PasspackServer, question: Callable[[Request], bool]) -> threading.Event:
    """Hold back the answers to some requests until the event is set: nothing else is answered meanwhile."""
    free = threading.Event()

    def wait(request: Request) -> bool:
        if question(request):
            free.wait(LONG)
        return False

    server.faults.add(Fault(on=wait, drop=True))
    return free


@pytest.mark.parametrize("style", STYLES)
async def test_ten_thousand_entries_are_all_there_and_none_is_twice(server: PasspackServer, style: Style) -> None:
    wanted = laid(server, style)
    async with hall(server) as here:
        second, last = held(server, nth(2)), held(server, nth(100))
        loading = asyncio.create_task(here.load())
        await here.until(100)
        assert server.count("GET") <= 2, "the first rows are shown before the answer to the second request"
        second.set()
        await here.until(9_900)
        assert server.count("GET") <= 100
        assert here.catalog.loading
        last.set()
        assert await loading == ""
        await here.until(10_000)
        assert here.ids() == wanted
        assert here.told == sorted(here.told), "rows only come, while they are read for the first time"
        assert server.count("GET") == 100


@pytest.mark.parametrize("newest_first", [False, True], ids=["at the end", "at the head"])
@pytest.mark.parametrize("style", STYLES)
async def test_entries_are_added_while_a_hundred_pages_are_read(
    server: PasspackServer, style: Style, newest_first: bool
) -> None:
    wanted = laid(server, style, size=20)
    server.newest_first, server.passpack.arrivals = newest_first, 50
    async with hall(server) as here:
        assert await here.load() == ""
        found = here.ids()
        assert len(found) == len(set(found))
        assert set(wanted) <= set(found)
        assert len(server.entries) == 2_050
        assert newest_first or len(found) == 2_050, "what is added at the end is read with the rest"
        server.pages.size = 1_000
        assert await here.load() == ""
        assert here.ids() == sorted(str(entry["id"]) for entry in server.entries)


@pytest.mark.parametrize("style", STYLES)
async def test_no_row_comes_twice_though_the_list_moves(server: PasspackServer, style: Style) -> None:
    wanted = laid(server, style, pages=10, size=10)
    server.newest_first, server.passpack.arrivals = True, 7
    async with team(server) as place:
        found = [row.ref.item for row in await place.rows()]
    assert len(found) == len(set(found))
    assert set(wanted) <= set(found)


@pytest.mark.parametrize("style", STYLES)
async def test_a_server_that_goes_round_in_circles_is_left_with_what_was_read(
    server: PasspackServer, style: Style
) -> None:
    laid(server, style, pages=5)
    server.pages.loop = True
    async with hall(server) as here:
        sentence = await here.load()
        assert "goes round in circles" in sentence
        assert sentence.endswith(".")
        assert here.ids() == sorted(str(entry["id"]) for entry in server.entries[:100])
        assert server.count("GET") <= 3
        assert not here.catalog.loading
        server.pages.loop = False
        assert await here.load() == ""
        assert len(here.ids()) == 500


async def test_a_server_that_begins_to_go_round_in_circles_takes_nothing_away(server: PasspackServer) -> None:
    wanted = laid(server, "page", pages=5)
    async with hall(server) as here:
        assert await here.load() == ""
        server.pages.loop = True
        assert "goes round in circles" in await here.load()
        assert here.ids() == wanted


@pytest.mark.parametrize("style", STYLES)
async def test_a_page_that_fails_once_is_asked_for_again(server: PasspackServer, style: Style) -> None:
    wanted = laid(server, style, pages=10)
    server.faults.add(Fault(on=nth(5), times=1, status=503))
    server.faults.add(Fault(on=nth(8), times=1, reset_before=True))
    async with hall(server) as here:
        assert await here.load() == ""
        assert here.ids() == wanted
        assert server.count("GET") == 12


@pytest.mark.parametrize("style", STYLES)
async def test_a_page_that_does_not_come_ends_the_list_and_keeps_what_there_is(
    server: PasspackServer, style: Style
) -> None:
    wanted = laid(server, style, pages=10)
    server.faults.add(Fault(on=nth(5), html=502))
    async with hall(server) as here:
        sentence = await here.load()
        assert sentence.endswith(".")
        assert "502" in sentence
        assert here.ids() == sorted(str(entry["id"]) for entry in server.entries[:400])
        server.faults.clear()
        assert await here.load() == ""
        assert here.ids() == wanted
        server.faults.add(Fault(on=nth(5), drop=True))
        assert (await here.load()).endswith(".")
        assert here.ids() == wanted, "what was read before is not lost by a reading that fails"


async def test_a_token_that_is_taken_back_while_a_list_is_read(server: PasspackServer) -> None:
    laid(server, "page", pages=10)
    async with hall(server) as here:
        server.faults.add(Fault(on=nth(5), status=401))
        with pytest.raises(TokenRefused):
            await here.catalog.load(here.worker)
        assert len(here.ids()) == 400


async def test_a_list_that_nobody_waits_for_is_not_read_on(server: PasspackServer) -> None:
    laid(server, "cursor")
    async with hall(server) as here:
        free = held(server, nth(3))
        loading = asyncio.create_task(here.load())
        await here.until(200)
        loading.cancel()
        free.set()
        with pytest.raises(asyncio.CancelledError):
            await loading
    assert server.count("GET") <= 4


async def test_pages_of_another_place_are_not_read(server: PasspackServer) -> None:
    laid(server, "link", pages=5)
    with PasspackServer() as other:
        server.pages.base = other.url
        async with hall(server) as here:
            with pytest.raises(Unreachable, match="another place"):
                await here.catalog.load(here.worker)
            assert len(here.ids()) == 100
        assert other.requests == []
