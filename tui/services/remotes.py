"""Accounts at the other end of a network: opened, read, looked at now and then, and told about in plain words.

One that does not answer stays as it was read last, and holds up no other. A token that is refused is asked for again,
and nothing is tried with it meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tui.model.account import AccountConfig
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.services.book import Book
from tui.services.pace import Pace
from tui.services.remote_deeds import RemoteDeeds
from tui.services.remote_status import State, Status
from tui.services.roll import Roll

if TYPE_CHECKING:
    from tui.model.connection import Connection, Exchange
    from tui.model.usage import Usage
    from tui.services.accounts import Accounts
    from tui.services.catalog import Catalog
    from tui.services.following import Surroundings
    from tui.services.learnt import Learnt
    from tui.services.remote_deeds import Recorder
    from tui.services.settings import Settings
    from tui.services.tokens import Given
    from tui.services.worker import Ears

__all__ = ["Remotes", "State", "Status"]


class Remotes:
    """The configured accounts, open or not. Lives on Textual's loop.

    `on_token_needed` is called with the account whose token is refused or missing, once each time; `on_approval` with
    one that asks a person elsewhere to approve it; `on_token_replaced` with the old token and the new one, before that
    is used; `on_removed` with an account that is forgotten. `learnt` keeps what each learns.
    """

    def __init__(
        self,
        accounts: Accounts,
        catalog: Catalog,
        settings: Settings,
        ears: Callable[[], Ears],
        record: Recorder,
        *,
        learnt: Learnt,
    ) -> None:
        self.on_token_needed: Callable[[Status], None] | None = None
        self.on_approval: Callable[[Status], None] | None = None
        self.on_token_replaced: Callable[[Secret, Secret], Awaitable[None]] | None = None
        self.on_removed: Callable[[AccountId], Awaitable[None]] | None = None
        self.pace = Pace(settings.refresh_every)
        self._accounts = accounts
        self._catalog = catalog
        self._settings = settings
        self._ears = ears
        self._record = record
        self._learnt = learnt
        self._roll = Roll(lambda: self._around)
        self._deeds = RemoteDeeds(
            self._roll, catalog, settings, record, learnt=learnt, replaced=self._token_replaced, removed=self._removed
        )

    @cached_property
    def _around(self) -> Surroundings:
        from tui.services.following import Surroundings

        ears = replace(self._ears(), outcome=self._roll.heard, prompted=self._roll.prompted)
        return Surroundings(
            self._accounts, self._catalog, self._learnt, ears, self.pace, self._settings.passpack, self._changed
        )

    # What there is

    @property
    def statuses(self) -> tuple[Status, ...]:
        """How each account is, in the order they were opened."""
        return tuple(one.status for one in self._roll)

    def status(self, account: AccountId) -> Status | None:
        """How an account is, or None where there is no such remote account."""
        one = self._roll.get(account)
        return one.status if one is not None else None

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever a status is another; returns what ends that."""
        return self._roll.listen(listener)

    def token_age_days(self, status: Status) -> int | None:
        """Return how old a token is, as far as we know, in whole days."""
        since = status.config.token_since
        return int((time.time() - since) // 86_400) if since else None

    def token_is_old(self, status: Status) -> bool:
        """Whether it is time to replace a token."""
        days, limit = self.token_age_days(status), self._settings.token_reminder_days
        return days is not None and 0 < limit <= days

    def reminders(self) -> Iterator[str]:
        """Yield a sentence for each token that is to be replaced."""
        for status in filter(self.token_is_old, self.statuses):
            days = self.token_age_days(status)
            yield f"The token of “{status.config.name}” is {days} days old; replace it (g c, then T)."

    # Opening

    async def open_kept(self, book: Book) -> int:
        """Begin with the accounts that are kept in a store, and return how many cannot be read. Raises VaultError."""
        self._deeds.book = book
        entries, unreadable = await book.entries()
        for config, token in entries:
            if self._roll.get(config.id) is None:
                self._roll.begin(config, token)
        return unreadable

    def open_given(self, given: Given) -> AccountConfig:
        """Begin with an account that was given from outside, for this run, unless it is there already."""
        outside = given.outside
        account = AccountId(f"given:{outside.place}")
        config = AccountConfig(account, given.kind, outside.name, given.url, given.source, token_file=given.path)
        if self._roll.get(account) is None:
            self._roll.begin(config, given.token)
        return config

    def known_as(self, given: Given) -> str:
        """Return the name of the account that has the token of one from outside already; "" where none has."""
        place = (given.kind, given.url)
        alike = (one for one in self._roll if one.token == given.token and one.status.state is not State.OFF)
        return next(
            (one.config.name for one in alike if given.token and (one.config.kind, one.config.url) == place), ""
        )

    async def arrived(self, account: AccountId) -> None:
        """Wait while an account is being opened, if it is; how that went is in its status."""
        changed = asyncio.Event()
        end = self.listen(changed.set)
        try:
            while (status := self.status(account)) is not None and status.state is State.OPENING:
                changed.clear()
                await changed.wait()
        finally:
            end()

    async def read_all(self) -> None:
        """Read every account anew, all at a time; how that went is in their statuses."""
        await asyncio.gather(*(one.read_now() for one in self._roll))

    def touched(self) -> None:
        """Somebody is there: what waited for that is looked at."""
        if self.pace.touched():
            for one in self._roll:
                one.touched()

    def give_up(self, account: AccountId) -> None:
        """Wait no longer for a person to approve an account; what waits for that raises `NotApproved`."""
        self._roll.one(account).give_up()

    def ending(self) -> None:
        """The end begins: nothing waits for a person any more, now or later."""
        self._roll.ending()

    async def aclose(self) -> None:
        """Follow no account any more, nor open one. The workers are closed with `Accounts`."""
        self._roll.shut()
        await self._deeds.over()
        await self._roll.end()

    def _changed(self, before: State, status: Status) -> None:
        self._roll.tell()
        if status.state is before:
            return
        if status.state is State.REFUSED:
            self._record("OPEN_ACCOUNT", title=status.config.name, detail=status.sentence, error=True)
        if status.needed and self.on_token_needed is not None:
            self.on_token_needed(status)
        if status.state is State.APPROVING and self.on_approval is not None:
            self.on_approval(status)

    def ask_for_token(self, account: AccountId) -> None:
        """Ask for the token of an account once more, since somebody does what needs it."""
        status = self.status(account)
        if status is not None and status.needed and self.on_token_needed is not None:
            self.on_token_needed(status)

    async def _token_replaced(self, old: Secret, new: Secret) -> None:
        if self.on_token_replaced is not None:
            await self.on_token_replaced(old, new)

    async def _removed(self, account: AccountId) -> None:
        if self.on_removed is not None:
            await self.on_removed(account)

    # What a person does with them

    async def test(
        self, config: AccountConfig, token: Secret | None, prompted: Callable[[str], None] = lambda sentence: None
    ) -> Connection:
        """See `RemoteDeeds.test`."""
        return await self._deeds.test(config, token, prompted)

    async def add(self, config: AccountConfig, token: Secret | None) -> None:
        """See `RemoteDeeds.add`."""
        await self._deeds.add(config, token)

    async def change(self, config: AccountConfig, token: Secret | None = None) -> None:
        """See `RemoteDeeds.change`."""
        await self._deeds.change(config, token)

    async def remove(self, account: AccountId) -> None:
        """See `RemoteDeeds.remove`."""
        await self._deeds.remove(account)

    async def switch(self, account: AccountId, *, on: bool) -> None:
        """See `RemoteDeeds.switch`."""
        await self._deeds.switch(account, on=on)

    async def replace_token(self, account: AccountId, token: Secret) -> None:
        """See `RemoteDeeds.replace_token`."""
        await self._deeds.replace_token(account, token)

    async def reconnect(self, account: AccountId) -> None:
        """Look at an account now; one whose token lies in a file is opened with what the file holds now."""
        one = self._roll.one(account)
        if one.status.state is State.APPROVING and self.on_approval is not None:
            self.on_approval(one.status)  # it may have been left to the background
        await one.read_now()

    async def connection(self, account: AccountId) -> Connection:
        """Ask a service how it is. Raises Locked where the account is not open."""
        found = await self._accounts.api(account).connection()
        if found.good:
            self._roll.heard(account, None)
        return found

    def usage(self, account: AccountId) -> Usage | None:
        """Return what was used of what a service allows; None where that is not counted, or nothing is open."""
        one = self._roll.get(account)
        return one.worker.usage() if one is not None and one.worker is not None else None

    async def exchanges(self, account: AccountId) -> Sequence[Exchange]:
        """Return the last requests of an account, newest first."""
        return await self._accounts.api(account).exchanges()
