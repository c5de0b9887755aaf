"""Which items were used last, so that they come first. Learnt, sealed in the home store, never more than 200."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tui.model.errors import VaultError
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.services import background
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.services.home import Home

LIMIT = 200
KEY = "recent"


class Recent:
    """The refs last used, newest first."""

    def __init__(self, home: Home | None) -> None:
        self.refs: tuple[ItemRef, ...] = ()
        self._home = home
        self._task: asyncio.Task[None] | None = None

    def note(self, ref: ItemRef) -> None:
        """An item was used just now."""
        self.refs = (ref, *(other for other in self.refs if other != ref))[:LIMIT]
        if self._home is not None and (self._task is None or self._task.done()):
            self._task = background.begin(self._save(self._home), "recent")

    async def load(self) -> None:
        """Read what earlier runs learnt."""
        if self._home is None:
            return
        try:
            raw = await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY))
            found = json.loads(raw) if raw else []
            self.refs = tuple(ItemRef(AccountId(a), VaultId(v), ItemId(i)) for a, v, i in found)
        except (VaultError, ValueError, TypeError):
            self.refs = ()  # the check of the whole store tells what is wrong with it

    async def flush(self) -> None:
        """Wait until it is written."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _save(self, home: Home) -> None:
        saved: tuple[ItemRef, ...] | None = None
        try:
            while saved is not self.refs:
                saved = self.refs
                raw = json.dumps([(ref.account, ref.vault, ref.item) for ref in saved]).encode()
                await home.finish(lambda backend, raw=raw: backend.put(RecordKind.LEARNT, KEY, raw))  # type: ignore[misc]
        except VaultError:
            return  # only an order of rows is lost, and every write that matters tells its own failure
