"""Showing a value of the item browser large, or as a QR code: which field is meant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui import messages
from tui.model.field import Field
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.screens.item_revealing import password_of
from tui.widgets.item_detail import ItemDetail


class Enlarging:
    """Shows the field under the cursor, in the list the password. `arrived` waits for the item under the cursor."""

    def __init__(self, screen: BaseScreen, detail: ItemDetail, arrived: Callable[[], Awaitable[Item | None]]) -> None:
        self._screen = screen
        self._detail = detail
        self._arrived = arrived

    def action_show_large(self) -> None:
        """Show it in large letters."""
        self._show(qr=False)

    def action_show_qr(self) -> None:
        """Show it as a QR code."""
        self._show(qr=True)

    def _show(self, *, qr: bool) -> None:
        self._screen.run_worker(
            self._show_field(qr=qr), name="large", group="reveal", exclusive=True, description="show large"
        )

    async def _show_field(self, *, qr: bool) -> None:
        item = await self._arrived()
        if item is None:
            return
        field = self._field(item)
        if field is None or field.empty:
            self._screen.say("There is no value here to show large.")
        elif self._screen.is_current:
            self._screen.post_message(messages.ShowLarge(item.ref, field.id, qr))

    def _field(self, item: Item) -> Field | None:
        inside = focused_within(self._screen, self._detail)
        target = self._detail.cursor_target if inside else password_of(item)
        return item.field(FieldId(target)) if isinstance(target, str) else None
