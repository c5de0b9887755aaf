"""How long is waited for what, in one place, so that a test need not wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import SystemRandom

_RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Waits:
    """Times in seconds.

    Between two looks there is `first`, then twice as long each time up to `most`, each give or take a quarter. A write
    is looked for `sync` long until everybody sees it, and `lost` long where its answer was lost. What is there under
    the old version for `still` long gets no new one any more; the next write of an item waits `behind` long for the
    last. A write that met another one is made `tries` times. `calls` is the deadline of a call, `lists` that of one for
    a list, `opening` that of those before the first success: a server that just started waits for its synchronisation;
    it may refuse once, and is asked `again` later.
    """

    first: float = 0.1
    most: float = 2.0
    sync: float = 30.0
    lost: float = 4.0
    still: float = 2.0
    behind: float = 10.0
    tries: int = 5
    calls: float = 30.0
    lists: float = 300.0
    opening: float = 50.0
    again: float = 1.0

    async def looks(self, altogether: float) -> AsyncIterator[float]:
        """Wait and yield, again and again, until `altogether` seconds have passed; yields how many are left."""
        loop = asyncio.get_running_loop()
        ends, pause = loop.time() + altogether, self.first
        while (left := ends - loop.time()) > 0:
            await asyncio.sleep(min(left, pause * _RANDOM.uniform(0.75, 1.25)))
            yield max(0.0, ends - loop.time())
            pause = min(self.most, pause * 2)

    async def between(self, tried: int) -> None:
        """Wait before a write that met another one is made again."""
        await asyncio.sleep(min(self.most, self.first * 2 ** (tried - 1)) * _RANDOM.uniform(0.75, 1.25))


WAITS = Waits()
