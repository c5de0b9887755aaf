"""Choosing one of several: by its own letter at once, by arrow keys and Enter, in a long list by typing.

A letter that is nobody's own begins to find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.host.display import display_text
from tui.screens.dialog import Dialog, Hint
from tui.screens.form import line_input
from tui.widgets.cells import fit

LONG = 8
"""A list with more choices than this can be filtered."""
WIDEST = 40
"""Labels are cut to so many cells where notes stand beside them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. `key` chooses it at once; a choice that is not `enabled` tells its `note` instead."""

    id: str
    label: str
    key: str = ""
    note: str = ""
    enabled: bool = True


class Choose(Dialog[str | None]):
    """Answers with the id of a choice. A choice's own key goes before j and k."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(title, cancelled=None)
        self._choices = tuple(choices)
        self._keyed = {choice.key: choice for choice in choices if choice.key}
        self._long = len(choices) > LONG
        self._filter = line_input("", placeholder="type to find", id="filter")
        self._list = OptionList(id="choices", compact=True, markup=False)

    @property
    def typing(self) -> bool:
        """Whether one types what to find."""
        return self.focused is self._filter

    @property
    def under_cursor(self) -> str | None:
        """The id of the choice under the cursor, or None."""
        option = self._list.highlighted_option
        return None if option is None else option.id

    def body(self) -> Iterator[Widget]:
        """Yield the filter line and the list."""
        if self._long:
            yield self._filter
        yield self._list

    def hints(self) -> Sequence[Hint]:
        """Return the keys that choose."""
        find = [("/", "Find")] if self._long and self._keyed else []
        return [("↑↓", "Move"), ("Enter", "Choose"), *find, ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin in the list, or where one types if that is the quicker way."""
        self._show("")
        if self._long and not self._keyed:
            self._filter.focus()
        else:
            self._filter.display = False
            self._list.focus()

    def handle(self, key: str) -> bool:
        """Choose, move, or begin to filter."""
        typing = self.typing
        if not typing and key in self._keyed:
            self._choose(self._keyed[key])
        elif key in ("down", "up") or (not typing and key in ("j", "k")):
            self._list.action_cursor_down() if key in ("down", "j") else self._list.action_cursor_up()
        elif not typing and self._long and (key == "/" or (len(key) == 1 and key.isalnum())):
            self._find("" if key == "/" else key)
        else:
            return False
        return True

    def _find(self, begun: str) -> None:
        """Go to the line where one types; `begun` was typed already."""
        self._filter.display = True
        self._filter.value = begun
        self._filter.cursor_position = len(begun)
        self._filter.focus()

    def typed(self) -> None:
        """Show only what has all the words typed."""
        self._show(self._filter.value)

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Choose what the typing found."""
        event.stop()
        self._list.action_select()

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """A line was chosen."""
        event.stop()
        self.dismiss(event.option.id)

    def _choose(self, choice: Choice) -> None:
        if choice.enabled:
            self.dismiss(choice.id)
        else:
            self.tell(choice.note or "That cannot be chosen now.")

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        found = [c for c in self._choices if all(word in f"{c.label} {c.note}".casefold() for word in words)]
        width = min(WIDEST, max((cell_len(display_text(c.label)) for c in self._choices), default=0))
        options = [Option(self._line(c, width), id=c.id, disabled=not c.enabled) for c in found]
        self._list.set_options(options)
        self._list.highlighted = next((index for index, choice in enumerate(found) if choice.enabled), None)
        self.tell("" if found else "Nothing is called that.")

    def _line(self, choice: Choice, width: int) -> Content:
        parts: list[tuple[str, str]] = []
        if self._keyed:
            parts.append((fit(choice.key, 3), "bold $accent" if choice.enabled else ""))
        label, note = display_text(choice.label), display_text(choice.note)
        parts.append((fit(label, width) if note else label, ""))
        if note:
            parts.append((f"  {note}", "dim"))
        return Content.assemble(*parts)
