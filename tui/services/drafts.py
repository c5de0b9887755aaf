"""Drafts: whatever is being typed is sealed into the home store within a second, until it is saved or discarded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tui.model.draft import Draft
from tui.model.errors import VaultError
from tui.model.ids import DraftId
from tui.services.home import Home

DELAY = 0.4
"""Seconds between a keystroke and the write: a second is promised."""


class Drafts:
    """Keeps drafts. Without a home store they last for the run (`kept` is False, and the editor says so)."""

    def __init__(self, home: Home | None, on_problem: Callable[[str], None]) -> None:
        self.kept = home is not None
        self._home = home
        self._on_problem = on_problem
        self._waiting: dict[DraftId, Draft] = {}
        self._memory: dict[DraftId, Draft] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, draft: Draft) -> None:
        """Keep this draft, in place of an earlier one with its id; returns at once."""
        self._waiting[draft.id] = draft
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._write_soon(), name="drafts")

    async def flush(self) -> None:
        """Write at once what is waiting."""
        waiting, self._waiting = self._waiting, {}
        for draft in waiting.values():
            await self._write(draft)

    async def discard(self, draft_id: DraftId) -> None:
        """Forget a draft: it was saved, or is not wanted."""
        self._waiting.pop(draft_id, None)
        self._memory.pop(draft_id, None)
        if self._home is not None:
            await self._home.finish(lambda backend: backend.drop_draft(draft_id))

    async def all(self) -> list[Draft]:
        """Return the drafts that were left behind, the newest first."""
        drafts = list(self._memory.values())
        if self._home is not None:
            drafts = list(await self._home.read(lambda backend: backend.drafts()))
        return sorted(drafts, key=lambda draft: -draft.at)

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(DELAY)
            await self.flush()

    async def _write(self, draft: Draft) -> None:
        self._memory[draft.id] = draft
        if self._home is None:
            return
        try:
            await self._home.finish(lambda backend: backend.save_draft(draft))
        except VaultError as error:
            self._on_problem(f"What you type is not kept as a draft: {error}")
        else:
            self._memory.pop(draft.id, None)
