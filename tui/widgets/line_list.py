"""A list that draws only the rows it is asked for, so that a million cost what forty do.

It knows how many rows there are and where the cursor is; what a row says is its child's business.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from tui.widgets.line_pane import LinePane, nearest_top

BAR = "▌"
"""Stands before the row or field under the cursor, so that it is seen without colours."""


class LineList(LinePane):
    """Rows of one line each, with a cursor. A click moves the cursor, a second click on the same row chooses it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--bar", "line-list--cursor"}
    """
    | Class | Description |
    | :- | :- |
    | `line-list--bar` | The bar before the row under the cursor. |
    | `line-list--cursor` | The row under the cursor. |
    """
    DEFAULT_CSS = """
    LineList {
        & > .line-list--bar { color: $text-muted; }
        & > .line-list--cursor { background: $foreground 8%; }
        &:focus > .line-list--bar { color: $accent; text-style: bold; }
        &:focus > .line-list--cursor { background: $accent 15%; text-style: bold; }
        &:ansi > .line-list--cursor { background: ansi_default; }
    }
    """
    HEADER: ClassVar[int] = 0
    """Lines above the rows that do not scroll: 0 or 1."""

    class Highlighted(Message):
        """Another row may be under the cursor: it moved, or the rows are others. `index` is -1 where there are none."""

        def __init__(self, line_list: LineList, index: int) -> None:
            super().__init__()
            self.line_list = line_list
            self.index = index

        @property
        def control(self) -> LineList:
            """The list."""
            return self.line_list

        def can_replace(self, message: Message) -> bool:
            """Only the last of several that wait counts."""
            return isinstance(message, LineList.Highlighted) and message.line_list is self.line_list

    class Chosen(Message):
        """The row at `index` was clicked twice."""

        def __init__(self, line_list: LineList, index: int) -> None:
            super().__init__()
            self.line_list = line_list
            self.index = index

        @property
        def control(self) -> LineList:
            """The list."""
            return self.line_list

    def __init__(
        self,
        *,
        empty: Content | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, name=name, id=id, classes=classes)
        self.half_pages = False
        """Scroll by half a page when the cursor leaves what is seen: fewer bytes where the link is slow."""
        self.moves = 0
        """How often the cursor was sent somewhere, be it where it was already."""
        self._count = 0
        self._cursor = -1
        self._clicked = -1

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    @property
    def cursor(self) -> int:
        """The row under the cursor, -1 where there are no rows."""
        return self._cursor

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return row `index`, exactly `width` cells wide. Every child says how."""
        raise NotImplementedError

    def render_header(self, width: int) -> Strip:
        """Return the line above the rows, where `HEADER` is 1."""
        return Strip.blank(width, self.ink())

    def show(self, count: int, cursor: int = 0) -> None:
        """Show `count` rows, all of them anew, with the cursor on `cursor` or the nearest there is."""
        self._count = count
        self._cursor = min(max(cursor, 0), count - 1)
        self._clicked = -1
        self.set_line_count(count + self.HEADER)
        self.follow()
        self.post_message(self.Highlighted(self, self._cursor))

    def add(self, count: int) -> None:
        """Show that there are `count` rows now: those from before are the same, and the cursor stays on its own."""
        if not self._count:
            self.show(count)
        elif count > self._count:
            self._count = count
            self.add_lines(count + self.HEADER)

    def go_to(self, index: int) -> None:
        """Move the cursor to row `index`, or the nearest there is."""
        self.moves += 1
        index = min(max(index, 0), self._count - 1)
        old, self._cursor = self._cursor, index
        if old == index:
            return
        self._clicked = -1
        self.refresh_row(old)
        self.refresh_row(index)
        self.follow()
        self.see_now()
        self.post_message(self.Highlighted(self, index))

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` rows."""
        self.go_to(self._cursor + delta)

    def page(self, direction: int, half: bool = False) -> None:
        """Move the cursor by a page, or half of one, down (1) or up (-1)."""
        room = self.size.height - self.HEADER
        self.move(direction * max(room // 2 if half else room - 1, 1))

    def home(self) -> None:
        """Move the cursor to the first row."""
        self.go_to(0)

    def end(self) -> None:
        """Move the cursor to the last row."""
        self.go_to(self._count - 1)

    def refresh_row(self, index: int) -> None:
        """Draw one row again, if it is seen."""
        self.refresh_line(index + self.HEADER)

    def follow(self) -> None:
        """Scroll until the cursor is seen."""
        room = self.size.height - self.HEADER
        if self._cursor >= 0 and room > 0:
            top = self.scroll_offset.y
            near = nearest_top(self._cursor, self._cursor, top, room)
            if self.half_pages and near != top:
                near = max(near, top + room // 2) if near > top else max(min(near, top - room // 2), 0)
            self.jump(near)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen."""
        width = self.line_width
        if y < self.HEADER:
            return self.render_header(width)
        if not self._count:
            return self.empty_line(y, above=self.HEADER)
        index = y - self.HEADER + self.scroll_offset.y
        if index >= self._count:
            return Strip.blank(width, self.ink())
        return self.render_row(index, width, index == self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row, or choose it where the last click was on it too."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEADER:
            return
        index = offset.y - self.HEADER + self.scroll_offset.y
        if index >= self._count:
            return
        again = index == self._clicked
        self.go_to(index)
        self._clicked = -1 if again else index
        if again:
            self.post_message(self.Chosen(self, index))
