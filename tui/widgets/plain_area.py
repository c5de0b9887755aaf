"""An input of several lines for text that may be seen, safe to show. What is typed is kept exactly."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import TextArea

from tui.widgets.plain_input import SafeToShow


class PlainArea(TextArea):
    """Grows with its text. Draws what may not reach the terminal as other characters, one for one."""

    def __init__(self, text: str = "", placeholder: str = "", *, classes: str | None = None) -> None:
        super().__init__(text, compact=True, placeholder=placeholder, highlight_cursor_line=False, classes=classes)
        self.cursor_blink = False
        self._safe = SafeToShow()

    def get_line(self, line_index: int) -> Text:
        """Return a line as it may be shown; tabs stay, since they are as wide as the cursor takes them to be."""
        line = super().get_line(line_index)
        tabs = [place for place, char in enumerate(line.plain) if char == "\t"]
        self._safe.highlight(line)
        if tabs:
            chars = list(line.plain)
            for place in tabs:
                chars[place] = "\t"
            line.plain = "".join(chars)
        return line
