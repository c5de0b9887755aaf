"""1Password's desktop app for tests: the library that the SDK loads, in front of the same account as `OnePassword`.

    with OnePassword() as op, DesktopApp(op, "Example Family") as app:
        gate = app.hold()          # the person does not approve until gate.set()

It is called through real C function pointers, and blocks the thread that calls it, as the real one does.
"""

from __future__ import annotations

import base64
import ctypes
import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import SimpleNamespace, TracebackType
from typing import Any, Self
from unittest import mock

from tests.servers.onepassword import native
from tests.servers.onepassword.core import GATE
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.server import OnePassword

_BYTES = ctypes.POINTER(ctypes.c_uint8)
_SIZE = ctypes.POINTER(ctypes.c_size_t)
_SEND = ctypes.CFUNCTYPE(ctypes.c_int32, _BYTES, ctypes.c_size_t, ctypes.POINTER(_BYTES), _SIZE, _SIZE)
_FREE = ctypes.CFUNCTYPE(None, _BYTES, ctypes.c_size_t, ctypes.c_size_t)

CLOSED, DROPPED = (-3, -7) if sys.platform == "darwin" else (-2, -5)
"""What the library returns where the app takes no connections, and where it breaks one off."""


class DesktopApp:
    """The app, signed in to one account under `login`. `installed`: whether its library is on this machine."""

    def __init__(self, op: OnePassword, login: str = "Example Family", *, installed: bool = True) -> None:
        self.op = op
        self.login = login
        self.installed = installed
        self.prompt_seconds = 0.0
        """How long the person takes to approve."""
        self.refuses = False
        """The person says no."""
        self.code = 0
        """What the library returns, without doing anything: `CLOSED`, `DROPPED` or another code."""
        self.drop_after = False
        """What is asked for next is done, and then the connection breaks."""
        self.prompts = 0
        """How often a person was asked."""
        self.calls: list[tuple[str, str]] = []
        """Every call of the library: its kind, and the name of the thread that it blocked."""
        self.waiting = threading.Event()
        """Set while a person is asked."""
        self._gate = threading.Event()
        self._gate.set()
        self._session: set[int] = set()
        self._buffers: dict[int, Any] = {}
        self._wrong: list[str] = []
        self._functions = (_SEND(self._send), _FREE(self._free))
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        native.module()
        from onepassword import desktop_core

        library = SimpleNamespace(
            op_sdk_ipc_send_message=self._functions[0], op_sdk_ipc_free_response=self._functions[1]
        )
        loading = SimpleNamespace(**vars(ctypes) | {"CDLL": lambda _: library})
        self._stack.enter_context(mock.patch.object(desktop_core, "ctypes", loading))
        if self.installed:
            path = mock.patch.object(desktop_core, "find_1password_lib_path", lambda: "/opt/1Password/library.so")
            self._stack.enter_context(path)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._gate.set()
        self._stack.close()
        if error is None:
            assert not self._wrong, "\n".join(self._wrong)
            assert not self._buffers, "Not all that the library answered was given back to it."

    def hold(self) -> threading.Event:
        """Let the person not answer until the event that is returned is set."""
        self._gate.clear()
        return self._gate

    def expire(self) -> None:
        """End the session, as ten idle minutes or a locked app do: the next call needs a prompt first."""
        self._session.clear()

    @property
    def threads(self) -> set[str]:
        """The names of all threads that were blocked."""
        return {thread for _, thread in self.calls}

    def _send(self, pointer: Any, length: int, out: Any, out_length: Any, out_capacity: Any) -> int:
        """Answer a message, as op_sdk_ipc_send_message does. Whatever goes wrong in here is told at the end."""
        try:
            message = json.loads(ctypes.string_at(pointer, length))
            self.calls.append((message["kind"], threading.current_thread().name))
            if self.code:
                return self.code
            reply = self._reply(message)
            if self.drop_after:
                self.drop_after = False
                return DROPPED
            content = json.dumps(reply).encode()
            buffer = (ctypes.c_uint8 * len(content)).from_buffer_copy(content)
            self._buffers[ctypes.addressof(buffer)] = buffer
            out[0] = ctypes.cast(buffer, _BYTES)
            out_length[0] = out_capacity[0] = len(content)
        except Exception as error:  # noqa: BLE001 - nothing can be raised through C
            self._wrong.append(f"{type(error).__name__}: {error}")
            return -1
        return 0

    def _free(self, pointer: Any, length: int, capacity: int) -> None:
        """Take an answer back, as op_sdk_ipc_free_response does."""
        buffer = self._buffers.pop(ctypes.addressof(pointer.contents), None)
        if buffer is None or not length == capacity == len(buffer):
            self._wrong.append("something was given back that the library did not answer")

    def _reply(self, message: Any) -> Any:
        try:
            return {"success": True, "payload": list(self._answer(message).encode())}
        except Refused as refused:
            told = json.dumps({"name": refused.name, "message": refused.message}) if refused.name else refused.message
            return {"success": False, "payload": list(told.encode())}

    def _answer(self, message: Any) -> str:
        if message["account_name"] != self.login:
            raise Refused("Internal", "account couldn't be found")
        kinds: dict[str, Callable[[Any], str]] = {
            "init_client": self._begin,
            "invoke": self._invoke,
            "release_client": self._release,
        }
        return kinds[message["kind"]](json.loads(base64.b64decode(message["payload"], validate=True)))

    def _begin(self, config: Any) -> str:
        if "serviceAccountToken" in config:
            self._wrong.append("a token was sent to the desktop app")
        self.prompts += 1
        self.waiting.set()
        time.sleep(self.prompt_seconds)
        self._gate.wait()
        self.waiting.clear()
        if self.refuses:
            raise Refused("Auth", "authorization prompt dismissed, please try again")
        client = self.op.service.begin(service=False)
        self._session.add(client)
        return str(client)

    def _invoke(self, request: Any) -> str:
        self.op.oracle.ask_blocking(request)
        invocation = request["invocation"]
        name, parameters = invocation["parameters"]["name"], invocation["parameters"]["parameters"]
        if invocation["clientId"] not in self._session:
            raise Refused("DesktopSessionExpired", "desktop session expired")
        self.op.service.arrive(name, parameters)
        time.sleep(self.op.service.faults.seconds.get(name, 0.0))
        while self.op.service.faults.waits(name):
            time.sleep(GATE)
        return self.op.service.answer(invocation["clientId"], name, parameters)

    def _release(self, client: int) -> str:
        self._session.discard(client)
        self.op.service.release(client)
        return "null"
