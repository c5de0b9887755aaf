"""Several lines asked for at once: texts, or passwords together with what they are for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from tui.model.errors import TokenRefused, VaultError, WrongPassword
from tui.model.secret import Secret
from tui.screens.dialog import Dialog, Hint, shown
from tui.widgets.plain_input import PlainInput
from tui.widgets.secret_input import SecretInput

T = TypeVar("T")

Passwords = dict[str, Secret]
"""What was typed, by the names of the fields."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A line of a form. `value` is what stands there at first; a password begins empty.

    `trimmed`: spaces around a password are no part of it, since it was copied from somewhere.
    """

    name: str
    label: str
    value: str = ""
    trimmed: bool = False


def line_input(value: str, *, placeholder: str = "", id: str | None = None) -> PlainInput:
    """Return an input of the kind that a modal uses."""
    return PlainInput(value, placeholder, id=id, compact=True)


class Lines(Dialog[T], Generic[T]):
    """Lines with labels. Enter goes to the next, and answers in the last one."""

    def __init__(self, title: str, fields: Sequence[FormField], cancelled: T, detail: str, submit: str) -> None:
        super().__init__(title, cancelled)
        self.fields = tuple(fields)
        self.inputs: list[Input] = []
        self._detail = detail
        self._submit = submit

    def line(self, field: FormField) -> Input:
        """Return an input for a field."""
        raise AssertionError(f"{type(self).__name__} has no lines")

    def answer(self) -> None:
        """Answer with what stands in the lines, or tell what is wrong with it."""
        raise AssertionError(f"{type(self).__name__} answers nothing")

    def body(self) -> Iterator[Widget]:
        """Yield each field's label and input."""
        if self._detail:
            yield shown(self._detail, "intro")
        self.inputs = [self.line(field) for field in self.fields]
        for field, line in zip(self.fields, self.inputs, strict=True):
            yield shown(field.label, "label")
            yield line

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move and answer."""
        if len(self.fields) == 1:
            return [("Enter", self._submit), ("Esc", "Cancel")]
        return [("Tab", "Next"), ("Ctrl+S", self._submit), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.inputs[0].focus()

    def handle(self, key: str) -> bool:
        """Move between the fields, or answer."""
        match key:
            case "down":
                self.focus_next(Input)
            case "up":
                self.focus_previous(Input)
            case "ctrl+s":
                self.answer()
            case _:
                return False
        return True

    @on(Input.Submitted)
    def advance(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and answers in the last one."""
        event.stop()
        if event.input is self.inputs[-1]:
            self.answer()
        else:
            self.focus_next(Input)


class Form(Lines[dict[str, str] | None]):
    """Answers with the texts by field name. `check` returns the sentence what is wrong with them, or None."""

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        check: Callable[[dict[str, str]], str | None] | None = None,
        submit: str = "Save",
        detail: str = "",
    ) -> None:
        super().__init__(title, fields, None, detail, submit)
        self._check = check

    def line(self, field: FormField) -> Input:
        """Return a plain input."""
        return line_input(field.value)

    def answer(self) -> None:
        """Answer with the texts, unless something is wrong with them."""
        texts = {field.name: line.value for field, line in zip(self.fields, self.inputs, strict=True)}
        problem = self._check(texts) if self._check is not None else None
        if problem is not None:
            self.tell(problem)
        else:
            self.dismiss(texts)


class PasswordForm(Lines[bool]):
    """Asks for passwords and does what they are for; answers whether that was done.

    `attempt` does it, and raises WrongPassword (or TokenRefused) where the first is not the right one: it is asked for
    again, and the others stay as they were typed. `busy` is what is said meanwhile; `check` tells beforehand what is
    wrong.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        attempt: Callable[[Passwords], Awaitable[None]],
        *,
        busy: str,
        detail: str = "",
        check: Callable[[Passwords], str | None] | None = None,
        submit: str = "OK",
    ) -> None:
        super().__init__(title, fields, False, detail, submit)
        self._lines: dict[str, SecretInput] = {}
        self._attempt = attempt
        self._check = check
        self._busy = busy
        self._trying = False

    def line(self, field: FormField) -> Input:
        """Return a concealed input."""
        self._lines[field.name] = line = SecretInput(compact=True)
        return line

    def cancel(self) -> None:
        """Leave, unless something is being done just now: then its end is worth waiting for."""
        if not self._trying:
            super().cancel()

    def answer(self) -> None:
        """Try what was typed."""
        trimmed = {field.name for field in self.fields if field.trimmed}
        lines = self._lines.items()
        typed = {name: Secret(line.value.strip()) if name in trimmed else line.secret for name, line in lines}
        problem = self._check(typed) if self._check is not None else None
        if problem is not None:
            self.tell(problem)
        elif not self._trying:
            self.run_worker(self._try(typed), name="try", group="try", description="try a password")

    async def _try(self, typed: Passwords) -> None:
        self._hold(True)
        self.tell(self._busy, "busy")
        try:
            await self._attempt(typed)
        except VaultError as error:
            self._hold(False)
            wrong = isinstance(error, WrongPassword | TokenRefused)
            if wrong:
                first = self._lines[self.fields[0].name]
                with first.prevent(SecretInput.Changed):
                    first.clear()
            self.inputs[0 if wrong else -1].focus()
            self.tell(str(error))
        else:
            self.dismiss(True)

    def _hold(self, held: bool) -> None:
        self._trying = held
        for line in self.inputs:
            line.disabled = held
