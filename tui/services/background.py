"""Tasks that nobody waits for: what breaks in one is told all the same.

Python tells of a task's error only when the task is forgotten; but whoever begins one keeps it, to know when it is
done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

R = TypeVar("R")


def begin(work: Coroutine[Any, Any, R], name: str) -> asyncio.Task[R]:
    """Begin a task; the loop's handler of errors is told at once if it fails."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    task.add_done_callback(_tell)
    return task


def _tell(task: asyncio.Task[Any]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        task.get_loop().call_exception_handler({"message": f"{task.get_name()} failed", "exception": error})


async def together(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run several works and wait for all; where one fails, the others are cancelled, and its error is raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
