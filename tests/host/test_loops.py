"""A loop in a thread of its own: stopped from outside, it cancels what is under way, and that cleans up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

from tui.host.loops import run_until_stopped


def test_what_is_under_way_is_cancelled_and_cleans_up() -> None:
    loop, begun, seen = asyncio.new_event_loop(), threading.Event(), list[str]()
    thread = threading.Thread(target=run_until_stopped, args=(loop,), daemon=True)
    thread.start()

    async def pieces() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            seen.append("the generator was closed")

    async def work() -> None:
        left_open = pieces()
        await anext(left_open)
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            seen.append("the task cleaned up")

    going = asyncio.run_coroutine_threadsafe(work(), loop)
    assert begun.wait(45)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(45)
    assert not thread.is_alive()
    assert loop.is_closed()
    assert going.cancelled()
    assert sorted(seen) == ["the generator was closed", "the task cleaned up"]
