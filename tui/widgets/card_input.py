"""An input for the number of a card, which stands in its groups while it is typed."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.strip import Strip

from tui.tools import cards
from tui.widgets.plain_input import PlainInput

_DIGITS = re.compile(r"[0-9]+")


class CardInput(PlainInput):
    """Puts spaces between the groups by itself. What is no number stays as it was typed.

    Without the focus it shows no more of the number than its last digits.
    """

    @property
    def number(self) -> str:
        """What is kept of what was typed."""
        return cards.kept(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Change a part of the text, and put the groups right behind it; the cursor stays behind its digit.

        The space between two groups cannot be deleted, it would come back: the digit beyond it is.
        """
        if not text and self.value[max(start, 0) : end] == " " and _DIGITS.fullmatch(self.number):
            start, end = (start - 1, end) if self.cursor_position == end else (start, end + 1)
        super().replace(text, start, end)
        grouped = cards.grouped(self.value)
        if grouped != self.value:
            behind = sum(not char.isspace() and char != "-" for char in self.value[: self.cursor_position])
            self.value = grouped
            self.cursor_position = _place(grouped, behind)

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        if y or not self.value or self.has_focus:
            return super().render_line(y)
        return Strip([Segment(cards.masked(self.value), self.rich_style)]).adjust_cell_length(
            self.size.width, self.rich_style
        )


def _place(grouped: str, behind: int) -> int:
    """Return the place in a grouped number that has so many digits before it."""
    for place, char in enumerate(grouped):
        if behind == 0:
            return place
        behind -= char != " "
    return len(grouped)
