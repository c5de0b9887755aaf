"""The item browser: a list and the item under its cursor, side by side, or one after the other where it is narrow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.backends.protocol import Action
from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.field import FieldKind
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen, focused_within
from tui.screens.item_copying import Copying
from tui.screens.item_deeds import Deeds
from tui.screens.item_opening import Opening
from tui.screens.item_revealing import Revealing, copyable
from tui.screens.item_rows import FoundRows
from tui.screens.modals import Choice, Choose
from tui.screens.moving import Moving
from tui.screens.selection import Selection
from tui.services.columns import ARCHIVED
from tui.services.finder import Request, Sort
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.item_detail import ItemDetail
from tui.widgets.item_list import ItemList
from tui.widgets.line_list import LineList
from tui.widgets.plain_input import PlainInput

WIDE = 100
"""From so many columns on list and detail stand side by side."""
PAUSE = 0.06
"""Seconds the cursor must rest on a row before its item is fetched."""

NEEDS: dict[str, Action] = {
    "items.edit": Action.EDIT,
    "items.favourite": Action.EDIT,
    "items.tags": Action.EDIT,
    "items.archive": Action.ARCHIVE,
    "items.restore": Action.RESTORE,
    "items.delete": Action.DELETE,
    "items.versions": Action.VERSIONS,
}


class ItemsScreen(Moving, BaseScreen):
    """Browses items. `request` says which; the filter line can change its text."""

    CSS_PATH = Path(__file__).with_name("items.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

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
        self.filter = PlainInput(request.text, "words, tag: in: is:fav is:archived has:otp", compact=True)
        self.list = ItemList()
        self.list.half_pages = session.settings.half_page_scrolling
        self.detail = ItemDetail()
        self.copying = Copying(self, self.selection)
        deeds, revealing = Deeds(self, self.selection), Revealing(self, self.selection, self.detail, self._uncover)
        opening = Opening(self, self.selection, self.detail, self.copying)
        self.parts = (*self.parts, self.copying, deeds, revealing, opening)
        self._start: Widget = self.filter if typing else self.detail if detail else self.list
        self._wanted = ref
        self._end_listening: Callable[[], None] | None = None

    def body(self) -> Iterator[Widget]:
        """Yield filter, list and detail."""
        with Horizontal(id="top"):
            yield Static(Content(self._scope()), id="scope")
            yield Static("/ ", id="slash")
            yield self.filter
            yield Static(id="count")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
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
        self._end_listening = self.session.catalog.listen(self._follow)
        self._go(self._start)
        self.find()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._end_listening is not None:
            self._end_listening()

    def state(self) -> str:
        """Also say how far the loading is."""
        catalog = self.session.catalog
        loading = f"loading {catalog.snapshot.count:,} …" if catalog.loading else ""
        marks = f"{len(self.selection.marked)} marked" if self.selection.marked else ""
        return " · ".join(part for part in (marks, super().state(), loading) if part)

    def _scope(self) -> str:
        vault = None
        if self.selection.request.account is not None and self.selection.request.vault is not None:
            vault = self.session.catalog.vault(self.selection.request.account, self.selection.request.vault)
        return display_text(vault.name) if vault else "All items"

    # Finding

    def _follow(self) -> None:
        if not self.is_running:
            return
        self.find()
        self.refresh_state()
        ref = self.selection.item.ref if self.selection.item else None
        row = self.session.catalog.row(ref) if ref else None
        if ref is not None and row is not None and ref == self.selection.ref:
            self.fetch(ref)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.selection.request = replace(self.selection.request, text=event.value)
        self.find(keep=False)

    @work(exclusive=True, group="find", description="find")
    async def find(self, *, keep: bool = True) -> None:
        """Find what the filter says, and show it; `keep` keeps the cursor on its item."""
        ref = self._wanted or (self.selection.ref if keep else None)
        request = replace(self.selection.request, recent=self.session.recent.refs)
        found = await self.session.finder.find(self.session.catalog.snapshot, request)
        if not self.is_running:
            return  # it was locked meanwhile
        self.selection.found = found
        cursor = self._row_of(ref) if ref else 0
        self.list.empty = Content(self._why_empty())
        self.list.show_rows(FoundRows(self.selection.found, self.selection.marked), cursor)
        self.list.show_vault = self.selection.request.vault is None and len(self.session.catalog.vaults) > 1
        some = "" if found.total == len(found.rows) else f"best {len(found.rows):,} of "
        self.query_one("#count", Static).update(Content(f"{some}{found.total:,}"))
        if not self.selection.found.rows:
            self.selection.item = None
            self.detail.show(None)

    def _row_of(self, ref: ItemRef) -> int:
        row = self.session.catalog.row(ref)
        if row is None or row not in self.selection.found.rows:
            return max(self.list.cursor, 0)
        if ref == self._wanted:
            self._wanted = None
        return self.selection.found.rows.index(row)

    def _why_empty(self) -> str:
        if self.session.catalog.loading:
            return "Loading …"
        if self.selection.request.text.strip():
            return "Nothing matches this filter.\nEsc clears it."
        return "No items here yet.\nPress n to make the first one."

    def show_item(self, ref: ItemRef) -> None:
        """Put the cursor on an item as soon as it is listed."""
        request = self.selection.request
        if request.vault not in (None, ref.vault) or request.account not in (None, ref.account):
            self.selection.request = replace(request, account=None, vault=None)
            self.query_one("#scope", Static).update(Content(self._scope()))
        self._wanted = ref
        self.filter.value = ""
        self.find()

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
        self.selection.cursor = event.index
        ref = self.selection.ref
        if ref is not None and (self.selection.item is None or self.selection.item.ref != ref):
            self.detail.hide_all()
            self.fetch(ref)
        self.refresh_footer()

    @work(exclusive=True, group="fetch", description="fetch item")
    async def fetch(self, ref: ItemRef) -> None:
        """Fetch an item and show it, unless the cursor goes on meanwhile."""
        if self.selection.item is not None and self.selection.item.ref != ref:
            await asyncio.sleep(PAUSE)
        with self.reporting():
            item = await self.session.api(ref.account).item(ref)
            if not self.is_running or ref != self.selection.ref or item == self.selection.item:
                return
            self.selection.item = item
            codes = {f.id: self.session.access.code(f) for f in item.fields if f.kind is FieldKind.OTP and not f.empty}
            vault = self.session.catalog.vault(ref.account, ref.vault)
            self.detail.show(item, vault=vault.name if vault else "", codes=codes)
            self.refresh_footer()

    # Keys

    def refusal(self, command: Command) -> str | None:
        """Also ask for an item, and ask its account."""
        if command.context == "move" or command.id in ("items.new", "items.filter", "items.sort", "items.undo"):
            return super().refusal(command)
        if command.context in ("items", "list", "detail") and self.selection.ref is None:
            return "There is no item under the cursor."
        action = NEEDS.get(command.id)
        if action is None or self.selection.ref is None:
            return super().refusal(command)
        row = self.session.catalog.row(self.selection.ref)
        archived = row is not None and self.session.catalog.snapshot.has(row, ARCHIVED)
        if action is Action.RESTORE and not archived and not self.selection.marked:
            return "This item is not in the archive."
        if action is Action.ARCHIVE and archived and not self.selection.marked:
            return "This item is in the archive already; A brings it back, D deletes it for good."
        return self.session.refusal(action, self.selection.ref.account, self.selection.ref)

    @property
    def pane(self) -> ItemList | ItemDetail:
        """The side where the cursor moves."""
        return self.detail if focused_within(self, self.detail) else self.list

    def action_open(self) -> None:
        """Go to the fields."""
        self._go(self.detail)

    def action_switch(self) -> None:
        """Go to the other side."""
        self._go(self.list if self.pane is self.detail else self.detail)

    def _go(self, side: Widget) -> None:
        self.set_class(side is self.detail, "-detail")
        side.focus()
        self.refresh_footer()

    def _uncover(self) -> None:
        if self.has_class("-narrow"):
            self._go(self.detail)

    def action_back(self) -> None:
        """From the fields to the list, from a filter to none, from the list to where one came from."""
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
        """Keep the filter."""
        self.list.focus()

    def action_clear(self) -> None:
        """Clear the filter."""
        self.filter.value = ""
        self.list.focus()

    def action_mark(self) -> None:
        """Mark the item, or no longer, and go on to the next."""
        if self.selection.ref is not None:
            self.selection.marked ^= {self.selection.ref}
            self.list.show_rows(FoundRows(self.selection.found, self.selection.marked), self.list.cursor)
            self.list.move(1)
            self.refresh_state()

    @work(description="sort")
    async def action_sort(self) -> None:
        """Ask for the order."""
        choices = [Choice(sort.value, SORTS[sort], SORTS[sort][0].lower()) for sort in Sort]
        chosen = await self.app.push_screen_wait(Choose("Sort by", choices))
        if chosen is not None:
            self.selection.request = replace(self.selection.request, sort=Sort(chosen))
            self.find()

    def action_copy_field(self) -> None:
        """Copy the field or website under the cursor."""
        target = self.detail.cursor_target
        if target is not None:
            self.copying.copy(copyable(target))


SORTS: dict[Sort, str] = {
    Sort.RECENT: "Recently used first",
    Sort.TITLE: "Title",
    Sort.UPDATED: "Last change",
    Sort.CATEGORY: "Category",
}
