"""Lists in whatever they are wrapped and however they come in pages: to the end, never elsewhere, never for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.passpack.place import asked
from tests.servers.exchange import Reply, Request, json_reply
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
