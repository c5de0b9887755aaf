"""What every modal has: a box with a heading, a line of hints, and the keys that work in all of them.

Esc cancels; the keys of Lock and Quit at once work here as anywhere. Foreign text is shown, never interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Generic, Literal, TypeVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import messages
from tui.commands import Keymap, command
from tui.host.display import display_text

T = TypeVar("T")

Hint = tuple[str, str]
"""A key as people read it, and what it does."""

Mood = Literal["bad", "busy", "good"]
"""What is said is wrong, goes on just now, or went well."""

GAP = "   "
"""Stands between two hints."""
LEAST = 3
"""The content has at least so many lines."""


class Dialog(ModalScreen[T], Generic[T]):
    """A modal that answers with a `T`: `cancelled` where it is left with Esc."""

    CSS_PATH: ClassVar[CSSPathType | None] = Path(__file__).with_name("modals.tcss")
    AUTO_FOCUS = ""

    def __init__(self, heading: str, cancelled: T) -> None:
        super().__init__()
        self.heading = heading
        self.cancelled = cancelled
        self.problem = Static("", classes="problem", markup=False)
        self.scroll = VerticalScroll(classes="content", can_focus=False)
        self.foot = Static(classes="hints", markup=False)
        self.box = Vertical(classes="box")

    def compose(self) -> ComposeResult:
        with self.box:
            if self.heading:
                yield shown(self.heading, "heading")
            with self.scroll:
                yield from self.body()
            yield self.problem
            yield self.foot

    def on_resize(self, _event: events.Resize) -> None:
        """Give the content what heading and hints leave of the terminal."""
        self.share_room_later()

    def share_room_later(self) -> None:
        """Lay the box out once more, when what has changed in it is laid out."""
        self.call_after_refresh(self._share_room)

    def _share_room(self) -> None:
        hints = hint_lines(self.hints(), self.box.content_size.width)
        self.foot.update(hints)
        others = [child for child in self.box.children if child not in (self.scroll, self.foot) and child.display]
        used = sum(child.outer_size.height + child.styles.margin.height for child in others)
        used += self.box.gutter.height + self.foot.styles.margin.height + len(hints.plain.splitlines())
        self.scroll.styles.max_height = max(self.size.height - used, LEAST)

    def body(self) -> Iterator[Widget]:
        """Yield what is between heading and hints."""
        raise AssertionError(f"{type(self).__name__} shows nothing")

    def hints(self) -> Sequence[Hint]:
        """Return the keys to tell."""
        return [("Esc", "Cancel")]

    def tell(self, sentence: str, mood: Mood = "bad") -> None:
        """Say what is wrong, above the hints, or with another `mood` what goes on or well; "" takes it away."""
        self.problem.update(Content(display_text(sentence)))
        self.problem.set_class(mood == "good", "-good")
        self.problem.set_class(mood == "busy", "-busy")
        self.problem.set_class(bool(sentence), "-shown")
        self.share_room_later()

    @on(Input.Changed)
    def text_changed(self, event: Input.Changed) -> None:
        """Something else stands in a line."""
        event.stop()
        self.typed()

    def typed(self) -> None:
        """Deal with what stands in a line now: what was wrong may be right."""
        self.tell("")

    @property
    def busy(self) -> bool:
        """Whether it says that something goes on."""
        return self.problem.has_class("-busy") and self.problem.has_class("-shown")

    def cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(self.cancelled)

    def handle(self, key: str) -> bool:
        """Do what a key means in this modal; return whether it meant something."""
        return False

    def scrolled(self, key: str) -> bool:
        """Scroll what is longer than the modal, where a key means that; return whether it did."""
        match key:
            case "down" | "j":
                self.scroll.scroll_down()
            case "up" | "k":
                self.scroll.scroll_up()
            case "pagedown":
                self.scroll.scroll_page_down()
            case "pageup":
                self.scroll.scroll_page_up()
            case _:
                return False
        return True

    def on_key(self, event: events.Key) -> None:
        """Take the keys that no widget wanted."""
        if event.key == "escape":
            self.cancel()
        elif event.key in self._keys_of("app.lock"):
            self.post_message(messages.LockNow())
        elif event.key in self._keys_of("app.exit"):
            self.post_message(messages.QuitApp(ask=False))
        elif not self.handle(_name(event)):
            return
        event.stop()
        event.prevent_default()

    def _keys_of(self, command_id: str) -> tuple[str, ...]:
        """Return the keys of a command in the keymap of the screen below."""
        from tui.screens.base import BaseScreen

        below = (screen for screen in reversed(self.app.screen_stack) if isinstance(screen, BaseScreen))
        screen = next(below, None)
        return (screen.keys.keymap if screen is not None else Keymap()).keys(command(command_id))


def shown(text: str, classes: str = "") -> Static:
    """Return a widget with foreign text, literally."""
    return Static(Content("\n".join(display_text(line) for line in text.splitlines())), classes=classes)


def hint_lines(hints: Sequence[Hint], width: int) -> Content:
    """Return keys in the accent colour, each with what it does, in lines of at most `width` cells where that can be."""
    parts: list[tuple[str, str]] = []
    used = 0
    for key, what in [(display_text(key), display_text(what)) for key, what in hints]:
        size = cell_len(f"{key} {what}")
        gap = "" if not parts else GAP if used + len(GAP) + size <= width else "\n"
        used = size + (used + len(GAP) if gap == GAP else 0)
        parts += [(gap, ""), (key, "bold $accent"), (f" {what}", "")]
    return Content.assemble(*parts)


def _name(event: events.Key) -> str:
    return event.character if event.character and event.is_printable and event.character != " " else event.key
