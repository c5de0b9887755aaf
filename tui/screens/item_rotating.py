"""Rotating the passwords of the item under the cursor of the browser, or of all that are marked."""

from __future__ import annotations

from collections.abc import Callable

from tui import messages
from tui.model.rotation import Stage
from tui.screens.base import BaseScreen
from tui.screens.selection import Selection


class Rotating:
    """Asks, has it done, and leads on to what remains to be done on the sites. The mark of what is saved goes."""

    def __init__(self, screen: BaseScreen, selection: Selection, show_marks: Callable[[], None]) -> None:
        self._screen = screen
        self._selection = selection
        self._show_marks = show_marks

    def action_rotate(self) -> None:
        """Rotate."""
        self._screen.run_worker(self._rotate(), name="rotate", group="deed", description="rotate passwords")

    async def _rotate(self) -> None:
        from tui.screens.rotate_dialog import RotateDialog

        screen, refs = self._screen, self._selection.refs
        if not refs:
            return
        session = screen.session
        rotation = await screen.app.push_screen_wait(RotateDialog(session, screen.keys.keymap, refs))
        saved = (one.ref for one in session.rotations.known if one.stage is Stage.SAVED)
        self._selection.marked.difference_update(saved)
        self._show_marks()
        if rotation is not None:
            screen.post_message(messages.ShowDue(rotation))
