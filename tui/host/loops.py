"""An event loop in a thread of its own: it runs until it is stopped, and nothing is left half done."""

from __future__ import annotations

import asyncio

CLEANING = 1.0
"""Seconds for what is cancelled at the end to clean up."""


def run_until_stopped(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop in this thread until `loop.stop`, which any thread may have it do; then cancel what is under way."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        loop.run_until_complete(_end_all())
    finally:
        loop.close()


async def _end_all() -> None:
    """Cancel what is under way and let it clean up: a file that is half there is not to stay."""
    going = asyncio.all_tasks() - {asyncio.current_task()}
    for task in going:
        task.cancel()
    if going:
        await asyncio.wait(going, timeout=CLEANING)
    await asyncio.get_running_loop().shutdown_asyncgens()
