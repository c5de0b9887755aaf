"""Servers that break off, babble, drip, flood or lead elsewhere: one sentence each, and nothing is done twice."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.backends.asked import HASTY, asking, client
from tests.backends.raw_server import Reply, Seen, Writing, always, answer, listening, reset, serving
from tui.backends.http import Http, Patience
from tui.model.errors import Invalid, Unclear, Unreachable, VaultError

QUICK = Patience(first=0.01, most=0.02, connect=5.0, read=0.3)
"""For servers that do not answer."""


def closing(data: bytes) -> Reply:
    """Reply with these bytes, and close."""

    async def reply(_: Seen, writer: Writing) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return reply


def resetting(data: bytes) -> Reply:
    """Reply with these bytes, and break off."""

    async def reply(_: Seen, writer: Writing) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.01)
        reset(writer)

    return reply


async def silent(_: Seen, __: Writing) -> None:
    """Reply nothing for a long time."""
    await asyncio.sleep(10)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

FAULTS: dict[str, tuple[Reply, str, str]] = {
    "closes at once": (closing(b""), "closed the connection", "closed early"),
    "resets at once": (resetting(b""), "closed the connection", "closed early"),
    "resets in the head": (resetting(b"HTTP/1.1 200 OK\r\nCont"), "closed the connection", "closed early"),
    "resets in the body": (resetting(answer(b"x" * 99)[:-9]), "closed the connection", "closed early"),
    "closes in the head": (closing(b"HTTP/1.1 200 OK\r\nCont"), "closed the connection", "closed early"),
    "closes in the body": (closing(answer(b"x" * 99)[:-9]), "closed the connection", "closed early"),
    "closes in a chunk": (closing(CHUNKED + b"5\r\nab"), "closed the connection", "closed early"),
    "closes between chunks": (closing(CHUNKED + b"2\r\nab\r\n"), "closed the connection", "closed early"),
    "speaks SSH": (closing(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "no correct HTTP", "not HTTP"),
    "speaks nothing": (closing(b"\x00\x01\x1b]52;c;s3cret\x07\xff\n\n"), "no correct HTTP", "not HTTP"),
    "wrong status": (closing(b"HTTP/1.1 20x OK\r\n\r\n"), "no correct HTTP", "not HTTP"),
    "wrong header": (closing(b"HTTP/1.1 200 OK\r\n\x1b[2Jno colon\r\n\r\n"), "no correct HTTP", "not HTTP"),
    "endless header": (closing(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000), "no correct HTTP", "not HTTP"),
    "wrong length": (closing(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"), "no correct HTTP", "not HTTP"),
    "two lengths": (
        closing(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"),
        "no correct HTTP",
        "not HTTP",
    ),
    "wrong chunk": (closing(CHUNKED + b"zz\r\nab\r\n"), "no correct HTTP", "not HTTP"),
    "packed on the way": (
        closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        "no correct HTTP",
        "not HTTP",
    ),
    "silent": (silent, "did not answer within 0.3 s", "timed out"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_read_is_tried_three_times_and_told_in_a_sentence(fault: str) -> None:
    reply, words, short = FAULTS[fault]
    async with asking(reply, QUICK if reply is silent else HASTY) as (server, http):
        with pytest.raises(Unreachable, match=words) as caught:
            await http.ask("GET", ["item"])
        assert not isinstance(caught.value, Unclear)
        await server.saw(3)
        assert server.count("GET") == 3
        assert [one.problem for one in http.exchanges] == [short] * 3
        told(caught.value, http)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_write_is_sent_once_and_unclear(fault: str) -> None:
    reply, words, short = FAULTS[fault]
    async with asking(reply, QUICK if reply is silent else HASTY) as (server, http):
        for n, method in enumerate(("POST", "PUT", "PATCH", "DELETE"), 1):
            body = None if method == "DELETE" else {"password": "s3cret-body"}
            with pytest.raises(Unclear, match=f"{words}.*Whether it was done is not known") as caught:
                await http.ask(method, ["item"], body=body, seconds=0.3 if reply is silent else 30)
            await server.saw(n)
            assert (server.count(method), len(server.seen)) == (1, n)
            assert http.exchanges[0].problem == short
            told(caught.value, http)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_file_is_told_of_in_the_same_sentence(fault: str) -> None:
    reply, words, _ = FAULTS[fault]
    async with asking(reply, QUICK if reply is silent else HASTY) as (server, http):
        got = b""
        with pytest.raises(Unreachable, match=words) as caught:
            async for piece in http.stream(["file"], seconds=0.3 if reply is silent else 30):
                got += piece
        await server.saw(1 if got else 3)
        assert server.count("GET") == (1 if got else 3)
        told(caught.value, http)


def told(error: Exception, http: Http) -> None:
    """A sentence, without what must not be in one, and without an error behind it."""
    text = str(error)
    assert text.startswith("The test server ") or text.startswith("What answers at 127.0.0.1:"), text
    assert text.endswith((".", "trying again."))
    assert text.isprintable()
    assert error.__context__ is None
    assert error.__cause__ is None
    assert "s3cret" not in f"{error!r} {http!r} {http.exchanges!r}"


async def test_a_service_that_has_closed_what_was_kept_open_is_asked_anew() -> None:
    async def close_after(_: Seen, writer: Writing) -> None:
        writer.write(answer())
        await writer.drain()
        writer.close()

    async with asking(close_after) as (server, http):
        for _ in range(5):
            assert (await http.ask("GET", ["x"])).ok
            await asyncio.sleep(0.01)
            assert (await http.ask("POST", ["x"], body={})).ok
        assert (server.count("GET"), server.count("POST")) == (5, 5)


async def test_a_service_that_closes_what_was_kept_open_when_it_is_asked() -> None:
    asked: dict[int, int] = {}

    async def one_each(_: Seen, writer: Writing) -> None:
        asked[id(writer)] = asked.get(id(writer), 0) + 1
        if asked[id(writer)] > 1:
            reset(writer)  # as if it had closed just before
        else:
            writer.write(answer())

    async with asking(one_each, Patience(first=60, most=60)) as (server, http):
        started = time.monotonic()
        for _ in range(5):
            assert (await http.ask("GET", ["x"])).ok
            assert (await http.ask("POST", ["x"], body={})).ok
        assert time.monotonic() - started < 50, "a connection that was closed meanwhile needs no pause"
        assert server.count("POST") == 5


async def test_connections_that_are_dead_cost_one_try_only() -> None:
    """As it is after this machine has slept: nobody answers on them, and nobody closes them."""
    slept: list[Writing] = []

    async def but_on_new_ones(_: Seen, writer: Writing) -> None:
        if writer in slept:
            await silent(_, writer)
        await asyncio.sleep(0.02)
        writer.write(answer())

    async def remembering(seen: Seen, writer: Writing) -> None:
        kept.append(writer)
        await but_on_new_ones(seen, writer)

    kept: list[Writing] = []
    async with asking(remembering, Patience(first=0.01, most=0.01, read=1.0)) as (server, http):
        await asyncio.gather(*(http.ask("GET", [str(n)]) for n in range(8)))
        slept += kept
        assert (await http.ask("GET", ["x"])).ok
        assert [one.problem for one in http.exchanges[:2]] == ["", "timed out"]
        assert server.connections == 9
        assert (await http.ask("POST", ["x"])).ok


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_what_may_go_better_is_tried_again(status: int) -> None:
    async def second_time(_: Seen, writer: Writing) -> None:
        writer.write(answer(b"{}", f"{status} No" if len(server.seen) == 1 else "200 OK"))

    async with asking(second_time) as (server, http):
        assert (await http.ask("GET", ["x"])).ok
        assert [one.status for one in http.exchanges] == [200, status]
        server.seen.clear()
        assert (await http.ask("POST", ["x"])).status == status
        assert len(server.seen) == 1
    async with asking(always(answer(b"{}", f"{status} No"))) as (server, http):
        assert (await http.ask("GET", ["x"])).status == status
        assert len(server.seen) == 3
        with pytest.raises(Exception, match="The test server"):
            _ = [piece async for piece in http.stream(["x"])]
        assert len(server.seen) == 6


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 418, 422, 501, 505])
async def test_what_will_not_go_better_is_asked_once(status: int) -> None:
    async with asking(always(answer(b"{}", f"{status} No"))) as (server, http):
        assert (await http.ask("GET", ["x"])).status == status
        assert len(server.seen) == 1
        with pytest.raises(VaultError, match="The test server"):
            _ = [piece async for piece in http.stream(["x"])]
        assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("header", "tries", "least"),
    [
        ("Retry-After: 0", 3, 0),
        ("Retry-After: 2", 2, 2),
        ("Retry-After: -1", 3, 0),
        ("Retry-After: soon", 3, 0),
        ("Retry-After: 61", 1, 0),
        ("Retry-After: 1000000000", 1, 0),
        ("Retry-After: " + "9" * 6000, 3, 0),
        ("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT", 3, 0),
        ("Retry-After: Wed, 21 Oct 2099 07:28:00 GMT", 1, 0),
        ("Retry-After: Wed, 21 Oct 2099 07:28:02 GMT\r\nDate: Wed, 21 Oct 2099 07:28:00 GMT", 2, 2),
        ("Retry-After: Wed, 99 Oct 99999999999999 07:28:00 GMT", 3, 0),
    ],
)
async def test_the_service_may_ask_for_a_pause(header: str, tries: int, least: float) -> None:
    """In the time that is given there are three tries without a pause, and two with one of two seconds."""
    async with asking(always(answer(b"{}", "429 Slow down", *header.split("\r\n")))) as (server, http):
        started = time.monotonic()
        assert (await http.ask("GET", ["x"], seconds=3.9)).status == 429
        assert time.monotonic() - started >= least
        assert len(server.seen) == tries


async def test_the_last_answer_counts_where_the_next_is_too_late() -> None:
    async def then_silent(seen: Seen, writer: Writing) -> None:
        if len(server.seen) > 1:
            await silent(seen, writer)
        writer.write(answer(b'{"message":"busy"}', "503 Busy"))

    async with asking(then_silent) as (server, http):
        got = await http.ask("GET", ["x"], seconds=1.0)
        assert (got.status, len(server.seen)) == (503, 2)
        assert [one.problem for one in http.exchanges] == ["timed out", ""]


async def test_a_drip_is_cut_at_the_deadline() -> None:
    async def drip(_: Seen, writer: Writing) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _n in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    async with asking(drip) as (_, http):
        started = time.monotonic()
        with pytest.raises(Unreachable, match=r"did not answer within 0\.5 s"):
            await http.ask("GET", ["x"], seconds=0.5)
        with pytest.raises(Unclear, match=r"did not answer within 0\.5 s"):
            await http.ask("PUT", ["x"], seconds=0.5)
        with pytest.raises(Unreachable, match="did not answer"):
            _ = [piece async for piece in http.stream(["x"], seconds=0.8, whole=1.0)]
        assert 2.0 <= time.monotonic() - started < 15
        assert len(http.exchanges) == 3


async def test_a_request_may_wait_too_long_for_its_turn() -> None:
    async with asking(silent) as (server, http):
        first = [asyncio.ensure_future(http.ask("GET", ["slow"])) for _ in range(8)]
        await server.saw(8)
        with pytest.raises(Unreachable, match="still had other requests") as caught:
            await http.ask("POST", ["x"], seconds=0.1)
        assert not isinstance(caught.value, Unclear), "nothing was sent"
        assert server.count("POST") == 0
        for one in first:
            one.cancel()
        await asyncio.wait(first)


def packed_zeros(count: int) -> bytes:
    """Return so many zeros in gzip's form, without ever having them all."""
    packing, piece = zlib.compressobj(wbits=31), bytes(100_000)
    return b"".join(packing.compress(piece) for _ in range(count // len(piece))) + packing.flush()


def bomb(compressed: bool) -> Reply:
    """Reply with a few hundred MB, or with what becomes so many."""
    header = b"Content-Encoding: gzip\r\n" if compressed else b""

    async def reply(_: Seen, writer: Writing) -> None:
        packed = packed_zeros(50_000_000) if compressed else b""
        writer.write(b"HTTP/1.1 200 OK\r\n" + header + b"Content-Length: 400000000\r\n\r\n")
        for _n in range(4000 if not compressed else 4):
            writer.write(packed if compressed else b"x" * 100_000)
            await writer.drain()

    return reply


def endless(piece: bytes) -> Reply:
    """Reply with chunks without end."""

    async def reply(_: Seen, writer: Writing) -> None:
        writer.write(CHUNKED)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()

    return reply


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Fail where more bytes than that are taken at any time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (bomb(compressed=True), "compressed"),
        (bomb(compressed=False), "more than 1 MiB"),
        (endless(b"186a0\r\n" + b"x" * 100_000 + b"\r\n"), "more than 1 MiB"),
        (endless(b"1\r\nx\r\n" * 1000), "more than 0.00391 MiB"),
    ],
    ids=["gzip", "length", "chunks", "tiny chunks"],
)
async def test_a_flood_is_stopped_early(reply: Reply, words: str, request: pytest.FixtureRequest) -> None:
    limit = 2**12 if "0.00" in words else 2**20
    async with asking(reply) as (server, http):
        started = time.thread_time()
        with little_memory(12 * 2**20), pytest.raises(Invalid, match=words):
            await http.ask("GET", ["x"], limit=limit, seconds=300)
        with pytest.raises(Unclear, match=words):
            await http.ask("POST", ["x"], limit=limit, seconds=300)
        assert [seen.method for seen in server.seen] == ["GET", "POST"]
        assert all(one.received < limit + 200_000 for one in http.exchanges)
        if "length" in request.node.callspec.id:
            assert http.exchanges[0].received == 0, "it said so before"
        assert time.thread_time() - started < 20


