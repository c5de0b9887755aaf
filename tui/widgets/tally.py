"""A number at the right of a line, told anew with every letter that is typed: it asks for no layout where it has room.

It becomes wider, and no narrower before the window does.
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Tally(Static):
    """A short text that ends at the right."""

    DEFAULT_CSS = """
    Tally {
        width: auto;
        color: $text-muted;
        padding-left: 2;
        text-align: right;
    }
    """

    def tell(self, text: str) -> None:
        """Say this."""
        content = Content(text)
        if content != self.content:
            self.update(content, layout=content.cell_length > self.size.width)
