"""Lists in whatever they are wrapped and however they come in pages: to the end, never elsewhere, never for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.passpack.place import asked
from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tests.servers.passpack.paging import Style
from tests.servers.passpack.speech import Envelope
from tui.backends.passpack import pages
from tui.backends.passpack.service import Service
from tui.model.dialect import DOCUMENTED, Operation
from tui.model.errors import Unreachable

STYLES: list[Style] = ["page", "offset", "cursor", "link", "content-range"]
ENVELOPES: list[Envelope] = ["", "data", "result", "items", "results", "nested"]


async def titles(service: Service) -> list[str]:
    """Return the titles of all entries."""
    parts = pages.elements(service, Operation.LIST, what="the passwords")
    return [one["title"] async for part in parts for one in part]


@pytest.mark.parametrize("style", [*STYLES, "none"])
@pytest.mark.parametrize("envelope", ENVELOPES)
async def test_every_page_is_read(server: PasspackServer, style: Style, envelope: Envelope) -> None:
    server.stock(23)
    server.pages.style, server.pages.size, server.speech.envelope = style, 5, envelope
    async with asked(server) as service:
        found = await titles(service)
    assert found == [f"Entry {number:05}" for number in range(23)]
    assert len(server.requests) == (1 if style == "none" else 5)


@pytest.mark.parametrize("beside", ["meta", "pagination"])
@pytest.mark.parametrize("style", ["page", "offset", "cursor"])
async def test_pages_that_are_told_of_in_an_object_of_their_own(
    server: PasspackServer, style: Style, beside: str
) -> None:
    server.stock(12)
    server.pages.style, server.pages.size, server.pages.beside = style, 5, beside
    async with asked(server) as service:
        assert len(await titles(service)) == 12


@pytest.mark.parametrize("style", STYLES)
async def test_a_server_that_goes_round_in_circles_is_left(server: PasspackServer, style: Style) -> None:
    server.stock(23)
    server.pages.style, server.pages.size, server.pages.loop = style, 5, True
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="round in circles"):
            await titles(service)
    assert len(server.requests) <= 3


async def test_events_without_ids_that_go_round_in_circles_are_left(server: PasspackServer) -> None:
    entry = server.add_entry()
    for number in range(12):
        server.add_event(entry, {"action": "viewed", "timestamp": number})
    server.pages.style, server.pages.size, server.pages.loop = "page", 5, True
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="round in circles"):
            [one async for one in pages.elements(service, Operation.AUDIT, id=str(entry), what="the audit")]


async def test_no_other_place_is_asked(server: PasspackServer) -> None:
    server.stock(8)
    server.pages.style, server.pages.size = "link", 5
    with PasspackServer() as other:
        server.pages.base = other.url
        async with asked(server) as service:
            with pytest.raises(Unreachable, match="another place"):
                await titles(service)
            server.pages.base = server.url  # its own address, whole
            assert len(await titles(service)) == 8
        assert other.requests == []


async def test_entries_that_others_add_meanwhile_are_seen_once(server: PasspackServer) -> None:
    server.stock(12)
    server.pages.style, server.pages.size = "page", 5
    server.passpack.state.newest_first, server.passpack.arrivals = True, 2
    async with asked(server) as service:
        found = await titles(service)
    assert len(found) == len(set(found))
    assert {f"Entry {number:05}" for number in range(12)} <= set(found)


@pytest.mark.parametrize("style", ["offset", "content-range", "page"])
@pytest.mark.parametrize("gone", [1, 7])
async def test_what_moves_to_a_page_that_was_read_is_read_again(
    server: PasspackServer, style: Style, gone: int
) -> None:
    server.stock(31)
    server.pages.style, server.pages.size = style, 5
    found: list[str] = []
    async with asked(server) as service:
        async for part in pages.elements(service, Operation.LIST, what="the passwords"):
            if len(found) == 15:  # somebody deletes what was read first, so that all the others move
                for entry in range(1001, 1001 + gone):
                    server.remove(entry)
            found += [one["title"] for one in part]
    assert sorted(found) == [f"Entry {number:05}" for number in range(31)]


async def test_events_that_nothing_tells_apart_are_not_read_twice(server: PasspackServer) -> None:
    entry = server.add_entry()
    for number in range(12):
        server.add_event(entry, {"action": "viewed", "timestamp": number})
    server.pages.style, server.pages.size = "offset", 5
    found: list[object] = []
    async with asked(server) as service:
        async for part in pages.elements(service, Operation.AUDIT, id=str(entry), what="the audit", key=""):
            if len(found) == 5:  # so that all the others move
                del server.passpack.state.entries[str(entry)].events[-3:]
            found += [one["timestamp"] for one in part]
    assert len(found) == len(set(found))


async def test_where_nothing_goes_no_page_is_asked_for_twice(server: PasspackServer) -> None:
    server.stock(31)
    server.pages.style, server.pages.size = "offset", 5
    async with asked(server) as service:
        assert len(await titles(service)) == 31
    assert server.count("GET") == 7


async def test_a_server_that_tells_of_more_than_it_shows_is_told_as_such(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply({"data": [] if request.query else [{"id": 1, "title": "a"}], "total": 5})

    monkeypatch.setattr(server, "answer", answer)
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="tells of more of the passwords than it shows"):
            await titles(service)


@pytest.mark.parametrize("status", [404, 405, 410, 501])
@pytest.mark.parametrize("operation", [Operation.LIST, Operation.AUDIT])
async def test_a_later_page_that_is_not_there_is_no_list_that_is_not_there(
    server: PasspackServer, operation: Operation, status: int
) -> None:
    server.stock(8)
    for number in range(8):
        server.add_event(1001, {"id": number, "action": "viewed"})
    server.pages.style, server.pages.size = "cursor", 5
    server.faults.add(Fault(on="cursor=", status=status))
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="the list is not complete"):
            [one async for one in pages.elements(service, operation, id="1001", what="the passwords")]
        assert service.capabilities.reason(operation) is None


@pytest.mark.parametrize(
    "following",
    [
        {"next": "/passwords?after=2"},
        {"links": {"next": "?after=2"}},
        {"_links": {"next": {"href": "/passwords?after=2"}}},
        {"next_page": 2},
        {"nextPageToken": "a/b=="},
        {"next": "b3BhcXVl"},
        {"page": 1, "total": 2},
        {"current_page": 1, "last_page": 2},
        {"meta": {"has_more": True}},
    ],
)
async def test_other_ways_to_tell_that_there_is_more(
    server: PasspackServer, following: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply({"data": [{"id": 2, "title": "b"}]} if request.query else first)

    first = {"data": [{"id": 1, "title": "a"}], **following}
    monkeypatch.setattr(server, "answer", answer)
    async with asked(server) as service:
        assert await titles(service) == ["a", "b"]


async def test_a_list_under_a_key_that_the_settings_name(
    server: PasspackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply({"folders": [{"id": 9}], "vault": {"mine": [{"id": 1, "title": "a"}]}})

    monkeypatch.setattr(server, "answer", answer)
    async with asked(server, replace(DOCUMENTED, envelope="vault.mine")) as service:
        assert await titles(service) == ["a"]


@pytest.mark.parametrize("body", [{}, {"id": 1, "tags": ["a"]}, "text", None, 7, {"a": [{}], "b": [{}]}])
async def test_what_is_no_list_is_news(server: PasspackServer, body: object, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply(body)

    monkeypatch.setattr(server, "answer", answer)
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="cannot be read as the passwords"):
            await titles(service)
