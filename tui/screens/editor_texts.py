"""To and fro among the inputs of the editor, and within a text of several lines."""

from __future__ import annotations

from textual.widgets import TextArea

from tui.screens.base import BaseScreen


class Texts:
    """Moves between inputs; in a text of several lines it moves and undoes there."""

    def __init__(self, screen: BaseScreen) -> None:
        self._screen = screen

    def action_next(self) -> None:
        """To the next input; in a text of several lines only from its last line."""
        if self._moves_on(1):
            self._screen.focus_next()

    def action_previous(self) -> None:
        """To the previous input; in a text of several lines only from its first line."""
        if self._moves_on(-1):
            self._screen.focus_previous()

    def _moves_on(self, step: int) -> bool:
        text = self._screen.focused
        if not isinstance(text, TextArea):
            return True
        wrapped = text.wrapped_document
        line = wrapped.location_to_offset(text.cursor_location).y
        if line == (wrapped.height - 1 if step > 0 else 0):
            return True
        text.action_cursor_down() if step > 0 else text.action_cursor_up()
        return False

    def action_undo(self) -> None:
        """Take back what was typed in a text of several lines."""
        if isinstance(text := self._screen.focused, TextArea):
            text.action_undo()

    def action_redo(self) -> None:
        """Type again what was taken back."""
        if isinstance(text := self._screen.focused, TextArea):
            text.action_redo()