async def test_an_error_with_a_long_or_packed_text_is_still_that_error() -> None:
    page = "Content-Type: text/html"
    for said in (
        answer(b"<h1>\x1b[2J" * 100_000, "502 Bad", page),
        answer(gzip.compress(b"{}"), "502 Bad", "Content-Encoding: gzip"),
    ):
        async with asking(always(said), Patience(tries=1)) as (_, http):
            got = await http.ask("GET", ["x"], limit=1000)
            assert len(got.body) < 200_000
            with pytest.raises(Unreachable, match=r"status 502\): try again later\.$"):
                got.check("the item")


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
async def test_a_redirection_is_not_followed(status: int) -> None:
    async with serving(always(answer())) as other:
        for location in (f"{other.url}/x", f"//127.0.0.1:{other.port}/", f"http://u:s3cret-pw@127.0.0.1:{other.port}"):
            async with asking(always(answer(b"", f"{status} Go", f"Location: {location}"))) as (server, http):
                for method in ("GET", "POST"):
                    with pytest.raises(
                        Unreachable, match=f"“https?://127.0.0.1:{other.port}”.* nothing was sent"
                    ) as caught:
                        await http.ask(method, ["x"])
                    unclear = method == "POST" and status not in (301, 307, 308)
                    assert isinstance(caught.value, Unclear) == unclear
                    told(caught.value, http)
                with pytest.raises(Unreachable, match="sends us to"):
                    _ = [piece async for piece in http.stream(["x"])]
                assert len(server.seen) == 3
        assert (other.connections, other.seen) == (0, [])


