"""What the item browser lists: found by its filter while one types, and anew whenever the catalog is another one.

The cursor stays on its item, and goes to one that was asked for as soon as that is listed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from tui.host.display import display_text
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen
from tui.screens.item_rows import FoundRows
from tui.screens.item_showing import Showing
from tui.screens.selection import Selection
from tui.screens.unchosen import Unchosen
from tui.services.finder import Found, Request, Sort
from tui.widgets.item_detail import ItemDetail
from tui.widgets.item_list import ItemList
from tui.widgets.plain_input import PlainInput
from tui.widgets.tally import Tally

SORTS: dict[Sort, str] = {
    Sort.RECENT: "Recently used first",
    Sort.TITLE: "Title",
    Sort.UPDATED: "Last change",
    Sort.CATEGORY: "Category",
}


class Finding:
    """Fills the list with what the filter finds. `wanted` is the item to go to once it is listed.

    `filter`, `scope` (where is looked) and `count` are the line above the list.
    """

    def __init__(
        self,
        screen: BaseScreen,
        selection: Selection,
        showing: Showing,
        item_list: ItemList,
        detail: ItemDetail,
        *,
        wanted: ItemRef | None,
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._selection = selection
        self._showing = showing
        self._list = item_list
        self._detail = detail
        self._wanted = wanted
        self._moves_then = 0
        self._afresh = False
        self._unchosen = Unchosen(item_list)
        text = selection.request.text
        self.filter = PlainInput(text, "words, tag: in: is:fav is:archived has:otp", compact=True)
        self.scope, self.count = Static(Content(self._scope()), id="scope"), Tally(id="count")

    # What is looked for

    def follow(self) -> None:
        """The catalog is another one: find anew, and fetch the item that is shown."""
        if not self._screen.is_running:
            return
        self._show_scope()
        self.find()
        self._screen.refresh_state()
        self._showing.freshen()
        ref = self._selection.item.ref if self._selection.item else None
        row = self._session.catalog.row(ref) if ref else None
        if ref is not None and row is not None and ref == self._selection.ref:
            self._showing.fetch(ref)

    def freshen(self) -> None:
        """The state of an account is another one."""
        self._showing.freshen()
        if self._screen.is_running and not self._selection.found.rows:
            self.find()  # why there is nothing may be another by now

    def typed(self, text: str) -> None:
        """The filter says something else."""
        if self._screen.focused is self.filter:
            self._wanted = None
        self._selection.request = replace(self._selection.request, text=text)
        self.find(keep=False)

    def go_to(self, ref: ItemRef) -> None:
        """Put the cursor on an item as soon as it is listed."""
        request = self._selection.request
        if request.vault not in (None, ref.vault) or request.account not in (None, ref.account):
            self._selection.request = replace(request, account=None, vault=None)
            self._show_scope()
        self._wanted, self._moves_then = ref, self._list.moves
        self.filter.value = ""
        self.find()

    def find(self, *, keep: bool = True) -> None:
        """Find what the filter says, and show it; `keep` keeps the cursor on its item."""
        self._afresh |= not keep  # also where another find takes the place of one that did not keep it
        find = partial(self._find, keep=not self._afresh)
        _: Worker[None] = self._screen.run_worker(find, name="find", group="find", exclusive=True, description="find")

    async def _find(self, *, keep: bool) -> None:
        request = replace(self._selection.request, recent=self._session.recent.refs)
        finder, snapshot = self._session.finder, self._session.catalog.snapshot
        found = await (finder.find(snapshot, request) if keep else finder.find_soon(snapshot, request))
        cursor = await self._cursor_in(found, keep=keep)
        if not self._screen.is_running:
            return  # it was locked meanwhile
        seen, self._afresh = self._selection.shown, False
        self._selection.found = found
        self._show_found(cursor or 0)
        if cursor is None:
            self._unchosen.came(self._selection.ref)
        elif keep and seen is not None and self._selection.shown is None:
            self._showing.nothing()  # it is gone: what is done now is done to another
        self._list.see_now(self.count, self._detail)
        if not found.complete:
            await self._find_more(found, request)

    async def _find_more(self, found: Found, request: Request) -> None:
        """Add what was not found soon: it comes behind, so the cursor stays where it is."""
        more = await self._session.finder.complete(found, request)
        if self._screen.is_running and len(more.rows) > len(found.rows):
            self._selection.found = more
            self._list.add_rows(FoundRows(more, self._selection.marked, self._session.name_of))
            self._selection.cursor = self._list.cursor
            self._tell_count()
            self._list.see_now(self.count, self._detail)

    # Where the cursor goes

    async def _cursor_in(self, found: Found, *, keep: bool) -> int | None:
        """Return where the cursor goes: to its item, also if it moves meanwhile; None: to the top, by itself."""
        while True:
            self._selection.cursor = self._list.cursor  # it may have moved, and be told of later
            if self._list.moves != self._moves_then:
                self._wanted = None  # somebody went on from there meanwhile
            wanted, ref = self._wanted, self._selection.ref if keep else None
            if ref is not None and self._unchosen(ref):
                ref = None
            places = [await self._place(found, one) for one in (wanted, ref)]
            if wanted != self._wanted or self._selection.cursor != self._list.cursor:
                continue
            if places[0] is not None:
                self._wanted = None
                self._unchosen.chosen()
                return places[0]
            if ref is None:
                return None
            return self._list.cursor if places[1] is None else places[1]

    async def _place(self, found: Found, ref: ItemRef | None) -> int | None:
        """Return where an item is among those found, None where it is not."""
        row = self._session.catalog.row(ref) if ref is not None else None
        return None if row is None else await self._session.finder.place(found, row)

    # What is seen

    def _show_found(self, cursor: int) -> None:
        found = self._selection.found
        self._list.empty = Content(self._why_empty())
        self._list.show_rows(FoundRows(found, self._selection.marked, self._session.name_of), cursor)
        self._selection.cursor = self._list.cursor  # it is told of later, and the rows are others now
        self._list.show_vault = self._selection.request.vault is None and len(self._session.catalog.vaults) > 1
        self._tell_count()
        if not found.rows:
            self._showing.nothing()
        elif self._screen.focused is self.filter:
            self._showing.nothing_yet()

    def _tell_count(self) -> None:
        found = self._selection.found
        some = "" if found.total == len(found.rows) else f"best {len(found.rows):,} of "
        self.count.tell(f"{some}{found.total:,}")

    def _show_scope(self) -> None:
        """Say what is listed: the vault may come to be known, or get another name."""
        scope = Content(self._scope())
        if scope != self.scope.content:
            self.scope.update(scope)

    def _scope(self) -> str:
        request = self._selection.request
        if request.account is None:
            return "All items"
        vault = self._session.catalog.vault(request.account, request.vault) if request.vault is not None else None
        return display_text(vault.name if vault else self._session.name_of(request.account))

    def _why_empty(self) -> str:
        if self._session.catalog.loading:
            return "Loading …"
        if self._selection.request.text.strip():
            return "Nothing matches this filter.\nEsc clears it."
        only = self._selection.request.account
        stale = [
            status for status in self._session.remotes.statuses if status.stale and only in (None, status.config.id)
        ]
        if stale:
            return "\n".join(display_text(f"{status.config.name}: {status.sentence}") for status in stale)
        if any(api.opens_ids for api in self._session.accounts if only in (None, api.account)):
            return "No items are listed here.\nn makes one.\ng c, then i opens one by its id."
        return "No items here yet.\nPress n to make the first one."
