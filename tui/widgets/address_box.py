"""An input for an address: one line for each of its parts, several for the street."""

from __future__ import annotations

from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.tools import address
from tui.tools.address import Address
from tui.widgets.plain_area import PlainArea
from tui.widgets.plain_input import PlainInput


class AddressBox(Vertical):
    """The parts of an address, each with its name before it."""

    DEFAULT_CSS: ClassVar[str] = """
    AddressBox {
        width: 1fr;
        height: auto;
        & > Widget { width: 1fr; height: auto; }
        & .part { dock: left; width: 10; height: 1; padding-left: 1; color: $text-muted; }
        &:ansi .part { text-style: dim; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        known = address.parts_of(text)
        self._street = PlainArea(known.street)
        self._lines = {
            name: PlainInput(getattr(known, name), compact=True) for name in address.PARTS if name != "street"
        }

    @property
    def text(self) -> str:
        """What a field keeps of what stands here."""
        return Address(self._street.text, **{name: line.value for name, line in self._lines.items()}).text

    def compose(self) -> ComposeResult:
        for name, line in (("street", self._street), *self._lines.items()):
            with Widget():
                yield Static(Content(name), classes="part")
                yield line

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the cursor into the street."""
        self._street.focus(scroll_visible)
        return self
