"""The line of keys: what can be pressed now, or how a sequence that was begun can go on.

It is told what there is; it knows no command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.host.display import display_text
from tui.widgets.inks import Inks

_NAMES = {
    "backspace": "Backspace",
    "delete": "Del",
    "down": "↓",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "home": "Home",
    "insert": "Ins",
    "left": "←",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "right": "→",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
}
_SIGNS = {"asterisk": "*", "colon": ":", "number_sign": "#", "question_mark": "?", "slash": "/"}


def key_label(keys: str) -> str:
    """Return a key, or a sequence with spaces, as people write it: "ctrl+g" is ^G, "g v" stays g v, "escape" is Esc."""
    return display_text(" ".join(_one_label(key) for key in keys.split(" ")))


def _one_label(key: str) -> str:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    label = _NAMES.get(name) or _SIGNS.get(name) or (name.upper() if len(name) > 1 or modifiers else name)
    for modifier in reversed(modifiers):
        label = f"^{label}" if modifier == "ctrl" else f"{modifier.capitalize()}+{label}"
    return label


class KeyHint(NamedTuple):
    """A key and what it does. `keys` are Textual's names, in a sequence with spaces between.

    `enabled`: it can be done now.
    """

    keys: str
    title: str
    enabled: bool = True


class _Place(NamedTuple):
    """Where a hint stands: the line, and the cells where it starts and ends."""

    hint: KeyHint
    line: int
    start: int
    end: int


class KeyFooter(Widget):
    """One line of keys, as many as fit; of a sequence that was begun all of them, on as many lines as that takes.

    A click presses one, also one that is not enabled: the screen says why not.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "key-footer--disabled",
        "key-footer--key",
        "key-footer--prefix",
        "key-footer--title",
    }
    """
    | Class | Description |
    | :- | :- |
    | `key-footer--disabled` | A key that can do nothing now, and its title. |
    | `key-footer--key` | A key. |
    | `key-footer--prefix` | The keys of a sequence that was begun. |
    | `key-footer--title` | What a key does. |
    """
    DEFAULT_CSS = """
    KeyFooter {
        height: auto;
        background: $panel;
        color: $foreground;
        & > .key-footer--disabled { color: $text-disabled; }
        & > .key-footer--key { color: $text-accent; text-style: bold; }
        & > .key-footer--prefix { color: $background; background: $accent; text-style: bold; }
        & > .key-footer--title { color: $text-muted; }
        &:ansi > .key-footer--disabled { text-style: dim; }
        &:ansi > .key-footer--prefix { background: ansi_default; color: $accent; text-style: bold underline; }
    }
    """

    @dataclass
    class Pressed(Message):
        """A hint was clicked. `key` is its `keys`, as they were given."""

        footer: KeyFooter
        key: str

        @property
        def control(self) -> KeyFooter:
            """The footer."""
            return self.footer

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._inks = Inks(self)
        self._prefix = ""
        self._hints: Sequence[KeyHint] = ()

    def notify_style_update(self) -> None:
        """Forget the colours, since they may have changed."""
        super().notify_style_update()
        self._inks.forget()

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys, the most important first; no sequence is begun any more."""
        if self._prefix or hints != self._hints:
            self._change("", hints)

    def show_continuations(self, prefix: str, hints: Sequence[KeyHint]) -> None:
        """Show that `prefix` was pressed, and the sequences it can become."""
        self._change(prefix, hints)

    def _change(self, prefix: str, hints: Sequence[KeyHint]) -> None:
        before = self._lines(self.size.width)
        self._prefix, self._hints = prefix, hints
        self.refresh(layout=self._lines(self.size.width) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return self._lines(width)

    def _lines(self, width: int) -> int:
        return max((place.line for place in self._placed(width)), default=0) + 1

    def render_line(self, y: int) -> Strip:
        """Return a line of keys."""
        width = self.size.width
        segments = list(self._segments(y, width))
        used = sum(segment.cell_length for segment in segments)
        segments.append(Segment(" " * max(width - used, 0), self._inks()))
        return Strip(segments).adjust_cell_length(width)

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked."""
        offset = event.get_content_offset(self)
        for hint, line, start, end in self._placed(self.size.width):
            if offset is not None and offset.y == line and start <= offset.x < end:
                self.post_message(self.Pressed(self, hint.keys))

    def _label(self, hint: KeyHint) -> str:
        rest = hint.keys.removeprefix(self._prefix + " ") if self._prefix else hint.keys
        return key_label(rest)

    @property
    def _start(self) -> str:
        return f" {key_label(self._prefix)} … " if self._prefix else ""

    def _placed(self, width: int) -> Iterator[_Place]:
        """Yield the hints that are shown."""
        begin = cell_len(self._start) + 1
        line, at = 0, begin
        for hint in self._hints:
            end = at + cell_len(f"{self._label(hint)} {hint.title}")
            if end > width and at > begin and self._prefix:
                line, at, end = line + 1, begin, begin + end - at
            if end > width:
                return
            yield _Place(hint, line, at, end)
            at = end + 2

    def _segments(self, y: int, width: int) -> Iterator[Segment]:
        at = cell_len(self._start) if y == 0 else 0
        if self._start and y == 0:
            yield Segment(self._start, self._inks("key-footer--prefix"))
        for hint, line, start, end in self._placed(width):
            if line == y:
                key, title = ("key", "title") if hint.enabled else ("disabled", "disabled")
                yield Segment(" " * (start - at), self._inks())
                yield Segment(self._label(hint), self._inks(f"key-footer--{key}"))
                yield Segment(f" {hint.title}", self._inks(f"key-footer--{title}"))
                at = end
