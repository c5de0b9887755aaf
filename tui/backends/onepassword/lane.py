"""A daemon thread for calls that block: one after the other, each answered on the loop that asked.

It can be left with a call that does not end: who waits is told at once, and at exit nothing waits for the thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from tui.host.loops import run_until_stopped

R = TypeVar("R")


def _forget(answer: object) -> None:
    """Do nothing with an answer that comes late."""


class Left(Exception):
    """The lane was left before the answer came. `begun`: the call may be done nevertheless."""

    def __init__(self, *, begun: bool) -> None:
        super().__init__(begun)
        self.begun = begun


class _Job(Generic[R]):
    """A call, and what became of it: told to whoever waits, or handed to `late` once nobody does."""

    def __init__(self, call: Callable[[], R], late: Callable[[R], None]) -> None:
        self.begun = False
        self.left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._call = call
        self._late = late
        self._lock = threading.Lock()
        self._dropped = False
        self._answers: list[R] = []

    async def make(self) -> R:
        """Make the call, on its thread, unless nobody waits any more."""
        with self._lock:
            if self._dropped:
                raise asyncio.CancelledError
            self.begun = True
        answer = self._call()
        with self._lock:
            if not self._dropped:
                self._answers.append(answer)
                return answer
        self._late(answer)
        raise asyncio.CancelledError

    def drop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Nobody waits any more; an answer that is here already is handed on, on its thread's `loop`."""
        with self._lock:
            self._dropped = True
        with suppress(RuntimeError):  # the thread has ended
            for answer in self._answers:
                loop.call_soon_threadsafe(self._late, answer)


class Lane:
    """One thread. `do` is for the loop that made it, `leave` for any thread."""

    def __init__(self, name: str) -> None:
        self._home = asyncio.get_running_loop()
        self._loop = asyncio.new_event_loop()
        self._waiting: set[asyncio.Future[None]] = set()
        threading.Thread(target=run_until_stopped, args=(self._loop,), name=name, daemon=True).start()

    async def do(self, call: Callable[[], R], late: Callable[[R], None] = _forget) -> R:
        """Make a call after those before it. `late` gets an answer that nobody waits for any more, over there.

        Raises:
            Left: the lane was left meanwhile. And what the call raises.
        """
        job = _Job(call, late)
        answer = asyncio.wrap_future(asyncio.run_coroutine_threadsafe(job.make(), self._loop))
        self._waiting.add(job.left)
        try:
            await asyncio.wait((answer, job.left), return_when=asyncio.FIRST_COMPLETED)
            if answer.done() and not answer.cancelled():
                return answer.result()
        except asyncio.CancelledError:
            job.drop(self._loop)
            raise
        finally:
            self._waiting.discard(job.left)
            answer.cancel()
        job.drop(self._loop)
        raise Left(begun=job.begun)

    def leave(self) -> None:
        """Have all that wait raise `Left`; the thread ends after its call. Nothing may be done here afterwards."""
        with suppress(RuntimeError):  # our loop has ended: nobody waits
            self._home.call_soon_threadsafe(self._tell)
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _tell(self) -> None:
        for left in self._waiting:
            if not left.done():
                left.set_result(None)
