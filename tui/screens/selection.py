"""What the item browser is looking at: what was found, where the cursor is, and what is marked."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.services.finder import NOTHING, Found, Request


@dataclass(slots=True)
class Selection:
    """Shared by the browser and what it does to items. `cursor` is a place in `found.rows`, -1 where there are none."""

    request: Request
    found: Found = NOTHING
    cursor: int = -1
    marked: set[ItemRef] = field(default_factory=set)
    item: Item | None = None
    """The item that the detail shows; the cursor may be further already."""

    @property
    def ref(self) -> ItemRef | None:
        """The item under the cursor."""
        rows = self.found.rows
        return self.found.snapshot.ref(rows[self.cursor]) if 0 <= self.cursor < len(rows) else None

    @property
    def shown(self) -> Item | None:
        """The item under the cursor, where it is the one that is shown."""
        return self.item if self.item is not None and self.item.ref == self.ref else None

    @property
    def refs(self) -> list[ItemRef]:
        """The marked items that the filter shows, in its order, or the one under the cursor where none is marked."""
        if not self.marked:
            return [self.ref] if self.ref else []
        ids, snapshot = {ref.item for ref in self.marked}, self.found.snapshot
        seen = (snapshot.ref(row) for row in self.found.rows if snapshot.columns.ids[row] in ids)
        return [ref for ref in seen if ref in self.marked]
