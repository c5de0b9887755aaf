"""The Environments that a person has named, since no service lists them. Sealed in the home store; values never.

Another window may do the same at the same time: each change is made to what is kept at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.model.environment import EnvironmentId
from tui.model.ids import AccountId
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend
    from tui.services.home import Home

KEY = "environments"

Key = tuple[AccountId, EnvironmentId]
"""Which Environment."""


@dataclass(frozen=True, slots=True)
class Known:
    """An Environment that is remembered: in which account, its id there, and the name a person gave it."""

    account: AccountId
    id: EnvironmentId
    name: str

    @property
    def label(self) -> str:
        """What it is called: by its name, or else by its id."""
        return self.name or self.id

    @property
    def key(self) -> Key:
        """Which Environment it is, whatever it is called."""
        return self.account, self.id


class Environments:
    """Remembers Environments. Without a home store they last for the run."""

    def __init__(self, home: Home | None) -> None:
        self._home = home
        self._known: tuple[Known, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether they outlive the run."""
        return self._home is not None

    async def all(self) -> tuple[Known, ...]:
        """Return them in the order of their names. Raises VaultError."""
        return await self._change(lambda known: known)

    async def put(self, environment: Known) -> tuple[Known, ...]:
        """Remember one, in place of the same by another name; return all. Raises VaultError."""
        return await self._change(lambda known: (*(one for one in known if one.key != environment.key), environment))

    async def rename(self, environment: Known, name: str) -> tuple[Known, ...]:
        """Give one another name; return all. Raises VaultError."""
        return await self._change(
            lambda known: tuple(replace(one, name=name) if one.key == environment.key else one for one in known)
        )

    async def forget(self, environment: Known) -> tuple[Known, ...]:
        """Remember one no longer; return all. Raises VaultError."""
        return await self._change(lambda known: tuple(one for one in known if one.key != environment.key))

    async def forget_account(self, account: AccountId) -> None:
        """Remember none of an account any longer. Raises VaultError."""
        await self._change(lambda known: tuple(one for one in known if one.account != account))

    async def _change(self, change: Callable[[tuple[Known, ...]], tuple[Known, ...]]) -> tuple[Known, ...]:
        async def changed(backend: LocalBackend) -> tuple[Known, ...]:
            before = _read(await backend.get(RecordKind.LEARNT, KEY) or b"[]")
            after = _sorted(change(before))
            if after != before:
                await backend.put(RecordKind.LEARNT, KEY, _written(after))
            return after

        if self._home is None:
            self._known = _sorted(change(self._known))
        else:
            self._known = await self._home.finish(changed)
        return self._known


def _sorted(known: tuple[Known, ...]) -> tuple[Known, ...]:
    return tuple(sorted(known, key=lambda one: (one.label.casefold(), one.account, one.id)))


def _written(known: tuple[Known, ...]) -> bytes:
    return json.dumps([[one.account, one.id, one.name] for one in known]).encode()


def _read(raw: bytes) -> tuple[Known, ...]:
    """Read what was sealed; what has another form is left out."""
    try:
        table = json.loads(raw)
    except ValueError:
        return ()
    rows = table if isinstance(table, list) else []
    return tuple(
        Known(AccountId(row[0]), EnvironmentId(row[1]), row[2])
        for row in rows
        if isinstance(row, list) and len(row) == 3 and all(isinstance(part, str) for part in row)
    )
