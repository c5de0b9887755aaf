"""Several logs as one, newest first, read no further than is looked at; and pages that are asked for once alone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence

from tui.model.audit import AuditEvent
from tui.model.errors import VaultError
from tui.services import background

Pages = AsyncIterator[Sequence[AuditEvent]]

PAGE = 500
"""So many events are told at once."""


class _Feed:
    """One of the logs, as far as it was read and not told yet."""

    def __init__(self, pages: Pages, trouble: Callable[[VaultError], None]) -> None:
        self.waiting: deque[AuditEvent] = deque()
        self.ended = False
        self._pages = pages
        self._trouble = trouble

    @property
    def time(self) -> float:
        """When the next event was."""
        return self.waiting[0].at

    async def fill(self) -> None:
        """Read a page, if nothing waits."""
        if self.waiting or self.ended:
            return
        try:
            page = await anext(self._pages, None)
        except VaultError as error:
            self.ended = True
            self._trouble(error)
            return
        self.ended = page is None
        self.waiting.extend(page or ())


async def merged(logs: Sequence[tuple[Pages, Callable[[VaultError], None]]]) -> AsyncIterator[list[AuditEvent]]:
    """Yield the events of several logs, each of them newest first, as those of one; of the same time: in their order.

    A log that cannot be read on ends there: its callable is told why, and the others go on.
    """
    feeds = [_Feed(pages, trouble) for pages, trouble in logs]
    while feeds:
        await background.together(feed.fill() for feed in feeds)
        feeds = [feed for feed in feeds if feed.waiting or not feed.ended]
        found: list[AuditEvent] = []
        while feeds and len(found) < PAGE and all(feed.waiting for feed in feeds):
            found.append(max(feeds, key=lambda feed: feed.time).waiting.popleft())
        yield found


class Remembered:
    """The pages of a log that is dear to ask: whoever reads it again gets what was read before.

    A page that was asked for is waited for, also if nobody wants it any more: a log that is cut off cannot be read on.
    """

    def __init__(self, begin: Callable[[], Pages]) -> None:
        self._begin = begin
        self._pages: Pages | None = None
        self._read: list[Sequence[AuditEvent]] = []
        self._ended = False
        self._trouble: VaultError | None = None
        self._asking: asyncio.Task[None] | None = None

    async def pages(self) -> Pages:
        """Yield all pages, from the first on.

        Raises:
            VaultError: as the log did, as often as one asks.
        """
        at = 0
        while True:
            while at == len(self._read) and not self._ended:
                if self._trouble is not None:
                    raise self._trouble
                if self._asking is None or self._asking.done():
                    self._asking = background.begin(self._ask(), "audit")
                await asyncio.shield(self._asking)
            if at == len(self._read):
                return
            yield self._read[at]
            at += 1

    async def _ask(self) -> None:
        self._pages = self._pages or self._begin()
        try:
            page = await anext(self._pages, None)
        except VaultError as error:
            self._trouble = error
            return
        self._ended = page is None
        self._read += [] if page is None else [page]