@pytest.mark.parametrize(
    "location",
    ["", "/elsewhere", "http://[", "http://\x1b[2J.example/", "http://a:99999/", "x" * 9000, "http://ü\u202e/"],
)
async def test_a_redirection_to_nowhere_is_told_too(location: str) -> None:
    async with asking(always(answer(b"", "302 Go", f"Location: {location}"))) as (_, http):
        with pytest.raises(Unreachable) as caught:
            await http.ask("GET", ["x"])
        told(caught.value, http)
        assert len(str(caught.value)) < 400


HOSTILE = "\x1b]52;c;eA==\x07\x9b2J\u202e[/]" + "y" * 500


async def test_what_a_service_says_is_shown_as_text() -> None:
    async with asking(always(answer(json.dumps({"message": HOSTILE}).encode(), "400 B"))) as (_, http):
        got = await http.ask("GET", ["x"])
        with pytest.raises(Invalid) as caught:
            got.check("the item")
        told(caught.value, http)
        assert "It says: “␛]52;c;eA==␇" in str(caught.value)
        assert len(str(caught.value)) < 300


async def test_a_reason_and_headers_are_not_shown_at_all() -> None:
    said = answer(b"{}", "400 \x1b]52;c;eA==s3cret", "X-Thing: \x1b[2J", "Content-Encoding: \x1b[3J", "Location: \x1b")
    async with asking(always(said.replace(b"\x1b", b"\xff")), Patience(tries=1)) as (_, http):
        with pytest.raises(Invalid) as caught:
            (await http.ask("GET", ["x"])).check("the item")
        told(caught.value, http)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>login</html>",
        b"",
        b"[]",
        b"null",
        b'{"message": 5}',
        b'{"message": ""}',
        b'{"message": "cut',
        b"{\xff}",
        b'{"a":' * 12_000,
        b'{"message": ' + b"9" * 6000 + b"}",
        b'{"message": NaN}',
    ],
)
async def test_what_is_no_message_is_not_quoted(body: bytes) -> None:
    async with asking(always(answer(body, "404 No"))) as (_, http):
        with pytest.raises(Exception, match=r"^The test server does not find the item\.$"):
            (await http.ask("GET", ["x"])).check("the item")


