"""New items: sent once, whatever happens. After a lost answer the vault is looked through; nothing is sent again."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

from tui.backends.connect import create
from tui.backends.connect.convert import item as converted
from tui.backends.connect.service import Service
from tui.backends.connect.sync import Sync
from tui.backends.connect.waits import Waits
from tui.backends.connect.wire import WireItem, read
from tui.backends.http import Answer
from tui.host.display import display_text
from tui.model.account import CreateBody
from tui.model.errors import Conflict, Unclear, Unreachable, VaultError
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.tools import outcome

_CLOCKS = 120.0
"""1Password's clock and ours may be so many seconds apart."""

_LOOKED_AT = 8
"""So many items of one title are compared with the one that was sent."""

Rows = Callable[[VaultId], AsyncIterator[Sequence[ItemSummary]]]
Look = Callable[[ItemRef], Awaitable[Item | None]]


class Making:
    """Makes items on one server. `rows` lists what a vault shows; `form` is what the server wants to be sent."""

    def __init__(self, service: Service, sync: Sync, waits: Waits, *, rows: Rows, look: Look, form: CreateBody) -> None:
        self._service = service
        self._sync = sync
        self._waits = waits
        self._rows = rows
        self._look = look
        self._form = form
        self._made: set[ItemRef] = set()

    async def create(self, new: Item) -> Item:
        """See `Writer.create`."""
        body, since = create.body(new, self._form), time.time()
        saved = await self._sent(new, body, since)
        self._made.add(saved.ref)
        return saved

    async def _sent(self, new: Item, body: object, since: float) -> Item:
        name = display_text(new.title)
        try:
            answer = await self._service.write("POST", ["vaults", new.ref.vault, "items"], "the new item", body)
            self._service.check(answer, "the new item")
        except Conflict:
            problem = "another change in its vault came in between"
            raise Unreachable(f"“{name}” was not saved: {problem}. Try again.") from None
        except Unclear as lost:
            return await self._found(new, since, lost)
        saved = _read(new, answer)
        if saved is None:
            unnamed = Unclear(f"“{name}” was saved, but the Connect server's answer does not name it.")
            return await self._found(new, since, unnamed)
        self._sync.made(saved)
        return saved

    async def _found(self, new: Item, since: float, lost: Unclear) -> Item:
        """Return the one item that came of a POST whose answer was lost; raise where there is none, or several."""
        found: list[Item] = []
        async for _ in self._waits.looks(self._waits.lost):
            try:
                found = await self._alike(new, since)
            except VaultError:
                continue
            if found:
                break
        if len(found) == 1:
            return found[0]
        name = display_text(new.title)
        if found:
            raise Unclear(f"{lost} The vault shows {len(found)} new items like “{name}”.")
        raise Unclear(f"{lost} The vault does not show “{name}”, so it seems not to have been made.")

    async def _alike(self, new: Item, since: float) -> list[Item]:
        """Return the items of the vault that were made since, not by an earlier call, and have all of the new one."""
        rows = [
            row
            async for page in self._rows(new.ref.vault)
            for row in page
            if (row.title, row.category) == (new.title, new.category.id)
            and row.updated >= since - _CLOCKS
            and row.ref not in self._made
        ]
        rows.sort(key=lambda row: -row.updated)
        items = [await self._look(row.ref) for row in rows[:_LOOKED_AT]]
        recent = [item for item in items if item is not None and item.created >= since - _CLOCKS]
        return [item for item in recent if outcome.is_like(item, new)]


def _read(new: Item, answer: Answer) -> Item | None:
    """Return the item that an answer shows, None where it shows none."""
    try:
        wire = read(WireItem, answer.body, "an item")
    except VaultError:
        return None
    shown = converted(wire, new.ref)
    return replace(shown, version=max(1, shown.version)) if wire.id else None
