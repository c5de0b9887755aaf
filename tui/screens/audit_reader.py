"""Reads an audit log page by page, newest first, and keeps what a filter shows.

Never more is read than was asked for: a log may have hundreds of thousands of events.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import islice

from tui.host.display import display_text
from tui.model.audit import AuditEvent
from tui.screens.audit_filter import AuditFilter
from tui.screens.audit_sources import Log
from tui.services.audit_log import BURST, BURST_SECONDS
from tui.widgets.audit_list import AuditRow
from tui.widgets.times import local_time

FRESH = 7 * 86400.0
"""Refusals that pile up are told for so many seconds."""


async def filtered(log: Log, wanted: AuditFilter) -> AsyncIterator[Sequence[AuditEvent]]:
    """Yield what the filter shows of a whole log, with the names that are known, page by page.

    Raises:
        VaultError: the log cannot be read, or is not what was written.
    """
    async for page in log.pages():
        yield [event for event in map(log.named, page) if wanted.matches(event)]


class AuditReader:
    """What has been read so far of a log with one filter: `events` to show, of `read`; `newest` is its first page.

    `problem` is what stopped the reading, as it is to be told, or "".
    """

    def __init__(self, log: Log, wanted: AuditFilter) -> None:
        self.source = log
        self.wanted = wanted
        self.events: list[AuditEvent] = []
        self.newest: Sequence[AuditEvent] = ()
        self.read = 0
        self.ended = False
        self.problem = ""
        self._pages = log.pages()

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
                self.newest = self.newest or page
                self.events += [event for event in page if self.wanted.matches(self.source.named(event))]
                self.read += len(page)
            yield


class EventRows:
    """Events as the audit list wants them: made one by one, when they are seen, with the names of then."""

    def __init__(self, events: Sequence[AuditEvent], log: Log) -> None:
        self._events = events
        self._count = len(events)
        self._source = log

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int, /) -> AuditRow:
        event = self._source.named(self._events[index])
        return AuditRow(
            when=local_time(event.at),
            who=display_text(event.actor),
            action=display_text(event.deed),
            what=what_of(event),
            result=event.result,
            detail=detail_of(event),
            refused=event.result.bad,
            unknown=event.ref is not None and event.title == event.ref.item,
            source=display_text(event.source),
        )


def what_of(event: AuditEvent) -> str:
    """Return what an event was done to: the item, its field, and its vault, safe to show."""
    item = " · ".join(display_text(part) for part in (event.title, event.field) if part)
    vault = display_text(event.vault_name)
    if not vault or vault == item:
        return item
    return f"{item} in {vault}" if item else vault


def detail_of(event: AuditEvent) -> str:
    """Return what else is to be said of an event in one line, safe to show: its detail, by what and from where."""
    parts = (event.detail, event.client, f"from {event.ip}" if event.ip else "")
    return ", ".join(display_text(part) for part in parts if part)


def pile_of_refusals(newest: Sequence[AuditEvent], now: float) -> str:
    """Return a sentence where the newest events have several refusals or failures in a short time, or ""."""
    bad = sorted(event.at for event in newest if event.result.bad and now - event.at < FRESH)
    piles = [(first, last) for first, last in zip(bad, islice(bad, BURST - 1, None), strict=False)]
    last_pile = next(((first, last) for first, last in reversed(piles) if last - first < BURST_SECONDS), None)
    if last_pile is None:
        return ""
    first, last = (local_time(at) for at in last_pile)
    when = f"between {first} and {last[-5:]}" if first != last else f"at {first}"
    return f"{BURST} or more refusals or failures {when}. Was that you?"