async def test_nobody_there() -> None:
    async with serving(always(answer())) as server:
        port = server.port
    for url, words, short in (
        (f"http://127.0.0.1:{port}", f"127.0.0.1:{port} refuses connections", "connection refused"),
        (f"http://[::1]:{port}", "refuses connections|no way to", "connection refused"),
        ("https://no-such-machine.invalid", "no machine “no-such-machine.invalid” is known", "no such machine"),
    ):
        http = client(url)
        for method in ("GET", "POST"):
            with pytest.raises(Unreachable, match=words) as caught:
                await http.ask(method, ["x"])
            assert not isinstance(caught.value, Unclear)
            told(caught.value, http)
        assert [one.method for one in http.exchanges] == ["POST", "GET", "GET", "GET"]
        assert http.exchanges[0].problem in (short, "no way")
        await http.aclose()


async def test_a_service_that_takes_no_connection() -> None:
    # The queue of a listening socket is full: nothing is ever refused or taken.
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            http = client(f"http://127.0.0.1:{port}", replace(QUICK, connect=0.2))
            with pytest.raises(Unreachable, match=r"did not (take the connection|answer) within"):
                await http.ask("POST", ["x"], seconds=1)
            await http.aclose()


async def test_much_that_means_nothing() -> None:
    async def talkative(seen: Seen, writer: Writing) -> None:
        if seen.target == "/endless":
            while not writer.is_closing():
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
                await writer.drain()
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 20)
        writer.write(answer(b"{}", "200 OK", *(f"X-{n}: {n}" for n in range(2000))))

    async with asking(talkative) as (_, http):
        got = await http.ask("GET", ["x"])
        assert (got.status, got.headers["x-1999"]) == (200, "1999")
        with pytest.raises(Unclear, match=r"did not answer within 0\.3 s"):
            await http.ask("POST", ["endless"], seconds=0.3)


async def test_another_protocol_is_not_spoken() -> None:
    said = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc"
    async with asking(always(said), Patience(tries=1)) as (_, http):
        with pytest.raises(Unreachable, match=r"not understood \(status 101\)|no correct HTTP"):
            (await http.ask("GET", ["x"])).check("the item")


async def test_a_body_that_is_not_taken() -> None:
    async def busy(reader: asyncio.StreamReader, writer: Writing) -> None:
        await reader.read(10)
        writer.write(answer(b"{}", "413 Too large"))
        await writer.drain()
        await asyncio.sleep(0.2)

    async with listening(busy) as port:
        http = client(f"http://127.0.0.1:{port}")
        with pytest.raises((Invalid, Unclear)):
            (await http.ask("POST", ["x"], body="x" * 5_000_000, seconds=5)).check("the item")
        await http.aclose()
