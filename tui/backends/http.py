"""One service over HTTP(S): a client, its patience, its limits, and its errors as news.

Nothing is sent to any other place than the service's own address, nothing that changes something is sent twice, and
no error of httpx, which may hold a token, leaves this module.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping, Sequence
from http.cookiejar import CookieJar

import anyio
import httpx

from tui import __version__
from tui.backends.http_address import Endpoint, checked
from tui.backends.http_answer import Answer
from tui.backends.http_body import encoded, sendable
from tui.backends.http_course import Call, Course, Refused
from tui.backends.http_faults import Fault, Faults
from tui.backends.http_patience import PATIENCE, Patience
from tui.backends.http_tls import context
from tui.backends.http_tries import Tries
from tui.model.connection import Exchange
from tui.model.errors import Invalid, Locked, VaultError
from tui.model.secret import Secret

__all__ = ["PATIENCE", "Answer", "Endpoint", "Http", "Patience"]

AT_A_TIME = 8
"""So many requests are on their way at the same time; httpx becomes slower with more."""

LIMIT = 4 * 2**20
"""An answer may have so many bytes, where a caller does not say otherwise."""

SECONDS = 30.0
"""A call may take so long, where a caller does not say otherwise."""

WHOLE_FILE = 3600.0
"""A file may take so many seconds altogether."""

# In seconds; a service that closes earlier costs a reading request one more try.
_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30.0)

_BROKEN: tuple[type[Exception], ...] = (
    *(httpx.HTTPError, httpx.InvalidURL, OSError, Refused),
    *(anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError),  # which httpx lets through
)


class _NoCookies(CookieJar):
    """Keeps no cookie."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Look at nothing."""


