"""What a person does with remote accounts: each is tried, added, changed, switched, given another token or removed.

One deed at a time for each account, each to its end.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Protocol

from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import NotFound
from tui.model.secret import Secret
from tui.services.book import Book
from tui.services.turns import Turns

if TYPE_CHECKING:
    from tui.model.connection import Connection
    from tui.model.ids import AccountId
    from tui.services.catalog import Catalog
    from tui.services.following import Following
    from tui.services.learnt import Learnt
    from tui.services.roll import Roll
    from tui.services.settings import Settings

Deed = Literal["OPEN_ACCOUNT", "ADD_ACCOUNT", "CHANGE_ACCOUNT", "REMOVE_ACCOUNT", "REPLACE_TOKEN"]
"""The names of what is noted in the audit log."""


class Recorder(Protocol):
    """Notes in the audit log what happened to an account."""

    def __call__(self, deed: Deed, *, title: str, detail: str = "", error: bool = False) -> None:
        """Note it."""
        ...


class RemoteDeeds:
    """Does it. `book` is where accounts are kept.

    `replaced` is called with the old token and the new one, before that is used; `removed` with an account that
    is forgotten.
    """

    def __init__(
        self,
        roll: Roll,
        catalog: Catalog,
        settings: Settings,
        record: Recorder,
        *,
        learnt: Learnt,
        replaced: Callable[[Secret, Secret], Awaitable[None]],
        removed: Callable[[AccountId], Awaitable[None]],
    ) -> None:
        self.book = Book(None)
        self._roll = roll
        self._catalog = catalog
        self._settings = settings
        self._record = record
        self._learnt = learnt
        self._replaced = replaced
        self._removed = removed
        self._turns = Turns()

    async def over(self) -> None:
        """Wait until every deed that has begun has ended."""
        await self._turns.over()

    async def test(
        self, config: AccountConfig, token: Secret | None, prompted: Callable[[str], None] = lambda sentence: None
    ) -> Connection:
        """Try an account as it would be, apart from everything; None: with the token it has. See `trying.tried`.

        One that is open as it is, and is asked sparingly, is asked where it is open.
        """
        from tui.backends import registry
        from tui.services import dialects, trying

        one = self._roll.get(config.id)
        as_it_is = one is not None and (one.config, token) == (config, None) and not registry.polls(config)
        if one is not None and one.worker is not None and as_it_is:
            return await trying.asked(one.worker)
        dialect = dialects.of(self._settings.passpack, config.name)
        given = await trying.token_for(config, token, one)
        return await trying.tried(config, given, dialect, prompted, self._learnt.tried)

    async def add(self, config: AccountConfig, token: Secret | None) -> None:
        """Take in a new account, and open it. Raises Denied where there is no store to keep it in."""

        async def deed() -> None:
            kept = await self.book.keep(config, token)
            self._record("ADD_ACCOUNT", title=kept.name)
            self._roll.begin(kept, token)

        await self._turns.take(config.id, deed)

    async def change(self, config: AccountConfig, token: Secret | None = None) -> None:
        """Make an account what `config` says, with another token or (None) the one it has."""
        await self._turns.take(config.id, lambda: self._change(config, token))

    async def _change(self, config: AccountConfig, token: Secret | None) -> None:
        from tui.services import trying

        one = self._roll.one(config.id)
        if config.source is TokenSource.FILE or not config.source.has_token:  # it is read anew where that lies
            token = None
        else:
            token = token if token is not None or config.source is not one.config.source else one.token
            trying.refuse_elsewhere(one, config, token)
        if token is not one.token and token is not None:
            config = replace(config, token_since=time.time())
        if config.source.kept or one.config.source.kept:
            config = await self.book.keep(config, token, (one.config, one.token))
        await one.end(close=True)
        self._catalog.forget_account(config.id)
        self._record("CHANGE_ACCOUNT", title=config.name)
        self._roll.begin(config, token)

    async def remove(self, account: AccountId) -> None:
        """Forget an account and its token; nothing is deleted at the service."""
        await self._turns.take(account, lambda: self._remove(account))

    async def _remove(self, account: AccountId) -> None:
        one = self._roll.one(account)
        await self.book.remove(account)
        self._roll.drop(account)
        await one.end(close=True)
        self._catalog.forget_account(account)
        self._record("REMOVE_ACCOUNT", title=one.config.name)
        await self._learnt.forget(account)
        await self._removed(account)
        self._roll.tell()

    async def switch(self, account: AccountId, *, on: bool) -> None:
        """Open an account, or close it and leave it closed."""

        async def deed() -> None:
            one = self._roll.one(account)
            await self._change(replace(one.config, enabled=on), one.token)

        await self._turns.take(account, deed)

    async def replace_token(self, account: AccountId, token: Secret) -> None:
        """Give an account another token, once it is seen to work; until then the old one stays. Raises VaultError."""
        one = self._roll.one(account)
        config = one.config
        await self.test(config, token)

        async def deed() -> None:
            if self._roll.get(account) is not one or one.config != config:
                raise NotFound(f"“{config.name}” was changed or removed meanwhile. Look at it, and try again.")
            await self._replace(one, token)

        await self._turns.take(account, deed)

    async def _replace(self, one: Following, token: Secret) -> None:
        config = replace(one.config, token_since=time.time())
        if config.source is TokenSource.SEALED:
            config = await self.book.keep(config, token, (one.config, one.token))
        if one.token:
            await self._replaced(one.token, token)
        self._record("REPLACE_TOKEN", title=config.name)
        await one.begin_anew(config, token)
