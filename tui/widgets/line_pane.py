"""A pane of lines that are drawn only where they are seen: what lists and the item detail have in common.

How long the content is costs nothing. Keys are none of its business, the mouse wheel is.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.widgets.inks import Inks

MARGIN = 2
"""Lines kept in sight before and after the cursor."""


def nearest_top(first: int, last: int, top: int, room: int) -> int:
    """Return the line nearest to `top` with which `room` lines must begin to show `first` to `last` with a margin.

    Of a block too long to be seen whole, the first line is seen.
    """
    margin = min(MARGIN, max(room - (last - first + 1), 0) // 2)
    lowest, highest = last + 1 + margin - room, first - margin
    return max(min(max(top, lowest), highest), 0)


class LinePane(ScrollView, can_focus=True, inherit_bindings=False):
    """A ScrollView without bindings, whose height can change without a layout."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-pane--empty"}
    """
    | Class | Description |
    | :- | :- |
    | `line-pane--empty` | What is said where there is nothing to show. |
    """
    DEFAULT_CSS = """
    LinePane {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 35%;
        scrollbar-color-active: $accent;
        & > .line-pane--empty { color: $text-muted; }
        &:ansi > .line-pane--empty { text-style: dim; }
    }
    """

    def __init__(
        self,
        *,
        empty: Content | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)
        self._empty = empty or Content()

    @property
    def empty(self) -> Content:
        """What is said in the middle where there is nothing to show."""
        return self._empty

    @empty.setter
    def empty(self, text: Content) -> None:
        self._empty = text
        self.refresh()

    def ink(self, *names: str) -> Style:
        """Return the style of component classes laid over each other; with no name the pane's own."""
        return self._inks(*names)

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    @property
    def line_width(self) -> int:
        """Cells of a line: `size` less the scroll bar, which lies over it."""
        return max(self.size.width - self.scrollbar_size_vertical, 0)

    @property
    def line_count(self) -> int:
        """How many lines there are, seen or not."""
        return self.virtual_size.height

    def set_line_count(self, lines: int) -> None:
        """Say how many lines there are now, and draw those that are seen.

        `virtual_size` would ask for a layout of the whole screen, so the scroll bar is told by hand.
        """
        self._tell_line_count(lines)
        self.jump(self.scroll_offset.y)
        self.refresh()

    def add_lines(self, lines: int) -> None:
        """Say that there are `lines` now, the others as they were, and draw those of the new ones that are seen."""
        before = self.line_count
        self._tell_line_count(lines)
        seen = min(lines, self.scroll_offset.y + self.size.height)
        if seen > before:
            self.refresh_lines(before, seen - before)

    def _tell_line_count(self, lines: int) -> None:
        self.set_reactive(ScrollView.virtual_size, Size(0, lines))
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = lines

    def jump(self, top: int) -> None:
        """Scroll at once so that line `top` is the first one, as far as there are lines."""
        self.scroll_y = self.scroll_target_y = top

    def see_now(self, *others: Widget) -> None:
        """Have it seen where the cursor is, and what has changed in some others, before what follows is done."""
        paint_now = getattr(self.app, "paint_now", None)  # an app of a test may not have it
        if paint_now is not None and self.is_attached and self.screen.is_active:
            panes = (self, *others)
            bars = [one.vertical_scrollbar for one in panes if one.show_vertical_scrollbar]
            paint_now(*panes, *bars)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self.follow()

    def follow(self) -> None:
        """Scroll to the cursor. A pane with a cursor says where that is."""

    def empty_line(self, y: int, *, above: int = 0) -> Strip:
        """Return line `y` of `empty`, in the middle of the pane less `above` lines at its top."""
        width, style = self.line_width, self.ink("line-pane--empty")
        room = max(width - 4, 1)
        lines = Visual.to_strips(self, self._empty, room, None, self.get_visual_style("line-pane--empty"))
        row = y - above - max((self.size.height - above - len(lines)) // 2, 0)
        if not 0 <= row < len(lines):
            return Strip.blank(width, style)
        line = lines[row]
        left = max((width - line.cell_length) // 2, 0)
        return Strip([Segment(" " * left, style), *line]).adjust_cell_length(width, style)
