"""The concealed values of the editor: shown for a while, or generated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import Worker

from tui.model.audit import AuditAction
from tui.model.edit import SetValue
from tui.model.field import FieldKind
from tui.model.ids import FieldId
from tui.widgets.field_row import FieldRow
from tui.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen


class Secrets:
    """Shows and generates what is typed into concealed fields."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._shown: dict[SecretInput, Timer] = {}

    def action_show(self) -> None:
        """Show or hide what a concealed field holds."""
        row = self._screen.form.here
        if isinstance(row, FieldRow) and isinstance(row.inside, SecretInput):
            self._turn(row.inside)
            if row.inside.shown and not self._screen.draft.is_new and row.inside.value:
                field = self._screen.item.field(FieldId(row.key.id))
                label = field.label if field is not None else ""
                self._screen.session.audit.record(
                    AuditAction.REVEAL,
                    self._screen.item.ref,
                    title=self._screen.item.title,
                    field=label,
                    detail="in the editor",
                )

    def _turn(self, line: SecretInput) -> None:
        """Show what stands in an input for a while, or hide it."""
        line.shown = not line.shown
        before = self._shown.pop(line, None)
        if before is not None:
            before.stop()
        if line.shown:
            self._shown[line] = self._screen.set_timer(
                self._screen.session.settings.reveal_for, partial(self._turn, line)
            )

    def action_generate(self) -> None:
        """Generate a password into the field with the cursor."""
        row = self._screen.form.here
        if isinstance(row, FieldRow) and row.field.kind is FieldKind.SSH_KEY:
            self._screen.kinds.action_choose()
        elif isinstance(row, FieldRow):
            _: Worker[None] = self._screen.run_worker(
                partial(self._generate, row), name="deed", group="deed", exclusive=True, description="generate"
            )

    async def _generate(self, row: FieldRow) -> None:
        from tui.screens.generator_panel import GeneratorPanel

        screen = self._screen
        session, ref = screen.session, screen.item.ref
        panel = GeneratorPanel(screen.keys.keymap, session.generated, session.recipes, (ref.account, ref.vault))
        made = await screen.app.push_screen_wait(panel)
        if made is not None:
            await screen.edit([SetValue(row.field.id, made)], row.key)