class Http:
    """One service. To be used on one event loop; at most `AT_A_TIME` requests are on their way."""

    def __init__(
        self, endpoint: Endpoint, headers: Mapping[str, Secret], service: str, patience: Patience = PATIENCE
    ) -> None:
        """`headers` are sent with each request; `service` begins sentences: "The Connect server".

        Raises:
            Invalid: the address, the file of certificates, the proxy of the environment, or a header cannot be used.
        """
        self._address = checked(endpoint)
        self._headers = sendable(headers)
        self._patience = patience
        self._tries = Tries(self._flow, Faults(service, self._address), patience)
        self._turns = asyncio.Semaphore(AT_A_TIME)
        self._closed = False
        # What is on this machine needs no proxy, and nobody but this machine may see an unencrypted token.
        proxies = endpoint.use_proxy and not self._address.local
        self._lines = _Lines(context(endpoint.ca_file, used=self._address.encrypted), proxies=proxies)

    def __repr__(self) -> str:
        return f"<Http {self._address.place}>"

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last requests, newest first."""
        return self._tries.exchanges

    async def aclose(self) -> None:
        """Close all connections. Nothing may be asked afterwards."""
        self._closed = True
        await self._lines.aclose()

    async def ask(
        self,
        method: str,
        path: Sequence[str],
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        limit: int = LIMIT,
        seconds: float = SECONDS,
    ) -> Answer:
        """Ask for something, and return the answer whatever its status.

        `path` has one segment each, below the base address. `body` is sent as JSON; a `Secret` in it is revealed there.
        GET is tried again where that may help; everything else is sent once. `seconds` are for all of it, with the wait
        for its turn; `limit` is how many bytes the answer may have.

        Raises:
            Invalid: it cannot be asked for, or the answer is too large or compressed.
            Unreachable: there is no answer, and nothing was changed. A redirection is none.
            Unclear: there is no answer, and what was to be changed may be changed.
            Locked: this was closed.
        """
        outcome = await self._tries.outcome(self._call(method, path, query, body, limit), seconds)
        if isinstance(outcome, VaultError):
            raise outcome
        return outcome

    def stream(
        self,
        path: Sequence[str],
        *,
        what: str = "the file",
        seconds: float = SECONDS,
        whole: float = WHOLE_FILE,
        patience: Patience | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """Yield the pieces of something large. To be closed, where it is not read to its end.

        Nothing is tried again once there was a piece. `what` names it within a sentence. The service may be silent for
        `seconds`; all may take `whole` seconds. `patience` says how often it is asked for, where not as often as all.

        Raises:
            VaultError: as `ask` and `Answer.check`.
        """
        call = self._call("GET", path, None, None, None)
        return self._tries.pieces(call, what, seconds, whole, patience or self._patience)

    def _call(
        self, method: str, path: Sequence[str], query: Mapping[str, str] | None, body: object, limit: int | None
    ) -> Call:
        """Return what is to be asked for, or raise `Invalid` or `Locked`."""
        self._be_open()
        below = self._address.path(path)
        content, secrets = (None, ()) if body is None else encoded(body)
        hidden = (*self._headers.values(), *secrets)
        return Call(method, below, self._address.url(below, query), limit, content, hidden)

    def _be_open(self) -> None:
        if self._closed:
            raise Locked("This account is closed.")

    async def _flow(self, course: Course) -> AsyncGenerator[bytes, None]:
        """Make one request, and yield the body: first b"", once the head of the answer is there."""
        async with self._turns:
            self._be_open()
            course.begin()
            line = self._lines.take(anew=course.anew)
            try:
                response = await self._send(line, course)
                try:
                    course.take(response.status_code, dict(response.headers))
                    yield b""
                    if not course.packed:
                        async for piece in response.aiter_raw():
                            if not course.count(len(piece)):
                                break
                            yield piece
                finally:
                    await response.aclose()
                course.finished = True
            except _BROKEN as error:
                course.fault = _fault(error, course, self._patience)
            finally:
                await self._lines.put_back(line, good=course.finished, others_too=course.stale)

    async def _send(self, line: httpx.AsyncClient, course: Course) -> httpx.Response:
        """Send a request, and wait for the head of the answer."""
        call = course.call
        headers = {name: value.reveal() for name, value in self._headers.items()}
        if call.content is not None:
            headers["Content-Type"] = "application/json"
        # What takes only one try, or has a deadline for each piece, may be silent until that.
        silent = None if call.writing or call.limit is None else self._patience.read
        request = line.build_request(
            call.method,
            call.url,
            headers=headers,
            content=call.content,
            timeout=httpx.Timeout(connect=self._patience.connect, read=silent, write=None, pool=None),
            extensions={"trace": course.watch},
        )
        return await line.send(request, stream=True)


def _fault(error: Exception, course: Course, patience: Patience) -> Fault:
    """Return what an error means."""
    faults = course.faults
    fault = faults.closed()
    match error:
        case Refused():
            fault = error.fault
        case httpx.ProxyError():
            fault = faults.proxy()
        case httpx.ConnectTimeout():
            fault = faults.proxy() if course.proxied else faults.unanswered(patience.connect, connected=False)
        case httpx.TimeoutException():
            fault = faults.unanswered(patience.read, connected=True)
        case httpx.ConnectError():
            fault = faults.unconnected(error, proxied=course.proxied)
        case httpx.RemoteProtocolError():
            fault = faults.misspoken(str(error))
        case httpx.LocalProtocolError() | httpx.UnsupportedProtocol() | httpx.InvalidURL():
            fault = faults.unsendable()
        case ssl.SSLError():
            fault = faults.broken_tls()
    return fault


class _Lines:
    """The connections: one client each, which has one request at a time.

    httpx's own pool loses count when somebody leaves in the midst of a request, and never gives such places back. Here
    whatever did not end well is closed, and nobody else was on it.
    """

    def __init__(self, trust: ssl.SSLContext, *, proxies: bool) -> None:
        """Raises `Invalid` where the proxies of the environment cannot be used."""
        self._trust = trust
        self._proxies = proxies
        self._free = [self._new()]
        self._taken: set[httpx.AsyncClient] = set()

    def take(self, *, anew: bool) -> httpx.AsyncClient:
        """Return a line that nobody uses: a new one, or one that was kept open, if there is one."""
        line = self._free.pop() if self._free and not anew else self._new()
        self._taken.add(line)
        return line

    async def put_back(self, line: httpx.AsyncClient, *, good: bool, others_too: bool) -> None:
        """Keep a line for others if it is `good`, or close it; and those that nobody uses, if they are not good too."""
        self._taken.discard(line)
        closing = [] if good and len(self._free) < AT_A_TIME and not line.is_closed else [line]
        if not closing:
            self._free.append(line)
        if others_too:
            closing += self._free
            self._free = []
        for one in closing:
            await one.aclose()

    async def aclose(self) -> None:
        """Close all lines, also those that are in use."""
        closing, self._free = [*self._free, *self._taken], []
        for line in closing:
            await line.aclose()

    def _new(self) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                verify=self._trust,
                trust_env=self._proxies,
                headers={"User-Agent": f"strongroom/{__version__}", "Accept-Encoding": "identity"},
                cookies=_NoCookies(),
                limits=_ONE,
                follow_redirects=False,
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            pass  # their own words may quote a password
        raise Invalid(
            "The proxies of the environment (HTTPS_PROXY and the like) cannot be used: correct them, or do without for "
            "this account. Those for SOCKS are not supported."
        )
