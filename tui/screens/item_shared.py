"""With whom the item is shared that is shown: asked for when somebody goes to its fields, and not for each row."""

from __future__ import annotations

import time
from functools import partial

from textual.worker import Worker

from tui.model.errors import Locked, VaultError
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen, focused_within
from tui.screens.selection import Selection
from tui.widgets.item_detail import ItemDetail

FRESH = 60.0
"""So many seconds an answer is good."""
KEPT = 16
"""So many answers are kept at most."""
NOBODY = "no member"
NOT_TOLD = "not told by the service"


class SharedWith:
    """Tells the detail of accounts that share with members."""

    def __init__(self, screen: BaseScreen, selection: Selection, detail: ItemDetail) -> None:
        self._screen = screen
        self._selection = selection
        self._detail = detail
        self._known: dict[ItemRef, tuple[float, str]] = {}

    def follow(self) -> None:
        """Look whenever somebody goes to the fields."""
        self._screen.watch(self._screen, "focused", self.look)

    def look(self) -> None:
        """Say it of the item that is shown, or ask, where somebody is at its fields."""
        item = self._selection.shown
        if item is None or not focused_within(self._screen, self._detail) or not self._shares(item.ref):
            return
        at, said = self._known.get(item.ref, (0.0, ""))
        if at and time.monotonic() - at < FRESH:
            self._detail.tell_shared(said)
        else:
            _: Worker[None] = self._screen.run_worker(
                partial(self._ask, item.ref), group="shared", exclusive=True, description="ask with whom it is shared"
            )

    def anew(self) -> None:
        """Something was shared: what was known is not known any more."""
        self._known.clear()
        self.look()

    def _shares(self, ref: ItemRef) -> bool:
        try:
            return self._screen.session.api(ref.account).shares_with_members
        except Locked:
            return False

    async def _ask(self, ref: ItemRef) -> None:
        try:
            seen = await self._screen.session.api(ref.account).shared_with(ref)
        except VaultError as error:
            said = f"not known: {error}"
        else:
            said = NOT_TOLD if seen is None else ", ".join(one.label for one in seen) or NOBODY
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[ref] = (time.monotonic(), said)
        item = self._selection.shown
        if item is not None and item.ref == ref:
            self._detail.tell_shared(said)
