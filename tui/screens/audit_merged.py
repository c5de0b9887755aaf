"""Several logs as one: of every entry of an account, of everything there is, or of all that is known of one item."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

from tui.model.audit import AuditEvent
from tui.model.errors import VaultError
from tui.model.ids import AccountId
from tui.screens.audit_sources import Log, named
from tui.services.audit_gathering import Gathering
from tui.services.audit_merge import Pages, Remembered, merged
from tui.services.columns import refs_of
from tui.services.session import Session

PART = 500
"""Events of what was gathered that are told at once; keys have their turn between."""


class EntriesLog:
    """What a service tells of each entry of an account, all of them together. It is whole once it was gathered."""

    kept = True
    several = False

    def __init__(self, session: Session, account: AccountId) -> None:
        self._session = session
        self._account = account
        self._source = session.accounts.name(account)
        self.account: AccountId | None = account
        self.name = f"Every entry of “{self._source}”"
        self.heading = f"Every entry of “{self._source}”"
        self._gathering = Gathering(session.api(account), refs_of(session.catalog.snapshot, account), self.named)
        self.gatherings: Sequence[Gathering] = (self._gathering,)

    @property
    def note(self) -> str:
        """How far it was gathered, or whose it is."""
        kept = "Kept by the service, for everybody who uses it. Ctrl+R reads it anew."
        return self._gathering.progress or f"{kept} {self._gathering.done:,} entries were asked for."

    @property
    def problem(self) -> str:
        """What could not be gathered."""
        trouble = self._gathering.trouble
        return f"“{self._source}” is not complete. {trouble} Ctrl+R tries again." if trouble else ""

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield what has been gathered by now."""
        events = self._gathering.events
        for begin in range(0, len(events), PART):
            yield events[begin : begin + PART]
            await asyncio.sleep(0)

    def anew(self) -> Log:
        """Return the same, of the entries that there are now, to be gathered."""
        return EntriesLog(self._session, self._account)

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event with the names that we know."""
        return event if event.source else named(self._session, event, self._source)

    def trouble(self, error: str, read: int) -> str:
        """Return what went wrong: there is nothing here that does."""
        return error


class MergedLog:
    """Several logs as one, each event with the log that it is from. What cannot be read is told; the rest is shown."""

    account: AccountId | None = None
    several = True

    def __init__(self, name: str, heading: str, logs: Sequence[Log]) -> None:
        self.name = name
        self.heading = heading
        self._logs = logs
        self._readings = [Remembered(log.pages).pages if _is_dear(log) else log.pages for log in logs]
        self._troubles: dict[str, str] = {}
        self.kept = all(log.kept for log in logs)
        self.gatherings = [gathering for log in logs for gathering in log.gatherings]

    @property
    def note(self) -> str:
        """How far they were gathered, or whose they are."""
        going = [gathering.progress for gathering in self.gatherings if gathering.progress]
        lost = "" if self.kept else " Without a store our own ends with this run."
        return " ".join(going) or f"{len(self._logs)} logs in one; each event says which it is from.{lost}"

    @property
    def problem(self) -> str:
        """What could not be read."""
        return " ".join(filter(None, (*self._troubles.values(), *(log.problem for log in self._logs))))

    def pages(self) -> Pages:
        """Yield the events of all, newest first."""
        self._troubles = {}
        feeds = zip(self._logs, self._readings, strict=True)
        return merged([(_told(log, read), partial(self._note, log)) for log, read in feeds])

    def _note(self, log: Log, error: VaultError) -> None:
        self._troubles[log.name] = log.trouble(str(error), 0)

    def anew(self) -> Log:
        """Return the same, of which nothing was read yet."""
        return MergedLog(self.name, self.heading, [log.anew() for log in self._logs])

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event as it is: names came with it."""
        return event

    def trouble(self, error: str, read: int) -> str:
        """Return what went wrong."""
        return error


def _is_dear(log: Log) -> bool:
    """Whether each reading asks a service: our own log is here, and so is what was gathered."""
    return log.account is not None and not log.gatherings


async def _told(log: Log, read: Callable[[], Pages]) -> Pages:
    async for page in read():
        yield [log.named(event) for event in page]
