"""What the HTTP layer sends, and what it makes of good answers: addresses, turns, connections, bodies, files."""

from __future__ import annotations

import asyncio
import json
import random
import time
from contextlib import aclosing, suppress
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backends.asked import TOKEN, asking, client
from tests.backends.raw_server import Seen, Writing, always, answer, reset, serving
from tests.conftest import SoakScale
from tests.examples import examples
from tui.backends.http import Answer, Endpoint, Http, Patience
from tui.model.errors import (
    Conflict,
    Denied,
    Invalid,
    Locked,
    NotFound,
    RateLimited,
    TokenRefused,
    Unclear,
    Unreachable,
    VaultError,
)
from tui.model.secret import Secret


async def test_what_is_asked_for_arrives() -> None:
    async with asking(always(answer(b'{"id":1}', "200 OK", "Date: today", "X-Thing: 7"))) as (server, http):
        got = await http.ask("PUT", ["vaults", "a b"], query={"filter": 'title eq "A&B #1+2"'}, body={"title": "Ünï"})
        [seen] = server.seen
        assert (got.status, got.ok, got.body) == (200, True, b'{"id":1}')
        assert (got.headers["date"], got.headers["x-thing"]) == ("today", "7")
        path, _, query = seen.target.partition("?")
        assert (seen.method, path) == ("PUT", "/vaults/a%20b")
        assert parse_qsl(query) == [("filter", 'title eq "A&B #1+2"')]
        assert json.loads(seen.body) == {"title": "Ünï"}
        assert seen.headers["content-type"] == "application/json"
        assert seen.headers["authorization"] == TOKEN
        assert seen.headers["accept-encoding"] == "identity"


async def test_paths_are_below_the_base_address() -> None:
    async with asking(always(answer()), path="/deep/base/") as (server, http):
        await http.ask("GET", ["v1", "vaults"])
        await http.ask("GET", [])
        assert [seen.target for seen in server.seen] == ["/deep/base/v1/vaults", "/deep/base"]


def test_any_id_is_one_segment_and_any_query_arrives() -> None:
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    ids = (texts | st.sampled_from(["../x", "a/b", "%2e%2e", "//host/", "?", "#", "\\..\\", "…", "a\r\nb"])).filter(
        lambda text: text not in ("", ".", "..")
    )
    with asyncio.Runner() as runner:
        serve = serving(always(answer()))
        server = runner.run(serve.__aenter__())
        http = client(f"{server.url}/base")

        @settings(max_examples=examples(100))
        @given(ids, ids, texts)
        def arrive(vault: str, item: str, wanted: str) -> None:
            server.seen.clear()
            runner.run(http.ask("GET", ["vaults", vault, item], query={"filter": wanted, "page": "1"}))
            [seen] = server.seen
            path, _, query = seen.target.partition("?")
            empty, base, vaults, *rest = path.split("/")
            assert (empty, base, vaults) == ("", "base", "vaults")
            assert [unquote(segment, errors="strict") for segment in rest] == [vault, item]
            assert parse_qsl(query, keep_blank_values=True) == [("filter", wanted), ("page", "1")]

        arrive()
        runner.run(http.aclose())
        runner.run(serve.__aexit__(None, None, None))


@pytest.mark.parametrize("segment", ["", ".", "..", "a\ud800b", "x" * 20_000])
async def test_what_is_no_id_is_not_asked_for(segment: str) -> None:
    async with asking(always(answer())) as (server, http):
        with pytest.raises(Invalid, match=r"An id .*\."):
            await http.ask("GET", ["vaults", segment])
        with pytest.raises(Invalid, match=r"An id .*\."):
            http.stream(["vaults", segment])
        assert server.seen == []


@pytest.mark.parametrize(
    ("body", "why"),
    [({"title": "a\udc80 s3cret-x"}, "lone surrogate"), ({"n": float("nan")}, "finite"), ([float("inf")], "finite")],
)
async def test_what_is_no_json_is_not_sent(body: object, why: str) -> None:
    async with asking(always(answer())) as (server, http):
        with pytest.raises(Invalid, match=why) as caught:
            await http.ask("POST", ["items"], body=body)
        assert caught.value.__context__ is None
        with pytest.raises(Invalid, match="lone surrogate"):
            await http.ask("GET", ["items"], query={"filter": "\ud800"})
        assert server.seen == []


async def test_a_secret_in_a_body_is_revealed_there_only() -> None:
    said = answer(b'{"message":"s3cret-new is not good, nor is s3cret-token"}', "400 Bad")
    async with asking(always(said)) as (server, http):
        got = await http.ask("POST", ["items"], body={"value": Secret("s3cret-new")})
        assert json.loads(server.seen[0].body) == {"value": "s3cret-new"}
        with pytest.raises(Invalid, match="•••••••• is not good, nor is ••••••••") as caught:
            got.check("the item")
        assert "s3cret" not in f"{caught.value!r} {got!r} {http!r} {http.exchanges!r}"


