"""Marks items in the browser: what is done then is done to all of them."""

from __future__ import annotations

import asyncio

from textual.worker import Worker

from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen
from tui.screens.item_rows import FoundRows
from tui.screens.selection import Selection
from tui.widgets.item_list import ItemList

MARKED_AT_ONCE = 2_000
"""So many items are marked before others get their turn."""


class Marking:
    """Marks the item under the cursor, or all that the filter shows."""

    def __init__(self, screen: BaseScreen, selection: Selection, item_list: ItemList) -> None:
        self._screen = screen
        self._selection = selection
        self._list = item_list

    def action_mark(self) -> None:
        """Mark the item, or no longer, and go on to the next."""
        if self._selection.ref is not None:
            self._selection.marked ^= {self._selection.ref}
            self.show()
            self._list.move(1)

    def action_mark_all(self) -> None:
        """Mark every item that the filter shows, or none where all of them are marked."""
        _: Worker[None] = self._screen.run_worker(
            self._mark_all, name="mark", group="mark", exclusive=True, description="mark all"
        )

    async def _mark_all(self) -> None:
        found, shown = self._selection.found, set[ItemRef]()
        for at, row in enumerate(found.rows):
            shown.add(found.snapshot.ref(row))
            if at % MARKED_AT_ONCE == 0:
                await asyncio.sleep(0)
        if shown <= self._selection.marked:
            self._selection.marked -= shown
        else:
            self._selection.marked |= shown
        self.show()

    def show(self) -> None:
        """Show which items are marked by now."""
        rows = FoundRows(self._selection.found, self._selection.marked, self._screen.session.name_of)
        self._list.show_rows(rows, self._list.cursor)
        self._screen.refresh_state()
        self._screen.refresh_footer()
