"""The questions that interrupt: yes or no, a text to be typed to the letter, a line of text.

Here are all the modals by name; each is awaited in a worker: `answer = await self.app.push_screen_wait(Confirm(...))`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input

from tui.host.display import display_text
from tui.screens.choose import Choice, Choose
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.form import Form, FormField, PasswordForm, Passwords, line_input

__all__ = [
    "Ask",
    "Choice",
    "Choose",
    "Confirm",
    "Dialog",
    "Form",
    "FormField",
    "PasswordForm",
    "Passwords",
    "TypedConfirm",
]


class Confirm(Dialog[bool]):
    """Asks a question. The keyboard focus begins on "no", so that a stray Enter does nothing; "y" answers at once."""

    def __init__(self, question: str, detail: str = "", yes: str = "Yes", no: str = "No") -> None:
        super().__init__("", cancelled=False)
        self._question = question
        self._detail = detail
        self._yes = yes
        self._no = no

    def body(self) -> Iterator[Widget]:
        """Yield the question, the detail, and two buttons."""
        yield shown(self._question, "question")
        if self._detail:
            yield shown(self._detail, "detail")
        with Horizontal(classes="buttons"):
            yield Button(Content(display_text(self._no)), id="no", compact=True)
            yield Button(Content(display_text(self._yes)), id="yes", variant="primary", compact=True)

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("y", self._yes), ("n", self._no), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin on the safe side."""
        self.query_one("#no").focus()

    def handle(self, key: str) -> bool:
        """Answer, go to the other button, or scroll a long detail."""
        match key:
            case "y" | "Y":
                self.dismiss(True)
            case "n" | "N":
                self.dismiss(False)
            case "left" | "right" | "h" | "l":
                self.focus_next(Button)
            case "down" | "j" | "pagedown":
                self.scroll.scroll_page_down() if key == "pagedown" else self.scroll.scroll_down()
            case "up" | "k" | "pageup":
                self.scroll.scroll_page_up() if key == "pageup" else self.scroll.scroll_up()
            case _:
                return False
        return True

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """A button was chosen."""
        event.stop()
        self.dismiss(event.button.id == "yes")


class TypedConfirm(Dialog[bool]):
    """Asks for something that cannot be undone: goes on only after `expected` was typed as it is shown."""

    def __init__(self, question: str, expected: str, detail: str = "", yes: str = "Delete") -> None:
        super().__init__("", cancelled=False)
        self._question = question
        self._expected = _comparable(expected) or "delete"
        self._detail = detail
        self._yes = yes

    def body(self) -> Iterator[Widget]:
        """Yield the question, what is to be typed, and where."""
        yield shown(self._question, "question danger")
        if self._detail:
            yield shown(self._detail, "detail")
        yield shown(f"To go on, type: {self._expected}", "label gap")
        yield line_input("", id="typed")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Enter", self._yes), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types."""
        self.query_one("#typed").focus()

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Go on if the text is the one that was asked for."""
        event.stop()
        if _comparable(event.value) == self._expected:
            self.dismiss(True)
        else:
            self.tell("That is not the same text. Nothing was done.")


class Ask(Dialog[str | None]):
    """Asks for a line of text. `check` returns the sentence what is wrong with it, or None."""

    def __init__(
        self,
        title: str,
        label: str,
        value: str = "",
        check: Callable[[str], str | None] | None = None,
    ) -> None:
        super().__init__(title, cancelled=None)
        self._label = label
        self._value = value
        self._check = check

    def body(self) -> Iterator[Widget]:
        """Yield the label and the input."""
        yield shown(self._label, "label")
        yield line_input(self._value, id="line")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Enter", "OK"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types, at the end of what is there."""
        line = self.query_one("#line", Input)
        line.focus()
        self.call_after_refresh(line.action_home)
        self.call_after_refresh(line.action_end)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Answer with the text, unless something is wrong with it."""
        event.stop()
        problem = self._check(event.value) if self._check is not None else None
        if problem is not None:
            self.tell(problem)
        else:
            self.dismiss(event.value)


def _comparable(text: str) -> str:
    """Return a text as one sees it, since that is all that can be typed."""
    return unicodedata.normalize("NFC", " ".join(display_text(text).split()))
