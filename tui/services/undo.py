"""Undoing the last thing that was done to an item."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from tui.backends.protocol import Action
from tui.model.errors import Conflict, NotFound
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.services.accounts import Accounts
from tui.services.worker import ApiWorker


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be taken back: archiving, restoring, or an edit.

    `made` is the version that it made; for an edit `version` is the one before it.
    """

    action: Action
    ref: ItemRef
    title: str
    made: int
    version: int = 0


class Undo:
    """Remembers the last steps of this run, newest last."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._steps: list[Step] = []
        self._turn = asyncio.Lock()

    def note(self, step: Step) -> None:
        """Something was done."""
        self._steps = [*self._steps[-49:], step]

    @property
    def last(self) -> Step | None:
        """What `undo()` would take back."""
        return self._steps[-1] if self._steps else None

    async def undo(self) -> tuple[Step, Item]:
        """Take back the last step; a failed attempt leaves it to be tried again.

        Raises:
            NotFound: nothing is left to undo.
            Conflict: the item was changed since by somebody else.
            VaultError: what the place said.
        """
        async with self._turn:
            return await self._undo()

    async def _undo(self) -> tuple[Step, Item]:
        if not self._steps:
            raise NotFound("There is nothing to undo.")
        step = self._steps[-1]
        api = self._accounts.api(step.ref.account)
        if (await api.item(step.ref)).version != step.made:
            raise Conflict(f"“{step.title}” was changed since; its versions (H) are all there.")
        item = await _back(api, step)
        self._steps.remove(step)
        self._relink(step.ref, item.version)
        return step, item

    def _relink(self, ref: ItemRef, version: int) -> None:
        """What is current now has the content that the step before had made."""
        for at in reversed(range(len(self._steps))):
            if self._steps[at].ref == ref:
                self._steps[at] = replace(self._steps[at], made=version)
                return


async def _back(api: ApiWorker[Any], step: Step) -> Item:
    if step.action is Action.ARCHIVE:
        return await api.restore(step.ref, step.title)
    if step.action is Action.RESTORE:
        return await api.archive(step.ref, step.title)
    return await api.restore_version(step.ref, step.version, step.title)
