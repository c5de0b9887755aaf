"""Undoing the last thing that was done to an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.backends.protocol import Action
from tui.model.errors import Conflict, NotFound
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.services.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be taken back: archiving, restoring, or an edit.

    For an edit `version` is the one before it, and `made` the one it made.
    """

    action: Action
    ref: ItemRef
    title: str
    version: int = 0
    made: int = 0


class Undo:
    """Remembers the last steps of this run, newest last."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._steps: list[Step] = []

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
            VaultError: what the place said.
        """
        if not self._steps:
            raise NotFound("There is nothing to undo.")
        step = self._steps[-1]
        api = self._accounts.api(step.ref.account)
        item = await self._back(api, step)
        self._steps.remove(step)
        return step, item

    async def _back(self, api: Any, step: Step) -> Item:
        item: Item
        if step.action is Action.ARCHIVE:
            item = await api.restore(step.ref, step.title)
        elif step.action is Action.RESTORE:
            item = await api.archive(step.ref, step.title)
        else:
            if (await api.item(step.ref)).version != step.made:
                raise Conflict(f"“{step.title}” was changed since; its versions (H) are all there.")
            item = await api.restore_version(step.ref, step.version, step.title)
        return item
