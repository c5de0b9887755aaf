"""A generated password in the clear, each character seen for what it is, broken wherever the room ends."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.exact import exact
from tui.widgets.inks import Inks, Piece


class GeneratedText(Widget):
    """Shows the text it is given; it can be neither selected nor focused."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "generated-text--digit",
        "generated-text--escape",
        "generated-text--letter",
        "generated-text--symbol",
    }
    """
    | Class | Description |
    | :- | :- |
    | `letter`, `digit`, `symbol`, `escape` | The characters, by what they are. |
    """
    DEFAULT_CSS = """
    GeneratedText {
        width: 1fr;
        height: auto;
        & > .generated-text--letter { text-style: bold; }
        & > .generated-text--digit { color: $text-accent; text-style: bold; }
        & > .generated-text--symbol { color: $text-secondary; text-style: bold; }
        & > .generated-text--escape { color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._inks = Inks(self)
        self._pieces: list[Piece] = []

    def show(self, text: str) -> None:
        """Show a text; "" shows nothing, and forgets what was there."""
        self._pieces = list(exact(text))
        self.refresh(layout=True)

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes, at least 1."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Return line `y`."""
        lines = self._lines(self.size.width)
        pieces = lines[y] if y < len(lines) else []
        segments = [Segment(piece.text, self._inks(f"generated-text--{piece.ink}")) for piece in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, self._inks())

    def _lines(self, width: int) -> list[list[Piece]]:
        lines: list[list[Piece]] = [[]]
        used = 0
        for piece in self._pieces:
            size = cell_len(piece.text)
            if used + size > width and lines[-1]:
                lines.append([])
                used = 0
            lines[-1].append(piece)
            used += size
        return lines
