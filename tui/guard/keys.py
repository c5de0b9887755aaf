"""Keys, one after the other: a key goes where it was meant to go, however fast one types.

Textual gives a key to whatever has the focus when it arrives. Where several arrive at once, as over SSH or from a
program that types, those after "/" or "n" would be commands in the list below.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker

HOLD_SECONDS = 1.0
"""A key is held back no longer than this, whatever the one before it has begun.

Looks are counted, not seconds: on a busy machine they come later, and so does what is looked for.
"""

LOOK_SECONDS = 0.005
"""How often is looked."""


class Turns:
    """Holds keys back until the one before was dealt with; `deliver` hands one out, `fail` is told what went wrong."""

    def __init__(
        self,
        app: App[Any],
        deliver: Callable[[events.Event], Awaitable[None]],
        fail: Callable[[Exception], None],
    ) -> None:
        self._app = app
        self._deliver = deliver
        self._fail = fail
        self._typed: deque[events.Event] = deque()
        self._delivering = False
        self._handing_out: asyncio.Task[None] | None = None
        self._begun: set[Worker[Any]] = set()
        self._asking: dict[Worker[Any], Screen[Any]] = {}
        self._looks = 0

    @property
    def waiting(self) -> bool:
        """Whether a key has not been dealt with yet."""
        return self._delivering or bool(self._typed) or (self._handing_out is not None and not self._handing_out.done())

    async def take(self, event: events.Event) -> None:
        """Hand out a key, or a text that is pasted: at once, or after those before it."""
        if self.waiting:
            self._typed.append(event)
            return
        self._delivering = True
        try:
            path = await self._begin(event)
        finally:
            self._delivering = False
        self._handing_out = asyncio.create_task(self._go_on(path), name="keys")
        self._handing_out.add_done_callback(self._handed_out)

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Hold keys back until the workers that are started meanwhile have ended, or ask something."""
        before = set(self._app.workers)
        yield
        self._begun |= set(self._app.workers) - before

    @contextmanager
    def asking(self, worker: Worker[Any], screen: Screen[Any]) -> Iterator[None]:
        """Remember that a worker waits for the answer of a screen."""
        self._asking[worker] = screen
        try:
            yield
        finally:
            self._asking.pop(worker, None)

    async def _begin(self, event: events.Event) -> Sequence[DOMNode]:
        """Hand one out; return whom it may go along. Nobody, where the app ends: there is nobody to type to."""
        app = self._app
        if not app.screen_stack:
            return ()
        path = [node for node in (app.focused or app.screen).ancestors_with_self if node is not app]
        self._begun = {worker for worker in app.workers if self._asks(worker)}
        await self._deliver(event)
        return path

    async def _go_on(self, path: Sequence[DOMNode]) -> None:
        """Wait until what was handed out has been dealt with, and hand out what was typed meanwhile."""
        while path:
            self._looks = 0
            with suppress(TimeoutError):
                await self._dealt_with(path)
            path = await self._begin(self._typed.popleft()) if self._typed else ()

    def _handed_out(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._fail(error)

    async def _dealt_with(self, path: Sequence[DOMNode]) -> None:
        """Wait until a key has gone along its path, and what it has begun or answered has ended, or asks something.

        Raises:
            TimeoutError: it was looked for long enough.
        """
        app = self._app
        for node in path:
            await self._reached(node)
        while True:
            while self._busy():
                await asyncio.sleep(LOOK_SECONDS)
                self._looked()
            if app.screen_stack and (self._begun or app.message_queue_size or app.screen not in path):
                for node in (app, app.screen, app):  # a message opens a screen, which says where the focus is
                    await self._reached(node)
            if not self._busy():  # a message may begin something too, as that does which closes the palette
                return

    def _looked(self) -> None:
        self._looks += 1
        if self._looks * LOOK_SECONDS >= HOLD_SECONDS:
            raise TimeoutError

    def _busy(self) -> bool:
        return any(worker.is_running and not self._asks(worker) for worker in self._begun)

    async def _reached(self, node: DOMNode) -> None:
        """Wait until `node` has dealt with everything that it has been sent so far, or is gone."""
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def reach() -> None:
            if not reached.done():
                reached.set_result(None)

        if node.call_later(reach):
            while node.is_running and not reached.done():
                in_time, _ = await asyncio.wait((reached,), timeout=LOOK_SECONDS)
                if not in_time:
                    self._looked()

    def _asks(self, worker: Worker[Any]) -> bool:
        return self._asking.get(worker) in self._app.screen_stack
