"""Deeds in turn: one at a time for each account, each to its end even if whoever asked for it is gone.

So nobody can leave in the midst, where an account is closed and not yet open again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.ids import AccountId


class Turns:
    """Lives on the loop of the services."""

    def __init__(self) -> None:
        self._turns: dict[AccountId, asyncio.Lock] = {}
        self._going: set[asyncio.Task[None]] = set()

    async def take(self, account: AccountId, deed: Callable[[], Awaitable[None]]) -> None:
        """Do something with an account, after what is done with it already; raises what the deed raises."""

        async def in_turn() -> None:
            async with self._turns.setdefault(account, asyncio.Lock()):
                await deed()

        task = asyncio.get_running_loop().create_task(in_turn(), name="account deed")
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        await asyncio.shield(task)

    async def over(self) -> None:
        """Wait until every deed that has begun has ended."""
        while self._going:
            await asyncio.wait(set(self._going))
