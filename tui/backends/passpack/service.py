"""A Passpack server as it is asked: its dialect, and its ways to say no. A write is one request, never two.

An operation that the server does not have (404, 405, 501) is remembered and not asked for again until `anew`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from tui.backends.http import LIMIT, PATIENCE, SECONDS, Answer, Endpoint, Http, Patience
from tui.backends.http_envelope import found_object
from tui.backends.http_json import document
from tui.backends.passpack.capabilities import Capabilities
from tui.model.account import AccountConfig
from tui.model.connection import Exchange
from tui.model.dialect import DOCUMENTED, Dialect, Operation, Route
from tui.model.errors import Denied, Locked, NotFound, TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret

NAME = "The Passpack server"
"""Begins sentences about it."""

_DOTS = ("", ".", "..")
_SHORT = 4096
_DEEDS = (Operation.DELETE, Operation.SHARE, Operation.ADD_MEMBER)
_READS = (Operation.LIST, Operation.READ, Operation.AUDIT, Operation.MEMBERS, Operation.SHARED)
_LACKING = (405, 501)
_NO_PAGE = (404, 405, 410, 501)
"""What is said of a later page says nothing of the operation: the first one came."""
_MEMBER = (b"member", b"user")


class Service:
    """The REST API of one server. Every method raises `VaultError` and nothing else."""

    def __init__(
        self, config: AccountConfig, token: Secret, dialect: Dialect = DOCUMENTED, patience: Patience = PATIENCE
    ) -> None:
        """`config.url` may end in "/" and have a path; the dialect's prefix comes behind it.

        Raises:
            Invalid: the address, the certificates, the header or the token cannot be used.
        """
        url = config.url.strip().rstrip("/") + dialect.path_prefix.rstrip("/")
        endpoint = Endpoint(url, config.ca_file, config.allow_http, config.use_proxy)
        headers = {dialect.auth_header: Secret(dialect.auth_prefix + token.reveal().strip())}
        self.address = url
        """Where the server is, with the prefix of all paths."""
        self.origin = urlsplit(url).netloc.casefold()
        self.dialect = dialect
        self.capabilities = Capabilities(dialect)
        self._http: Http | None = Http(endpoint, headers, NAME, patience)

    async def aclose(self) -> None:
        """Forget the token, and close all connections."""
        http, self._http = self._http, None
        self.capabilities.forget()
        if http is not None:
            await http.aclose()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last requests, newest first."""
        return self._open().exchanges

    def anew(self) -> None:
        """Try everything anew, also what the server did not have or refused."""
        self.capabilities.forget()

    async def call(
        self,
        operation: Operation,
        *,
        id: str = "",
        body: Mapping[str, object] | None = None,
        what: str,
        query: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        seconds: float = SECONDS,
    ) -> Answer:
        """Ask for something, and return the answer, which is good (2xx).

        `id` is an entry's, as text. `body` is sent as JSON; a `Secret` in it is revealed there. `what` names what is
        asked for within a sentence: "the entry". A write is sent exactly once.

        Raises:
            NotOffered: the server does not have this operation, or is known not to have it (then nothing is asked).
            NotFound: there is no such entry.
            Denied: also where the answer says that it was not done, whatever its status.
            Unclear: the answer to a write was lost.
            VaultError: everything else that `Answer.check` and `Http.ask` raise.
        """
        self.capabilities.check(operation)
        answer = await self._ask(operation, id, what, body=body, query=query, limit=limit, seconds=seconds)
        if answer.ok:
            self._be_done(operation, answer)
            self.capabilities.worked(operation, id)
            return answer
        if query and answer.status in _NO_PAGE:
            raise Unreachable(
                f"{NAME} does not show the rest of {what} (status {answer.status}): the list is not complete."
            )
        if answer.status in _LACKING or (answer.status == 404 and await self._is_lacking(operation, id, answer)):
            raise self.capabilities.lacks(operation, answer.status)
        try:
            answer.check(what)
        except TokenRefused:
            raise
        except Denied as error:
            if not _of_member(operation, answer):
                self.capabilities.refused(operation, id, str(error))
            raise
        return answer

    async def _ask(
        self,
        operation: Operation,
        entry: str,
        what: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        seconds: float = SECONDS,
    ) -> Answer:
        route = self.dialect.routes[operation]
        path = _path(route, entry, what)
        asked = {**dict(route.query), **(query or {})} or None
        return await self._open().ask(
            route.method, path, query=asked, body=None if body is None else dict(body), limit=limit, seconds=seconds
        )

    def _be_done(self, operation: Operation, answer: Answer) -> None:
        """Raise `Denied` where an answer says that it was not done. What tells an entry may have such a key in it."""
        said, dialect = _said(answer), self.dialect
        keys = _UNTRUE if operation in _READS else _UNTRUE | _FAILED
        result = found_object(said, keys.keys())
        if result is None or not any(says_no(result.get(key)) for key, says_no in keys.items()):
            return
        if operation in _DEEDS or found_object(said, {dialect.field_id, dialect.field_title}) is None:
            why = f". It says: “{answer.message()}”." if answer.message() else ", though it does not say why."
            raise Denied(f"{NAME} answers that it did not do it{why}")

    async def _is_lacking(self, operation: Operation, entry: str, answer: Answer) -> bool:
        """Whether "not found" (404) is said of the operation, and not of the entry: then the entry is there."""
        if not operation.of_entry:
            return True
        if operation is Operation.READ or self.capabilities.reason(Operation.READ) is not None:
            return False
        if _of_member(operation, answer) or (operation is Operation.SHARE and self.capabilities.has(operation)):
            return False  # it is the member who is not found
        try:
            return (await self._ask(Operation.READ, entry, "the entry")).ok
        except Locked:
            raise
        except VaultError:
            return False

    def _open(self) -> Http:
        if self._http is None:
            raise Locked("This account is closed.")
        return self._http


def _is_untrue(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold() in ("false", "no"))


def _is_failure(value: object) -> bool:
    """Whether a status is one of failure: a word, or an object with a code that is neither 0 nor good."""
    if isinstance(value, dict):
        code = value.get("code")
        return isinstance(code, int) and not isinstance(code, bool) and code != 0 and not 200 <= code < 300
    return isinstance(value, str) and value.strip().casefold() in ("error", "fail", "failed", "failure")


_UNTRUE: dict[str, Callable[[object], bool]] = {"success": _is_untrue, "ok": _is_untrue}
_FAILED: dict[str, Callable[[object], bool]] = {"error": bool, "errors": bool, "status": _is_failure}
"""Keys by which services say within a good answer (2xx) that nothing was done, and what says so."""


def _path(route: Route, entry: str, what: str) -> list[str]:
    """Return the path for an entry; an id that would be another place in an address is one the server never gave."""
    path = route.path(entry)
    if any(part in _DOTS for part in path):
        raise NotFound(f"{NAME} does not find {what}.")
    return path


def _said(answer: Answer) -> object:
    """Return what a short answer says, None where that is no JSON; what a long one says is something else than no."""
    try:
        return document(answer.body, "") if len(answer.body) <= _SHORT else None
    except Unreachable:
        return None


def _of_member(operation: Operation, answer: Answer) -> bool:
    """Whether what a server says no to is the member with whom one would share, by its own words."""
    return operation is Operation.SHARE and any(word in answer.body.lower() for word in _MEMBER)