async def test_eight_at_a_time_on_eight_connections() -> None:
    async def once_all_are_there(_: Seen, writer: Writing) -> None:
        async with asyncio.timeout(30):
            while server.busiest < 8:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)
        writer.write(answer())

    async with asking(once_all_are_there) as (server, http):
        await asyncio.gather(*(http.ask("GET", ["item", str(n)]) for n in range(40)))
        assert (len(server.seen), server.busiest, server.connections) == (40, 8, 8)
        for _ in range(10):
            await http.ask("GET", ["again"])
        assert server.connections == 8
        writes = (http.ask("PATCH", ["item", str(n)], body=[]) for n in range(20))
        reads = (http.ask("GET", ["item", str(n)]) for n in range(20))
        await asyncio.gather(*writes, *reads)
        assert (server.busiest, server.count("PATCH")) == (8, 20)


async def test_those_who_left_leave_their_turns_and_connections() -> None:
    async def sleepily(seen: Seen, writer: Writing) -> None:
        await asyncio.sleep(0 if seen.target == "/quick" else 5)
        writer.write(answer())

    async with asking(sleepily) as (server, http):
        for _ in range(3):
            asked = [asyncio.ensure_future(http.ask(method, ["slow"])) for method in ("GET", "POST") * 10]
            await asyncio.sleep(0.05)
            for one in asked:
                one.cancel()
            assert all(
                isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*asked, return_exceptions=True)
            )
        await asyncio.gather(*(http.ask("GET", ["quick"], seconds=30) for _ in range(16)))
        assert {(one.status, one.problem) for one in http.exchanges} == {(200, ""), (0, "left")}
        assert server.busiest <= 8 * 4  # what was left goes on in the server


async def test_those_who_left_at_any_moment_take_nothing_with_them(soak_scale: SoakScale) -> None:
    chance = random.Random(7)  # noqa: S311 - the same every time

    async def at_times(seen: Seen, writer: Writing) -> None:
        if seen.target != "/after" and chance.random() < 0.5:
            reset(writer)
        elif seen.target != "/after":
            await asyncio.sleep(chance.choice([0.001, 0.01, 5]))
        writer.write(answer(b"x" * 100))

    async def leave_early(n: int) -> None:
        with suppress(TimeoutError, Unreachable):
            async with asyncio.timeout(chance.uniform(0.002, 0.05)):
                await http.ask(chance.choice(["GET", "POST"]), [str(n)])

    async with asking(at_times, Patience(first=0.001, most=0.002)) as (_, http):
        for _ in range(soak_scale(600)):
            await asyncio.gather(*(leave_early(n) for n in range(16)))
        after = await asyncio.gather(*(http.ask("GET", ["after"], seconds=30) for _ in range(40)))
        assert all(one.ok for one in after)


async def test_a_closed_one_says_so_and_keeps_nothing_open() -> None:
    async with asking(always(answer())) as (server, http):
        await http.ask("GET", ["x"])
        assert server.open_connections == 1
        await http.aclose()
        await http.aclose()
        await server.left_alone()
        with pytest.raises(Locked, match="closed"):
            await http.ask("GET", ["x"])
        with pytest.raises(Locked, match="closed"):
            http.stream(["x"])


async def test_closing_ends_what_is_on_its_way_and_what_waits() -> None:
    async def never(_: Seen, __: Writing) -> None:
        await asyncio.sleep(60)

    async with asking(never) as (server, http):
        asked = [asyncio.ensure_future(http.ask(method, ["x"])) for method in ("POST", "GET") * 8]
        await server.saw(8)
        await http.aclose()
        ends = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(end) for end in ends} == {Unclear, Locked}
        assert len(server.seen) == 8


async def test_cookies_are_not_kept() -> None:
    cookie = "Set-Cookie: id=1; Path=/", "Set-Cookie: broken; expires=\x7f; =="
    async with asking(always(answer(b"", "200 OK", *cookie))) as (server, http):
        await http.ask("GET", ["a"])
        await http.ask("GET", ["b"])
        assert not any("cookie" in seen.headers for seen in server.seen)


async def test_the_list_of_requests() -> None:
    async def by_method(seen: Seen, writer: Writing) -> None:
        writer.write(answer(b"12345", "200 OK" if seen.method == "GET" else "403 No"))

    async with asking(by_method) as (_, http):
        await http.ask("GET", ["vaults", "a\x1b]52;b"], query={"filter": "s3cret-filter"})
        await http.ask("PUT", ["x"], body=Secret("s3cret-body"))
        put, got = http.exchanges
        assert (got.method, got.path, got.status, got.received) == ("GET", "/vaults/a%1B%5D52%3Bb", 200, 5)
        assert (put.method, put.path, put.status, put.problem) == ("PUT", "/x", 403, "")
        assert 0 < put.seconds < 30
        assert put.at >= got.at
        assert "s3cret" not in repr(http.exchanges)


