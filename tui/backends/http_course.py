"""One request on its way: what is asked for, how far it got, and what is refused of its answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tui.backends.http_answer import FINAL, quotable
from tui.backends.http_faults import Fault, Faults
from tui.host.display import display_text
from tui.model.connection import Exchange
from tui.model.errors import VaultError
from tui.model.secret import Secret

ERROR_BODY = 64 * 1024
"""So many bytes are read of an answer that is no success; it may go on."""

_TRY_AGAIN = (408, 429)
_ELSEWHERE = (301, 307, 308)  # was not done here, RFC 9110, 15.4; with the others it may have been


class Refused(Exception):
    """An answer that is not taken. Never leaves the HTTP layer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked for. `limit` is how many bytes an answer may have, None: any number."""

    method: str
    path: str
    url: str = field(repr=False)
    limit: int | None
    content: bytes | None = field(default=None, repr=False)
    hidden: tuple[Secret, ...] = field(default=(), repr=False)

    @property
    def writing(self) -> bool:
        """Whether something is to be changed, so that it must not be done twice."""
        return self.method != "GET"


class Course:
    """How one request goes. `fault` is why it has no answer, once it is known that there is none.

    `anew`: it gets a connection of its own. One that was kept open may be dead, as it is when this machine wakes up,
    or be closed by the service at that very moment, and then nobody knows whether a write was done.
    """

    def __init__(self, call: Call, faults: Faults, *, again: bool = False) -> None:
        self.call = call
        self.anew = call.writing or again
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.received = 0
        self.fault: Fault | None = None
        self.begun = self.sent = self.fresh = self.proxied = self.finished = self.noted = False
        self.faults = faults
        self._at = time.time()
        self._started = time.monotonic()

    async def watch(self, event: str, info: Mapping[str, object]) -> None:
        """Be told by the connection how far the request is."""
        if event == "connection.connect_tcp.started":
            self.fresh = True
            address = self.faults.address
            self.proxied = (info.get("host"), info.get("port")) != (address.host, address.port)
        elif event == "http11.send_request_headers.started":
            # A proxy is sent CONNECT first, which is not the request yet.
            self.sent = self.sent or getattr(info.get("request"), "method", b"") != b"CONNECT"

    def begin(self) -> None:
        """Start the clock: it is this request's turn."""
        self.begun = True
        self._at, self._started = time.time(), time.monotonic()

    def take(self, status: int, headers: Mapping[str, str]) -> None:
        """Look at the head of the answer.

        Raises:
            Refused: it leads elsewhere, is compressed, or says that it is too large.
        """
        self.status, self.headers = status, headers
        if 300 <= status < 400:
            where = quotable(_origin(headers.get("location", "")), self.call.hidden)
            raise Refused(self.faults.redirect(status, where))
        limit, length = self.call.limit, headers.get("content-length", "")
        if self.ok and self.packed:
            raise Refused(self.faults.compressed())
        if self.ok and limit is not None and length.isdecimal() and int(length[:20]) > limit:
            raise Refused(self.faults.too_large(limit))

    def count(self, size: int) -> bool:
        """Count bytes of the body; False where no more of it is wanted.

        Raises:
            Refused: the answer is too large.
        """
        self.received += size
        limit = self.call.limit
        if self.ok and limit is not None and self.received > limit:
            raise Refused(self.faults.too_large(limit))
        return self.ok or self.received <= ERROR_BODY

    def late(self, seconds: float) -> None:
        """Note that time is up."""
        self.fault = self.faults.unanswered(seconds, connected=self.sent) if self.begun else self.faults.waited(seconds)

    @property
    def ok(self) -> bool:
        """Whether the answer, as far as it has come, is a success."""
        return self.succeeding and self.fault is None

    @property
    def succeeding(self) -> bool:
        """Whether its head was that of a success, whatever came later."""
        return 200 <= self.status < 300

    @property
    def packed(self) -> bool:
        """Whether the body is compressed, though we asked for none such."""
        return self.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")

    @property
    def again(self) -> bool:
        """Whether another try may go better."""
        if self.call.writing:
            return False
        if self.fault:
            return self.fault.again
        return self.status in _TRY_AGAIN or (self.status >= 500 and self.status not in FINAL)

    @property
    def stale(self) -> bool:
        """Whether it failed since the service had closed a connection that was kept open."""
        return self.fault is not None and not self.fresh and not self.status

    def error(self) -> VaultError:
        """Return why there is no answer, as news."""
        fault = self.fault or self.faults.closed()
        return fault.error(maybe_done=self.call.writing and self.sent and self.status not in _ELSEWHERE)

    def exchange(self) -> Exchange:
        """Return what the list of requests shows."""
        problem = self.fault.words if self.fault else "" if self.finished else "left"
        path, seconds = display_text(self.call.path), time.monotonic() - self._started
        return Exchange(self._at, self.call.method, path, self.status, seconds, self.received, problem)


def _origin(location: str) -> str:
    """Return the scheme and host of an address, "" where it has none."""
    try:
        parts = urlsplit(location)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return f"{parts.scheme or 'https'}://{name}" + (f":{port}" if port else "") if name else ""
