"""What became of a write whose answer was lost: it is looked for a while. Nothing is ever sent again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from tui.host.display import display_text
from tui.model.errors import Conflict, Unclear, VaultError
from tui.model.item import Item
from tui.model.titles import named

T = TypeVar("T")

LOOKS = (0.0, 1.0, 3.0)
"""It is looked so many times, each after so many seconds."""


async def pauses(looks: Sequence[float]) -> AsyncIterator[None]:
    """Wait and yield, for each number so many seconds."""
    for seconds in looks:
        await asyncio.sleep(seconds)
        yield


async def look_until(
    look: Callable[[], Awaitable[T]], seen: Callable[[T], bool], waiting: AsyncIterable[object], lost: Unclear
) -> T:
    """Look after each wait until something is seen, and return what was seen last.

    Raises:
        Unclear: it is `lost`, where nothing could be looked at.
    """
    found: list[T] = []
    async for _ in waiting:
        try:
            found = [await look()]
        except VaultError:
            continue
        if seen(found[0]):
            break
    if not found:
        raise lost
    return found[0]


def changed(now: Item) -> Conflict:
    """Return that an item is another by now."""
    return Conflict(f"“{named(display_text(now.title))}” was changed by somebody else meanwhile.", now)


def deleted(before: Item) -> Conflict:
    """Return that an item is gone by now."""
    return Conflict(f"“{named(display_text(before.title))}” was deleted by somebody else meanwhile.")
