"""What a site says of its passwords, typed or pasted: said at once what is wrong with it, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from tui.model.errors import Invalid
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.form import line_input
from tui.tools.passwordrules import parse


class RulesDialog(Dialog[str | None]):
    """Answers with rules that can be followed, or with none: then one's own recipe holds again."""

    def __init__(self, rules: str) -> None:
        super().__init__("The rules of a site", cancelled=None)
        self._line = line_input(rules, placeholder="minlength: 8; required: lower; required: digit", id="rules")

    def body(self) -> Iterator[Widget]:
        """Yield what is meant, and the line."""
        yield shown("As sites write them in “passwordrules”. With none your own recipe holds again.", "label")
        yield self._line

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Enter", "Follow them"), ("Ctrl+U", "None"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types, at the end of what is there."""
        self._line.focus()
        self.call_after_refresh(self._line.action_end)

    def typed(self) -> None:
        """Say what the rules come to."""
        self._look(self._line.value)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Answer, unless something is wrong with them."""
        event.stop()
        if self._look(event.value):
            self.dismiss(event.value.strip())

    def _look(self, rules: str) -> bool:
        """Say what rules come to, or what is wrong with them; return whether they can be followed."""
        if not rules.strip():
            self.tell("")
            return True
        try:
            recipe = parse(rules)
        except Invalid as error:
            self.tell(str(error))
            return False
        self.tell(f"{recipe.length} characters, {recipe.entropy():.0f} bits.", "good")
        return True
