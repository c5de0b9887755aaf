"""A small real server whose answers are written byte by byte, so that it can misbehave in any way."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HEAD = b"HTTP/1.1 200 OK\r\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came. Names of headers are in lower case; `target` is what stands in its first line."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Writing = asyncio.StreamWriter
Reply = Callable[[Seen, Writing], Awaitable[None]]


@dataclass
class RawServer:
    """What is known of a server: its address, what it was asked, and how busy it was."""

    port: int
    scheme: str
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0
    busy: int = 0
    busiest: int = 0

    @property
    def url(self) -> str:
        """Its base address."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def saw(self, count: int) -> None:
        """Wait until so many requests came: who asked may have given up before they were read here."""
        async with asyncio.timeout(30):
            while len(self.seen) < count:
                await asyncio.sleep(0.005)

    async def left_alone(self) -> None:
        """Wait until no connection is open."""
        async with asyncio.timeout(30):
            while self.open_connections:
                await asyncio.sleep(0.005)

    def count(self, method: str) -> int:
        """Return how many requests of a method came."""
        return sum(seen.method == method for seen in self.seen)


Serve = Callable[[asyncio.StreamReader, Writing], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve connections on this loop, at the port that is yielded; at the end all of them are broken off."""
    open_ones: dict[asyncio.Task[None], Writing] = {}

    async def one(reader: asyncio.StreamReader, writer: Writing) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ones[task] = writer
        try:
            await serve(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # the other side has left, or this is the end
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task, writer in open_ones.items():
            task.cancel()
            writer.transport.abort()
        await asyncio.gather(*open_ones, return_exceptions=True)
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(reply: Reply, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """Run a server on this loop that answers each request by `reply`; where that closes, the connection ends."""
    server = RawServer(0, "https" if tls else "http")

    async def serve(reader: asyncio.StreamReader, writer: Writing) -> None:
        server.connections += 1
        server.open_connections += 1
        try:
            while not writer.is_closing() and (seen := await _request(reader)):
                server.seen.append(seen)
                server.busy += 1
                server.busiest = max(server.busiest, server.busy)
                try:
                    await reply(seen, writer)
                    await writer.drain()
                finally:
                    server.busy -= 1
        finally:
            server.open_connections -= 1

    async with listening(serve, tls) as server.port:
        yield server


async def _request(reader: asyncio.StreamReader) -> Seen | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, OSError):
        return None
    method, target, _ = head[0].split(" ")
    return Seen(method, target, headers, body)


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """Return a correct answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


def always(data: bytes) -> Reply:
    """Reply with the same bytes to everything."""

    async def reply(_: Seen, writer: Writing) -> None:
        writer.write(data)

    return reply


def reset(writer: Writing) -> None:
    """Break a connection off, so that the other side reads an error and not an end."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
