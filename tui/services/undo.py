"""Undoing the last thing that was done to an item."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.backends.protocol import Action
from tui.model.errors import Conflict, NotFound

if TYPE_CHECKING:
    from tui.model.edit import Edit
    from tui.model.ids import ItemRef
    from tui.model.item import Item
    from tui.services.accounts import Accounts
    from tui.services.worker import ApiWorker


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be taken back: archiving, restoring, or an edit.

    `made` is the version that it made; for an edit `version` is the one before it. Edits that take it `back` are made
    where they are known, since not every place keeps versions. `origin` is where a moved item was before.
    """

    action: Action
    ref: ItemRef
    title: str
    made: int
    version: int = 0
    back: tuple[Edit, ...] = ()
    origin: ItemRef | None = None


class Undo:
    """Remembers what was done in this run, newest last; what was done to several items at once is undone at once.

    `keep` is given how an item was before an edit of it was taken back.
    """

    def __init__(self, accounts: Accounts, keep: Callable[[Item], Awaitable[None]]) -> None:
        self._accounts = accounts
        self._keep = keep
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

        What cannot be taken back now stays to be tried again; what never can be is told, and holds up nothing else.

        Raises:
            NotFound: nothing is left to undo.
            Conflict: an item was changed since by somebody else, or was deleted for good; others were taken back.
            VaultError: what the place said.
        """
        async with self._turn:
            if not self._done:
                raise NotFound("There is nothing to undo.")
            steps = left = self._done.pop()
            at, lost, item = len(self._done), list[str](), None
            try:
                while left:
                    try:
                        item = await self._undo(left[-1])
                    except Conflict as error:
                        lost.append(str(error))
                    left = left[:-1]
            finally:  # what was done meanwhile stands behind what is left of it
                self._done[at:at] = [left] if left else []
            if item is None or lost:
                raise Conflict(_told(lost, len(steps)))
            return steps, item

    async def _undo(self, step: Step) -> Item:
        if step.action is Action.DELETE:
            raise Conflict(f"“{step.title}” was deleted for good; that cannot be undone.")
        api = self._accounts.api(step.ref.account)
        try:
            before: Item = await api.item(step.ref)
        except NotFound:
            raise Conflict(f"“{step.title}” is no longer there, so nothing of it can be undone.") from None
        if before.version != step.made:
            raise Conflict(f"“{step.title}” was changed since; its versions (H) are all there.")
        item = await (_back(api, step) if step.origin is None else self._move_back(step, step.origin))
        if step.action is Action.EDIT:
            await self._keep(before)
        self._relink(step, item)
        return item

    async def _move_back(self, step: Step, origin: ItemRef) -> Item:
        """Bring the original back before its copy goes: it is never lost, at worst it is there twice."""
        here, there = self._accounts.api(step.ref.account), self._accounts.api(origin.account)
        if here is there and here.moves:
            moved: Item = await here.move(step.ref, origin.vault, step.title)
            return moved
        item: Item = await there.restore(origin, step.title)
        await here.delete(step.ref, step.title)
        return item

    def _relink(self, undone: Step, now: Item) -> None:
        """What is current now has the content that the step before had made."""
        for at in reversed(range(len(self._done))):
            for place, step in enumerate(self._done[at]):
                if step.ref == now.ref and step is not undone:
                    steps = self._done[at]
                    self._done[at] = (*steps[:place], replace(step, made=now.version), *steps[place + 1 :])
                    return


async def _back(api: ApiWorker[Any], step: Step) -> Item:
    if step.action is Action.ARCHIVE:
        return await api.restore(step.ref, step.title)
    if step.action is Action.RESTORE:
        return await api.archive(step.ref, step.title)
    if step.back:
        return await api.update(step.ref, step.back, step.made, step.title)
    return await api.restore_version(step.ref, step.version, step.title)


def _told(lost: Sequence[str], total: int) -> str:
    """Return what is said of what could not be taken back, the newest first."""
    if total == 1:
        return lost[0]
    more = f" So it is with {len(lost) - 1} more." if len(lost) > 1 else ""
    return f"{total - len(lost)} of {total} were taken back. {lost[0]}{more}"
