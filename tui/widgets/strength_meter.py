"""How strong a password is: a bar of five steps, a word, and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import clip
from tui.widgets.inks import Inks

if TYPE_CHECKING:
    from tui.tools.strength import Strength

STEPS = 5
_INKS = ("weak", "weak", "fair", "good", "good")


class StrengthMeter(Widget):
    """One line; the word says what the colour says."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "strength-meter--fair",
        "strength-meter--good",
        "strength-meter--rest",
        "strength-meter--weak",
    }
    """
    | Class | Description |
    | :- | :- |
    | `strength-meter--weak`, `--fair`, `--good` | The bar and the word. |
    | `strength-meter--rest` | The steps not reached, and the reason. |
    """
    DEFAULT_CSS = """
    StrengthMeter {
        height: 1;
        & > .strength-meter--fair { color: $text-warning; text-style: bold; }
        & > .strength-meter--good { color: $text-success; text-style: bold; }
        & > .strength-meter--rest { color: $text-muted; }
        & > .strength-meter--weak { color: $text-error; text-style: bold; }
        &:ansi > .strength-meter--rest { text-style: dim; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)
        self._strength: Strength | None = None

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    def show(self, strength: Strength | None) -> None:
        """Show this judgement; None where there is no password to judge: an empty bar."""
        self._strength = strength
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line; there is only one."""
        width, rest = self.size.width, self._inks("strength-meter--rest")
        segments = [Segment("□" * STEPS, rest)]
        if self._strength is not None and y == 0:
            steps, word = self._strength.score + 1, self._strength.word
            style = self._inks(f"strength-meter--{_INKS[self._strength.score]}")
            segments = [Segment("■" * steps, style), Segment("□" * (STEPS - steps), rest), Segment(f" {word}", style)]
            room = width - STEPS - 1 - len(word)
            segments.append(Segment(clip(f"  {self._strength.reason}", room), rest))
        return Strip(segments if y == 0 else []).adjust_cell_length(width, self._inks())
