"""Items made, changed, put away and deleted: looked at before, and found out about afterwards. Nothing is sent twice.

An item goes back whole with the version that it was read in, so that 1Password refuses what came too late. After a lost
answer the item is looked at.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.backends.looking import LOOKS, changed, deleted, look_until, pauses
from tui.backends.onepassword import create, put
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.messages import OutOfDate
from tui.backends.onepassword.reading import Reading
from tui.backends.onepassword.wire import Json, item_of, object_of
from tui.host.display import display_text
from tui.model.change import Change
from tui.model.edit import Edit
from tui.model.errors import Denied, NotFound, Unclear, UnderWay, Unreachable, VaultError
from tui.model.ids import ItemId, ItemRef
from tui.model.item import Item, ItemSummary
from tui.tools import outcome
from tui.tools.mended import as_text

_CLOCKS = 120.0
"""1Password's clock and ours may be so many seconds apart."""

_LOOKED_AT = 8
"""So many items of one title are compared with the one that was sent."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A change on its way: a call, what it is made to, and how it is recognised in an item."""

    name: str
    parameters: Mapping[str, object] = field(repr=False)
    base: Item
    done: Callable[[Item], bool]


class Writing:
    """Changes items of one account. Every method raises `VaultError` and nothing else."""

    def __init__(self, calls: Calls, reading: Reading, looks: Sequence[float] = LOOKS) -> None:
        self._calls = calls
        self._reading = reading
        self._looks = looks
        self._made: set[ItemRef] = set()

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """See `Writer.update`. Where nothing changes nothing is sent."""
        raw, base = await self.current(ref, version)
        change = await asyncio.to_thread(put.change, base, edits, raw)
        if not change.edits:
            return base
        body = await asyncio.to_thread(put.body, change, raw)
        _, item = await self.send(ref, Sending("ItemsPut", {"item": body}, base, _in(change)))
        return item

    async def current(self, ref: ItemRef, version: int) -> tuple[Json, Item]:
        """Return an item as it is, as it came and read, if it has this version and may be changed.

        Raises:
            Conflict: it has another version.
            Denied: it can only be read here.
        """
        raw, base = await self._reading.raw(ref)
        if base.version != version:
            raise changed(base)
        if base.read_only:
            raise Denied(base.read_only)
        return raw, base

    async def send(self, ref: ItemRef, sending: Sending) -> tuple[Json, Item]:
        """Send a change, and return the item as it is then, as it came and read."""
        try:
            answer = await self._calls.ask(sending.name, sending.parameters, "the change")
        except OutOfDate:
            now = await self._look(ref)
            if now is None:
                raise deleted(sending.base) from None
            if now[1].version != sending.base.version:
                raise changed(now[1]) from None
            name = display_text(sending.base.title)
            raise Unreachable(
                f"“{name}” was not saved: other changes in its vault came in between. Try again."
            ) from None
        except Unclear as lost:
            return await self._found_out(ref, sending, lost)
        try:
            raw = item_of(answer, ref)
        except VaultError:
            unread = Unclear("The change was saved, but 1Password's answer does not show it.")
            return await self._found_out(ref, sending, unread)
        return raw, self._reading.kept(raw, ref)

    async def create(self, new: Item, name: str = "", content: bytes | None = None) -> Item:
        """See `Writer.create` and `Attacher.create_with_file`."""
        shaped, since = create.shaped(new), time.time()
        body = await asyncio.to_thread(create.body, shaped, with_file=content is not None)
        if content is not None:
            body = create.with_file(body, name, content)
        try:
            answer = await self._calls.ask("ItemsCreate", {"params": body}, "the new item")
        except Unclear as lost:
            return await self._found(shaped, since, lost)
        try:
            raw = object_of(answer, "the new item")
            ref = ItemRef(new.ref.account, new.ref.vault, ItemId(as_text(raw.get("id"))))
            saved = self._reading.kept(item_of(raw, ref), ref) if raw.get("title") == new.title else None
        except VaultError:
            saved = None
        if saved is None:
            unread = Unclear(f"“{display_text(new.title)}” was saved, but 1Password's answer does not show it.")
            return await self._found(shaped, since, unread)
        self._made.add(saved.ref)
        return saved

    async def delete(self, ref: ItemRef) -> None:
        """See `Writer.delete`."""
        try:
            await self._calls.ask("ItemsDelete", _named(ref), "the item")
        except Unclear as lost:
            if (
                await look_until(lambda: self._look(ref), lambda now: now is None, pauses(self._looks), lost)
                is not None
            ):
                _unless_settled(lost, "the item")
                raise Unreachable(
                    "The item was not deleted: the answer was lost, and the item is still there. Try again."
                ) from None
        self._reading.gone(ref)

    async def archive(self, ref: ItemRef) -> Item:
        """See `Archiver.archive`. An item may no longer be shown then: it is read before."""
        before = await self._reading.item(ref)
        try:
            await self._calls.ask("ItemsArchive", _named(ref), "the item")
        except Unclear as lost:
            if not await self._is_archived(ref, lost):
                _unless_settled(lost, "the item")
                raise Unreachable(
                    "The item was not archived: the answer was lost, and the item is where it was. Try again."
                ) from None
        try:
            now = await self._look(ref)
        except VaultError:
            now = None
        return self._reading.put_away(now[1] if now is not None else before)

    async def _is_archived(self, ref: ItemRef, lost: Unclear) -> bool:
        try:
            return any(row.ref == ref and row.archived for row in await self._rows(ref))
        except VaultError:
            raise lost from None

    async def _rows(self, ref: ItemRef) -> list[ItemSummary]:
        return [row async for page in self._reading.items(ref.vault) for row in page]

    async def _look(self, ref: ItemRef) -> tuple[Json, Item] | None:
        """Return an item as it is now, None where it is gone."""
        try:
            return await self._reading.raw(ref)
        except NotFound:
            return None

    async def _found_out(self, ref: ItemRef, sending: Sending, lost: Unclear) -> tuple[Json, Item]:
        """Return the item if a change was done whose answer was lost; else raise what became of it."""
        base = sending.base

        def seen(now: tuple[Json, Item] | None) -> bool:
            return now is None or now[1].version != base.version

        now = await look_until(lambda: self._look(ref), seen, pauses(self._looks), lost)
        if now is None:
            raise deleted(base)
        if not seen(now):
            _unless_settled(lost, f"“{display_text(base.title)}”")
            raise Unreachable(
                f"“{display_text(base.title)}” was not saved: the answer was lost, and 1Password shows no change. "
                "Nothing is lost here; try again."
            )
        if not sending.done(now[1]):
            raise changed(now[1])
        return now

    async def _found(self, new: Item, since: float, lost: Unclear) -> Item:
        """Return the one item that came of a call whose answer was lost; raise where there is none, or several."""
        found: list[Item] = []
        for seconds in self._looks:
            await asyncio.sleep(seconds)
            try:
                found = await self._alike(new, since)
            except VaultError:
                continue
            if found:
                break
        if len(found) == 1:
            self._made.add(found[0].ref)
            return found[0]
        name = display_text(new.title)
        if found:
            raise Unclear(f"{lost} The vault shows {len(found)} new items like “{name}”.")
        if isinstance(lost, UnderWay):
            raise Unclear(f"{lost} So far the vault does not show “{name}”.")
        raise Unclear(f"{lost} The vault does not show “{name}”, so it seems not to have been made.")

    async def _alike(self, new: Item, since: float) -> list[Item]:
        """Return the items of the vault that were made since, not by an earlier call, and have all of the new one."""
        rows = [
            row
            for row in await self._rows(new.ref)
            if (row.title, row.category) == (new.title, new.category.id)
            and row.updated >= since - _CLOCKS
            and row.ref not in self._made
        ]
        rows.sort(key=lambda row: -row.updated)
        items = await self._reading.many([row.ref for row in rows[:_LOOKED_AT]])
        recent = [item for item in items if isinstance(item, Item) and item.created >= since - _CLOCKS]
        return [item for item in recent if outcome.is_like(item, new)]


def _in(change: Change) -> Callable[[Item], bool]:
    return lambda item: outcome.holds(item, change)


def _unless_settled(lost: Unclear, what: str) -> None:
    """Raise that nothing is settled where what shows no change may change yet: the write is still under way."""
    if isinstance(lost, UnderWay):
        raise UnderWay(f"{lost} So far {what} shows no change.")


def _named(ref: ItemRef) -> dict[str, object]:
    return {"vault_id": ref.vault, "item_id": ref.item}
