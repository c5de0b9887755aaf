"""A one-line input for text that may be seen, safe to paste into and safe to show.

What is typed is kept exactly; only what is drawn is made safe.
"""

from __future__ import annotations

import re

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.host.display import display_text

_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")


class SafeToShow(Highlighter):
    """Draws what may not reach the terminal as other characters, one for one, so that the cursor stays in its place.

    Five controls (BEL, BS, VT, FF, CR) are not drawn at all: Rich drops them before anyone is asked.
    """

    def highlight(self, text: Text) -> None:
        """Replace the characters in place."""
        plain = text.plain
        if not (plain.isascii() and plain.isprintable()):
            text.plain = "".join(map(_shown, plain))


def _shown(char: str) -> str:
    shown = display_text(char)
    return shown if len(shown) == 1 else "\N{REPLACEMENT CHARACTER}"


class PlainInput(Input):
    """An input of one line: line breaks that are pasted become spaces, and focus selects nothing."""

    ALLOW_SELECT = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How long the text is. Textual lays the whole screen out for it with every letter, for nothing."""

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        max_length: int = 0,
        compact: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            value or None,
            placeholder,
            SafeToShow(),
            max_length=max_length,
            select_on_focus=False,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=compact,
        )
        self.cursor_blink = False  # it would be sent twice a second

    def on_paste(self, event: events.Paste) -> None:
        """Take all of what is pasted; Textual would take its first line."""
        event.prevent_default()
        event.stop()
        self.put(_BREAKS.sub(" ", event.text.strip("\r\n")))

    def action_paste(self) -> None:
        """Take what the app itself remembers as copied."""
        self.put(_BREAKS.sub(" ", self.app.clipboard.strip("\r\n")))

    def put(self, text: str) -> None:
        """Put `text` in the place of what is selected, or at the cursor. Nothing does nothing."""
        if text:
            self.replace(text, *self.selection)
