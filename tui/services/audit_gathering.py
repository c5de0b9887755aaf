"""Reads what was done to many items, where a service tells it of one at a time.

Never more than `AT_ONCE` are asked for at a time. What cannot be read is counted and told; what would not get better by
going on stops it: a refused token, a limit, a service that does not tell it at all, or does not answer again and again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from tui.backends.protocol import Action
from tui.model.audit import AuditEvent
from tui.model.errors import Locked, RateLimited, TokenRefused, Unreachable, VaultError
from tui.model.ids import ItemRef
from tui.services import background
from tui.services.worker import ApiWorker

AT_ONCE = 4
"""So many items are asked for at a time."""
MOST = 200_000
"""So many events are kept at most."""
SILENT = 5
"""After so many in a row that got no answer nobody else is asked."""
STOPPED = "You stopped it."

_HOPELESS = (TokenRefused, RateLimited, Locked)
_newest = attrgetter("at")


class Gathering:
    """What is gathered of the items `refs` of an account, in this order. `done` and `failed` count items.

    `named` gives events the names that we know. Lives on the loop of the services; `events` is whole at any time.
    """

    def __init__(
        self, worker: ApiWorker[Any], refs: Sequence[ItemRef], named: Callable[[AuditEvent], AuditEvent]
    ) -> None:
        self.total = len(refs)
        self.done = self.failed = 0
        self.running = False
        self.ended = ""
        """Why it ended before all were asked for, "" where it did not."""
        self._worker = worker
        self._refs = refs
        self._named = named
        self._events: list[AuditEvent] = []
        self._fresh: list[AuditEvent] = []
        self._first_trouble = ""
        self._silent = 0

    @property
    def events(self) -> Sequence[AuditEvent]:
        """All that has come, newest first. What is returned does not change any more."""
        if self._fresh:
            self._events = sorted((*self._events, *self._fresh), key=_newest, reverse=True)
            self._fresh = []
        return self._events

    @property
    def progress(self) -> str:
        """How far it is, as a sentence; "" where it does not run."""
        if not self.running:
            return ""
        return f"{self.done:,} of {self.total:,} entries asked for; Esc stops."

    @property
    def trouble(self) -> str:
        """What is missing and why, as sentences; "" where nothing is."""
        told = []
        if self.ended:
            told.append(f"Only {self.done:,} of {self.total:,} entries were read. {self.ended}")
        if self.failed:
            verb = "entry" if self.failed == 1 else "entries"
            told.append(f"{self.failed:,} {verb} could not be read: {self._first_trouble}")
        return " ".join(told)

    async def run(self, told: Callable[[], None]) -> None:
        """Gather; `told` is called at the beginning, after each item, and at the end. Cancelling it stops it."""
        left = iter(self._refs)
        self.running = True
        told()
        try:
            await background.together(self._ask(left, told) for _ in range(AT_ONCE))
        except asyncio.CancelledError:
            self.ended = self.ended or STOPPED
            raise
        finally:
            self.running = False
            told()

    async def _ask(self, left: Iterator[ItemRef], told: Callable[[], None]) -> None:
        for ref in left:
            if self.ended:
                return
            try:
                await self._take(self._worker.item_audit_pages(ref))
                self._silent = 0
            except VaultError as error:
                self._note(ref, error)
            if not self.ended:
                self.done += 1
            told()

    async def _take(self, pages: AsyncIterator[Sequence[AuditEvent]]) -> None:
        async for page in pages:
            self._fresh += map(self._named, page)
            if len(self._events) + len(self._fresh) >= MOST:
                self.ended = f"More than {MOST:,} events are not kept at once: look at single entries."
            if self.ended:
                return

    def _note(self, ref: ItemRef, error: VaultError) -> None:
        self._silent = self._silent + 1 if isinstance(error, Unreachable) else 0
        lacking = self._worker.refusal(Action.AUDIT, None) is not None
        if isinstance(error, _HOPELESS) or lacking or self._silent >= SILENT:
            self.ended = self.ended or str(error)
        else:
            self.failed += 1
            self._first_trouble = self._first_trouble or str(error)
