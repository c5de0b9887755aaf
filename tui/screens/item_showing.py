"""Shows the item under the cursor: fetched when the cursor rests, with what is to be said of how fresh it is."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import partial

from textual.content import Content
from textual.worker import Worker, WorkerCancelled

from tui.host.display import display_text
from tui.model.errors import NotFound, VaultError
from tui.model.field import FieldKind
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.screens.base import BaseScreen
from tui.screens.selection import Selection
from tui.services.beside import beside
from tui.services.columns import SYNCING
from tui.services.remote_status import as_of
from tui.widgets.item_detail import ItemDetail
from tui.widgets.item_sheet import Codes

PAUSE = 0.06
"""Seconds the cursor must rest on a row before its item is fetched, where it moves faster than this."""
TYPED = 0.15
"""Seconds without another letter in the filter after which the item under the cursor is fetched: with each letter it
may be another one, and what is looked for meanwhile is in the list."""
LATE = 0.2
"""Seconds until what is not there yet is said to be loading."""

SYNCS = "Syncing: the server does not show this change yet."


class Showing:
    """Fetches items into the detail, one at a time: the last that was asked for."""

    def __init__(self, screen: BaseScreen, selection: Selection, detail: ItemDetail) -> None:
        self._screen = screen
        self._session = screen.session
        self._selection = selection
        self._detail = detail
        self._moved = 0.0
        self.field: FieldId | None = None
        """The field to go to in the item that is shown next."""

    def fetch(self, ref: ItemRef, *, pause: bool = True, typing: bool = False) -> Worker[None]:
        """Fetch an item and show it, unless the cursor goes on meanwhile; `pause`: gives it time where it hurries.

        `typing`: it goes on with the next letter that is typed.
        """
        now = time.monotonic()
        hurries, self._moved = now - self._moved < PAUSE and self._selection.item is not None, now
        seconds = 0.0
        if pause and self._selection.shown is None:
            seconds = TYPED if typing else PAUSE * hurries
        return self._screen.run_worker(
            partial(self._fetch, ref, seconds),
            name="fetch",
            group="fetch",
            exclusive=True,
            description="fetch item",
        )

    async def arrived(self) -> Item | None:
        """Wait until the item under the cursor is shown, and return it; None where that does not come about."""
        ref = self._selection.ref
        while self._selection.shown is None and ref is not None and ref == self._selection.ref:
            with suppress(WorkerCancelled):  # the cursor went on, or another fetch of this item took its place
                await self.fetch(ref, pause=False).wait()
                break
        return self._selection.shown

    def freshen(self) -> None:
        """Say how fresh the item that is shown is by now, and what its vault is called."""
        item = self._selection.shown
        if item is not None and self._beside(item.ref) != (self._detail.vault, self._detail.note):
            self._show(item, self._note(item.ref))

    def nothing(self, instead: str = "") -> None:
        """Show no item, but a sentence."""
        self._selection.item = None
        self._detail.empty = Content(instead)
        self._detail.show(None)

    def nothing_yet(self) -> None:
        """Show no item rather than another than the one under the cursor, until that is fetched."""
        if self._selection.item is not None and self._selection.shown is None:
            self._detail.empty = Content()
            self.nothing()

    async def _fetch(self, ref: ItemRef, pause: float) -> None:
        if pause:
            await asyncio.sleep(pause)
        late = self._screen.set_timer(LATE, partial(self._say_instead, ref, "Loading …"))
        with self._screen.reporting():
            try:
                item = await self._session.api(ref.account).item(ref)
            except NotFound as error:
                self._say_instead(ref, str(error))
                return  # it was moved or deleted, by ourselves as often as not
            except VaultError as error:
                self._say_instead(ref, str(error))
                raise
            finally:
                late.stop()
            note = self._note(ref)
            same = item == self._selection.item and note == self._detail.note
            if self._screen.is_running and ref == self._selection.ref and not same:
                self._show(item, note)

    def _show(self, item: Item, note: str) -> None:
        self._selection.item = item
        codes = beside(self._session, item)
        self._detail.show(item, vault=self._session.place_of(item.ref), codes=codes, note=note)
        if self.field is not None:
            self._detail.go_to(self.field)
            self.field = None
        self._screen.refresh_footer()
        if any(field.kind is FieldKind.SSH_KEY for field in item.fields):
            _: Worker[None] = self._screen.run_worker(
                partial(self._tell_key, item, codes), group="key", exclusive=True, description="read a key"
            )

    async def _tell_key(self, item: Item, codes: Codes) -> None:
        """Say what is known of a key that does not say it itself: reading one takes its time."""
        from tui.tools import keyfields

        key = keyfields.untold(item)
        if key is None or not isinstance(key.value, Secret):
            return
        said = await asyncio.to_thread(keyfields.told, key.value)
        if self._selection.item is item:
            self._detail.show(
                item, vault=self._session.place_of(item.ref), codes={**codes, key.id: said}, note=self._detail.note
            )

    def _beside(self, ref: ItemRef) -> tuple[str, str]:
        return self._session.place_of(ref), self._note(ref)

    def _note(self, ref: ItemRef) -> str:
        """Return what is to be said of how fresh an item is."""
        snapshot, status = self._session.catalog.snapshot, self._session.remotes.status(ref.account)
        row = snapshot.row(ref)
        if row is not None and snapshot.has(row, SYNCING):
            return SYNCS
        return f"{status.config.name}: {as_of(status)}." if status is not None and status.stale else ""

    def _say_instead(self, ref: ItemRef, sentence: str) -> None:
        """Show a sentence where the item would be, unless it is there already."""
        if ref == self._selection.ref and self._selection.shown is None:
            self.nothing(display_text(sentence))
            self._screen.refresh_footer()
