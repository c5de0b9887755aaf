"""Reads the audit log page by page, newest first, and keeps what a filter shows.

Never more is read than was asked for: a log may have hundreds of thousands of events.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import islice

from tui.host.display import display_text
from tui.model.audit import AuditEvent, AuditResult
from tui.screens.audit_filter import AuditFilter
from tui.services.audit_log import BURST, BURST_SECONDS, AuditLog
from tui.widgets.audit_list import AuditRow
from tui.widgets.times import local_time

PAGE = 200
"""Events read at once."""
FRESH = 7 * 86400.0
"""Refusals that pile up are told for so many seconds."""


async def pages(log: AuditLog, wanted: AuditFilter) -> AsyncIterator[Sequence[AuditEvent]]:
    """Yield what the filter shows of the whole log, page by page; each yield stands for one page that was read.

    Raises:
        VaultError: the log cannot be read, or is not what was written.
    """
    before: int | None = None
    while True:
        page = await log.page(before, PAGE)
        yield [event for event in page if wanted.matches(event)]
        if len(page) < PAGE:
            return
        before = page[-1].serial


class AuditReader:
    """What has been read so far of the log with one filter: `events` to show, of about `read`."""

    def __init__(self, log: AuditLog, wanted: AuditFilter) -> None:
        self.events: list[AuditEvent] = []
        self.read = 0
        self.ended = False
        self._pages = pages(log, wanted)

    async def until(self, count: int) -> AsyncIterator[None]:
        """Read on until there are `count` events to show, or the log ends; yield after every page.

        Raises:
            VaultError: the log cannot be read, or is not what was written; what was read before stays.
        """
        while len(self.events) < count and not self.ended:
            page = await anext(self._pages, None)
            if page is None:
                self.ended = True
            else:
                self.events += page
                self.read += PAGE
            yield


class EventRows:
    """Events as the audit list wants them: made one by one, when they are seen."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        self._events = events
        self._count = len(events)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int, /) -> AuditRow:
        event = self._events[index]
        return AuditRow(
            when=local_time(event.at),
            who=display_text(event.actor),
            action=event.action,
            what=what_of(event),
            result=event.result,
            detail=display_text(event.detail),
            refused=event.result is not AuditResult.OK,
        )


def what_of(event: AuditEvent) -> str:
    """Return what an event was done to: the item, its field, and its vault, safe to show."""
    item = " · ".join(display_text(part) for part in (event.title, event.field) if part)
    vault = display_text(event.vault_name)
    if not vault or vault == item:
        return item
    return f"{item} in {vault}" if item else vault


def pile_of_refusals(newest: Sequence[AuditEvent], now: float) -> str:
    """Return a sentence where the newest events have several refusals or failures in a short time, or ""."""
    bad = sorted(event.at for event in newest if event.result is not AuditResult.OK and now - event.at < FRESH)
    piles = [(first, last) for first, last in zip(bad, islice(bad, BURST - 1, None), strict=False)]
    last_pile = next(((first, last) for first, last in reversed(piles) if last - first < BURST_SECONDS), None)
    if last_pile is None:
        return ""
    first, last = (local_time(at) for at in last_pile)
    when = f"between {first} and {last[-5:]}" if first != last else f"at {first}"
    return f"{BURST} or more refusals or failures {when}. Was that you?"
