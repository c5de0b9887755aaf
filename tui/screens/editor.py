"""The editor of one item, new or old.

The draft is the truth: every keystroke makes a new item of it, which is sealed into the store within a second; the
inputs only show it. So nothing that goes wrong here can lose what was typed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual import events, on, work
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.audit import AuditAction
from tui.model.draft import Draft, new_draft_id
from tui.model.edit import Edit, SetValue, apply
from tui.model.field import FieldKind
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.screens.base import BaseScreen
from tui.screens.editor_fields import FieldDeeds
from tui.screens.editor_saving import Saving
from tui.services.place import Place
from tui.services.session import Session
from tui.tools import strength
from tui.widgets.editor_form import EditorForm
from tui.widgets.field_row import FieldRow, SectionHeading
from tui.widgets.form_row import RowKey
from tui.widgets.secret_input import SecretInput
from tui.widgets.times import local_time

AWAY = ("app.back", "app.vaults", "app.items", "app.favourites", "app.audit", "app.generator", "app.refresh")
"""Commands that would lead away without asking."""


class EditorScreen(BaseScreen):
    """Edits a draft until it is saved, kept as a draft, or discarded."""

    CSS_PATH = Path(__file__).with_name("editor.tcss")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, keymap: Keymap, draft: Draft) -> None:
        super().__init__(session, keymap)
        self.draft = draft
        self.form = EditorForm(draft.current)
        self.fields = FieldDeeds(self)
        self.saving = Saving(self)
        self._held = False
        self._shown: dict[SecretInput, Timer] = {}
        self._here = RowKey("title")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, a note about the draft, and the form."""
        with Vertical(id="page"):
            with Vertical(id="head"):
                yield Static(id="heading")
                yield Static(id="note")
            yield self.form

    def mark(self, place: Place) -> Place:
        """This draft."""
        return replace(place, screen="editor", draft=self.draft.id)

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen; in a text of several lines its own keys go first."""
        return (*(("text",) if isinstance(self.focused, TextArea) else ()), "form", "editor", "app")

    def state(self) -> str:
        """Also say whether anything is not saved."""
        return " · ".join(part for part in (super().state(), "not saved" if self.changed else "") if part)

    def on_mount(self) -> None:
        """Put the cursor where one types first."""
        self._show_head()
        first = next((field.id for field in self.item.fields if field.kind.editable), None)
        self.form.focus_row(RowKey("field", first) if first and self.item.title else RowKey("title"))
        self.session.drafts.when_keys_changed = self.saving.unlock_again
        self._look_around()

    def on_unmount(self) -> None:
        """Leave the drafts to the next editor."""
        self.session.drafts.when_keys_changed = None

    @work(description="look at drafts")
    async def _look_around(self) -> None:
        with self.reporting():
            if not await self.session.drafts.claim(self.draft.id):
                await self._draft_of_its_own()
        await asyncio.to_thread(strength.prepare)
        self.form.hint(self.item)
        with self.reporting():
            if any(draft.id == self.draft.id for draft in await self.session.drafts.all()):
                self._note(f"A draft of {local_time(self.draft.at)}, not saved yet.")
            elif not self.session.drafts.kept:
                self._note("Nothing typed here is kept as a draft, since no store is open. Save before you leave.")

    async def _draft_of_its_own(self) -> None:
        """Somebody types this very draft in another window: what is typed here does not get in the way."""
        theirs = self.draft.id
        self.draft = replace(self.draft, id=new_draft_id())
        if self.changed:
            self.session.drafts.note(self.draft)
        await self.session.drafts.discard(theirs)  # only what was typed here before we knew
        self.say("Another Strongroom is typing this draft just now; what you type here is one of its own.", "warning")

    def _note(self, sentence: str) -> None:
        note = self.query_one("#note", Static)
        note.update(Content(sentence))
        note.add_class("-shown")

    def _show_head(self) -> None:
        old, vault = display_text(self.draft.base.title), display_text(self.vault_name)
        words = f"New {self.item.category.name}" if self.draft.is_new else f"Edit “{old}”"
        shown = Content.assemble((words, "bold"), (f"  in {vault}" if vault else "", "$text-muted"))
        heading = self.query_one("#heading", Static)
        if heading.content != shown:
            heading.update(shown)

    # The draft

    @property
    def item(self) -> Item:
        """The item as it is typed now."""
        return self.draft.current

    @property
    def changed(self) -> bool:
        """Whether there is something that is not saved."""
        return bool(self.draft.edits)

    @property
    def unsaved(self) -> bool:
        """Whether the person must be asked before the editor is left."""
        return self.changed

    @property
    def vault_name(self) -> str:
        """The name of the vault of the item."""
        vault = self.session.catalog.vault(self.item.ref.account, self.item.ref.vault)
        return vault.name if vault is not None else ""

    def adopt(self, draft: Draft) -> None:
        """Go on with another state of the draft, and have it kept."""
        self.draft = replace(draft, at=time.time())
        self.session.drafts.note(self.draft)
        self._show_head()
        self.refresh_state()

    def collect(self) -> None:
        """Take up what stands in the inputs, also what they have not told yet."""
        self._set(self.form.read(self.item))

    async def edit(self, edits: Iterable[Edit], cursor: RowKey | None = None) -> None:
        """Make changes to the item, and show it, with the cursor on a row."""
        self.collect()
        self._set(apply(self.item, edits))
        await self.form.show(self.item, cursor)
        self.refresh_footer()

    def hold(self, held: bool) -> None:
        """While something is being saved nothing can be typed."""
        if not self.form.is_attached:
            return  # the screen went while it was being saved
        here = self.form.here
        if held and here is not None:
            self._here = here.key
        self._held = self.form.disabled = held
        if not held:
            self.form.focus_row(self._here)

    def _set(self, item: Item) -> None:
        if item != self.item:
            self.adopt(replace(self.draft, current=item))

    @on(EditorForm.Typed)
    def _typed(self, event: EditorForm.Typed) -> None:
        event.stop()
        self._set(self.form.read_row(event.row, self.item))
        self.form.hint(self.item)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what is to be said about the input that has the cursor now."""
        self.form.hint(self.item)

    # Keys

    def refusal(self, command: Command) -> str | None:
        """Some commands need the cursor in a certain row; none leads away without asking."""
        if self._held and command.context in ("editor", "form", "text"):
            return "Just a moment, this is being saved."
        if command.id in AWAY:
            return "Leave the editor first: Esc."
        checks = {
            "editor.show": self._refusal_to_show,
            "editor.generate": self._refusal_to_generate,
            "editor.field_menu": self._refusal_of_menu,
            "editor.choose_vault": self._refusal_of_vaults,
        }
        refusal = checks[command.id]() if command.id in checks else None
        return refusal or super().refusal(command)

    def _refusal_to_show(self) -> str | None:
        row = self.form.here
        if isinstance(row, FieldRow) and row.field.kind.concealed:
            return None
        return "Put the cursor into a concealed field first."

    def _refusal_of_menu(self) -> str | None:
        if isinstance(self.form.here, FieldRow | SectionHeading):
            return None
        return "Put the cursor into a field or on the heading of a section first."

    def _refusal_of_vaults(self) -> str | None:
        return None if self.draft.is_new else "An item that was saved stays in its vault."

    def _refusal_to_generate(self) -> str | None:
        row = self.form.here
        if isinstance(row, FieldRow) and row.field.kind is FieldKind.CONCEALED:
            return None
        if isinstance(row, FieldRow) and row.field.kind is FieldKind.OTP:
            return "The seed of a one-time password comes from the site; it cannot be generated."
        return "Put the cursor into a password or another concealed field first."

    def action_next(self) -> None:
        """To the next input; in a text of several lines only from its last line."""
        if self._moves_on(1):
            self.focus_next()

    def action_previous(self) -> None:
        """To the previous input; in a text of several lines only from its first line."""
        if self._moves_on(-1):
            self.focus_previous()

    def _moves_on(self, step: int) -> bool:
        text = self.focused
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
        if isinstance(self.focused, TextArea):
            self.focused.action_undo()

    def action_redo(self) -> None:
        """Type again what was taken back."""
        if isinstance(self.focused, TextArea):
            self.focused.action_redo()

    def action_show(self) -> None:
        """Show or hide what a concealed field holds."""
        row = self.form.here
        if isinstance(row, FieldRow) and isinstance(row.inside, SecretInput):
            self._turn(row.inside)
            if row.inside.shown and not self.draft.is_new and row.inside.value:
                field = self.item.field(FieldId(row.key.id))
                label = field.label if field is not None else ""
                self.session.audit.record(
                    AuditAction.REVEAL, self.item.ref, title=self.item.title, field=label, detail="in the editor"
                )

    def _turn(self, line: SecretInput) -> None:
        """Show what stands in an input for a while, or hide it."""
        line.shown = not line.shown
        before = self._shown.pop(line, None)
        if before is not None:
            before.stop()
        if line.shown:
            self._shown[line] = self.set_timer(self.session.settings.reveal_for, partial(self._turn, line))

    @work(exclusive=True, group="deed", description="generate")
    async def action_generate(self) -> None:
        """Generate a password into the field with the cursor."""
        from tui.screens.generator_panel import GeneratorPanel

        row = self.form.here
        if isinstance(row, FieldRow):
            made = await self.app.push_screen_wait(GeneratorPanel(self.keys.keymap, self.session.generated))
            if made is not None:
                await self.edit([SetValue(row.field.id, made)], row.key)

    def action_add_field(self) -> None:
        """Add a field."""
        self.fields.add()

    def action_add_section(self) -> None:
        """Add a section."""
        self.fields.add_section()

    def action_field_menu(self) -> None:
        """Rename, retype, move or remove the field or section with the cursor."""
        self.fields.menu()

    def action_choose_vault(self) -> None:
        """Choose the vault of a new item."""
        self.saving.choose_vault()

    def action_save(self) -> None:
        """Show what will change, and save it."""
        self.saving.save()

    def action_cancel(self) -> None:
        """Leave; ask first if something is not saved."""
        self.saving.leave()
