"""One connection, spoken by hand, so that it can break anywhere. What is done and what is said are told apart here."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import socket
import struct
import time
import zlib
from typing import Protocol
from urllib.parse import parse_qsl, unquote

import h11

from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault

_MIB = 1 << 20
_ENDLESS = b'{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","title":"One of many"},' * 512


class Service(Protocol):
    """What a connection needs to know of the server behind it."""

    always: dict[str, str]
    """The headers of every answer."""

    def who(self, headers: dict[str, str]) -> str:
        """Return the name of who asks, and take what proves it out of the headers."""

    def fault(self, request: Request) -> Fault:
        """Record a request, and return the fault that it meets."""

    async def reply(self, request: Request) -> Reply:
        """Do what is asked, and record the answer."""


@functools.cache
def bomb(mib: int) -> bytes:
    """Return a gzip file that grows to so many MiB of spaces."""
    plain = b" " * _MIB
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)  # stands for itself: can be repeated
    end = zlib.compressobj(9, wbits=-zlib.MAX_WBITS).flush()
    checksum = functools.reduce(lambda so_far, _: zlib.crc32(plain, so_far), range(mib), 0)
    tail = struct.pack("<II", checksum, mib * _MIB & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + block * mib + end + tail


class Wire:
    """One connection of a client."""

    def __init__(
        self, service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        self._service = service
        self._reader = reader
        self._writer = writer
        self._number = number
        self._http = h11.Connection(h11.SERVER)

    async def run(self) -> None:
        """Answer one request after the other, until either side has had enough."""
        with contextlib.suppress(ConnectionError, h11.ProtocolError):
            while (request := await self._read()) is not None:
                if not await self._answer(request) or self._http.our_state is not h11.DONE:
                    return
                self._http.start_next_cycle()

    async def _read(self) -> Request | None:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                if self._http.they_are_waiting_for_100_continue:
                    self._say(h11.InformationalResponse(status_code=100, headers=[]))
                self._http.receive_data(await self._reader.read(1 << 16))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return self._request(head, bytes(body))
            else:
                return None

    def _request(self, head: h11.Request, body: bytes) -> Request:
        target = head.target.decode("latin-1")
        path, _, query = target.partition("?")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
        token = self._service.who(headers)
        segments = tuple(unquote(part) for part in path.removeprefix("/").removesuffix("/").split("/"))
        return Request(
            method=head.method.decode("latin-1"),
            target=target,
            path=path,
            segments=segments,
            query=dict(parse_qsl(query, keep_blank_values=True)),
            headers=headers,
            body=body,
            connection=self._number,
            at=time.time(),
            token=token,
        )

    async def _answer(self, request: Request) -> bool:
        """Answer a request. Returns whether the connection can go on."""
        fault = self._service.fault(request)
        if fault.reset_before:
            return self._reset()
        if fault.drop:
            return False
        reply = fault.reply(self._service.always) or await self._service.reply(request)
        if fault.reset_after:
            return self._reset()
        await asyncio.sleep(fault.slow)
        if fault.garbage:
            self._writer.write(fault.garbage)
            await self._writer.drain()
            return False
        await self._send(request, reply, fault)
        return not (fault.truncate or fault.huge or fault.hang_up)

    async def _send(self, request: Request, reply: Reply, fault: Fault) -> None:
        headers, body = dict(reply.headers), reply.body
        if fault.gzip_bomb:
            headers["Content-Encoding"] = "gzip"
            body = bomb(fault.gzip_bomb)
        if reply.status != 204 and not fault.huge:
            headers["Content-Length"] = str(len(body) + (1000 if fault.truncate else 0))
        raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        self._say(h11.Response(status_code=reply.status, headers=raw))
        if request.method != "HEAD":
            await self._send_body(body, fault)
        if not (fault.truncate or fault.huge):
            self._say(h11.EndOfMessage())
        await self._writer.drain()

    async def _send_body(self, body: bytes, fault: Fault) -> None:
        if fault.drip:
            for at in range(len(body)):
                self._say(h11.Data(data=body[at : at + 1]))
                await self._writer.drain()
                await asyncio.sleep(fault.drip)
        elif fault.huge:
            for piece in itertools.chain([b"["], itertools.repeat(_ENDLESS)):
                self._say(h11.Data(data=piece))
                await self._writer.drain()
        elif body:
            self._say(h11.Data(data=body))

    def _say(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")

    def _reset(self) -> bool:
        # Closed with a linger of 0 seconds, TCP sends RST: what lay in the buffers is gone.
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        return False
