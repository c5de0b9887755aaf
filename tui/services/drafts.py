"""Drafts: whatever is being typed is sealed into the home store within a second, until it is saved or discarded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.draft import Draft, Shelf
from tui.model.errors import KeysChanged, VaultError
from tui.services import background

if TYPE_CHECKING:
    from tui.model.ids import DraftId
    from tui.services.home import Home

DELAY = 0.4
"""Seconds between a keystroke and the write: a second is promised."""


class Drafts:
    """Keeps drafts. Without a home store they last for the run (`kept` is False, and the editor says so).

    What could not be written stays in memory, and is written with the next. `when_keys_changed` is called where that
    needs the master password.
    """

    def __init__(self, home: Home | None, on_problem: Callable[[str], None]) -> None:
        self.kept = home is not None
        self.when_keys_changed: Callable[[], None] | None = None
        self._home = home
        self._on_problem = on_problem
        self._waiting: dict[DraftId, Draft] = {}
        self._memory: dict[DraftId, Draft] = {}
        self._unreadable = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """What has been typed and is not sealed yet."""
        return tuple((self._memory | self._waiting).values())

    def note(self, draft: Draft) -> None:
        """Keep this draft, in place of an earlier one with its id; returns at once."""
        self._waiting[draft.id] = draft
        if self._task is None or self._task.done():
            self._task = background.begin(self._write_soon(), "drafts")

    async def flush(self) -> None:
        """Write at once what is waiting, and what could not be written before."""
        self._memory, self._waiting = self._memory | self._waiting, {}
        for draft in tuple(self._memory.values()):
            if self._memory.get(draft.id) is draft:  # else it was discarded meanwhile, or is another by now
                await self._write(draft)

    async def claim(self, draft_id: DraftId) -> bool:
        """Take over a draft that was left behind; return False where another Strongroom is typing it.

        Raises VaultError.
        """
        return self._home is None or await self._home.finish(lambda backend: backend.claim_draft(draft_id))

    async def leave(self, draft_id: DraftId) -> None:
        """Keep a draft for later, and for whoever goes on with it first. Raises VaultError where it is not kept."""
        await self.flush()
        if self._home is not None:
            await self._home.finish(lambda backend: backend.leave_draft(draft_id))

    async def discard(self, draft_id: DraftId) -> None:
        """Forget a draft: it was saved, or is not wanted."""
        self._waiting.pop(draft_id, None)
        self._memory.pop(draft_id, None)
        if self._home is not None:
            await self._home.finish(lambda backend: backend.drop_draft(draft_id))

    async def all(self) -> list[Draft]:
        """Return the drafts that can be gone on with here, the newest first. Raises VaultError."""
        return sorted((await self.shelf()).left, key=lambda draft: -draft.at)

    async def shelf(self) -> Shelf:
        """Return the drafts by who types them; how many cannot be read is told. Raises VaultError."""
        if self._home is None:
            return Shelf(tuple(self._memory.values()))
        shelf = await self._home.read(lambda backend: backend.shelf())
        if shelf.unreadable > self._unreadable:
            self._on_problem(_unreadable(shelf.unreadable))
        self._unreadable = shelf.unreadable
        return shelf

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(DELAY)
            await self.flush()

    async def _write(self, draft: Draft) -> None:
        if self._home is None:
            return
        try:
            await self._home.finish(lambda backend: backend.save_draft(draft))
        except VaultError as error:
            self._on_problem(f"What you type is not kept as a draft: {error}")
            if isinstance(error, KeysChanged) and self.when_keys_changed is not None:
                self.when_keys_changed()
        else:
            if self._memory.get(draft.id) is draft:
                self._memory.pop(draft.id)


def _unreadable(count: int) -> str:
    if count == 1:
        return "One draft cannot be read: it is damaged, or a newer Strongroom wrote it. The others are there."
    return f"{count} drafts cannot be read: they are damaged, or a newer Strongroom wrote them. The others are there."
