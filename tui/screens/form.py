"""Several lines of text asked for at once.

What is concealed while it is typed comes back as text, too: make it a Secret at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from tui.screens.dialog import Dialog, Hint, shown
from tui.widgets.plain_input import PlainInput
from tui.widgets.secret_input import SecretInput


@dataclass(frozen=True, slots=True)
class FormField:
    """A line of a form. `secret`: concealed while it is typed."""

    name: str
    label: str
    value: str = ""
    secret: bool = False


def line_input(value: str, *, secret: bool = False, placeholder: str = "", id: str | None = None) -> Input:
    """Return an input of the kind that a modal uses."""
    kind = SecretInput if secret else PlainInput
    return kind(value, placeholder, id=id, compact=True)


class Form(Dialog[dict[str, str] | None]):
    """Answers with the texts by field name. `check` returns the sentence what is wrong with them, or None."""

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        check: Callable[[dict[str, str]], str | None] | None = None,
        submit: str = "Save",
    ) -> None:
        super().__init__(title, cancelled=None)
        self._fields = tuple(fields)
        self._inputs: list[Input] = []
        self._check = check
        self._submit = submit

    def body(self) -> Iterator[Widget]:
        """Yield each field's label and input."""
        self._inputs = [line_input(field.value, secret=field.secret) for field in self._fields]
        for field, line in zip(self._fields, self._inputs, strict=True):
            yield shown(field.label, "label")
            yield line

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move and answer."""
        return [("Tab", "Next"), ("Ctrl+S", self._submit), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin in the first field."""
        self._inputs[0].focus()

    def handle(self, key: str) -> bool:
        """Move between the fields, or answer."""
        match key:
            case "down":
                self.focus_next(Input)
            case "up":
                self.focus_previous(Input)
            case "ctrl+s":
                self._answer()
            case _:
                return False
        return True

    @on(Input.Changed)
    def forget_problem(self, event: Input.Changed) -> None:
        """What was wrong may be right now."""
        event.stop()
        self.tell("")

    @on(Input.Submitted)
    def advance(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and answers in the last one."""
        event.stop()
        if event.input is self._inputs[-1]:
            self._answer()
        else:
            self.focus_next(Input)

    def _answer(self) -> None:
        texts = {field.name: line.value for field, line in zip(self._fields, self._inputs, strict=True)}
        problem = self._check(texts) if self._check is not None else None
        if problem is not None:
            self.tell(problem)
        else:
            self.dismiss(texts)
