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
    """Remembers what was done in this run, newest last; what was done to several items at once is undone at once."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._done: list[tuple[Step, ...]] = []
        self._turn = asyncio.Lock()

    def note(self, *steps: Step) -> None:
        """Something was done."""
        if steps:
            self._done = [*self._done[-49:], steps]

    @property
    def last(self) -> Step | None:
        """The last that was done."""
        return self._done[-1][-1] if self._done else None

    async def undo(self) -> tuple[tuple[Step, ...], Item]:
        """Take back the last that was done, and return it with the last item as it is then.

        What cannot be taken back of it stays to be tried again.

        Raises:
            NotFound: nothing is left to undo.
            Conflict: the item was changed since by somebody else, or was deleted for good.
            VaultError: what the place said.
        """
        async with self._turn:
            if not self._done:
                raise NotFound("There is nothing to undo.")
            steps = left = self._done[-1]
            try:
                while left:
                    item = await self._undo(left[-1])
                    left = left[:-1]
            finally:
                self._done[-1] = left
                self._done = [one for one in self._done if one]
            return steps, item

    async def _undo(self, step: Step) -> Item:
        if step.action is Action.DELETE:
            self._done[-1] = ()
            raise Conflict(f"“{step.title}” was deleted for good; that cannot be undone.")
        api = self._accounts.api(step.ref.account)
        if (await api.item(step.ref)).version != step.made:
            raise Conflict(f"“{step.title}” was changed since; its versions (H) are all there.")
        item = await _back(api, step)
        self._relink(step, item.version)
        return item

    def _relink(self, undone: Step, version: int) -> None:
        """What is current now has the content that the step before had made."""
        for at in reversed(range(len(self._done))):
            for place, step in enumerate(self._done[at]):
                if step.ref == undone.ref and step is not undone:
                    steps = self._done[at]
                    self._done[at] = (*steps[:place], replace(step, made=version), *steps[place + 1 :])
                    return


async def _back(api: ApiWorker[Any], step: Step) -> Item:
    if step.action is Action.ARCHIVE:
        return await api.restore(step.ref, step.title)
    if step.action is Action.RESTORE:
        return await api.archive(step.ref, step.title)
    return await api.restore_version(step.ref, step.version, step.title)
