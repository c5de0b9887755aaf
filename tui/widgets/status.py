"""The status line: what was just done or went wrong, and at the right what holds all the time.

Text is foreign until shown: it passes `display_text()` here and is never markup.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.host.display import display_text
from tui.widgets.cells import clip, wrap
from tui.widgets.inks import Inks

Severity = Literal["info", "success", "warning", "error"]

SIGNS: dict[Severity, str] = {"info": "", "success": "✓ ", "warning": "! ", "error": "✗ "}
"""What a message begins with, so that it is told without colours."""

TALLEST = 3
"""A warning or error has at most so many lines; any other message one."""

_LEAST_STATE = 12


class StatusLine(Widget):
    """One line. A warning or an error that is longer than it gets the lines it needs, since it must be read whole."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-line--error",
        "status-line--info",
        "status-line--state",
        "status-line--success",
        "status-line--warning",
    }
    """
    | Class | Description |
    | :- | :- |
    | `status-line--info`, `--success`, `--warning`, `--error` | The message. |
    | `status-line--state` | What stands at the right. |
    """
    DEFAULT_CSS = """
    StatusLine {
        height: auto;
        max-height: 3;
        width: 100%;
        background: $surface;
        color: $foreground;
        & > .status-line--error { color: $text-error; text-style: bold; }
        & > .status-line--state { color: $text-muted; }
        & > .status-line--success { color: $text-success; }
        & > .status-line--warning { color: $text-warning; }
        &:ansi > .status-line--state { text-style: dim; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)
        self._text = ""
        self._severity: Severity = "info"
        self._state = ""
        self._notice = ""
        self._timer: Timer | None = None

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    @property
    def text(self) -> str:
        """The message, as it is shown."""
        return self._text

    @property
    def severity(self) -> Severity:
        """Of what kind the message is."""
        return self._severity

    @property
    def state(self) -> str:
        """What stands at the right all the time; a message that needs the room covers it."""
        return self._state

    @state.setter
    def state(self, text: str) -> None:
        shown = display_text(text)
        if shown != self._state:
            self._state = shown
            self.refresh()

    @property
    def notice(self) -> str:
        """What cannot wait: shown in place of the message, which comes back after it."""
        return self._notice

    @notice.setter
    def notice(self, text: str) -> None:
        if text != self._notice:
            before = self._height
            self._notice = display_text(text)
            self.refresh(layout=self._height != before)

    @property
    def _height(self) -> int:
        return len(self._lines(self.size.width))

    def say(self, text: str, severity: Severity = "info", seconds: float | None = None) -> None:
        """Show a message, for `seconds` or until the next one. An error always stays until the next one."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._put(display_text(text), severity)
        if seconds is not None and severity != "error":
            self._timer = self.set_timer(seconds, self.clear)

    def clear(self) -> None:
        """Take the message away."""
        self._put("", "info")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the message needs."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Return line `y`; the last one has the state at its right, where there is room."""
        width, lines = self.size.width, self._lines(self.size.width)
        line = lines[y] if y < len(lines) else ""
        style = self._inks(f"status-line--{'warning' if self._notice else self._severity}")
        segments = [Segment(" ", self._inks()), Segment(line, style)]
        free = width - 1 - cell_len(line)
        if y == len(lines) - 1 and free - 3 >= min(cell_len(self._state), _LEAST_STATE) > 0:
            state = clip(self._state, free - 3)
            segments.append(Segment(" " * (free - 1 - cell_len(state)), self._inks()))
            segments.append(Segment(state + " ", self._inks("status-line--state")))
        else:
            segments.append(Segment(" " * max(free, 0), self._inks()))
        return Strip(segments).adjust_cell_length(width)

    def _put(self, text: str, severity: Severity) -> None:
        before = self._height
        self._text, self._severity = text, severity
        self.refresh(layout=self._height != before)

    def _lines(self, width: int) -> list[str]:
        """Return the message in lines for a pane `width` cells wide, with a cell free at either side."""
        room = max(width - 2, 2)
        if self._notice:
            return [clip(SIGNS["warning"] + self._notice, room)]
        text = SIGNS[self._severity] + self._text if self._text else ""
        if self._severity in ("info", "success"):
            return [clip(text, room)]
        lines = wrap(text, room)
        return lines if len(lines) <= TALLEST else [*lines[: TALLEST - 1], clip(" ".join(lines[TALLEST - 1 :]), room)]
