"""A whole item in one widget that draws lines, with a cursor over its fields, websites and files.

It never asks a `Secret` for its text: what is to be seen is given to it, for a time, and forgotten when that is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from tui.model.ids import FieldId
from tui.model.item import Item
from tui.widgets.item_sheet import Codes, Revealed, lay_out
from tui.widgets.line_pane import LinePane
from tui.widgets.sheet import Sheet, Target, draw
from tui.widgets.sheet_cursor import View, followed, paged, stepped
from tui.widgets.sheet_style import COMPONENTS, CSS

NO_CODES: Codes = {}

UNKNOWN_WIDTH = 80
"""The width laid out for before there is one."""


class ItemDetail(LinePane):
    """An item: title, fields by section, websites, tags, dates. A second click on the same field chooses it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    """
    | Class | Description |
    | :- | :- |
    | `bar`, `cursor` | The field under the cursor, while the pane has the focus. |
    | `title`, `favourite`, `archived`, `subtle` | The head, dates, and all that is said quietly. |
    | `section`, `rule`, `label`, `value`, `chip`, `problem` | Sections, fields, tags, and why there is no code. |
    | `concealed` | The dots. |
    | `letter`, `digit`, `symbol`, `escape` | The characters of a revealed value. |
    | `code`, `code-late` | A one-time code, and one that is about to change. |
    """
    DEFAULT_CSS = CSS

    @dataclass
    class TargetHighlighted(Message):
        """The cursor stands on something else: a field's id, a website, a file, or None."""

        detail: ItemDetail
        target: Target | None

        @property
        def control(self) -> ItemDetail:
            """The pane."""
            return self.detail

    @dataclass
    class TargetChosen(Message):
        """A field, website or file was clicked twice."""

        detail: ItemDetail
        target: Target

        @property
        def control(self) -> ItemDetail:
            """The pane."""
            return self.detail

    @dataclass
    class Hidden(Message):
        """The time of a revealed value was over, and it is seen no longer."""

        detail: ItemDetail
        field_id: FieldId

        @property
        def control(self) -> ItemDetail:
            """The pane."""
            return self.detail

    def __init__(
        self,
        *,
        empty: Content | None = None,
        clock: Callable[[], float] = time.time,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, name=name, id=id, classes=classes)
        self._clock = clock
        self._item: Item | None = None
        self._vault = self._note = self._shared = ""
        self._codes = NO_CODES
        self._revealed: dict[FieldId, Revealed] = {}
        self._sheet = Sheet(0, 0)
        self._cursor = -1
        self._clicked = -1
        self._timer: Timer | None = None

    @property
    def item(self) -> Item | None:
        """The item that is shown."""
        return self._item

    @property
    def cursor_target(self) -> Target | None:
        """What the cursor stands on: a field's id, a website, a file, or None."""
        return self._sheet.targets[self._cursor] if self._cursor >= 0 else None

    @property
    def vault(self) -> str:
        """The name of the vault of the item that is shown."""
        return self._vault

    @property
    def note(self) -> str:
        """What is said about the item that is shown."""
        return self._note

    @property
    def revealed(self) -> frozenset[FieldId]:
        """The fields whose values are seen now."""
        return frozenset(self._revealed)

    def show(
        self,
        item: Item | None,
        *,
        vault: str = "",
        codes: Codes = NO_CODES,
        note: str = "",
    ) -> None:
        """Show an item, or `empty`. A changed or another item hides what was revealed.

        `vault` is the name of its vault; `codes` has what makes the one-time codes, or the sentence why there are none;
        `note` is a sentence about the item that is said quietly.
        Where the item is the same or a newer version of it, the cursor stays on its field.
        """
        target = self.cursor_target
        same = item is not None and self._item is not None and item.ref == self._item.ref
        if item != self._item:
            self._revealed.clear()
        self._shared = self._shared if same else ""
        self._item, self._vault, self._codes, self._note = item, vault, codes, note
        self._lay_out()
        targets = self._sheet.targets
        self._cursor = targets.index(target) if same and target in targets else min(len(targets), 1) - 1
        if not same:
            self.jump(0)
        self.post_message(self.TargetHighlighted(self, self.cursor_target))

    def tell_shared(self, who: str) -> None:
        """Say with whom the item that is shown is shared; forgotten with the item."""
        if who != self._shared:
            self._shared = who
            self._lay_out()

    def reveal(self, field_id: FieldId, text: str, until: float) -> None:
        """Show the value of a field in the clear until `until` (Unix seconds); then `Hidden` is posted."""
        self.reveal_all({field_id: text}, until)

    def reveal_all(self, texts: Mapping[FieldId, str], until: float) -> None:
        """Show the values of several fields in the clear; the item is laid out once, however many they are."""
        known = {field.id for field in self._item.fields} if self._item is not None else set()
        self._revealed |= {field_id: Revealed(text, until) for field_id, text in texts.items() if field_id in known}
        if known.intersection(texts):
            self._lay_out()

    def hide(self, field_id: FieldId) -> None:
        """Conceal the value of a field again, and forget it."""
        if self._revealed.pop(field_id, None):
            self._lay_out()

    def hide_all(self) -> None:
        """Conceal every value again, and forget them."""
        if self._revealed:
            self._revealed.clear()
            self._lay_out()

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` fields; what is longer than the pane is scrolled through line by line."""
        for _ in range(abs(delta)):
            self._go(stepped(self._sheet, self._view, self.size.height, 1 if delta > 0 else -1))

    def page(self, direction: int, half: bool = False) -> None:
        """Scroll by a page, or half of one, down (1) or up (-1); the cursor comes along."""
        room = self.size.height
        self._go(paged(self._sheet, self._view, room, direction * max(room // 2 if half else room - 1, 1)))

    def home(self) -> None:
        """Move the cursor to the first field, and show the title."""
        self._go(View(min(len(self._sheet.targets), 1) - 1, 0))

    def end(self) -> None:
        """Move the cursor to the last field, website or file, and show the end."""
        self._go(View(len(self._sheet.targets) - 1, len(self._sheet.lines)))

    def go_to(self, target: Target) -> None:
        """Move the cursor to a field, website or file, if the item has it."""
        if target in self._sheet.targets:
            slot = self._sheet.targets.index(target)
            self._go(followed(self._sheet, View(slot, self.scroll_offset.y), self.size.height))

    def follow(self) -> None:
        """Scroll until the cursor is seen; on the first field, the title too."""
        self._go(followed(self._sheet, self._view, self.size.height))

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen."""
        at = y + self.scroll_offset.y
        if self._item is None:
            return self.empty_line(y)
        if at >= len(self._sheet.lines):
            return Strip.blank(self.line_width, self.ink())
        line = self._sheet.lines[at]
        chosen = self.has_focus and 0 <= line.slot == self._cursor
        return draw(line, self.line_width, self.ink, ("item-detail--cursor",) if chosen else (), self._clock())

    def on_mount(self) -> None:
        """Begin to count the seconds, if anything depends on them."""
        self._wake_in_time()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the item out for the new width."""
        if self.line_width != self._sheet.width:
            self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the field, or choose it where the last click was on it too."""
        offset = event.get_content_offset(self)
        at = offset.y + self.scroll_offset.y if offset is not None else len(self._sheet.lines)
        slot = self._sheet.lines[at].slot if at < len(self._sheet.lines) else -1
        if slot < 0:
            return
        again = slot == self._clicked
        self._go(View(slot, self.scroll_offset.y))
        self._clicked = -1 if again else slot
        if again:
            self.post_message(self.TargetChosen(self, self._sheet.targets[slot]))

    def on_unmount(self) -> None:
        """Forget everything."""
        self._item = None
        self._revealed.clear()
        self._sheet, self._cursor = Sheet(0, 0), -1

    def _lay_out(self) -> None:
        width = self.line_width or UNKNOWN_WIDTH
        self._sheet = Sheet(width, 0)
        if self._item is not None:
            note, shared = self._note, self._shared
            shown = self._vault, self._codes, self._revealed
            self._sheet = lay_out(self._item, width, *shown, note=note, shared=shared)
        self._clicked = -1
        self.set_line_count(len(self._sheet.lines))
        self._wake_in_time()

    @property
    def _view(self) -> View:
        return View(self._cursor, self.scroll_offset.y)

    def _go(self, view: View) -> None:
        old, self._cursor = self._cursor, view.slot
        if old != view.slot:
            self._clicked = -1
            for slot in (old, view.slot):
                first, last = self._sheet.extent(slot)
                self.refresh_lines(first, last - first + 1)
            self.post_message(self.TargetHighlighted(self, self.cursor_target))
        self.jump(view.top)
        self.see_now()

    def _wake_in_time(self) -> None:
        """Be woken when a second begins or a revealed value is to be hidden, if anything depends on it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_running and (self._revealed or any(line.live for line in self._sheet.lines)):
            now = self._clock()
            ends = (shown.until - now for shown in self._revealed.values())
            self._timer = self.set_timer(max(min(1 - now % 1, *ends, 1), 0) + 0.005, self._tick)

    def _tick(self) -> None:
        now = self._clock()
        over = [field_id for field_id, shown in self._revealed.items() if shown.until <= now]
        for field_id in over:
            del self._revealed[field_id]
            self.post_message(self.Hidden(self, field_id))
        if over:
            self._lay_out()
            return
        for at, line in enumerate(self._sheet.lines):
            if line.live is not None:
                self.refresh_line(at)
        self._wake_in_time()
