"""A thread with its own event loop, and the way across. Nothing here knows what a vault is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from tui.host.loops import run_until_stopped
from tui.model.errors import Locked

R = TypeVar("R")


class Bridge:
    """Runs coroutines on a daemon thread's loop for callers on another loop."""

    def __init__(self, name: str, on_activity: Callable[[], None] | None = None) -> None:
        self.busy = 0
        """How many calls are under way."""
        self._on_activity = on_activity
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=run_until_stopped, args=(self._loop,), name=name, daemon=True)
        self._stopped = False

    def start(self) -> None:
        """Start the thread; does nothing where it runs already."""
        if not self._thread.is_alive() and not self._stopped:
            self._thread.start()

    async def stop(self) -> None:
        """End the thread. Calls raise `Locked` from now on, those under way too: they are cancelled over there."""
        self._stopped = True
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join, 2.0)
        elif self._thread.ident is None:  # it was never started
            self._loop.close()

    async def call(self, work: Coroutine[Any, Any, R], *, quiet: bool = False) -> R:
        """Run `work` over there; cancelling the call cancels the work. `quiet`: it is not counted as busy.

        Raises:
            Locked: the thread has ended.
        """
        if self._stopped or not self._thread.is_alive():
            work.close()
            raise Locked("This account is closed.")
        future: Future[R] = asyncio.run_coroutine_threadsafe(work, self._loop)
        if quiet:
            return await asyncio.wrap_future(future)
        self._count(1)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._stopped and task is not None and not task.cancelling():
                raise Locked("This account is closed.") from None
            raise
        finally:
            self._count(-1)

    def call_blocking(self, work: Coroutine[Any, Any, R], seconds: float) -> R:
        """Run `work` over there for a caller on a thread without a loop; raises TimeoutError after `seconds`.

        Raises:
            Locked: the thread has ended.
        """
        if self._stopped or not self._thread.is_alive():
            work.close()
            raise Locked("This account is closed.")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def _count(self, change: int) -> None:
        self.busy += change
        if self._on_activity is not None:
            self._on_activity()
