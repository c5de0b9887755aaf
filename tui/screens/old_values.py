"""What the concealed fields of an item were before, until when, and making one of these values the current one again.

Each is dots until it is asked for, for a while; to reveal and to copy is written to the audit log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.backends.protocol import Action
from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.edit import SetValue
from tui.model.errors import NotFound
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen
from tui.screens.modals import Confirm
from tui.screens.moving import Moving
from tui.services.past import OldValue
from tui.services.place import Place
from tui.services.session import Session
from tui.services.undo import Step
from tui.widgets.line_list import LineList
from tui.widgets.old_values import OldRow, OldValueList
from tui.widgets.times import local_time

OURS = (
    "Local: this service shows no earlier versions. This is what Strongroom itself has replaced, "
    "sealed on this machine."
)

THEIRS = "From the earlier versions of the item, as long as they are kept."


class OldValuesScreen(Moving, BaseScreen):
    """Lists the old values of one item, the latest first."""

    CSS_PATH = Path(__file__).with_name("old_values.tcss")

    def __init__(self, session: Session, keymap: Keymap, ref: ItemRef) -> None:
        super().__init__(session, keymap)
        self.ref = ref
        self.heading = Static(id="heading", markup=False)
        self.list = OldValueList(empty=Content("Loading …"))
        self.current: Item | None = None
        self._values: list[OldValue] = []
        self._revealed: dict[int, str] = {}

    def mark(self, place: Place) -> Place:
        """The item."""
        return replace(place, ref=self.ref)

    def body(self) -> Iterator[Widget]:
        """Yield the title, where the values are from, and the values."""
        yield self.heading
        yield Static(Content(OURS if self.session.past.is_ours(self.ref.account) else THEIRS), id="kept")
        yield self.list

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("old", "move", "app")

    @property
    def pane(self) -> OldValueList:
        """Where the cursor moves."""
        return self.list

    @property
    def chosen(self) -> OldValue | None:
        """The value under the cursor."""
        return self._values[self.list.cursor] if 0 <= self.list.cursor < len(self._values) else None

    def refusal(self, command: Command) -> str | None:
        """Also look for a value under the cursor, and ask the account."""
        if command.context != "old":
            return super().refusal(command)
        if self.chosen is None or self.current is None:
            return "There is no old value."
        if command.id == "old.restore":
            return self.current.read_only or self.session.api(self.ref.account).refusal(Action.EDIT, self.ref)
        return None

    def on_mount(self) -> None:
        """Read the values."""
        self.list.focus()
        self._name_item(self.session.catalog.title(self.ref))
        self.load()

    def _name_item(self, title: str) -> None:
        """Say in the heading of which item they are, where that is known: it may not be listed, but is read."""
        self.heading.update(Content(f"Old passwords of “{title}”" if title else "Old passwords"))

    @work(exclusive=True, group="load", description="read old values")
    async def load(self) -> None:
        """Read the item and what it was before."""
        with self.reporting():
            self.current = await self.session.api(self.ref.account).item(self.ref)
            self._name_item(display_text(self.current.title))
            self._values = await self.session.past.old_values(self.ref)
        self.list.empty = Content("No concealed field of this item had another value, as far as is known here.")
        self._revealed.clear()
        self._show()

    def _show(self) -> None:
        rows = [self._row(at, one) for at, one in enumerate(self._values)]
        self.list.show_rows(rows, max(self.list.cursor, 0))
        self.refresh_footer()

    def _row(self, at: int, old: OldValue) -> OldRow:
        name = display_text(old.field.label) or old.field.kind.value
        seen = display_text(self._revealed.get(at, ""))
        return OldRow(name, local_time(old.until), str(old.item.version), seen)

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.refresh_footer()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("old.reveal"))

    # Commands

    def action_reveal(self) -> None:
        """Reveal the value under the cursor for a while, or hide it again."""
        at, old = self.list.cursor, self.chosen
        if old is None:
            return
        if at in self._revealed:
            self._hide(at)
            return
        self._revealed[at] = self.session.access.reveal(old.item, old.field.id)
        self.set_timer(self.session.settings.reveal_for, lambda: self._hide(at))
        self._show()

    def _hide(self, at: int) -> None:
        if self._revealed.pop(at, None) is not None:
            self._show()

    @work(exclusive=True, group="copy", description="copy an old value")
    async def action_copy(self) -> None:
        """Copy the value under the cursor."""
        old = self.chosen
        if old is not None:
            with self.reporting():
                copied = await self.session.access.copy_old(old.item, old.field.id)
                self.say(copied.sentence, "success")

    @work(exclusive=True, group="restore", description="restore an old value")
    async def action_restore(self) -> None:
        """Ask, then make the value the current one; the one that is current now becomes an old one."""
        old, current = self.chosen, self.current
        if old is None or current is None:
            return
        with self.reporting():
            field = current.field(old.field.id)
            if field is None:
                raise NotFound("This field is no longer in the item. Bring a whole version back (H).")
            name = field.label or field.kind.value
            ask = Confirm(
                f"Make this old value the “{name}” of “{current.title}” again?",
                "What is current now becomes an old value. U undoes it.",
                yes="Restore",
            )
            if not await self.app.push_screen_wait(ask):
                return
            api = self.session.api(self.ref.account)
            edit, back = SetValue(field.id, old.field.value), SetValue(field.id, field.value)
            saved = await api.update(self.ref, (edit,), current.version, current.title)
            await self.session.past.note(current)
            step = Step(Action.EDIT, self.ref, saved.title, saved.version, current.version, back=(back,))
            self.session.undo.note(step)
            self.leave(f"“{name}” of “{current.title}” is the old value again.")
