"""The versions of an item: what each held, what is different now, and making one of them the current one again.

An earlier version is as secret as the current one: its concealed values are dots until they are asked for, for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.backends.protocol import Action
from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.edit import diff
from tui.model.field import FieldKind, Purpose
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item, VersionInfo
from tui.model.merge import changes
from tui.screens.base import BaseScreen, focused_within
from tui.screens.file_work import FileWork
from tui.screens.item_files import Files
from tui.screens.modals import Confirm
from tui.screens.moving import Moving
from tui.services.beside import beside
from tui.services.place import Place
from tui.services.session import Session
from tui.services.undo import Step
from tui.widgets.change_lines import content, lines
from tui.widgets.item_detail import ItemDetail
from tui.widgets.line_list import LineList
from tui.widgets.times import local_time
from tui.widgets.version_list import VersionList, VersionRow

PAUSE = 0.06
"""Seconds the cursor must rest on a version before it is fetched."""


class VersionsScreen(Moving, BaseScreen):
    """Lists the versions of one item, the current one first, beside the one under the cursor."""

    CSS_PATH = Path(__file__).with_name("versions.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, session: Session, keymap: Keymap, ref: ItemRef) -> None:
        super().__init__(session, keymap)
        self.ref = ref
        self.versions: tuple[VersionInfo, ...] = ()
        self.current: Item | None = None
        self.item: Item | None = None
        self.list = VersionList()
        self.heading = Static(id="heading", markup=False)
        self.differences = Static(id="differences", markup=False)
        self.detail = ItemDetail(empty=Content("Loading …"))
        self.file_work = FileWork(self)
        self.parts = (*self.parts, Files(self, self, self.detail, self.file_work, as_shown=True))
        self._end_listening: Callable[[], None] | None = None

    def mark(self, place: Place) -> Place:
        """These versions."""
        return replace(place, screen="versions", ref=self.ref)

    def body(self) -> Iterator[Widget]:
        """Yield the title, the versions, and what the one under the cursor holds."""
        yield self.heading
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.list
            with Vertical(id="right"):
                with VerticalScroll(id="difference-pane", can_focus=False):
                    yield self.differences
                yield self.detail

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("versions", "move", "app")

    @property
    def pane(self) -> VersionList | ItemDetail:
        """The side where the cursor moves."""
        return self.detail if focused_within(self, self.detail) else self.list

    @property
    def shown(self) -> Item | None:
        """The version under the cursor, where it is the one that is shown."""
        same = self.item is not None and self.chosen is not None and self.item.version == self.chosen.version
        return self.item if same else None

    @property
    def chosen(self) -> VersionInfo | None:
        """The version under the cursor."""
        return self.versions[self.list.cursor] if 0 <= self.list.cursor < len(self.versions) else None

    def refusal(self, command: Command) -> str | None:
        """Also look at the version under the cursor, and ask the account."""
        if command.id == "versions.save_file" and (self.shown is None or not self.shown.files):
            return "The version is not read yet." if self.shown is None else "This version has no files."
        if command.id != "versions.restore":
            return super().refusal(command)
        if self.chosen is None or self.current is None:
            return "The versions are not read yet."
        if self.chosen.version == self.current.version:
            return "This is the current version."
        return self.current.read_only or self.session.api(self.ref.account).refusal(Action.EDIT, self.ref)

    # Reading

    def on_mount(self) -> None:
        """Read the list; what is said of item and vault follows the catalog, which may know less than is read here."""
        self.list.focus()
        self._end_listening = self.session.catalog.listen(self._show_names)
        self._show_names()
        self.load()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._end_listening is not None:
            self._end_listening()

    @work(exclusive=True, group="load", description="read versions")
    async def load(self) -> None:
        """Read the list and the current version."""
        with self.reporting():
            api = self.session.api(self.ref.account)
            self.current = await api.item(self.ref)
            self._show_names()
            self.versions = await self.session.past.versions(self.ref)
            now = self.current.version
            self.list.show_rows([_row(one, now) for one in self.versions], 1)

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.detail.hide_all()
        self.refresh_footer()
        if self.chosen is not None:
            self.fetch(self.chosen)

    @work(exclusive=True, group="fetch", description="fetch version")
    async def fetch(self, version: VersionInfo) -> None:
        """Fetch a version and show it, unless the cursor goes on meanwhile."""
        if self.item is not None:
            await asyncio.sleep(PAUSE)
        with self.reporting():
            item = await self.session.past.version(self.ref, version.version)
            if version != self.chosen or self.current is None:
                return
            self.item = item
            self._show_item(item)
            self.differences.update(self._differences(item, self.current))
            self.refresh_footer()

    def _show_names(self) -> None:
        """Name the item in the heading, and its vault beside the version, as far as they are known by now."""
        title = self.session.catalog.title(self.ref) if self.current is None else display_text(self.current.title)
        local = " (local: what Strongroom itself has changed)" if self.session.past.is_ours(self.ref.account) else ""
        self.heading.update(Content(f"Versions of {f'“{title}”' if title else 'an item'}{local}"))
        if self.item is not None and self.detail.vault != self._vault_name:
            self._show_item(self.item)

    @property
    def _vault_name(self) -> str:
        vault = self.session.catalog.vault(self.ref.account, self.ref.vault)
        return vault.name if vault is not None else ""

    def _show_item(self, item: Item) -> None:
        self.detail.show(item, vault=self._vault_name, codes=beside(self.session, item))

    def _differences(self, item: Item, current: Item) -> Content:
        if item.version == current.version:
            return Content.styled("This is the current version.", "dim")
        found = lines(changes(item, current), item, current)
        if not found:
            return Content.styled("It holds the same as the current version.", "dim")
        return Content.assemble(("Different now\n", "bold $accent"), content(found))

    # Commands

    def action_back(self) -> None:
        """Leave; before that, a file that is under way is stopped."""
        if not self.file_work.stop():
            super().action_back()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("versions.restore"))

    @work(description="restore version")
    async def action_restore(self) -> None:
        """Ask, then make the version the current one, and go back."""
        version, current = self.chosen, self.current
        if version is None or current is None:
            return
        question = f"Make version {version.version} of {local_time(version.updated)} the current one?"
        detail = f"What is current now stays as version {current.version}. U undoes it."
        if not await self.app.push_screen_wait(Confirm(question, detail, yes="Restore")):
            return
        with self.reporting():
            saved = await self.session.past.restore(current, version.version)
            if saved.version != current.version:
                back = diff(saved, current) if self.session.past.is_ours(self.ref.account) else ()
                step = Step(Action.EDIT, self.ref, saved.title, saved.version, current.version, back=back)
                self.session.undo.note(step)
            self.leave(f"Version {version.version} is the current one again.")

    def action_switch(self) -> None:
        """Go to the other side."""
        (self.list if self.pane is self.detail else self.detail).focus()

    def action_reveal(self) -> None:
        """Reveal the field under the cursor (in the list: the password), or hide it again."""
        target, item = self._to_reveal(), self.item
        if item is None or target is None:
            self.say("There is nothing to reveal here.")
        elif target in self.detail.revealed:
            self.detail.hide(target)
        else:
            text = self.session.access.reveal(item, target)
            self.detail.reveal(target, text, time.time() + self.session.settings.reveal_for)

    def _to_reveal(self) -> FieldId | None:
        if self.item is None:
            return None
        if self.pane is self.detail:
            target = self.detail.cursor_target
            field = self.item.field(target) if isinstance(target, str) else None
        else:
            field = self.item.of(Purpose.PASSWORD)
            field = field or next((f for f in self.item.fields if f.kind is FieldKind.CONCEALED), None)
        return field.id if field is not None and field.hidden and not field.empty else None


def _row(one: VersionInfo, now: int) -> VersionRow:
    title = display_text(one.title) or "untitled"
    return VersionRow(one.version, local_time(one.updated), title, current=one.version == now)
