"""Several secret references, put to 1Password itself: whether each resolves, or why not.

They are asked for when they come and when a person asks anew, never by themselves. Values are dots until one is asked
for, and go with the screen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual import events, on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from tui import messages
from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import AccountId
from tui.screens.base import BaseScreen
from tui.screens.moving import Moving
from tui.screens.reference_words import Lines, choose_resolver, seen_lines
from tui.screens.ways import NO_RESOLVER
from tui.services import references, resolving
from tui.services.place import Place
from tui.services.resolving import Answer
from tui.services.session import Session
from tui.widgets.line_list import LineList
from tui.widgets.reference_list import End, ReferenceList, ReferenceRow

EMPTY = "Paste references here, one a line, or a whole env file with some.\nn writes them."


class ReferencesScreen(Moving, BaseScreen):
    """Lists references; `texts` are asked for at once, of `account` if that is given, or (not `ask`) not yet."""

    CSS_PATH = Path(__file__).with_name("references.tcss")

    def __init__(
        self,
        session: Session,
        keymap: Keymap,
        texts: Sequence[str] = (),
        account: AccountId | None = None,
        *,
        ask: bool = True,
    ) -> None:
        super().__init__(session, keymap)
        self.list = ReferenceList(empty=Content(EMPTY))
        self.account = account
        self.answers: list[Answer] = [] if ask else [Answer(text) for text in texts]
        self._begin_with = tuple(texts) if ask else ()
        self._note = Static(id="note", markup=False)
        self._whole = Static(id="whole", markup=False)
        self._seen: dict[str, tuple[str, Timer]] = {}

    def mark(self, place: Place) -> Place:
        """What is listed; nothing of the values."""
        return replace(place, screen="references", references=tuple(one.text for one in self.answers))

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the list, and the reference under the cursor whole."""
        with Horizontal(id="top"):
            yield Static(Content("References"), id="heading")
            yield self._note
        yield self.list
        yield self._whole

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("references", "move", "app")

    @property
    def pane(self) -> ReferenceList:
        """Where the cursor moves."""
        return self.list

    @property
    def chosen(self) -> Answer | None:
        """The reference under the cursor."""
        return self.answers[self.list.cursor] if 0 <= self.list.cursor < len(self.answers) else None

    def refusal(self, command: Command) -> str | None:
        """Also look at the reference under the cursor, and whether somebody can be asked."""
        if command.id in ("references.ask", "references.add") and not resolving.resolvers(self.session):
            return NO_RESOLVER
        if command.context == "references" and command.id != "references.add" and self.chosen is None:
            return "There is no reference under the cursor."
        if command.id in ("references.copy", "references.reveal") and self.chosen and self.chosen.value is None:
            return "There is no value: this reference does not resolve."
        return super().refusal(command)

    # Asking

    def on_mount(self) -> None:
        """Ask for what there is to begin with."""
        self.list.focus()
        self.add(self._begin_with)

    def on_unmount(self) -> None:
        """Nothing of the values stays."""
        super().on_unmount()
        self._hide_all()
        self.answers.clear()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted for references."""
        event.stop()
        self.add(resolving.listed(event.text))

    def add(self, texts: Sequence[str]) -> None:
        """Add references that are not there yet, and ask for them."""
        there = {one.text for one in self.answers}
        new = [text for text in texts if text not in there]
        room = resolving.MOST - len(self.answers)
        if len(new) > room:
            self.say(f"{resolving.MOST} references at a time: {len(new) - room:,} were left out.", "warning")
        self.answers += [Answer(text) for text in new[:room]]
        self._show(max(len(there), self.list.cursor) if new else self.list.cursor)
        if new[:room]:
            self.ask([one.text for one in self.answers if one.value is None])

    @work(exclusive=True, group="ask", description="ask where references lead")
    async def ask(self, texts: Sequence[str]) -> None:
        """Ask the account for these."""
        with self.reporting():
            account = self.account or await choose_resolver(self.app, self.session, texts)
            if account is None:
                return
            self.account = account
            name = display_text(self.session.name_of(account))
            self._note.update(Content(f"Asking “{name}” …"))
            try:
                found = {one.text: one for one in await resolving.ask(self.session, account, texts)}
            except VaultError:
                self._note.update(Content(f"“{name}” gave no answer; a asks anew"))
                raise
            self.answers = [found.get(one.text, one) for one in self.answers]
            good = sum(one.value is not None for one in self.answers)
            when = time.strftime("%H:%M:%S", time.localtime(time.time()))
            said = f"{good:,} of {len(self.answers):,} resolve · asked of “{name}” at {when}"
            self._note.update(Content(said))
        self._show(self.list.cursor)

    def action_ask(self) -> None:
        """Ask for all of them anew; of several accounts another can be chosen."""
        self._hide_all()
        self.account = None
        self.ask([one.text for one in self.answers])

    def action_refresh(self) -> None:
        """Ask anew, and nothing else: other accounts have limits too."""
        self.action_redraw()
        if self.answers:
            self.perform(command("references.ask"))

    @work(exclusive=True, group="add", description="write references")
    async def action_add(self) -> None:
        """Have references written, one a line."""
        text = await self.app.push_screen_wait(Lines())
        if text is not None:
            self.add(resolving.listed(text))

    # What it shows

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._show_whole()
        self.refresh_footer()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("references.reveal"))

    def _show(self, cursor: int) -> None:
        if self.is_running and self.query("#note"):
            self.list.show_rows([self._row(one) for one in self.answers], max(cursor, 0))
            self._show_whole()
            self.refresh_footer()

    def _row(self, one: Answer) -> ReferenceRow:
        end: End = "good" if one.value is not None else "bad" if one.problem else ""
        return ReferenceRow(display_text(one.text), end, display_text(self._seen_of(one) or one.problem))

    def _seen_of(self, one: Answer) -> str:
        return self._seen[one.text][0] if one.text in self._seen else ""

    def _show_whole(self) -> None:
        """Show the reference under the cursor whole, and what is said of it."""
        one = self.chosen
        lines = [] if one is None else [display_text(one.text), *seen_lines(self._seen_of(one) or one.problem)]
        self._whole.update(Content("\n".join(lines)))

    # Values

    def action_reveal(self) -> None:
        """Reveal the value under the cursor for a while, or hide it again."""
        one = self.chosen
        if one is None or one.value is None:
            return
        if one.text in self._seen:
            self._hide(one.text)
            return
        text = self.session.access.reveal_apart(one.value, "", one.text)
        self._seen[one.text] = (text, self.set_timer(self.session.settings.reveal_for, partial(self._hide, one.text)))
        self._show(self.list.cursor)

    def _hide(self, text: str) -> None:
        seen = self._seen.pop(text, None)
        if seen is not None:
            seen[1].stop()
            self._show(self.list.cursor)

    def _hide_all(self) -> None:
        for _, timer in self._seen.values():
            timer.stop()
        self._seen.clear()

    @work(exclusive=True, group="copy", description="copy what a reference leads to")
    async def action_copy(self) -> None:
        """Copy the value under the cursor."""
        one = self.chosen
        if one is not None and one.value is not None:
            with self.reporting():
                copied = await self.session.access.copy_apart(one.value, "Value", one.text)
                self.say(copied.sentence, "success")

    @work(exclusive=True, group="copy", description="copy a reference")
    async def action_copy_reference(self) -> None:
        """Copy the reference itself."""
        one = self.chosen
        if one is not None:
            with self.reporting():
                copied = await self.session.access.copy_plain(one.text, "Reference")
                self.say(copied.sentence, "success")

    @work(exclusive=True, group="follow", description="follow a reference")
    async def action_follow(self) -> None:
        """Go where the reference leads among what is open."""
        one = self.chosen
        if one is not None:
            with self.reporting():
                lead = await references.follow(self.session, one.text)
                ref = lead.item.ref
                place = messages.OpenVault(ref.account, ref.vault, ref=ref, detail=True, field=lead.field.id)
                self.post_message(place)
