"""Collections that come in pages: read to the end in whatever way, never elsewhere, never for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.backends.connect.place import Json, Office
from tests.servers.connect import ConnectServer
from tests.servers.connect.paging import Style
from tests.servers.exchange import Reply, Request, json_reply
from tui.model.errors import Unreachable
from tui.model.ids import VaultId

pytestmark = pytest.mark.openapi(answers=False)  # the real server answers whole lists

STYLES: list[Style] = ["link", "content-range", "cursor"]


async def titles(place: Office, vault: str) -> list[str]:
    """Return the titles of all rows."""
    return [row.title async for page in place.backend.items(VaultId(vault)) for row in page]


@pytest.mark.parametrize("style", STYLES)
async def test_every_page_is_read(place: Office, style: Style) -> None:
    [vault, *_] = place.server.stock(7, 23)
    place.server.page_size = 5
    place.server.connect.pages.style = style
    assert len(await place.backend.vaults()) == 7
    found = await titles(place, vault)
    assert len(found) == len(set(found)) == 23
    assert place.server.count("GET", "/items") == 5


@pytest.mark.parametrize("style", STYLES)
async def test_a_server_that_goes_round_in_circles_is_left(place: Office, style: Style) -> None:
    [vault] = place.server.stock(1, 23)
    place.server.page_size = 5
    place.server.connect.pages.style, place.server.connect.pages.loop = style, True
    with pytest.raises(Unreachable, match="round in circles"):
        await titles(place, vault)
    assert place.server.count("GET", "/items") <= 3


async def test_no_other_place_is_asked(place: Office) -> None:
    [vault] = place.server.stock(1, 8)
    with ConnectServer() as other:
        place.server.page_size = 5
        place.server.connect.pages.base = other.url
        with pytest.raises(Unreachable, match="another place"):
            await titles(place, vault)
        assert other.requests == []
    place.server.connect.pages.base = place.server.url  # its own address, whole
    assert len(await titles(place, vault)) == 8


async def test_an_empty_vault_has_no_pages(place: Office, vault: str) -> None:
    assert await titles(place, vault) == []
    for style in STYLES:
        place.server.page_size = 5
        place.server.connect.pages.style = style
        assert await titles(place, vault) == []


ROWS: list[Json] = [{"id": letter * 26, "title": letter} for letter in "abcde"]

ENVELOPES: dict[str, Callable[[int, str], tuple[object, dict[str, str]]]] = {
    "one envelope": lambda at, path: ({"items": ROWS}, {}),
    "next address": lambda at, path: ({"data": ROWS[at : at + 2], "next": _more(at, f"{path}?offset={at + 2}")}, {}),
    "next query": lambda at, path: ({"results": ROWS[at : at + 2], "next": _more(at, f"?offset={at + 2}")}, {}),
    "total": lambda at, path: ({"items": ROWS[at : at + 2], "total": 5}, {}),
    "has_more": lambda at, path: ({"items": ROWS[at : at + 2], "has_more": at < 4}, {}),
    "a range from 0": lambda at, path: (ROWS[at : at + 2], {"Content-Range": f"items {at}-{at + 1}/5"}),
    "an unquoted link": lambda at, path: (ROWS[at : at + 2], _link(at, f"<{path}?offset={at + 2}>; rel=next")),
    "two links": lambda at, path: (
        ROWS[at : at + 2],
        _link(at, f'<{path}?offset=0>; rel="prev", <{path}?offset={at + 2}>; title="x"; rel="next"'),
    ),
    "no following": lambda at, path: (ROWS, {"Link": f'<{path}?offset=0>; rel="first"', "Content-Range": "?"}),
}


def _more(at: int, target: str) -> str | None:
    return target if at < 4 else None


def _link(at: int, link: str) -> dict[str, str]:
    return {"Link": link} if at < 4 else {}


@pytest.mark.parametrize("name", ENVELOPES)
async def test_other_ways_to_page(place: Office, vault: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(request: Request) -> Reply:
        body, headers = ENVELOPES[name](int(request.query.get("offset", "0")), request.path)
        return json_reply(body, headers=headers)

    monkeypatch.setattr(place.server, "answer", answer)
    place.server.page_size = 2
    assert await titles(place, vault) == list("abcde")


@pytest.mark.parametrize("body", [{}, {"items": None}, {"items": {}}, {"message": "hello"}])
async def test_an_envelope_without_a_list_is_news(
    place: Office, vault: str, body: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return json_reply(body)

    monkeypatch.setattr(place.server, "answer", answer)
    with pytest.raises(Unreachable):
        await titles(place, vault)
