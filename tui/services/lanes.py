"""Writes in their lanes: one at a time per vault, each to its end, whoever waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tui.services.bridge import Bridge

R = TypeVar("R")


class Lanes:
    """Runs writes over a bridge. Lives on the loop that made it."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._home = asyncio.get_running_loop()
        self._lanes: dict[str, asyncio.Lock] = {}
        self._slow: dict[str, asyncio.Lock] = {}
        self._writes: set[asyncio.Future[Any]] = set()

    def __len__(self) -> int:
        """How many writes have not ended yet."""
        return len(self._writes)

    def begin(self, lane: str, call: Callable[[], Awaitable[R]], *, slow: bool = False) -> asyncio.Task[R]:
        """Begin `call` over there, after what waits in its lane; for `slow` ones each lane has another beside it."""

        async def queued() -> R:
            async with (self._slow if slow else self._lanes).setdefault(lane, asyncio.Lock()):
                return await call()

        task = self._home.create_task(self._bridge.call(queued()), name="write")
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return task

    async def empty(self) -> None:
        """Wait until every write has ended."""
        while self._writes:
            await asyncio.wait(set(self._writes))

    async def passed(self) -> None:
        """Wait over there, on the bridge's loop, until the writes that have begun have ended, but for slow ones."""
        for lane in list(self._lanes.values()):
            async with lane:
                pass
