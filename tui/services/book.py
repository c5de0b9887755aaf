"""The accounts that are kept: sealed in the home store, each with its token where that is kept too."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Denied, Invalid, NotFound
from tui.model.secret import Secret
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend
    from tui.model.ids import AccountId
    from tui.services.home import Home

Entry = tuple[AccountConfig, Secret | None]


class Book:
    """Reads and writes them. Without a home store nothing is kept."""

    def __init__(self, home: Home | None) -> None:
        self._home = home

    @property
    def kept(self) -> bool:
        """Whether something can be kept."""
        return self._home is not None

    async def entries(self) -> tuple[list[Entry], int]:
        """Return the accounts in the order of their names, and how many more cannot be read. Raises VaultError."""
        from tui.store.accounts import decode_account

        if self._home is None:
            return [], 0
        found: list[Entry] = []
        records = await self._home.read(lambda backend: backend.each(RecordKind.ACCOUNT))
        for _, value in records:
            try:
                found.append(decode_account(value))
            except Invalid:
                continue
        return sorted(found, key=lambda entry: entry[0].name.casefold()), len(records) - len(found)

    async def put(self, config: AccountConfig, token: Secret | None) -> None:
        """Keep an account, in place of what was kept of it before. Raises VaultError."""
        from tui.store.accounts import encode_account

        if self._home is None:
            raise Denied("There is no store to keep an account in. Make one first: it is where tokens are sealed.")
        raw = encode_account(config, token)
        await self._home.finish(lambda backend: backend.put(RecordKind.ACCOUNT, config.id, raw))

    async def update(self, config: AccountConfig, token: Secret | None) -> None:
        """Keep an account as it is by now; without a `token` the one that is sealed with it stays, whoever gave it.

        Raises:
            NotFound: it is not kept any more: another window removed it.
            VaultError: it cannot be written.
        """
        from tui.store.accounts import decode_account, encode_account

        async def write(backend: LocalBackend) -> None:
            raw = await backend.get(RecordKind.ACCOUNT, config.id)
            if raw is None:
                raise NotFound(f"“{config.name}” was removed in another window.")
            sealed = token or (decode_account(raw)[1] if config.source is TokenSource.SEALED else None)
            await backend.put(RecordKind.ACCOUNT, config.id, encode_account(config, sealed))

        if self._home is not None:
            await self._home.finish(write)

    async def remove(self, account: AccountId) -> None:
        """Forget an account and its token. Raises VaultError."""
        if self._home is not None:
            await self._home.finish(lambda backend: backend.remove(RecordKind.ACCOUNT, account))

    async def keep(self, config: AccountConfig, token: Secret | None, before: Entry | None = None) -> AccountConfig:
        """Keep an account that was added, or changed from what it was `before`; return it with the age of its token.

        One whose source is not kept is forgotten here.

        Raises:
            Invalid: a token is to be sealed, and there is none.
            VaultError: it cannot be written.
        """
        if not config.source.kept:
            await self.remove(config.id)
            return config
        sealed = token if config.source is TokenSource.SEALED else None
        if config.source is TokenSource.SEALED and not sealed:
            raise Invalid("Give the token that is to be sealed in the store.")
        if not config.token_since and sealed:
            config = replace(config, token_since=time.time())
        if before is not None and before[0].source.kept:
            await self.update(config, None if token is before[1] else sealed)
        else:
            await self.put(config, sealed)
        return config
