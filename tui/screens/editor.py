"""The editor of one item, new or old.

The draft is the truth: every keystroke makes a new item of it, which is sealed into the store within a second; the
inputs only show it. So nothing that goes wrong here can lose what was typed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import events, on, work
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tui.backends.protocol import Action
from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.draft import Draft, new_draft_id
from tui.model.edit import Edit, apply
from tui.model.ids import ItemId
from tui.model.item import Item
from tui.screens.base import BaseScreen
from tui.screens.editor_fields import FieldDeeds
from tui.screens.editor_kinds import KindDeeds
from tui.screens.editor_refusals import EditorRefusals
from tui.screens.editor_saving import Saving
from tui.screens.editor_secrets import Secrets
from tui.screens.editor_texts import Texts
from tui.services.place import Place
from tui.services.session import Session
from tui.tools import hints, strength
from tui.widgets.editor_form import EditorForm
from tui.widgets.form_row import RowKey
from tui.widgets.key_box import KeyBox
from tui.widgets.times import local_time


class EditorScreen(BaseScreen):
    """Edits a draft until it is saved, kept as a draft, or discarded."""

    CSS_PATH = Path(__file__).with_name("editor.tcss")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, keymap: Keymap, draft: Draft) -> None:
        super().__init__(session, keymap)
        self.draft = draft
        self.form = EditorForm(draft.current, self._title_of, self._has_favourites)
        self.fields = FieldDeeds(self)
        self.kinds = KindDeeds(self)
        self.saving = Saving(self)
        self._refusals = EditorRefusals(self)
        self.parts = (*self.parts, self.fields, self.kinds, self.saving, Texts(self), Secrets(self))
        self.heading, self.note = Static(id="heading"), Static(id="note")
        self.held = False
        """Whether it is being saved, so that nothing can be typed."""
        self._elsewhere = ""
        self._end_watching: Callable[[], None] | None = None
        self._here = RowKey("title")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, a note about the draft, and the form."""
        with Vertical(id="page"):
            with Vertical(id="head"):
                yield self.heading
                yield self.note
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
        first = next((field.id for field in self.item.fields if not hints.why_kept(field, self.item)), None)
        self.form.focus_row(RowKey("field", first) if first and self.item.title else RowKey("title"))
        self.session.drafts.when_keys_changed = self.saving.unlock_again
        self._end_watching = self.session.catalog.listen(self._look_at_list)
        self._look_around()

    def on_unmount(self) -> None:
        """Leave the drafts to the next editor."""
        if self._end_watching is not None:
            self._end_watching()
        self.session.drafts.when_keys_changed = None

    @work(description="look at drafts")
    async def _look_around(self) -> None:
        with self.reporting():
            if not await self.session.drafts.claim(self.draft.id):
                await self._draft_of_its_own()
        await asyncio.to_thread(strength.prepare)
        self.form.hint(self.item)
        with self.reporting():
            if self._elsewhere:
                return
            if any(draft.id == self.draft.id for draft in await self.session.drafts.all()):
                self._note(f"A draft of {local_time(self.draft.at)}, not saved yet.")
            elif not self.session.drafts.kept:
                self._note("Nothing typed here is kept as a draft, since no store is open. Save before you leave.")

    def _look_at_list(self) -> None:
        """Say at once where somebody else saves or deletes what is being edited here, or names its vault."""
        self._show_head()
        catalog, base = self.session.catalog, self.draft.base
        if self.draft.is_new or catalog.loading or self.held or catalog.vault(base.ref.account, base.ref.vault) is None:
            return
        row = catalog.row(base.ref)
        if row is None:
            self._elsewhere = "This item was deleted elsewhere meanwhile; saving offers to keep it as a new one."
        elif catalog.snapshot.columns.updated[row] > base.updated:
            self._elsewhere = "This item was changed elsewhere meanwhile; saving shows both sides."
        if self._elsewhere:
            self._note(self._elsewhere)

    async def _draft_of_its_own(self) -> None:
        """Somebody types this very draft in another window: what is typed here does not get in the way."""
        theirs = self.draft.id
        self.draft = replace(self.draft, id=new_draft_id())
        if self.changed:
            self.session.drafts.note(self.draft)
        await self.session.drafts.discard(theirs)  # only what was typed here before we knew
        self.say("Another Strongroom is typing this draft just now; what you type here is one of its own.", "warning")

    def _title_of(self, leads_to: str) -> str:
        ref = replace(self.item.ref, item=ItemId(leads_to))
        row = self.session.catalog.row(ref)
        return "" if row is None else self.session.catalog.title(ref) or "untitled"

    def _has_favourites(self, item: Item) -> bool:
        return item.favourite or self.session.refusal(Action.FAVOURITE, item.ref.account, item.ref.vault) is None

    def _note(self, sentence: str) -> None:
        self.note.update(Content(sentence))
        self.note.add_class("-shown")

    def _show_head(self) -> None:
        old, vault = display_text(self.draft.base.title), display_text(self.vault_name)
        words = f"New {self.item.category.name}" if self.draft.is_new else f"Edit “{old}”"
        shown = Content.assemble((words, "bold"), (f"  in {vault}" if vault else "", "$text-muted"))
        if self.heading.content != shown:
            self.heading.update(shown)

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
        self.held = self.form.disabled = held
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
        return self._refusals.of(command) or super().refusal(command)

    @on(KeyBox.Pasted)
    def _key_pasted(self, event: KeyBox.Pasted) -> None:
        event.stop()
        self.kinds.take_key(event.box, event.text)
