"""Opening a website from the item browser, after its host was shown."""

from __future__ import annotations

import os
import sys

from tui.host import opener, routes
from tui.host.opener import Address
from tui.model.errors import NotFound
from tui.model.field import FieldKind
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.screens.item_copying import Copying
from tui.screens.modals import Confirm
from tui.screens.selection import Selection
from tui.services.access import WebsiteAt
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import WebsiteTarget


class Opening:
    """Opens the website under the cursor of the detail, or else the first; where it cannot, offers to copy it."""

    def __init__(self, screen: BaseScreen, selection: Selection, detail: ItemDetail, copying: Copying) -> None:
        self._screen = screen
        self._selection = selection
        self._detail = detail
        self._copying = copying

    def action_open_website(self) -> None:
        """Ask, and open the website."""
        self._screen.run_worker(self._open(), name="open website", group="open website", description="open website")

    async def _open(self) -> None:
        screen, ref = self._screen, self._selection.ref
        if ref is None:
            return
        with screen.reporting():
            item = self._selection.shown or await screen.session.api(ref.account).item(ref)
            url, place = self._chosen(item)
            found = opener.address(url)
            seat = await routes.look(os.environ, sys.platform)
            program = opener.program(seat)
            if program is None:
                await self._offer_copy(found, item.ref, place)
                return
            question = f"Open {found.host} in the browser?"
            if await screen.app.push_screen_wait(Confirm(question, _detail(found), yes="Open", no="Leave it")):
                await opener.open_address(found, program, seat.env)
                screen.say(f"Opened {found.host} in the browser.", "success")

    async def _offer_copy(self, found: Address, ref: ItemRef, place: WebsiteAt | FieldId) -> None:
        detail = f"No browser can be opened from here, only the address be copied.\n{_detail(found)}"
        if await self._screen.app.push_screen_wait(Confirm(f"{found.host}: copy the address?", detail, yes="Copy")):
            self._copying.copy(place, ref)

    def _chosen(self, item: Item) -> tuple[str, WebsiteAt | FieldId]:
        """Return the address that is meant, and where it is."""
        target = self._detail.cursor_target if focused_within(self._screen, self._detail) else None
        if isinstance(target, WebsiteTarget) and target.index < len(item.websites):
            return item.websites[target.index].url, WebsiteAt(target.index)
        field = item.field(target) if isinstance(target, str) else None
        if field is not None and field.kind is FieldKind.URL and isinstance(field.value, str) and field.value:
            return field.value, field.id
        if not item.websites:
            raise NotFound("This item has no website.")
        return item.websites[0].url, WebsiteAt(0)


def _detail(found: Address) -> str:
    return "\n".join((*(f"! {warning}" for warning in found.warnings), found.url))
