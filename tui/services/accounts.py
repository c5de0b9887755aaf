"""The accounts that are open in this window, each behind its worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tui.model.errors import Locked

if TYPE_CHECKING:
    from tui.model.ids import AccountId
    from tui.services.worker import ApiWorker


class Accounts:
    """Open accounts by id, in the order they were opened."""

    def __init__(self) -> None:
        self._workers: dict[AccountId, ApiWorker[Any]] = {}
        self._names: dict[AccountId, str] = {}

    def expect(self, account: AccountId, name: str) -> None:
        """An account of this name is about to be opened."""
        self._names[account] = name

    def add(self, worker: ApiWorker[Any], name: str) -> None:
        """Take in an account that was opened. `name` is shown."""
        self._workers[worker.account] = worker
        self._names[worker.account] = name

    def api(self, account: AccountId) -> ApiWorker[Any]:
        """Return an account's worker.

        Raises:
            Locked: it is not open.
        """
        worker = self._workers.get(account)
        if worker is None:
            raise Locked("This account is not open.")
        return worker

    def name(self, account: AccountId) -> str:
        """Return the name of an account."""
        return self._names.get(account, account)

    def __iter__(self) -> Iterator[ApiWorker[Any]]:
        return iter(self._workers.values())

    def remove(self, account: AccountId) -> None:
        """An account is closed, or about to be."""
        self._workers.pop(account, None)

    async def close(self) -> None:
        """Wait for the writes of every account, and close it; one that takes its time holds up no other."""
        workers, self._workers = tuple(self._workers.values()), {}
        await asyncio.gather(*(worker.aclose() for worker in workers))
