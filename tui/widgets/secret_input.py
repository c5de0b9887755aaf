"""An input for something concealed, from which nothing can be copied, cut, selected or logged.

Its value leaves by `secret` (and by `value`, for who must edit it); never by a repr.
"""

from __future__ import annotations

import re

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from tui.model.secret import DOTS, Secret
from tui.widgets.plain_input import SafeToShow

_BREAK = re.compile(r"\r\n?")
_LAST_BREAK = re.compile(r"[\r\n]+\Z")


class SecretInput(Input):
    """A concealed input. Without the focus it shows dots of constant length, so that the length is not told.

    A line break inside what is pasted is kept, since keys have them; one at its end is not, since copying adds it.
    """

    ALLOW_SELECT = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As that of `PlainInput`: no letter lays the screen out."""

    class Changed(Input.Changed):
        """The value changed. It is in `value`, and not in the repr."""

        def __repr__(self) -> str:
            return f"SecretInput.Changed({self.input!r})"

    class Submitted(Input.Submitted):
        """Enter was pressed. The value is in `value`, and not in the repr."""

        def __repr__(self) -> str:
            return f"SecretInput.Submitted({self.input!r})"

    class Blurred(Input.Blurred):
        """The input lost the focus. The value is in `value`, and not in the repr."""

        def __repr__(self) -> str:
            return f"SecretInput.Blurred({self.input!r})"

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
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
            password=True,
            select_on_focus=False,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=compact,
        )
        self.cursor_blink = False

    @property
    def secret(self) -> Secret:
        """What was typed."""
        return Secret(self.value)

    @property
    def shown(self) -> bool:
        """Whether the value is seen instead of dots."""
        return not self.password

    @shown.setter
    def shown(self, shown: bool) -> None:
        self.password = not shown

    @property
    def selected_text(self) -> str:
        """Nothing, whatever is selected."""
        return ""

    def clear(self) -> None:
        """Empty the input, and have Rich forget the texts it measured: what was typed is among them."""
        super().clear()
        cached_cell_len.cache_clear()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        cached_cell_len.cache_clear()

    def action_copy(self) -> None:
        """Do nothing; not even leave the key to others."""

    def action_cut(self) -> None:
        """Do nothing; not even leave the key to others."""

    def action_paste(self) -> None:
        """Take what the app itself remembers as copied."""
        self.put(self.app.clipboard)

    def on_paste(self, event: events.Paste) -> None:
        """Take all of what is pasted; Textual would take its first line."""
        event.prevent_default()
        event.stop()
        self.put(_LAST_BREAK.sub("", _BREAK.sub("\n", event.text)))

    def put(self, text: str) -> None:
        """Put `text` in the place of what is selected, or at the cursor. Nothing does nothing."""
        if text:
            self.replace(text, *self.selection)

    def render_line(self, y: int) -> Strip:
        """Return the line; without the focus the dots do not tell how many characters there are."""
        if y or not self.value or self.has_focus or self.shown:
            return super().render_line(y)
        return Strip([Segment(DOTS, self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)
