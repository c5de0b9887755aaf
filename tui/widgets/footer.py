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

    `enabled`: it can be done now. `prefix_of`: the sequences that this key only begins.
    """

    keys: str
    title: str
    enabled: bool = True
    prefix_of: tuple[str, ...] = ()


class KeyFooter(Widget):
    """One line of keys, as many as fit. A click presses one, also one that is not enabled: the screen says why not."""

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
        height: 1;
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
            self._prefix, self._hints = "", hints
            self.refresh()

    def show_continuations(self, prefix: str, hints: Sequence[KeyHint]) -> None:
        """Show that `prefix` was pressed, and the sequences it can become."""
        self._prefix, self._hints = prefix, hints
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line; there is only one."""
        width, used = self.size.width, 0
        segments = []
        for segment in self._segments(width) if y == 0 else ():
            segments.append(segment)
            used += segment.cell_length
        segments.append(Segment(" " * max(width - used, 0), self._inks()))
        return Strip(segments).adjust_cell_length(width)

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked."""
        offset = event.get_content_offset(self)
        for hint, start, end in self._placed(self.size.width):
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Pressed(self, hint.keys))

    def _label(self, hint: KeyHint) -> str:
        rest = hint.keys.removeprefix(self._prefix + " ") if self._prefix else hint.keys
        return key_label(rest)

    @property
    def _start(self) -> str:
        return f" {key_label(self._prefix)} … " if self._prefix else ""

    def _placed(self, width: int) -> Iterator[tuple[KeyHint, int, int]]:
        """Yield the hints that fit, with the cells where each starts and ends."""
        at = cell_len(self._start) + 1
        for hint in self._hints:
            end = at + cell_len(f"{self._label(hint)} {_title(hint)}")
            if end > width:
                return
            yield hint, at, end
            at = end + 2

    def _segments(self, width: int) -> Iterator[Segment]:
        at = cell_len(self._start)
        if self._start:
            yield Segment(self._start, self._inks("key-footer--prefix"))
        for hint, start, end in self._placed(width):
            key, title = ("key", "title") if hint.enabled else ("disabled", "disabled")
            yield Segment(" " * (start - at), self._inks())
            yield Segment(self._label(hint), self._inks(f"key-footer--{key}"))
            yield Segment(f" {_title(hint)}", self._inks(f"key-footer--{title}"))
            at = end


def _title(hint: KeyHint) -> str:
    return f"{hint.title} …" if hint.prefix_of else hint.title
