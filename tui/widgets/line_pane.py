"""A pane of lines that are drawn only where they are seen: what lists and the item detail have in common.

How long the content is costs nothing. Keys are none of its business, the mouse wheel is.
"""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView

from tui.widgets.inks import Inks


class LinePane(ScrollView, can_focus=True, inherit_bindings=False):
    """A ScrollView without bindings, whose height can change without a layout."""

    ALLOW_SELECT = False
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
    }
    """
    MARGIN = 2
    """Lines kept in sight before and after the cursor."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)

    def ink(self, *names: str) -> Style:
        """Return the style of component classes laid over each other; with no name the pane's own."""
        return self._inks(*names)

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    @property
    def line_count(self) -> int:
        """How many lines there are, seen or not."""
        return self.virtual_size.height

    def set_line_count(self, lines: int) -> None:
        """Say how many lines there are now, and draw those that are seen.

        `virtual_size` would ask for a layout of the whole screen, so the scroll bar is told by hand.
        """
        self.set_reactive(ScrollView.virtual_size, Size(0, lines))
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = lines
        self.jump(self.scroll_offset.y)
        self.refresh()

    def jump(self, top: int) -> None:
        """Scroll at once so that line `top` is the first one, as far as there are lines."""
        self.scroll_y = self.scroll_target_y = top

    def bring_into_view(self, first: int, last: int, *, above: int = 0) -> None:
        """Scroll as little as needed to see lines `first` to `last` with a margin.

        The pane shows `above` lines less than it has room for. Of a block too long to be seen whole, the first line is.
        """
        room = self.size.height - above
        if room <= 0:
            return
        margin = min(self.MARGIN, max(room - (last - first + 1), 0) // 2)
        top = self.scroll_offset.y
        lowest, highest = last + 1 + margin - room, first - margin
        if not lowest <= top <= highest:
            self.jump(lowest if top < lowest <= highest else highest)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self.follow()

    def follow(self) -> None:
        """Scroll to the cursor. A pane with a cursor says where that is."""
