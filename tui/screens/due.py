"""Due for rotation: what is not finished, then what is due by a person's own policies, the latest first.

Nothing is forced, and nothing is read but what is under the cursor.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap, command
from tui.model.action import Action
from tui.model.errors import VaultError
from tui.model.ids import ItemRef
from tui.model.rotation import Rotation, RotationId, Stage
from tui.screens import rotation_words as words
from tui.screens.base import BaseScreen
from tui.screens.due_deeds import DueDeeds
from tui.screens.moving import Moving
from tui.screens.rotation_deeds import RotationDeeds
from tui.services import ages, due, rotating
from tui.services.ages import Age
from tui.services.due import Due
from tui.services.due_book import Wishes
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.line_list import LineList
from tui.widgets.rotation_lists import DueList

NOT_SAVED = "The item does not have the new password: a tries again, D gives it up."
SAVED = "The item has the new password already: change it on the site, then press d; or put the old one back (U)."


class DueScreen(Moving, BaseScreen):
    """Lists rotations that are not finished, and passwords that are due. `on_it` is the rotation to begin with."""

    CSS_PATH = Path(__file__).with_name("due.tcss")

    def __init__(self, session: Session, keymap: Keymap, on_it: RotationId | None = None) -> None:
        super().__init__(session, keymap)
        self.list = DueList(empty=Content("Loading …"))
        self._note = Static(id="note", markup=False)
        self._about = Static(id="about", markup=False)
        self.deeds = RotationDeeds(self)
        self.due_deeds = DueDeeds(self)
        self.parts = (*self.parts, self.deeds, self.due_deeds)
        self.rotations: tuple[Rotation, ...] = ()
        self.dues: list[Due] = []
        self.ageless = 0
        self.marked: set[ItemRef] = set()
        self.wishes = Wishes()
        self._ages: dict[ItemRef, Age] = {}
        self._without: set[ItemRef] = set()
        self._wanted: RotationId | ItemRef | None = on_it
        self._end_listening: tuple[Callable[[], None], ...] = ()

    def mark(self, place: Place) -> Place:
        """What is due."""
        return replace(place, screen="due")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the list, and what is known of the entry under the cursor."""
        with Horizontal(id="top"):
            yield Static(Content("Due for rotation"), id="heading")
            yield self._note
        yield self.list
        yield self._about

    @property
    def pane(self) -> DueList:
        """Where the cursor moves."""
        return self.list

    @property
    def rotation(self) -> Rotation | None:
        """The rotation under the cursor."""
        at = self.list.cursor
        return self.rotations[at] if 0 <= at < len(self.rotations) else None

    @property
    def late(self) -> Due | None:
        """The due password under the cursor."""
        at = self.list.cursor - len(self.rotations)
        return self.dues[at] if 0 <= at < len(self.dues) else None

    @property
    def refs(self) -> list[ItemRef]:
        """The marked items, in the order of the list, or the one under the cursor."""
        marked = [one.ref for one in self.dues if one.ref in self.marked]
        return marked or ([self.late.ref] if self.late is not None else [])

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of what is under the cursor."""
        return ("late" if self.rotation is None else "rotation", "due", "move", "app")

    def refusal(self, command: Command) -> str | None:
        """Also look at what is under the cursor."""
        rotation = self.rotation
        if command.context == "rotation":
            return "There is no rotation under the cursor." if rotation is None else self._of(command.action, rotation)
        if command.context == "late" and self.late is None:
            return "No password is due."
        if command.id == "late.rotate" and len(self.refs) == 1:
            return self.session.refusal(Action.ROTATE, self.refs[0].account, self.refs[0])
        return super().refusal(command)

    def _of(self, action: str, rotation: Rotation) -> str | None:
        """Return why this cannot be done to a rotation."""
        if rotation.id in self.session.rotations.going:
            return rotating.GOING
        saved = rotation.stage is Stage.SAVED
        if action in ("confirm", "put_back") and not saved:
            return NOT_SAVED
        if action in ("again", "give_up") and saved:
            return SAVED
        if action in ("again", "put_back"):
            return self.session.refusal(Action.ROTATE, rotation.ref.account, rotation.ref)
        return None

    # Reading

    def on_mount(self) -> None:
        """Look at what was interrupted; follow whether the accounts are open."""
        self.list.focus()
        self._end_listening = (self.session.remotes.listen(self.go_on), self.session.catalog.listen(self.go_on))
        self.load()

    def on_unmount(self) -> None:
        """Nothing of the passwords stays."""
        super().on_unmount()
        for end in self._end_listening:
            end()
        self.deeds.hide_all()
        self.rotations = ()

    def on_screen_resume(self) -> None:
        """Something may have been done meanwhile."""
        super().on_screen_resume()
        self.load()

    def go_on(self, wanted: RotationId | ItemRef | None = None) -> None:
        """Read anew what there is, and put the cursor on an entry."""
        self._wanted = wanted or self._wanted
        self.load()

    @work(exclusive=True, group="load", description="read what is due")
    async def load(self) -> None:
        """Read what there is, and show it."""
        with self.reporting():
            await rotating.look_at_all(self.session)
            rotations = await self.session.rotations.all()
            wishes = await self.session.due.wishes()
            found = await due.find(self.session, wishes, self._ages, time.time())
            if not self.is_running:
                return
            at = self._wanted or self._under_cursor()
            elsewhere = {*self._without, *(one.ref for one in rotations)}
            self.rotations, self.wishes = rotations, wishes
            self.dues = [one for one in found.dues if one.ref not in elsewhere]
            self.ageless = found.ageless
            self.marked &= {one.ref for one in self.dues}
            self.list.empty = Content(words.nothing(found.ageless) if wishes.policies else words.NOTHING)
            self.show(at)

    def _under_cursor(self) -> RotationId | ItemRef | None:
        if self.rotation is not None:
            return self.rotation.id
        return self.late.ref if self.late is not None else None

    # What it shows

    def show(self, on_it: RotationId | ItemRef | None = None) -> None:
        """Show the list, with the cursor on an entry, or about where it is."""
        now, session = time.time(), self.session
        keys: list[RotationId | ItemRef] = [*(one.id for one in self.rotations), *(one.ref for one in self.dues)]
        if on_it in keys:
            self._wanted = None
        at = keys.index(on_it) if on_it is not None and on_it in keys else max(self.list.cursor, 0)
        rows = [words.rotation_row(session, one) for one in self.rotations]
        rows += [words.due_row(session, one, now, marked=one.ref in self.marked) for one in self.dues]
        self.list.show_rows(rows, at)
        kept = "" if session.rotations.kept else words.NOT_KEPT
        self._note.update(Content(kept or words.counted(len(self.rotations), len(self.dues), self.ageless)))
        self.show_about()

    def show_about(self) -> None:
        """Show what is known of the entry under the cursor."""
        rotation, late = self.rotation, self.late
        if rotation is not None:
            self._about.update(words.rotation_about(rotation, *self.deeds.seen(rotation)))
        elif late is not None:
            self._about.update(words.due_about(self.session, late, self._ages.get(late.ref), time.time()))
        self._about.display = rotation is not None or late is not None
        self.refresh_footer()

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.show_about()
        if self.late is not None and self.late.ref not in self._ages:
            self.look_up(self.late.ref)

    @work(exclusive=True, group="age", description="look up the age of a password")
    async def look_up(self, ref: ItemRef) -> None:
        """Find out since when an item has its password; where that fails, its last change is known."""
        try:
            age = await ages.of(self.session, ref)
        except VaultError:
            return
        if not self.is_running:
            return
        if age is None:  # it has no password to rotate, whatever its category
            self._without.add(ref)
            self.load()
        else:
            self._ages[ref] = age
            self.show_about()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("due.open"))
