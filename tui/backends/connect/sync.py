"""Writes that the server does not show yet. Until it does, we show them ourselves.

A write goes to 1password.com, a read comes from the server's own copy, which follows: what was just saved looks unsaved
for a moment, and what was made looks missing. Nobody shall see that, nor edit what is old.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from weakref import WeakSet

from tui.backends.connect.waits import Waits
from tui.backends.protocol import Noticed
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item, ItemSummary


class _Look(Enum):
    """What a look came to where it did not show an item."""

    FAILED = 0


@dataclass(slots=True)
class Pending:
    """A write that is not seen yet: the item as it is now, its version the one to wait for; None: deleted.

    `made`: it is a new item, which no list had before. `holds` says whether an item has the change, where that can be
    told apart from before; it is so under the old version since `held`, a time of the loop.
    """

    ref: ItemRef
    title: str
    item: Item | None
    made: bool = False
    holds: Callable[[Item], bool] | None = None
    held: float | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def row(self) -> ItemSummary:
        """Return the row of an item that is there."""
        if self.item is None:
            raise TypeError("a deleted item has no row")
        return replace(self.item.summary(), syncing=not self.over.is_set())


class Overlay:
    """Our writes over one list of the server. A write that began meanwhile counts even if it is over meanwhile, too."""

    def __init__(self, pending: Iterable[Pending]) -> None:
        self._pending = {one.ref: one for one in pending}
        self._made = {one.ref for one in self._pending.values() if one.made}

    def add(self, pending: Pending) -> None:
        """A write began."""
        self._pending[pending.ref] = pending
        if pending.made:
            self._made.add(pending.ref)

    def rows(self, rows: Sequence[ItemSummary]) -> Sequence[ItemSummary]:
        """Return rows of the server as they are by now."""
        if not self._pending:
            return rows
        return [shown for row in rows if (shown := self._shown(row)) is not None]

    def missing(self, vault: VaultId) -> list[ItemSummary]:
        """Return the rows of a vault that the server did not show until now: items that we made."""
        ours = [self._pending[ref] for ref in self._made if ref.vault == vault]
        return [one.row() for one in ours if one.item is not None]

    def _shown(self, row: ItemSummary) -> ItemSummary | None:
        pending = self._pending.get(row.ref)
        if pending is None:
            return row
        self._made.discard(row.ref)
        if pending.item is not None and row.version >= pending.item.version:
            return row
        return None if pending.item is None else pending.row()


class Sync:
    """The pending writes of an account. `fetch` returns the item as the server shows it, None where it shows none."""

    def __init__(
        self, fetch: Callable[[ItemRef], Awaitable[Item | None]], tell: Callable[[Noticed], None], waits: Waits
    ) -> None:
        self._fetch = fetch
        self._tell = tell
        self._waits = waits
        self._pending: dict[ItemRef, Pending] = {}
        self._overlays: WeakSet[Overlay] = WeakSet()
        self._behind: dict[ItemRef, tuple[int, int]] = {}

    def get(self, ref: ItemRef) -> Pending | None:
        """Return the pending write of an item, or None."""
        return self._pending.get(ref)

    def made(self, item: Item) -> None:
        """An item was made: it is this, with this version."""
        self._begin(Pending(item.ref, item.title, item, made=True))

    def saved(self, item: Item, holds: Callable[[Item], bool] | None = None) -> None:
        """An item was changed: it is this, with this version. `holds`: see `Pending`."""
        self._begin(Pending(item.ref, item.title, item, holds=holds))

    def deleted(self, ref: ItemRef, title: str) -> None:
        """An item was deleted."""
        self._begin(Pending(ref, title, None))

    async def settled(self, ref: ItemRef) -> bool:
        """Wait until the server shows the last write of an item, or until it is given up; not for long.

        False: it is still waited for. What is sent now would be made to what was there before, and undo that write.
        """
        pending = self._pending.get(ref)
        if pending is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._waits.behind):
                    await pending.over.wait()
        return ref not in self._pending

    def version(self, ref: ItemRef, version: int) -> int:
        """Return the version that the server has for one that we told: another, where it gave no new one."""
        told, had = self._behind.get(ref, (None, version))
        return had if told == version else version

    def doubt(self, ref: ItemRef) -> None:
        """Take the versions of an item as they are from now on: somebody else changed it."""
        self._behind.pop(ref, None)

    def overlay(self) -> Overlay:
        """Return what lies over a list that is read from now on: the pending writes, and those to come meanwhile."""
        overlay = Overlay(self._pending.values())
        self._overlays.add(overlay)
        return overlay

    async def aclose(self) -> None:
        """Wait for nothing any more."""
        tasks = [one.task for one in self._pending.values() if one.task is not None]
        self._behind.clear()
        for ref in list(self._pending):
            self._end(self._pending[ref])
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, pending: Pending) -> None:
        before = self._pending.get(pending.ref)
        if before is not None and before.task is not None:
            before.task.cancel()
            before.over.set()
        self._pending[pending.ref] = pending
        self._behind.pop(pending.ref, None)
        for overlay in self._overlays:
            overlay.add(pending)
        pending.task = asyncio.get_running_loop().create_task(self._watch(pending), name="sync")
        pending.task.add_done_callback(_surface)

    def _end(self, pending: Pending) -> None:
        if self._pending.get(pending.ref) is pending:
            del self._pending[pending.ref]
        pending.over.set()

    async def _watch(self, pending: Pending) -> None:
        """Look until the server shows a write, and tell; give up in the end."""
        told = False
        found: Item | _Look | None = _Look.FAILED
        async for _ in self._waits.looks(self._waits.sync):
            found = await self._look(pending.ref)
            if not isinstance(found, _Look) and (_shows(found, pending) or self._stays(found, pending)):
                self._end(pending)
                self._tell_of(pending, found)
                return
            if not told and pending.item is not None:
                told = True
                self._tell(Noticed(item=pending.row()))
        self._end(pending)
        self._tell_of(pending, found)
        self._tell(Noticed(problem=self._sentence(pending)))

    def _tell_of(self, pending: Pending, found: Item | _Look | None) -> None:
        """Tell how an item is now that it is not waited for any more."""
        if isinstance(found, Item):
            self._tell(Noticed(item=found.summary()))
        elif found is None:
            self._tell(Noticed(gone=pending.ref))
        elif pending.item is not None:
            self._tell(Noticed(item=pending.row()))

    def _stays(self, found: Item | None, pending: Pending) -> bool:
        """Whether a server that has a change seems to give it no new version: not all do."""
        if found is None or pending.item is None or pending.holds is None:
            return False
        if found.version != pending.item.version - 1 or not pending.holds(found):
            pending.held = None
            return False
        now = asyncio.get_running_loop().time()
        pending.held = now if pending.held is None else pending.held
        if now - pending.held < self._waits.still:
            return False
        self._behind[pending.ref] = (pending.item.version, found.version)
        return True

    async def _look(self, ref: ItemRef) -> Item | _Look | None:
        try:
            return await self._fetch(ref)
        except VaultError:
            return _Look.FAILED

    def _sentence(self, pending: Pending) -> str:
        what = "deleted" if pending.item is None else "saved"
        return (
            f"“{display_text(pending.title)}” was {what}, but the Connect server still does not show it so after "
            f"{self._waits.sync:.0f} seconds. Look at its connection: it may not be in step with 1Password."
        )


def _shows(found: Item | None, pending: Pending) -> bool:
    if pending.item is None or found is None:
        return pending.item is None and found is None
    return found.version >= pending.item.version


def _surface(task: asyncio.Task[None]) -> None:
    """Let a bug in a task be seen; nobody waits for it."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        task.get_loop().call_exception_handler({"message": "sync failed", "exception": error})
