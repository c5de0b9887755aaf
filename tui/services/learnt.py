"""What accounts learn: how often they were asked, or which items they know. Kept over runs, sealed with the drafts.

It is written every few seconds at most, and at the end. That it cannot be is no news: it is learnt again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tui.model.errors import VaultError
from tui.services import background
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.model.ids import AccountId
    from tui.services.home import Home
    from tui.services.worker import ApiWorker

EVERY = 5.0
"""Seconds between two writes."""


class Learnt:
    """Keeps what accounts learn. `home` returns where to, or None."""

    def __init__(self, home: Callable[[], Home | None]) -> None:
        self._home = home
        self._due: dict[AccountId, ApiWorker[Any]] = {}
        self._kept: dict[AccountId, bytes] = {}
        self._tried: dict[AccountId, list[bytes]] = {}
        self._writing: asyncio.Task[None] | None = None

    async def recall(self, worker: ApiWorker[Any]) -> None:
        """Have an account that was opened go on from what it had learnt."""
        if worker.learnt() is None:
            return
        for raw in self._tried.pop(worker.account, ()):
            worker.recall(raw)
        home = self._home()
        if home is None:
            return
        with suppress(VaultError):
            kept = await home.read(lambda backend: backend.get(RecordKind.LEARNT, _name(worker.account)))
            if kept is not None:
                worker.recall(kept)

    def tried(self, worker: ApiWorker[Any]) -> None:
        """An account was tried, apart from everything: what that cost counts as soon as it is opened."""
        raw = worker.learnt()
        if raw is not None:
            self._tried.setdefault(worker.account, []).append(raw)

    def note(self, worker: ApiWorker[Any]) -> None:
        """Something was asked of an account: what it learns of that is kept soon."""
        if worker.learnt() is None or self._home() is None:
            return
        self._due[worker.account] = worker
        if self._writing is None or self._writing.done():
            self._writing = background.begin(self._write_soon(), "learnt")

    async def flush(self) -> None:
        """Keep now what is to be kept."""
        due, self._due = tuple(self._due.values()), {}
        home = self._home()
        if home is None:
            return
        for worker in due:
            raw = worker.learnt()
            if raw is not None and raw != self._kept.get(worker.account):
                with suppress(VaultError):
                    await home.finish(lambda b, w=worker, raw=raw: b.put(RecordKind.LEARNT, _name(w.account), raw))  # type: ignore[misc]
                    self._kept[worker.account] = raw

    async def aclose(self) -> None:
        """Keep what is to be kept, and write no more."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait([self._writing])
        await self.flush()

    async def forget(self, account: AccountId) -> None:
        """Forget what an account has learnt that is removed."""
        self._due.pop(account, None)
        self._kept.pop(account, None)
        self._tried.pop(account, None)
        home = self._home()
        if home is not None:
            with suppress(VaultError):
                await home.finish(lambda backend: backend.remove(RecordKind.LEARNT, _name(account)))

    async def _write_soon(self) -> None:
        while self._due:
            await asyncio.sleep(EVERY)
            await self.flush()


def _name(account: AccountId) -> str:
    return f"count:{account}"
