"""Logs of one item: what a service tells of it, or what a whole log has of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from tui.model.audit import AuditEvent
from tui.model.ids import AccountId, ItemRef
from tui.screens.audit_sources import Log, Single, named
from tui.services.session import Session


class PartLog(Single):
    """The events of a log that are about one item. The log may have to be read far back for them."""

    def __init__(self, log: Log, ref: ItemRef, title: str) -> None:
        self._whole = log
        self._ref = ref
        self._title = title
        self.account = log.account
        self.kept = log.kept
        self.name = f"“{title}” in {log.name if log.account is None else f'“{log.name}”'}"
        self.heading = f"Audit of “{title}”"
        self.note = log.note

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield what is about the item of each page of the log."""
        async for page in self._whole.pages():
            yield [event for event in page if event.ref == self._ref]

    def anew(self) -> Log:
        """Return the same, of a log that was not read yet."""
        return PartLog(self._whole.anew(), self._ref, self._title)

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event with the names that its log knows."""
        return self._whole.named(event)

    def trouble(self, error: str, read: int) -> str:
        """Return what its log says."""
        return self._whole.trouble(error, read)


class EntryLog(Single):
    """What the service of an account tells of one item."""

    kept = True

    def __init__(self, session: Session, ref: ItemRef, title: str) -> None:
        self._session = session
        self._ref = ref
        self._title = title
        self._source = session.accounts.name(ref.account)
        self.account: AccountId | None = ref.account
        self.name = f"“{title}” in “{self._source}”"
        self.heading = f"Audit of “{title}”"
        self.note = "Kept by the service, for everybody who uses it. Ctrl+R reads it anew."

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages as the service gives them.

        Raises:
            VaultError: the account is closed, or its service does not answer, refuses, or tells no such thing.
        """
        async for page in self._session.api(self._ref.account).item_audit_pages(self._ref):
            yield page

    def anew(self) -> Log:
        """Return this one: it is always asked anew."""
        return self

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event with the names that we know."""
        return named(self._session, event, self._source)

    def trouble(self, error: str, read: int) -> str:
        """Return a sentence: it may well be read later."""
        how = "cannot be read on" if read else "cannot be read"
        return f"What “{self._source}” tells of “{self._title}” {how}. {error} Ctrl+R tries again."
