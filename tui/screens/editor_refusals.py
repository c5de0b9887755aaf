"""Why something cannot be done in the editor now: what it needs is not under the cursor, or it would lead away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command
from tui.model.field import FieldKind
from tui.widgets.field_row import FieldRow, SectionHeading
from tui.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen

PLACES = ("app.vaults", "app.items", "app.favourites", "app.audit", "app.accounts", "app.generator", "app.about")
AWAY = ("app.back", "app.refresh", *PLACES)
"""Commands that would lead away without asking."""


class EditorRefusals:
    """Knows why a command of the editor cannot run now."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen

    def of(self, command: Command) -> str | None:
        """Return the sentence why not, or None where nothing is known against it."""
        if self._screen.held and command.context in ("editor", "form", "text"):
            return "Just a moment, this is being saved."
        if self._screen.kinds.reading and command.id in ("editor.save", "editor.cancel"):
            return "Just a moment, a key is being read or made."
        if command.id in AWAY:
            return "Leave the editor first: Esc."
        checks = {
            "editor.show": self._to_show,
            "editor.generate": self._to_generate,
            "editor.field_menu": self._of_menu,
            "editor.choose": self._screen.kinds.refusal,
            "editor.choose_vault": self._of_vaults,
        }
        return checks[command.id]() if command.id in checks else None

    def _to_show(self) -> str | None:
        row = self._screen.form.here
        if isinstance(row, FieldRow) and isinstance(row.inside, SecretInput):
            return None
        return "Put the cursor into a concealed field first."

    def _of_menu(self) -> str | None:
        if isinstance(self._screen.form.here, FieldRow | SectionHeading):
            return None
        return "Put the cursor into a field or on the heading of a section first."

    def _of_vaults(self) -> str | None:
        return None if self._screen.draft.is_new else "An item that was saved stays in its vault."

    def _to_generate(self) -> str | None:
        row = self._screen.form.here
        if isinstance(row, FieldRow) and row.field.kind in (FieldKind.CONCEALED, FieldKind.SSH_KEY):
            return None
        if isinstance(row, FieldRow) and row.field.kind is FieldKind.OTP:
            return "The seed of a one-time password comes from the site; it cannot be generated."
        return "Put the cursor into a password or another concealed field first."
