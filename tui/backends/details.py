"""The items that were looked at last, for a minute: so that going up and down a list asks for nothing twice.

Then they are let go, whether anything is asked for or not: nobody shall find in memory what was seen an hour ago.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.page import SummaryPage

KEPT = 16
"""So many items are kept at most."""

FRESH = 60.0
"""So many seconds an item is kept. One that is in doubt is asked for again; it is shown if there is no answer."""


class Details:
    """Items by reference, each in the version that was seen last."""

    def __init__(self) -> None:
        self._items: OrderedDict[ItemRef, tuple[float, Item]] = OrderedDict()
        self._doubted: set[ItemRef] = set()
        self._timer: asyncio.TimerHandle | None = None

    def put(self, item: Item) -> None:
        """Keep an item, and let go of the one that was looked at longest ago."""
        self._items[item.ref] = (time.monotonic(), item)
        self._items.move_to_end(item.ref)
        self._doubted.discard(item.ref)
        while len(self._items) > KEPT:
            self.drop(next(iter(self._items)))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FRESH, self._let_go)

    def fresh(self, ref: ItemRef) -> Item | None:
        """Return an item that need not be asked for."""
        return None if ref in self._doubted else self.old(ref)

    def old(self, ref: ItemRef) -> Item | None:
        """Return an item that is kept, also one in doubt."""
        at, item = self._items.get(ref, (0.0, None))
        return item if item is not None and time.monotonic() - at < FRESH else None

    def check(self, page: SummaryPage) -> None:
        """Let go of items that a list shows in another version, or with another time where it tells no versions."""
        known = {ref.item: item for ref, (_, item) in self._items.items() if ref.vault == page.vault}
        if known:
            for item, version, updated in zip(page.ids, page.versions, page.updated, strict=True):
                kept = known.get(ItemId(item))
                if kept is not None and (kept.version != version if version else kept.updated != updated):
                    self.drop(kept.ref)

    def doubt(self, ref: ItemRef) -> None:
        """Have an item asked for again, since it may have changed."""
        if ref in self._items:
            self._doubted.add(ref)

    def drop(self, ref: ItemRef) -> None:
        """Let go of an item."""
        self._items.pop(ref, None)
        self._doubted.discard(ref)

    def drop_vault(self, vault: VaultId) -> None:
        """Let go of the items of a vault."""
        for ref in [ref for ref in self._items if ref.vault == vault]:
            self.drop(ref)

    def doubt_vault(self, vault: VaultId) -> None:
        """Have the items of a vault asked for again."""
        for ref in [ref for ref in self._items if ref.vault == vault]:
            self.doubt(ref)

    def clear(self) -> None:
        """Let go of everything."""
        self._items.clear()
        self._doubted.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _let_go(self) -> None:
        """Let go of what was kept for long enough; the oldest come first."""
        self._timer, now = None, time.monotonic()
        while self._items:
            ref, (at, _) = next(iter(self._items.items()))
            if now - at < FRESH:
                self._timer = asyncio.get_running_loop().call_later(at + FRESH - now, self._let_go)
                return
            self.drop(ref)
