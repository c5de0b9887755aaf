"""Revealing in the item browser: one field or all, for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.screens.selection import Selection
from tui.services.access import WebsiteAt
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import Target, WebsiteTarget


class Revealing:
    """Shows concealed values in the detail, which hides them again by itself.

    `uncover` brings the detail in sight where the list covers it.
    """

    def __init__(
        self, screen: BaseScreen, selection: Selection, detail: ItemDetail, uncover: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._uncover = uncover
        self._selection = selection
        self._detail = detail

    def action_reveal(self) -> None:
        """Reveal the field under the cursor (in the list: the password), or hide it again."""
        item = self._selection.shown
        if item is None:
            return
        target = self._detail.cursor_target if focused_within(self._screen, self._detail) else _password(item)
        field = None if target is None or isinstance(target, WebsiteTarget) else item.field(target)
        if field is None:
            self._screen.say("There is nothing to reveal here.")
        elif not field.concealed:
            self._screen.say("This is shown already.")
        elif field.id in self._detail.revealed:
            self._detail.hide(field.id)
        else:
            self._reveal(item, field)

    def action_reveal_all(self) -> None:
        """Reveal every concealed field of the item shown, or hide them all again."""
        item = self._selection.shown
        if item is None:
            return
        if self._detail.revealed:
            self._detail.hide_all()
            return
        self._reveal(item, *(field for field in item.fields if field.concealed and not field.empty))

    def _reveal(self, item: Item, *fields: Field) -> None:
        self._uncover()
        session = self._screen.session
        texts = {field.id: session.access.reveal(item, field.id) for field in fields}
        self._detail.reveal_all(texts, time.time() + session.settings.reveal_for)


def copyable(target: Target) -> FieldId | WebsiteAt:
    """Return what the cursor of a detail is on, in the words of the one who copies."""
    return WebsiteAt(target.index) if isinstance(target, WebsiteTarget) else target


def _password(item: Item) -> FieldId | None:
    field = item.of(Purpose.PASSWORD) or next((f for f in item.fields if f.kind is FieldKind.CONCEALED), None)
    return field.id if field else None
