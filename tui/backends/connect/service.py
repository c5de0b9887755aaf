"""A Connect server as it is asked: its address, its slow start, and its own ways to say no."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import urlsplit

from tui.backends.connect.waits import Waits
from tui.backends.http import PATIENCE, Answer, Endpoint, Http, Patience
from tui.model.account import AccountConfig
from tui.model.connection import Exchange
from tui.model.errors import Denied, Invalid, Locked, NotFound, TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret

NAME = "The Connect server"
"""Begins sentences about it."""

LIMIT = 16 * 2**20
"""Any other answer may have so many bytes: an item may hold many long notes."""

LIST_LIMIT = 96 * 2**20
"""A list of a whole vault may have so many bytes."""

FILE_TRIES = 6
"""A file that does not come at once is asked for so often: about once in a second."""

_VERSION = "1password-connect-version"
_UNDER_V1 = re.compile(r"/+(v1/*)?\Z")
_DOTS = ("", ".", "..")
_AWAY = (502, 503, 504)
_NO_ID = "UUID"  # “Invalid Item UUID” is said of what is no id at all


class MissingRight(Denied):
    """The token does not have the right that something needs: that to write, or else to read."""

    def __init__(self, sentence: str, *, writing: bool) -> None:
        super().__init__(sentence)
        self.writing = writing


class Service:
    """The REST API of one server. Every method raises `VaultError` and nothing else."""

    def __init__(self, config: AccountConfig, token: Secret, waits: Waits, patience: Patience = PATIENCE) -> None:
        """`config.url` may end in / and /v1, and have a path before that.

        Raises:
            Invalid: the address, the certificates or the token cannot be used.
        """
        endpoint = Endpoint(_UNDER_V1.sub("", config.url.strip()), config.ca_file, config.allow_http, config.use_proxy)
        headers = {"Authorization": Secret(f"Bearer {token.reveal().strip()}")}
        self.origin = urlsplit(endpoint.url).netloc.casefold()
        self.version = ""
        self._http: Http | None = Http(endpoint, headers, NAME, patience)
        self._waits = waits
        self._files = replace(patience, tries=FILE_TRIES, first=waits.again, most=2 * waits.again)
        self._started = self._away = False

    async def aclose(self) -> None:
        """Forget the token, and close all connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last requests, newest first."""
        return self._open().exchanges

    async def get(
        self, path: Sequence[str], what: str, query: Mapping[str, str] | None = None, limit: int = LIMIT
    ) -> Answer:
        """Return the answer for something below /v1. `what` names it within a sentence: "the item".

        A server that just started, or was away, may refuse the first call, also as if the token were wrong: that is
        asked once more.
        """
        began = time.monotonic()
        answer = await self._ask("GET", path, what, query=query, limit=limit)
        if answer.status in (401, 500) and (self._away or not self._started):
            await asyncio.sleep(self._waits.again)
            left = self._waits.opening - (time.monotonic() - began)
            answer = await self._ask("GET", path, what, query=query, limit=limit, seconds=left) if left > 0 else answer
        self._note(answer)
        self.check(answer, what)
        return answer

    async def write(self, method: str, path: Sequence[str], what: str, body: object = None) -> Answer:
        """Send something that changes something, exactly once; the answer may be an error, see `check`."""
        answer = await self._ask(method, path, what, body=body)
        self._note(answer)
        return answer

    async def root(self, name: str) -> Answer:
        """Return the answer for what lies beside /v1: "heartbeat", "health"."""
        answer = await self._open().ask("GET", [name], seconds=self._waits.calls)
        self.version = answer.headers.get(_VERSION, self.version)
        return answer

    async def stream(self, path: Sequence[str], what: str) -> AsyncIterator[bytes]:
        """Yield something large piece by piece. What the server has not fetched itself yet (500) may be there soon."""
        _refuse_odd(path, what)
        pieces = self._open().stream(["v1", *path], what=what, patience=self._files)
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    yield piece
        except Invalid as error:
            if _NO_ID not in str(error):
                raise
            raise NotFound(f"The Connect server does not find {what}.") from None

    def check(self, answer: Answer, what: str) -> None:
        """Raise what an answer means, unless it is good. What is no id is not found; a 401 may mean a missing right.

        A 403 without a word of the server's is one of something between us and it, which may dislike a method.
        """
        message = "" if answer.ok else answer.message()
        if answer.status == 400 and _NO_ID in message:
            raise NotFound(f"The Connect server does not find {what}.")
        if answer.status == 401 and "write access" in message:
            refused = f"The Connect server refuses {what}: the account's token may not write there."
            raise MissingRight(refused, writing=True)
        try:
            answer.check(what)
        except Denied as error:
            if isinstance(error, TokenRefused) or not message:
                raise
            raise MissingRight(str(error), writing=answer.writing) from None

    def error(self, answer: Answer, what: str) -> VaultError | None:
        """Return what `check` raises."""
        try:
            self.check(answer, what)
        except VaultError as error:
            return error
        return None

    async def _ask(
        self,
        method: str,
        path: Sequence[str],
        what: str,
        *,
        query: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        body: object = None,
        seconds: float | None = None,
    ) -> Answer:
        _refuse_odd(path, what)
        if seconds is None:
            # A long list over a slow line may take its time; one that is silent for long is asked for again anyway.
            calls = self._waits.lists if limit > LIMIT else self._waits.calls
            seconds = calls if self._started else self._waits.opening
        try:
            answer = await self._open().ask(method, ["v1", *path], query=query, body=body, limit=limit, seconds=seconds)
        except Unreachable:
            self._away = True
            raise
        self.version = answer.headers.get(_VERSION, self.version)
        return answer

    def _note(self, answer: Answer) -> None:
        """Note whether the server is there."""
        self._started = self._started or answer.ok
        self._away = (self._away and not answer.ok) or answer.status in _AWAY

    def _open(self) -> Http:
        if self._http is None:
            raise Locked("This account is closed.")
        return self._http


def _refuse_odd(path: Sequence[str], what: str) -> None:
    """Refuse ids that would be another place in an address; the server gave none of them."""
    if any(part in _DOTS for part in path):
        raise NotFound(f"The Connect server does not find {what}.")
