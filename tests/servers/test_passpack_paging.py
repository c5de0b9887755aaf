"""Lists by pages: each style leads to every entry, and what shifts or goes round in circles really does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.servers.passpack import PasspackServer
from tests.servers.passpack.paging import Style

Json = dict[str, Any]
Next = Callable[[httpx.Response, int], dict[str, str] | None]


def _by_page(answer: httpx.Response, count: int) -> dict[str, str] | None:
    told = answer.json()
    return {"page": str(told["page"] + 1)} if told["page"] < told["total_pages"] else None


def _by_offset(answer: httpx.Response, count: int) -> dict[str, str] | None:
    told = answer.json()
    return {"offset": str(told["offset"] + told["limit"])} if count < told["total"] else None


def _by_cursor(answer: httpx.Response, count: int) -> dict[str, str] | None:
    following = answer.json()["next_cursor"]
    return {"cursor": following} if following else None


def _by_link(answer: httpx.Response, count: int) -> dict[str, str] | None:
    return dict(httpx.URL(answer.links["next"]["url"]).params) if "next" in answer.links else None


def _by_range(answer: httpx.Response, count: int) -> dict[str, str] | None:
    return {"offset": str(count)} if count < int(answer.headers["Content-Range"].partition("/")[2]) else None


STYLES: dict[Style, Next] = {
    "page": _by_page,
    "offset": _by_offset,
    "cursor": _by_cursor,
    "link": _by_link,
    "content-range": _by_range,
}


def pages(web: httpx.Client, style: Style, path: str = "/passwords", most: int = 100) -> Iterator[list[Json]]:
    """Yield the pages of a list, as a trusting client reads them."""
    query: dict[str, str] | None = {}
    count = 0
    while query is not None and most:
        answer = web.get(path, params=query)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        rows = told if isinstance(told, list) else told["items"]
        count, most = count + len(rows), most - 1
        query = STYLES[style](answer, count)
        yield rows


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("newest_first", [False, True], ids=["oldest", "newest"])
def test_every_entry_is_told_once(team: PasspackServer, web: httpx.Client, style: Style, newest_first: bool) -> None:
    team.stock(23)
    team.pages.style, team.pages.size, team.newest_first = style, 5, newest_first
    found = list(pages(web, style))
    assert [len(each) for each in found] == [5, 5, 5, 5, 3]
    titles = [row["title"] for each in found for row in each]
    assert titles == [f"Entry {number:05}" for number in range(23)][:: -1 if newest_first else 1]


@pytest.mark.parametrize("style", STYLES)
def test_an_empty_list_is_one_page(team: PasspackServer, web: httpx.Client, style: Style) -> None:
    team.pages.style = style
    assert list(pages(web, style)) == [[]]


@pytest.mark.parametrize("style", STYLES)
def test_a_list_shifts_while_it_is_read(team: PasspackServer, web: httpx.Client, style: Style) -> None:
    team.stock(20)
    team.pages.style, team.pages.size, team.newest_first = style, 5, True
    team.passpack.arrivals = 3
    found = [row["id"] for each in pages(web, style) for row in each]
    assert len(team.entries) == 23
    assert {each["id"] for each in team.entries[:20]} <= set(found)
    moved = len(found) - len(set(found))
    assert moved == 0 if style == "cursor" else moved > 0


@pytest.mark.parametrize("style", STYLES)
def test_a_list_grows_while_it_is_read(team: PasspackServer, web: httpx.Client, style: Style) -> None:
    team.stock(20)
    team.pages.style, team.pages.size = style, 5
    team.passpack.arrivals = 3
    found = [row["id"] for each in pages(web, style) for row in each]
    assert sorted(found) == sorted(each["id"] for each in team.entries)
    assert len(found) == 23


@pytest.mark.parametrize("style", STYLES)
def test_a_list_goes_round_in_circles(team: PasspackServer, web: httpx.Client, style: Style) -> None:
    team.stock(12)
    team.pages.style, team.pages.size, team.pages.loop = style, 5, True
    found = list(pages(web, style, most=20))
    assert len(found) == 20
    assert all(each == found[0] for each in found)
    targets = [request.target for request in team.requests]
    assert len(set(targets)) == 20  # each next page looks like another


def test_a_client_may_ask_for_less_and_not_for_more(team: PasspackServer, web: httpx.Client) -> None:
    team.stock(12)
    team.pages.size = 5
    team.pages.style = "page"
    assert len(web.get("/passwords", params={"per_page": "2"}).json()["items"]) == 2
    assert web.get("/passwords", params={"per_page": "50"}).json()["per_page"] == 5
    team.pages.style = "offset"
    assert web.get("/passwords", params={"limit": "2", "offset": "11"}).json()["items"][0]["title"] == "Entry 00011"
    team.pages.style = "content-range"
    answer = web.get("/passwords", headers={"Range": "items=3-4"})
    assert (len(answer.json()), answer.headers["Content-Range"]) == (2, "items 3-4/12")
    assert web.get("/passwords", params={"offset": "20"}).headers["Content-Range"] == "items */12"
    for query in ({"offset": "-1"}, {"limit": "x"}):
        assert web.get("/passwords", params=query).status_code == 400


def test_where_the_pages_are_told(team: PasspackServer, web: httpx.Client) -> None:
    team.stock(3)
    team.pages.style, team.pages.size, team.pages.beside = "offset", 2, "meta"
    team.speech.envelope = "data"
    told = web.get("/passwords").json()
    assert (len(told["data"]), told["meta"]) == (2, {"offset": 0, "limit": 2, "total": 3})
    team.speech.envelope = "nested"
    assert set(web.get("/passwords").json()["data"]) == {"items", "meta"}
    team.pages.style, team.pages.base = "link", "https://other.example"
    assert web.get("/passwords").links["next"]["url"].startswith("https://other.example/passwords?page=2")


@pytest.mark.parametrize("style", STYLES)
def test_members_and_audits_come_by_pages_too(team: PasspackServer, web: httpx.Client, style: Style) -> None:
    entry = team.add_entry()
    for number in range(7):
        team.add_member(f"m{number}@team.example")
        web.get(f"/passwords/{entry}")
    team.pages.style, team.pages.size = style, 3
    assert [len(each) for each in pages(web, style, "/teams/members")] == [3, 3, 1]
    assert [len(each) for each in pages(web, style, f"/passwords/{entry}/audit")] == [3, 3, 1]
