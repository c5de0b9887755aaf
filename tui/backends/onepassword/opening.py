"""The client in 1Password's core: begun at the first call, once for all who wait for it, and anew where it has ended.

The token is a `Secret` here; its text is there only while a client is begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tui.backends.onepassword import sdk
from tui.backends.onepassword.faults import Asked, heard
from tui.backends.onepassword.sdk import Link
from tui.model.errors import Locked, Unreachable
from tui.model.secret import Secret

SECONDS = 20.0
"""Signing in with a token may take so long; a person has as long as 1Password's app gives."""

CLOSED = "This account is closed."
_WHAT = "signing in"


@dataclass(frozen=True, slots=True)
class Client:
    """A client that was begun, and the way to it."""

    link: Link
    number: int


class Opening:
    """Keeps one client. To be used on one event loop; `prompting` and `give_up` from any thread."""

    def __init__(self, make: Callable[[], Link], token: Secret | None, seconds: float | None = SECONDS) -> None:
        """`make` loads the SDK. Without a token a person approves, however long that takes."""
        self._make = make
        self._token = token
        self._seconds = seconds if token is not None else None
        self._link: Link | None = None
        self._task: asyncio.Task[Client] | None = None
        self._closed = False
        self._told: Callable[[], None] | None = None

    @property
    def desktop(self) -> bool:
        """Whether it is the desktop app that lets us in."""
        return self._token is None

    @property
    def hidden(self) -> tuple[Secret, ...]:
        """What must not be shown."""
        return () if self._token is None else (self._token,)

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """See `Prompting.when_prompted`."""
        self._told = tell
        if self._link is not None:
            self._link.when_prompted(tell)

    def prompting(self) -> str:
        """See `Prompting.prompting`."""
        return self._link.prompting() if self._link is not None else ""

    def give_up(self) -> None:
        """See `Prompting.give_up`."""
        if self._link is not None:
            self._link.give_up()

    async def client(self) -> Client:
        """Return the client. Who is cancelled ends nothing that others, or a later call, may wait for.

        Raises:
            VaultError: there is none, and why.
        """
        if self._closed:
            raise Locked(CLOSED)
        if self._task is None or _failed(self._task):
            self._task = asyncio.create_task(self._begun())
            self._task.add_done_callback(_failed)
        task = self._task
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self._closed and task.cancelled():
                raise Locked(CLOSED) from None
            raise

    def ended(self, client: Client) -> None:
        """Forget a client that has ended, unless another has taken its place."""
        task = self._task
        if task is not None and task.done() and not _failed(task) and task.result() is client:
            self._task = None

    async def aclose(self, seconds: float) -> None:
        """Let go of the client, of one that is being begun too, and forget the token; in twice `seconds` at most."""
        self._closed = True
        task, link, self._link = self._task, self._link, None
        number: int | None = None
        if self._token is not None:
            self._token = Secret("")
        if task is not None:
            task.cancel()
            await asyncio.wait([task], timeout=seconds)
            number = task.result().number if task.done() and not _failed(task) else None
        if link is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await link.aclose(number)

    async def _begun(self) -> Client:
        try:
            async with asyncio.timeout(self._seconds):
                return await heard(self._begin(), Asked(_WHAT, sent=False, desktop=self.desktop, hidden=self.hidden))
        except TimeoutError:
            raise Unreachable(
                f"1Password did not let us in within {self._seconds:g} seconds: check the network, and try again."
            ) from None

    async def _begin(self) -> Client:
        if self._link is None:
            self._link = self._make()
            if self._told is not None:
                self._link.when_prompted(self._told)
        config = sdk.configuration(self._token)
        try:
            return Client(self._link, await self._link.begin(config))
        finally:
            config.clear()


def _failed(task: asyncio.Task[Client]) -> bool:
    """Whether a client that was being begun is not there. Its error is then one that was looked at."""
    return task.done() and (task.cancelled() or task.exception() is not None)
