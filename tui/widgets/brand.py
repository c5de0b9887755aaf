"""The name of the house, for the screens where there is nothing else to look at.

Drawn with what the oldest terminals have (code page 437), so that it is never question marks.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import clip
from tui.widgets.inks import Inks

WORDMARK = (
    "╔═╗╔╦╗╦═╗╔═╗╔╗╔╔═╗╦═╗╔═╗╔═╗╔╦╗",
    "╚═╗ ║ ╠╦╝║ ║║║║║ ╦╠╦╝║ ║║ ║║║║",
    "╚═╝ ╩ ╩╚═╚═╝╝╚╝╚═╝╩╚═╚═╝╚═╝╩ ╩",
)
"""STRONGROOM, in three lines of equal length."""

NAME = "STRONGROOM"


class Brand(Widget):
    """The wordmark over a line in which the house says what it is; in a narrow window the bare name."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"brand--mark", "brand--motto"}
    """
    | Class | Description |
    | :- | :- |
    | `brand--mark` | The wordmark. |
    | `brand--motto` | The line below it. |
    """
    DEFAULT_CSS = """
    Brand {
        height: auto;
        width: 100%;
        & > .brand--mark { color: $accent; text-style: bold; }
        & > .brand--motto { color: $text-muted; }
        &:ansi > .brand--motto { text-style: dim; }
    }
    """

    def __init__(
        self, motto: str = "", *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)
        self._motto = motto

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self._mark(width)) + bool(self._motto)

    def render_line(self, y: int) -> Strip:
        """Return line `y`, centred."""
        width = self.size.width
        mark = self._mark(width)
        text, ink = (mark[y], "brand--mark") if y < len(mark) else (clip(self._motto, width), "brand--motto")
        segments = [Segment(" " * ((width - cell_len(text)) // 2), self._inks()), Segment(text, self._inks(ink))]
        return Strip(segments).adjust_cell_length(width, self._inks())

    def _mark(self, width: int) -> tuple[str, ...]:
        return WORDMARK if width >= len(WORDMARK[0]) else (clip(NAME, width),)
