"""What is finished although nobody waits for it any more, and what a lock waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Literal, TypeVar

from tui.model.errors import VaultError

R = TypeVar("R")


class Finishing:
    """Brings work to its end. A failure that nobody saw is told."""

    def __init__(self, tell: Callable[[str, Literal["error"]], None]) -> None:
        self._tell = tell
        self._going: set[asyncio.Future[Any]] = set()

    async def to_the_end(self, work: Coroutine[Any, Any, R], unseen: str) -> R:
        """Do what a lock waits for, and what is finished even if the caller is cancelled.

        Then a failure is told, after the words `unseen`.
        """
        going = asyncio.ensure_future(work)
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        try:
            return await asyncio.shield(going)
        except asyncio.CancelledError:
            going.add_done_callback(partial(self._tell_unseen, unseen))
            raise

    async def ended(self) -> None:
        """Wait until all of it has ended."""
        while self._going:
            await asyncio.wait(set(self._going))

    def _tell_unseen(self, unseen: str, going: asyncio.Future[Any]) -> None:
        """The screen is gone: a failure is told all the same."""
        error = None if going.cancelled() else going.exception()
        if isinstance(error, VaultError):
            self._tell(f"{unseen}: {error}", "error")
        elif error is not None:
            raise error
