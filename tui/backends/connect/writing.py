"""Items changed and deleted: looked at before, and found out about afterwards. Never a second time without looking.

A PATCH where all of a change has a form in it, else a PUT of the raw answer with the change made to it. A conflict of
the server's own (409, or 500 for deletions) means that nothing was done; after a lost answer the item is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.backends.connect import patch, put
from tui.backends.connect.convert import item as converted
from tui.backends.connect.service import Service
from tui.backends.connect.sync import Sync
from tui.backends.connect.waits import Waits
from tui.backends.connect.wire import WireItem, about, document, read, understood, unreadable
from tui.backends.http import Answer
from tui.backends.looking import changed, deleted, look_until
from tui.host.display import display_text
from tui.model.change import Change, folded
from tui.model.edit import Edit
from tui.model.errors import Conflict, Denied, NotFound, Unclear, Unreachable, VaultError
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.tools import outcome

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sending:
    """A change on its way: how it is sent, what it is made to, and how it is recognised in an item.

    `wanted` is None where only the server knows what the item is then.
    """

    method: str
    body: object
    base: Item
    wanted: Item | None
    done: Callable[[Item], bool]

    @property
    def told_apart(self) -> bool:
        """Whether one can see of an item that the change is in it, whatever its version."""
        return not self.done(self.base)


class Writing:
    """Changes items of one server. Every method raises `VaultError` and nothing else."""

    def __init__(self, service: Service, sync: Sync, waits: Waits) -> None:
        self._service = service
        self._sync = sync
        self._waits = waits

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> tuple[Item, bool]:
        """See `Writer.update`. Also returns whether there was anything to do; for nothing, nothing is sent."""
        raw, base = await self.current(ref, version)
        change = folded(base, edits)
        made = sending(change, raw)
        return (await self.send(ref, made), True) if made.body else (base, False)

    async def current(self, ref: ItemRef, version: int) -> tuple[Json, Item]:
        """Return an item as it is, raw and read, if it has this version and may be changed.

        Raises:
            Conflict: it has a later version.
            Denied: it can only be read here.
        """
        await self._settled(ref, "The item was deleted.")
        version = self._sync.version(ref, version)
        raw = document((await self._service.get(item_path(ref), "the item")).body, "an item")
        if not isinstance(raw, dict):
            raise unreadable("an item")
        base = converted(about(understood(WireItem, raw, "an item"), ref.item), ref)
        name = display_text(base.title)
        if base.version > version:
            self._sync.doubt(ref)
            raise changed(base)
        if base.version < version:
            raise _behind(name)
        if base.read_only:
            raise Denied(base.read_only)
        return raw, base

    async def send(self, ref: ItemRef, sending: Sending) -> Item:
        """Send a change, and return the item as it is then, with the version that the next edit is made against."""
        name = display_text(sending.base.title)
        for tried in range(1, self._waits.tries + 1):
            try:
                answer = await self._service.write(sending.method, item_path(ref), "the change", sending.body)
            except Unclear as lost:
                return await self._found_out(ref, sending, lost)
            if answer.ok:
                return await self._saved(ref, sending, answer)
            if answer.status != 409:
                error = self._service.error(answer, "the change")
                if isinstance(error, Unclear):
                    return await self._found_out(ref, sending, error)
                raise error or unreadable("an item")
            await self._waits.between(tried)
            found = await self.look(ref)
            if found is None or found.version > sending.base.version:
                raise Conflict(f"“{name}” was changed by somebody else meanwhile.", found)
        raise Unreachable(f"“{name}” was not saved: other changes in its vault came in between. Try again.")

    async def delete(self, ref: ItemRef, title: str) -> None:
        """See `Writer.delete`. `title` is what the item was called, as far as we know."""
        await self._settled(ref, "The item is deleted already.")
        for tried in range(1, self._waits.tries + 1):
            try:
                answer = await self._service.write("DELETE", item_path(ref), "the item")
                error = self._service.error(answer, "the item")
            except Unclear as lost:
                answer, error = None, lost
            if error is None:
                self._sync.deleted(ref, title)
                return
            if answer is None or answer.status not in (409, 500):
                if isinstance(error, Unclear):
                    return await self._found_gone(ref, error)
                raise error
            await self._waits.between(tried)
            if await self.look(ref) is None:
                return
        raise Unreachable("The item was not deleted: other changes in its vault came in between. Try again.")

    async def _settled(self, ref: ItemRef, deleted: str) -> None:
        """Wait for the last write of an item. Raises `NotFound` with `deleted`, or that it is not shown yet."""
        pending = self._sync.get(ref)
        if pending is not None and pending.item is None:
            raise NotFound(deleted)
        if pending is not None and not await self._sync.settled(ref):
            raise _behind(display_text(pending.title))

    async def look(self, ref: ItemRef) -> Item | None:
        """Return an item as the server shows it now, None where it shows none."""
        try:
            answer = await self._service.get(item_path(ref), "the item")
        except NotFound:
            return None
        wire = about(read(WireItem, answer.body, "an item"), ref.item)
        return None if wire.state.upper() == "DELETED" else converted(wire, ref)

    async def _saved(self, ref: ItemRef, sending: Sending, answer: Answer) -> Item:
        """Return the item that an answer shows. It may still have the version from before, or nothing at all in it."""
        shown = sending.wanted
        try:
            wire = read(WireItem, answer.body, "an item")
            told = converted(wire, ref)
            if wire.id == ref.item and sending.done(told):
                shown = told
        except VaultError:
            pass
        if shown is None:
            unreadable_answer = Unclear("The change was saved, but the Connect server's answer does not show it.")
            return await self._found_out(ref, sending, unreadable_answer)
        saved = replace(shown, version=max(shown.version, sending.base.version + 1))
        self._sync.saved(saved, sending.done if sending.told_apart else None)
        return saved

    async def _found_out(self, ref: ItemRef, sending: Sending, lost: Unclear) -> Item:
        """Return the item if a change was done whose answer was lost; else raise what became of it."""

        def seen(now: Item | None) -> bool:
            return now is None or now.version > sending.base.version or (sending.told_apart and sending.done(now))

        found = await look_until(lambda: self.look(ref), seen, self._waits.looks(self._waits.lost), lost)
        name = display_text(sending.base.title)
        if found is None:
            raise deleted(sending.base)
        if seen(found):
            if sending.done(found):
                return found
            raise changed(found)
        raise Unreachable(
            f"“{name}” was not saved: the Connect server failed, or its answer was lost, and it shows no change. "
            "Nothing is lost here; try again."
        )

    async def _found_gone(self, ref: ItemRef, lost: Unclear) -> None:
        """Return if an item is gone whose deletion was not answered; else raise."""
        looks = self._waits.looks(self._waits.lost)
        if await look_until(lambda: self.look(ref), lambda now: now is None, looks, lost) is not None:
            raise Unreachable(
                "The item was not deleted: the server failed, or its answer was lost, and the item is still there. "
                "Try again."
            )


def sending(change: Change, raw: Json) -> Sending:
    """Return how a change of the item that `raw` is will be sent."""
    operations = patch.operations(change, raw)
    if operations is not None:
        return Sending("PATCH", operations, change.base, change.wanted, lambda item: outcome.holds(item, change))
    body = put.body(change, raw)
    return Sending("PUT", body, change.base, change.wanted, lambda item: outcome.holds(item, change))


def _behind(name: str) -> Unreachable:
    return Unreachable(
        f"The Connect server does not show the last change of “{name}” yet, so nothing more was changed. "
        "Try again in a moment."
    )


def item_path(ref: ItemRef) -> list[str]:
    """Return the path of an item below /v1."""
    return ["vaults", ref.vault, "items", ref.item]
