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
from typing import TYPE_CHECKING, Literal, Protocol

from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import NotFound, VaultError
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.services.book import Book
from tui.services.pace import Pace
from tui.services.remote_status import State, Status
from tui.services.turns import Turns

if TYPE_CHECKING:
    from tui.model.connection import Connection, Exchange
    from tui.model.usage import Usage
    from tui.services.accounts import Accounts
    from tui.services.catalog import Catalog
    from tui.services.following import Following, Surroundings
    from tui.services.learnt import Learnt
    from tui.services.settings import Settings
    from tui.services.tokens import Given
    from tui.services.worker import Ears

__all__ = ["Remotes", "State", "Status"]

Deed = Literal["OPEN_ACCOUNT", "ADD_ACCOUNT", "CHANGE_ACCOUNT", "REMOVE_ACCOUNT", "REPLACE_TOKEN"]
"""The names of what is noted in the audit log."""


class Recorder(Protocol):
    """Notes in the audit log what happened to an account."""

    def __call__(self, deed: Deed, *, title: str, detail: str = "", error: bool = False) -> None:
        """Note it."""
        ...


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
        self._book = Book(None)
        self._known: dict[AccountId, Following] = {}
        self._turns = Turns()
        self._closed = self._ending = False
        self._listeners: list[Callable[[], None]] = []

    @cached_property
    def _around(self) -> Surroundings:
        from tui.services.following import Surroundings

        ears = replace(self._ears(), outcome=self._outcome, prompted=self._prompted)
        return Surroundings(
            self._accounts, self._catalog, self._learnt, ears, self.pace, self._settings.passpack, self._changed
        )

    # What there is

    @property
    def statuses(self) -> tuple[Status, ...]:
        """How each account is, in the order they were opened."""
        return tuple(one.status for one in self._known.values())

    def status(self, account: AccountId) -> Status | None:
        """How an account is, or None where there is no such remote account."""
        one = self._known.get(account)
        return one.status if one is not None else None

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever a status is another; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

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
        self._book = book
        entries, unreadable = await book.entries()
        for config, token in entries:
            if config.id not in self._known:
                self._begin(config, token)
        return unreadable

    def open_given(self, given: Given) -> AccountConfig:
        """Begin with an account that was given from outside, for this run, unless it is there already."""
        outside = given.outside
        account = AccountId(f"given:{outside.place}")
        config = AccountConfig(account, given.kind, outside.name, given.url, given.source, token_file=given.path)
        if account not in self._known:
            self._begin(config, given.token)
        return config

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
        await asyncio.gather(*(one.read_now() for one in tuple(self._known.values())))

    def touched(self) -> None:
        """Somebody is there: what waited for that is looked at."""
        if self.pace.touched():
            for one in self._known.values():
                one.touched()

    def give_up(self, account: AccountId) -> None:
        """Wait no longer for a person to approve an account; what waits for that raises `NotApproved`."""
        self._one(account).give_up()

    def ending(self) -> None:
        """The end begins: nothing waits for a person any more, now or later."""
        self._ending = True
        for one in self._known.values():
            one.give_up()

    async def aclose(self) -> None:
        """Follow no account any more, nor open one. The workers are closed with `Accounts`."""
        self.ending()
        self._closed = True
        await self._turns.over()
        known, self._known = tuple(self._known.values()), {}
        self._listeners.clear()
        for one in known:
            await one.end()

    def _begin(self, config: AccountConfig, token: Secret | None) -> None:
        if not self._closed:
            from tui.services.following import Following

            self._catalog.reserve(config.id)
            self._known[config.id] = Following(config, token, self._around)
            self._tell()

    def _changed(self, before: State, status: Status) -> None:
        self._tell()
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

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _outcome(self, account: AccountId, error: VaultError | None) -> None:
        one = self._known.get(account)
        if one is not None:
            one.heard(error)

    def _prompted(self, account: AccountId) -> None:
        one = self._known.get(account)
        if one is not None:
            one.prompted()
            if self._ending:
                one.give_up()

    def _one(self, account: AccountId) -> Following:
        one = self._known.get(account)
        if one is None:
            raise NotFound("There is no such account any more.")
        return one

    # What a person does with them

    async def test(
        self, config: AccountConfig, token: Secret | None, prompted: Callable[[str], None] = lambda sentence: None
    ) -> Connection:
        """Try an account as it would be, apart from everything; None: with the token it has. See `trying.tried`.

        One that is open as it is, and is asked sparingly, is asked where it is open.
        """
        from tui.backends import registry
        from tui.services import dialects, trying

        one = self._known.get(config.id)
        as_it_is = one is not None and (one.config, token) == (config, None) and not registry.polls(config)
        if one is not None and one.worker is not None and as_it_is:
            return await trying.asked(one.worker)
        dialect = dialects.of(self._settings.passpack, config.name)
        return await trying.tried(config, await trying.token_for(config, token, one), dialect, prompted)

    async def add(self, config: AccountConfig, token: Secret | None) -> None:
        """Take in a new account, and open it. Raises Denied where there is no store to keep it in."""

        async def deed() -> None:
            kept = await self._book.keep(config, token)
            self._record("ADD_ACCOUNT", title=kept.name)
            self._begin(kept, token)

        await self._turns.take(config.id, deed)

    async def change(self, config: AccountConfig, token: Secret | None = None) -> None:
        """Make an account what `config` says, with another token or (None) the one it has."""
        await self._turns.take(config.id, lambda: self._change(config, token))

    async def _change(self, config: AccountConfig, token: Secret | None) -> None:
        from tui.services import trying

        one = self._one(config.id)
        if config.source is TokenSource.FILE or not config.source.has_token:  # it is read anew where that lies
            token = None
        else:
            token = token if token is not None or config.source is not one.config.source else one.token
            trying.refuse_elsewhere(one, config, token)
        if token is not one.token and token is not None:
            config = replace(config, token_since=time.time())
        if config.source.kept or one.config.source.kept:
            config = await self._book.keep(config, token, (one.config, one.token))
        await one.end(close=True)
        self._catalog.forget_account(config.id)
        self._record("CHANGE_ACCOUNT", title=config.name)
        self._begin(config, token)

    async def remove(self, account: AccountId) -> None:
        """Forget an account and its token; nothing is deleted at the service."""
        await self._turns.take(account, lambda: self._remove(account))

    async def _remove(self, account: AccountId) -> None:
        one = self._one(account)
        await self._book.remove(account)
        del self._known[account]
        await one.end(close=True)
        self._catalog.forget_account(account)
        self._record("REMOVE_ACCOUNT", title=one.config.name)
        await self._learnt.forget(account)
        if self.on_removed is not None:
            await self.on_removed(account)
        self._tell()

    async def switch(self, account: AccountId, *, on: bool) -> None:
        """Open an account, or close it and leave it closed."""

        async def deed() -> None:
            one = self._one(account)
            await self._change(replace(one.config, enabled=on), one.token)

        await self._turns.take(account, deed)

    async def replace_token(self, account: AccountId, token: Secret) -> None:
        """Give an account another token, once it is seen to work; until then the old one stays. Raises VaultError."""
        one = self._one(account)
        config = one.config
        await self.test(config, token)

        async def deed() -> None:
            if self._known.get(account) is not one or one.config != config:
                raise NotFound(f"“{config.name}” was changed or removed meanwhile. Look at it, and try again.")
            await self._replace(one, token)

        await self._turns.take(account, deed)

    async def _replace(self, one: Following, token: Secret) -> None:
        config = replace(one.config, token_since=time.time())
        if config.source is TokenSource.SEALED:
            config = await self._book.keep(config, token, (one.config, one.token))
        if one.token and self.on_token_replaced is not None:
            await self.on_token_replaced(one.token, token)
        self._record("REPLACE_TOKEN", title=config.name)
        await one.begin_anew(config, token)

    async def reconnect(self, account: AccountId) -> None:
        """Look at an account now; one whose token lies in a file is opened with what the file holds now."""
        one = self._one(account)
        if one.status.state is State.APPROVING and self.on_approval is not None:
            self.on_approval(one.status)  # it may have been left to the background
        await one.read_now()

    async def connection(self, account: AccountId) -> Connection:
        """Ask a service how it is. Raises Locked where the account is not open."""
        found = await self._accounts.api(account).connection()
        if found.good:
            self._outcome(account, None)
        return found

    def usage(self, account: AccountId) -> Usage | None:
        """Return what was used of what a service allows; None where that is not counted, or nothing is open."""
        one = self._known.get(account)
        return one.worker.usage() if one is not None and one.worker is not None else None

    async def exchanges(self, account: AccountId) -> Sequence[Exchange]:
        """Return the last requests of an account, newest first."""
        return await self._accounts.api(account).exchanges()
