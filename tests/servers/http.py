"""A real HTTP/1.1 server in a thread of its own, on which the test services stand. It records all it is asked."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from tests.servers.exchange import STRANGER, Exchange, Reply, Request
from tests.servers.faults import Fault, Faults
from tests.servers.wire import Wire

F = TypeVar("F", bound=Faults)


class HttpServer(Generic[F]):
    """A server on a free port of 127.0.0.1, open between `with` and its end.

    A service says in `answer` what it does, and in `who` how its callers are known. Both run on the server's thread;
    what a test calls runs on the test's, so whatever both touch is behind a lock of the service.
    """

    def __init__(self, faults: F, *, prefix: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.faults = faults
        self.prefix = prefix
        self.port = 0
        self.always: dict[str, str] = {}
        """The headers of every answer of the service, not of the proxies that faults play."""
        self.connections = 0
        self._tls = tls
        self._requests: list[Request] = []
        self._exchanges: list[Exchange] = []
        self._wires: set[asyncio.Task[None]] = set()
        self._bugs: list[BaseException] = []
        self._started = threading.Event()
        self._thread: threading.Thread | None = None
        self._end: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        """The base address, without a trailing slash."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}{self.prefix}"

    @property
    def open(self) -> int:
        """How many connections are open now. `connections` is how many there ever were."""
        return len(self._wires)

    @property
    def requests(self) -> list[Request]:
        """What was asked so far, the oldest first."""
        return list(self._requests)

    @property
    def exchanges(self) -> list[Exchange]:
        """What the service answered so far, the oldest first, and None where a fault was faster."""
        return list(self._exchanges)

    def count(self, method: str, part: str = "") -> int:
        """Return how many requests had a method, and a part in their target."""
        return sum(request.method == method and part in request.target for request in self._requests)

    def forget(self) -> None:
        """Forget what was asked so far."""
        self._requests.clear()
        self._exchanges.clear()

    def who(self, headers: dict[str, str]) -> str:
        """Return the name of who asks, and take what proves it out of the headers."""
        return STRANGER if headers.pop("authorization", "") else ""

    async def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        raise NotImplementedError

    def fault(self, request: Request) -> Fault:
        """Record a request, and return the fault that it meets."""
        self._requests.append(request)
        fault = self.faults.pick(request)
        if fault.reset_before or fault.drop or fault.reply({}):
            self._exchanges.append(Exchange(request, None))
        return fault

    async def reply(self, request: Request) -> Reply:
        """Do what is asked, and record the answer."""
        reply = await self.answer(request)
        reply = Reply(reply.status, {**reply.headers, **self.always}, reply.body)
        self._exchanges.append(Exchange(request, reply))
        return reply

    def start(self) -> None:
        """Open the port: a free one, later the same again. What the service holds outlives a stop."""
        self._started.clear()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()
        self._started.wait()

    def stop(self) -> None:
        """Close the port and every connection. Raises what went wrong in the service itself, if something did."""
        if self._thread is not None:
            self._end()
            self._thread.join()
            self._thread = None
        if self._bugs:
            raise self._bugs.pop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._started.set()

    async def _serve(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._end = lambda: loop.call_soon_threadsafe(stop.set)
        self._started.set()
        await stop.wait()
        server.close()
        for wire in self._wires:
            wire.cancel()
        await asyncio.gather(*self._wires, return_exceptions=True)
        await server.wait_closed()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        wire = asyncio.get_running_loop().create_task(self._speak(reader, writer, self.connections))
        self._wires.add(wire)
        wire.add_done_callback(self._ended)
        # A task that is cancelled before it began does not close what it was given.
        wire.add_done_callback(lambda _: writer.close())

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        try:
            await Wire(self, reader, writer, number).run()
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    def _ended(self, wire: asyncio.Task[None]) -> None:
        self._wires.discard(wire)
        if not wire.cancelled() and (bug := wire.exception()) is not None:
            self._bugs.append(bug)
