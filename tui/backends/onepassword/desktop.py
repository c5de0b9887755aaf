"""1Password's desktop app: its library in a thread of the account's own, where a person approves.

The library blocks for as long as the person takes. Nothing here waits for it longer than somebody wants to.
"""

from __future__ import annotations

import base64
import ctypes
import json
from collections.abc import Callable, Mapping
from contextlib import suppress

from onepassword.desktop_core import DesktopCore, error_from_return_code

from tui.backends.onepassword import texts
from tui.backends.onepassword.faults import Said, parsed
from tui.backends.onepassword.lane import Lane
from tui.host.display import display_text

_PIECE = 3 * 2**16


class DesktopLink(DesktopCore):  # type: ignore[misc]
    """The SDK's own way to the app, which keeps the name of an error, and prints nothing."""

    def __init__(self, login: str) -> None:
        """`login` is what the app calls the account. Raises FileNotFoundError and OSError where there is no app."""
        super().__init__(login)
        self._lane: Lane | None = None
        self._prompt = ""
        self._told: Callable[[], None] | None = None

    async def begin(self, config: Mapping[str, object]) -> int:
        """Have the app ask its person, and return the client's number."""
        payload = json.dumps(config)
        self._ask_person(
            f"1Password asks whether Strongroom may use “{display_text(self.account_name)}”: approve it in the window "
            "of the 1Password app, as you unlock it."
        )
        try:
            return await self._there().do(lambda: int(self.call_shared_library(payload, "init_client")), self._release)
        finally:
            self._ask_person("")

    async def ask(self, request: str) -> str:
        """Put a request."""
        return await self._there().do(lambda: self.call_shared_library(request, "invoke"))

    async def aclose(self, client: int | None) -> None:
        """Let go of a client, if there is one, and end the thread."""
        try:
            if client is not None:
                await self._there().do(lambda: self._release(client))
        finally:
            self.give_up()

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """See `Prompting.when_prompted`."""
        self._told = tell

    def prompting(self) -> str:
        """See `Prompting.prompting`."""
        return self._prompt

    def give_up(self) -> None:
        """See `Prompting.give_up`: the thread is left to itself, and the next call has another."""
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.leave()

    def call_shared_library(self, payload: str, operation_kind: str) -> str:
        """Send a message to the app and wait for its answer. Blocks; raises `Said`, or what the SDK says of a code."""
        message = _wrapped(operation_kind, self.account_name, payload)
        buffer, length, capacity = ctypes.POINTER(ctypes.c_uint8)(), ctypes.c_size_t(), ctypes.c_size_t()
        code = self.send_message(
            ctypes.cast(ctypes.c_char_p(message), ctypes.POINTER(ctypes.c_uint8)),
            len(message),
            ctypes.byref(buffer),
            ctypes.byref(length),
            ctypes.byref(capacity),
        )
        if (error := error_from_return_code(code)) is not None:
            raise error
        reply = ctypes.string_at(buffer, length.value)
        self.free_message(buffer, length, capacity)
        return unwrapped(reply)

    def _ask_person(self, sentence: str) -> None:
        """A person is asked to do what `sentence` says, or ("") is no longer."""
        self._prompt = sentence
        if self._told is not None:
            self._told()

    def _there(self) -> Lane:
        if self._lane is None:
            self._lane = Lane("1password-app")
        return self._lane

    def _release(self, client: int) -> None:
        """Let go of a client; where the app does not, nobody needs to know."""
        with suppress(Said, RuntimeError, ValueError):
            self.call_shared_library(json.dumps(client), "release_client")


def _wrapped(kind: str, account: str, payload: str) -> bytes:
    """Return a message to the app. Base64 needs no escaping, and is made a piece at a time."""
    raw = payload.encode()
    pieces = (base64.b64encode(raw[at : at + _PIECE]) for at in range(0, len(raw), _PIECE))
    about = json.dumps({"kind": kind, "account_name": account})[:-1].encode()
    return b"".join((about, b', "payload": "', *pieces, b'"}'))


def unwrapped(reply: bytes) -> str:
    """Return what is in an answer of the app: text as a list of numbers.

    Raises:
        Said: it is an error.
        ValueError: it is no answer.
    """
    start = reply.find(b"[", reply.find(b'"payload"') + 1)
    end = reply.find(b"]", start + 1) + 1
    payload = texts.octets(reply, start, end).decode()
    about = json.loads(reply[:start] + b"null" + reply[end:])
    if not isinstance(about, dict) or about.get("success") is not True:
        raise Said(*parsed(payload))
    return payload
