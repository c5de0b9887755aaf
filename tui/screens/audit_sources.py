"""Whose audit log is shown: our own, or the one that the service of an account keeps; both page by page, newest first.

A service may tell nothing but ids. The names beside them are those of now, and an id that is not known stays an id.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Protocol

from tui.model.audit import AuditEvent
from tui.model.ids import AccountId
from tui.services.audit_gathering import Gathering
from tui.services.audit_log import AuditLog
from tui.services.session import Session

PAGE = 200
"""Events of our own log that are read at once."""


class Log(Protocol):
    """A log that can be read: its name, and whether it outlives the run. `account` is None for our own."""

    @property
    def account(self) -> AccountId | None:
        """Whose service keeps it, or None."""

    @property
    def name(self) -> str:
        """What it is called where one chooses."""

    @property
    def heading(self) -> str:
        """What stands above it."""

    @property
    def note(self) -> str:
        """Who keeps it, as a sentence."""

    @property
    def kept(self) -> bool:
        """Whether it outlives the run."""

    @property
    def several(self) -> bool:
        """Whether it is several logs in one, so that one must be told from another."""

    @property
    def gatherings(self) -> Sequence[Gathering]:
        """What must be gathered before it is whole."""

    @property
    def problem(self) -> str:
        """What is missing in it as far as it was read, as sentences, or ""."""

    def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield events, newest first, each page read when it is asked for. Raises VaultError."""

    def anew(self) -> Log:
        """Return the same log, of which nothing was read yet."""

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return an event of this log with the names that we know."""

    def trouble(self, error: str, read: int) -> str:
        """Return what is told where it could not be read on after `read` events."""


class Single:
    """What is true of one log by itself."""

    several = False
    gatherings: Sequence[Gathering] = ()
    problem = ""


class OwnLog(Single):
    """What was done in this Strongroom."""

    account: AccountId | None = None
    heading = "Audit log"

    def __init__(self, log: AuditLog) -> None:
        self._kept_log = log
        self.kept = log.kept
        self.name = "This store" if log.kept else "This run"
        lost = "Nothing is kept: without a store this log ends with this run."
        self.note = "Kept sealed in your store." if log.kept else lost

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages of `PAGE` events.

        Raises:
            VaultError: the log cannot be read, or is not what was written.
        """
        before: int | None = None
        while True:
            page = await self._kept_log.page(before, PAGE)
            yield page
            if len(page) < PAGE:
                return
            before = page[-1].serial

    def anew(self) -> Log:
        """Return this one: it is always read anew."""
        return self

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event with the names that were written with it."""
        return replace(event, source=self.name)

    def trouble(self, error: str, read: int) -> str:
        """Return a sentence: what was written is not there any more."""
        return f"The audit log cannot be read to its end. {error}"


class ServiceLog(Single):
    """What the service of an account noted: everything that anybody did there."""

    kept = True

    def __init__(self, session: Session, account: AccountId) -> None:
        self.account: AccountId | None = account
        self._account = account
        self._session = session
        self.name = session.accounts.name(account)
        self.heading = f"Activity of “{self.name}”"
        self.note = "Kept by the service, for everybody who uses it. Ctrl+R reads it anew."

    async def pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages as the service gives them.

        Raises:
            VaultError: the account is closed, or its service does not answer or refuses.
        """
        async for page in self._session.api(self._account).audit_pages():
            yield page

    def anew(self) -> Log:
        """Return this one: it is always asked anew."""
        return self

    def named(self, event: AuditEvent) -> AuditEvent:
        """Return the event with the names that we know."""
        return named(self._session, event, self.name)

    def trouble(self, error: str, read: int) -> str:
        """Return a sentence: it may well be read later."""
        how = "cannot be read on" if read else "cannot be read"
        return f"The log of “{self.name}” {how}. {error} Ctrl+R tries again."


def named(session: Session, event: AuditEvent, source: str) -> AuditEvent:
    """Return a service's event with the title of its item and the name of its vault, or ids where we know no names."""
    ref, catalog = event.ref, session.catalog
    if ref is None:
        return replace(event, source=source)
    vault = catalog.vault(ref.account, ref.vault)
    title = event.title or (catalog.title(ref) or ref.item if ref.item else "")
    name = event.vault_name or (vault.name if vault else ref.vault)
    return replace(event, title=title, vault_name=name, source=source)
