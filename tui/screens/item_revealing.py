"""Revealing in the item browser: one field or all, for a while."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.services.access import WebsiteAt
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import FileTarget, Target, WebsiteTarget


class Revealing:
    """Shows concealed values in the detail, which hides them again by itself.

    `arrived` waits for the item under the cursor, `uncover` brings the detail in sight where the list covers it.
    """

    def __init__(
        self,
        screen: BaseScreen,
        detail: ItemDetail,
        arrived: Callable[[], Awaitable[Item | None]],
        uncover: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._uncover = uncover
        self._arrived = arrived
        self._detail = detail

    def action_reveal(self) -> None:
        """Reveal the field under the cursor (in the list: the password), or hide it again."""
        self._do(self._one)

    def action_reveal_all(self) -> None:
        """Reveal every concealed field of the item shown, or hide them all again."""
        self._do(self._all)

    def _do(self, deed: Callable[[Item], None]) -> None:
        """Do it to the item under the cursor, as soon as it is there."""

        async def wait() -> None:
            item = await self._arrived()
            if item is not None:
                deed(item)

        self._screen.run_worker(wait(), name="reveal", group="reveal", exclusive=True, description="reveal")

    def _one(self, item: Item) -> None:
        target = self._detail.cursor_target if focused_within(self._screen, self._detail) else password_of(item)
        field = item.field(target) if isinstance(target, str) else None
        if field is None:
            self._screen.say("There is nothing to reveal here.")
        elif not field.hidden:
            self._screen.say("This is shown already.")
        elif field.id in self._detail.revealed:
            self._detail.hide(field.id)
        else:
            self._reveal(item, field)

    def _all(self, item: Item) -> None:
        if self._detail.revealed:
            self._detail.hide_all()
            return
        self._reveal(item, *(field for field in item.fields if field.hidden and not field.empty))

    def _reveal(self, item: Item, *fields: Field) -> None:
        self._uncover()
        session = self._screen.session
        texts = {field.id: session.access.reveal(item, field.id) for field in fields}
        self._detail.reveal_all(texts, time.time() + session.settings.reveal_for)


def copyable(target: Target | None) -> FieldId | WebsiteAt | None:
    """Return what the cursor of a detail is on, in the words of the one who copies; None: nothing to copy."""
    match target:
        case WebsiteTarget():
            return WebsiteAt(target.index)
        case FileTarget():
            return None
    return target


def password_of(item: Item) -> FieldId | None:
    """Return what is meant of an item where no field is: its password, else what is concealed first."""
    kinds = (FieldKind.CONCEALED, FieldKind.SSH_KEY)
    field = item.of(Purpose.PASSWORD) or next((f for f in item.fields if f.kind in kinds), None)
    return field.id if field else None