async def test_the_list_of_requests_has_an_end() -> None:
    async with serving(always(answer())) as server:
        nobody = server.port
    http = client(f"http://127.0.0.1:{nobody}")
    await asyncio.gather(*(http.ask("DELETE", [str(n)], seconds=600) for n in range(505)), return_exceptions=True)
    assert len(http.exchanges) == 500
    assert http.exchanges[0].path != "/0"
    await http.aclose()


async def test_a_file_comes_piece_by_piece() -> None:
    async def in_pieces(_: Seen, writer: Writing) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for n in range(5):
            writer.write(b"4\r\nab%d\n\r\n" % n)
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.write(b"0\r\n\r\n")

    async with asking(in_pieces) as (server, http):
        got = [piece async for piece in http.stream(["file"])]
        assert b"".join(got) == b"ab0\nab1\nab2\nab3\nab4\n"
        assert len(got) > 1
        assert (http.exchanges[0].received, server.connections) == (20, 1)
        async with aclosing(http.stream(["file"])) as pieces:
            assert await anext(pieces) == b"ab0\n"
        assert [one.problem for one in http.exchanges] == ["left", ""]
        assert (await http.ask("GET", ["after"])).ok


async def test_a_file_that_nobody_reads_on_takes_no_turn() -> None:
    async with asking(always(answer(b"x" * 2_000_000))) as (_, http):
        for _ in range(20):
            async for piece in http.stream(["file"]):
                assert piece
                break
        assert (await http.ask("GET", ["after"], seconds=2)).ok


async def test_a_file_may_be_empty_or_larger_than_an_answer() -> None:
    async def sized(seen: Seen, writer: Writing) -> None:
        writer.write(answer(b"x" * int(seen.target[1:])))

    async with asking(sized) as (_, http):
        assert [piece async for piece in http.stream(["0"])] == []
        assert sum([len(piece) async for piece in http.stream(["9000000"])]) == 9_000_000


async def test_no_file() -> None:
    async with asking(always(answer(b'{"message":"file f not found"}', "404 No"))) as (server, http):
        with pytest.raises(NotFound, match=r"does not find the document.*“file f not found”"):
            _ = [piece async for piece in http.stream(["f"], what="the document")]
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, Invalid, "does not accept the request for the item"),
        (401, TokenRefused, "does not take the account’s token"),
        (403, Denied, "refuses the item: the account’s token does not have the right"),
        (404, NotFound, "does not find the item"),
        (408, Unreachable, "waited too long"),
        (409, Conflict, "something else was changing the item"),
        (413, Invalid, "finds the item too large"),
        (418, Unreachable, "not understood"),
        (422, Invalid, "does not accept the request for the item"),
        (429, RateLimited, "asks us to wait"),
        (500, Unreachable, "failed when it was asked for the item"),
        (501, Unreachable, "failed when it was asked for the item"),
        (502, Unreachable, "cannot be reached behind its address"),
        (503, Unreachable, "cannot be reached behind its address"),
        (599, Unreachable, "failed when it was asked for the item"),
        (999, Unreachable, "failed when it was asked for the item"),
    ],
)
def test_each_status_is_news(status: int, kind: type[VaultError], words: str) -> None:
    for writing in (False, True):
        answer = Answer(status, {"retry-after": "20"}, b'{"message": "why"}', "The test server", writing)
        assert not answer.ok
        with pytest.raises(kind, match=f"^The test server .*{words}.* It says: “why”") as caught:
            answer.check("the item")
        unclear = writing and status in (500, 502, 503, 599, 999)
        assert type(caught.value) is (Unclear if unclear else kind)
        assert str(caught.value).endswith("trying again." if unclear else "“why”.")
        if isinstance(caught.value, RateLimited):
            assert caught.value.until == pytest.approx(time.time() + 20, abs=5)


def test_good_ones_are_none() -> None:
    for status in (200, 201, 202, 204, 299):
        Answer(status, {}, b"").check("the item")


@pytest.mark.parametrize("value", ["", "Bearer ", "a\nb", "a\r\nX-Other: 1", "tök", "a\x00", " a", "Bearer  s3cret-x"])
def test_what_is_no_token_is_not_taken(value: str) -> None:
    with pytest.raises(Invalid, match="copy it again") as caught:
        Http(Endpoint("http://127.0.0.1"), {"Authorization": Secret(value)}, "The test server")
    assert "s3cret" not in str(caught.value)
