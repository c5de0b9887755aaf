"""A place for a private SSH key: it takes one that is pasted, and shows nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.model.secret import DOTS, Secret


class KeyBox(Static, can_focus=True):
    """Holds a private key. What is pasted is told and not taken: it has to be read first, which takes time."""

    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = """
    KeyBox {
        width: 1fr;
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $text-muted;
        &:focus { background: $accent 16%; color: $text; }
        &:ansi:focus { text-style: reverse; }
    }
    """

    @dataclass
    class Pasted(Message):
        """Something was pasted that should be a private key."""

        box: KeyBox
        text: Secret = field(repr=False)

        @property
        def control(self) -> KeyBox:
            """The box."""
            return self.box

    def __init__(self, secret: Secret) -> None:
        super().__init__(Content(f"{DOTS}  paste another, or F5" if secret else "paste a private key, or F5"))
        self.secret = secret

    def on_paste(self, event: events.Paste) -> None:
        """Tell what was pasted."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Pasted(self, Secret(event.text)))
