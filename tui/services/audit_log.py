"""The audit log: every event goes through here, to the home store, or into memory where there is none.

Events are appended in the order they happened, without anyone waiting for them; `flush()` waits.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import VaultError
from tui.services import background

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.services.home import Home

BURST = 5
"""So many refusals or failures ..."""
BURST_SECONDS = 300.0
"""... within so many seconds raise a warning."""


class AuditLog:
    """Appends events and reads them back, newest first.

    `kept` says whether they outlive the run. `on_problem` is told a sentence where an event could not be written, or
    where refusals pile up.
    """

    def __init__(self, home: Home | None, actor: str, on_problem: Callable[[str], None]) -> None:
        self.kept = home is not None
        self._home = home
        self._actor = actor
        self._on_problem = on_problem
        self._memory: list[AuditEvent] = []
        self._queue: list[AuditEvent] = []
        self._writing: asyncio.Task[None] | None = None
        self._held = False
        self._refusals: deque[float] = deque(maxlen=BURST)

    def record(
        self,
        action: AuditAction,
        ref: ItemRef | None = None,
        *,
        title: str = "",
        vault_name: str = "",
        field: str = "",
        detail: str = "",
        result: AuditResult = AuditResult.OK,
    ) -> None:
        """Note an event that has just happened. Names only, never values."""
        event = AuditEvent(time.time(), self._actor, action, result, ref, title, vault_name, field, detail)
        if result is not AuditResult.OK:
            self._count_refusal(event.at)
        if self._home is None:
            self._memory.append(replace(event, serial=len(self._memory) + 1))
            return
        self._queue.append(event)
        self._write_soon()

    def unwritten(self, last: AuditAction) -> tuple[AuditEvent, ...]:
        """Return the events that wait to be written, and one more that happens now."""
        return (*self._queue, AuditEvent(time.time(), self._actor, last, AuditResult.OK, None, "", "", "", ""))

    def hold(self) -> None:
        """Write nothing until `release()`: the first write checks the whole store, and the list is wanted first."""
        self._held = True

    def release(self) -> None:
        """Write again."""
        self._held = False
        self._write_soon()

    def _write_soon(self) -> None:
        idle = self._writing is None or self._writing.done()
        if self._home is not None and self._queue and idle and not self._held:
            self._writing = background.begin(self._write(self._home), "audit")

    async def flush(self) -> None:
        """Wait until every event so far is written."""
        self.release()
        while self._writing is not None and not self._writing.done():
            await asyncio.shield(self._writing)

    async def page(self, before: int | None = None, limit: int = 500) -> Sequence[AuditEvent]:
        """Return events older than the serial `before`, newest first.

        Raises:
            VaultError: the log cannot be read, or is not what was written.
        """
        if self._home is None:
            events = [event for event in self._memory if before is None or event.serial < before]
            return events[::-1][:limit]
        await self.flush()
        return await self._home.read(lambda backend: backend.audit_page(before, limit))

    async def _write(self, home: Home) -> None:
        while self._queue:
            events, self._queue = self._queue, []
            try:
                await home.finish(lambda backend, events=events: backend.append(events))  # type: ignore[misc]
            except VaultError as error:
                self._queue = [*events, *self._queue]  # tried again with the next
                self._on_problem(f"The audit log could not be written: {error}")
                return

    def _count_refusal(self, at: float) -> None:
        self._refusals.append(at)
        if len(self._refusals) == BURST and at - self._refusals[0] < BURST_SECONDS:
            self._refusals.clear()
            self._on_problem(f"{BURST} refusals within a few minutes. Look at the audit log (g a).")
