"""The item browser: a list and the item under its cursor, side by side, or one after the other where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Keymap
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen, focused_within
from tui.screens.file_work import FileWork
from tui.screens.item_attaching import Attaching
from tui.screens.item_batch import Batch
from tui.screens.item_bulk import Bulk
from tui.screens.item_copying import Copying
from tui.screens.item_deeds import Deeds
from tui.screens.item_enlarging import Enlarging
from tui.screens.item_files import Files
from tui.screens.item_finding import SORTS, Finding
from tui.screens.item_generating import Generating
from tui.screens.item_marking import Marking
from tui.screens.item_moving import ItemMoving
from tui.screens.item_opening import Opening
from tui.screens.item_referring import Referring
from tui.screens.item_refusals import SAVE_FILE, Refusals
from tui.screens.item_revealing import Revealing, copyable
from tui.screens.item_rotating import Rotating
from tui.screens.item_shared import SharedWith
from tui.screens.item_sharing import Sharing
from tui.screens.item_showing import Showing
from tui.screens.modals import Choice, Choose
from tui.screens.moving import Moving
from tui.screens.selection import Selection
from tui.services.beside import leads_to
from tui.services.finder import Request, Sort
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.item_detail import ItemDetail
from tui.widgets.item_list import ItemList
from tui.widgets.line_list import LineList
from tui.widgets.sheet import FileTarget

WIDE = 100
"""From so many columns on list and detail stand side by side."""


class ItemsScreen(Moving, BaseScreen):
    """Browses items. `request` says which; the filter line can change its text."""

    CSS_PATH = Path(__file__).with_name("items.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = ""  # not the filter for a moment: while one types, the item under the cursor is fetched later

    def __init__(
        self,
        session: Session,
        keymap: Keymap,
        request: Request,
        *,
        typing: bool = False,
        ref: ItemRef | None = None,
        detail: bool = False,
    ) -> None:
        super().__init__(session, keymap)
        self.selection = Selection(replace(request, sort=Sort(session.settings.sort)))
        self.list = ItemList()
        self.list.half_pages = session.settings.half_page_scrolling
        self.detail = ItemDetail()
        self.showing = Showing(self, self.selection, self.detail)
        self.finding = Finding(self, self.selection, self.showing, self.list, self.detail, wanted=ref)
        self.filter = self.finding.filter
        self._refusals = Refusals(session, self.selection, self.detail)
        self._make_parts()
        self._start: Widget = self.filter if typing else self.detail if detail else self.list
        self._end_listening: tuple[Callable[[], None], ...] = ()

    def _make_parts(self) -> None:
        """Make what does the commands of this screen."""
        selection, detail = self.selection, self.detail
        self.copying, self.file_work = Copying(self, selection), FileWork(self)
        self._shared = SharedWith(self, selection, detail)
        marking = Marking(self, selection, self.list)
        self.bulk_work = Batch(self, selection, marking.show)
        attaching = Attaching(self, selection, detail, self.file_work, self.show_item)
        self.parts = (
            *self.parts,
            self.copying,
            Deeds(self, selection, attaching.new_document, self.bulk_work.free),
            marking,
            Bulk(self, selection, self.bulk_work),
            ItemMoving(self, selection, self.bulk_work),
            Revealing(self, detail, self.showing.arrived, self._uncover),
            Opening(self, selection, detail, self.copying),
            Files(self, selection, detail, self.file_work),
            attaching,
            Generating(self, selection, detail),
            Enlarging(self, detail, self.showing.arrived),
            Referring(self, selection, detail, self.showing.arrived),
            Sharing(self, selection, self._shared.anew),
            Rotating(self, selection, marking.show),
        )

    def body(self) -> Iterator[Widget]:
        """Yield filter, list and detail."""
        with Horizontal(id="top"):
            yield self.finding.scope
            yield Static("/ ", id="slash")
            yield self.filter
            yield self.finding.count
        with Horizontal(id="panes"):
            yield self.list
            with Vertical(id="right"):
                yield self.detail

    def mark(self, place: Place) -> Place:
        """What is listed, and the item under the cursor."""
        request = self.selection.request
        return replace(
            place,
            screen="items",
            items=True,
            text=request.text,
            account=request.account,
            vault=request.vault,
            ref=self.selection.ref,
            detail=self.pane is self.detail,
        )

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of where the focus is."""
        if self.focused is self.filter:
            return ("filter", "items", "app")
        side = "detail" if focused_within(self, self.detail) else "list"
        return (side, "items", "move", "app")

    def on_mount(self) -> None:
        """Follow the catalog, and find."""
        self._end_listening = (
            self.session.catalog.listen(self.finding.follow),
            self.session.remotes.listen(self.finding.freshen),
        )
        self._shared.follow()
        self._go(self._start)
        self.finding.find()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        for end in self._end_listening:
            end()

    def state(self) -> str:
        """Also say how far the loading is."""
        catalog = self.session.catalog
        loading = f"loading {catalog.snapshot.count:,} …" if catalog.loading else ""
        marks = f"{len(self.selection.marked)} marked" if self.selection.marked else ""
        return " · ".join(part for part in (marks, super().state(), loading) if part)

    # What is listed

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.finding.typed(event.value)

    def show_item(self, ref: ItemRef) -> None:
        """Put the cursor on an item as soon as it is listed."""
        self.finding.go_to(ref)

    # The item under the cursor

    @on(LineList.Chosen)
    def _clicked_twice(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_open()

    @on(ItemDetail.TargetChosen)
    def _field_clicked_twice(self, event: ItemDetail.TargetChosen) -> None:
        event.stop()
        self.action_copy_field()

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.selection.cursor = self.list.cursor  # the message may be of rows before
        ref = self.selection.ref
        if ref is not None and (self.selection.item is None or self.selection.item.ref != ref):
            self.detail.hide_all()
            self.call_after_refresh(self._fetch, ref)
        self.refresh_footer()

    def _fetch(self, ref: ItemRef) -> None:
        """Fetch an item, now that one sees where the cursor is, unless it is another by now."""
        if self.is_running and ref == self.selection.ref and self.selection.shown is None:
            self.showing.fetch(ref, typing=self.focused is self.filter)

    @on(ItemDetail.TargetHighlighted)
    def _field_highlighted(self, event: ItemDetail.TargetHighlighted) -> None:
        event.stop()
        self._shared.look()
        self.refresh_footer()

    # Keys

    def refusal(self, command: Command) -> str | None:
        """Also ask for an item, and ask its account."""
        return self._refusals.of(command) or super().refusal(command)

    @property
    def pane(self) -> ItemList | ItemDetail:
        """The side where the cursor moves."""
        return self.detail if focused_within(self, self.detail) else self.list

    def action_open(self) -> None:
        """Go to the fields. Keys that follow are for them, so they wait until the item is there."""
        self._go(self.detail)
        if self.selection.shown is None:
            self.run_worker(self.showing.arrived(), name="arrive", group="arrive", description="wait for the item")

    def action_switch(self) -> None:
        """Go to the other side."""
        if self.pane is self.detail:
            self._go(self.list)
        else:
            self.action_open()

    def _go(self, side: Widget) -> None:
        self.set_class(side is self.detail, "-detail")
        side.focus()
        self.refresh_footer()

    def _uncover(self) -> None:
        if self.has_class("-narrow"):
            self._go(self.detail)

    def action_back(self) -> None:
        """From the fields to the list, from a filter to none, from the list to where one came from.

        Before all that, what is under way is stopped.
        """
        if self.file_work.stop() or self.bulk_work.stop():
            return
        if self.pane is self.detail:
            self._go(self.list)
        elif self.filter.value:
            self.action_clear()
        else:
            super().action_back()

    def action_filter(self) -> None:
        """Type a filter."""
        self._go(self.list)
        self.filter.focus()

    def action_accept(self) -> None:
        """Keep the filter, and show the item at once that it left under the cursor."""
        self.set_focus(self.list)  # now: a fetch that was put off asks whether one still types
        if self.selection.ref is not None and self.selection.shown is None:
            self.showing.fetch(self.selection.ref, pause=False)

    def action_clear(self) -> None:
        """Clear the filter."""
        self.filter.value = ""
        self.list.focus()

    @work(description="sort")
    async def action_sort(self) -> None:
        """Ask for the order."""
        choices = [Choice(sort.value, SORTS[sort], SORTS[sort][0].lower()) for sort in Sort]
        chosen = await self.app.push_screen_wait(Choose("Sort by", choices))
        if chosen is not None:
            self.selection.request = replace(self.selection.request, sort=Sort(chosen))
            self.finding.find()

    def action_follow(self) -> None:
        """Go to the item that the field under the cursor leads to; copy another field."""
        item, target = self.selection.shown, self.detail.cursor_target
        field = item.field(target) if item is not None and isinstance(target, str) else None
        there = leads_to(item.ref, field) if item is not None and field is not None else None
        if there is not None and self.session.catalog.row(there) is not None:
            self.show_item(there)
            self._go(self.list)
        else:
            self.action_copy_field()

    def action_copy_field(self) -> None:
        """Copy the field or website under the cursor; nothing as long as another item is shown than the one meant."""
        what, item = copyable(self.detail.cursor_target), self.selection.shown
        if item is None:
            self.say("This item is still on its way.")
        elif what is not None:
            self.copying.copy(what, item.ref)
        elif isinstance(self.detail.cursor_target, FileTarget):
            self.say(SAVE_FILE)
