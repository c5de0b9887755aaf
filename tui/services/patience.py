"""How long something is waited for: so many seconds, and as long as a person has not answered elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

R = TypeVar("R")


async def patiently(work: Awaitable[R], seconds: float, since: Callable[[], float | None]) -> R:
    """Wait for `work`. `since` returns from when on the seconds count, by the loop's clock; None: not now.

    Raises:
        TimeoutError: it took longer.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    timer: asyncio.TimerHandle | None = None

    async with asyncio.timeout(None) as limit:

        def look() -> None:
            nonlocal timer
            counted = since()
            left = seconds if counted is None else max(began, counted) + seconds - loop.time()
            if left > 0:
                timer = loop.call_later(left, look)
            else:
                limit.reschedule(loop.time())

        look()
        try:
            return await work
        finally:
            if timer is not None:
                timer.cancel()
