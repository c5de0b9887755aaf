"""What the item browser can do to one item: make it, edit it, make another like it; and undo what was done last."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace

from tui import messages
from tui.backends.protocol import Action
from tui.model.category import CATEGORIES, COMMON, category
from tui.model.draft import Draft, new_draft_id
from tui.model.errors import Denied
from tui.model.field import freed
from tui.model.ids import ItemId, ItemRef
from tui.model.item import DOCUMENT, Item
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.modals import Choice, Choose, Confirm
from tui.screens.selection import Selection
from tui.screens.vault_choice import choose_vault


class Deeds:
    """Does things to the item under the cursor. `new_document` makes one of a file.

    `free` says whether nothing is being done to several items, and otherwise tells that it is.
    """

    def __init__(
        self,
        screen: BaseScreen,
        selection: Selection,
        new_document: Callable[[Vault], Awaitable[None]],
        free: Callable[[], bool],
    ) -> None:
        self._screen = screen
        self._free = free
        self._new_document = new_document
        self._selection = selection
        self._session = screen.session

    def action_new(self) -> None:
        """Make a new item."""
        self._do(self._new())

    def action_edit(self) -> None:
        """Edit the item."""
        self._do(self._edit())

    def action_duplicate(self) -> None:
        """Make a new item like this one."""
        self._do(self._duplicate())

    def action_undo(self) -> None:
        """Undo the last step; as long as another one is going on, that is not known yet."""
        if self._free():
            self._do(self._undo())

    def action_item_audit(self) -> None:
        """Show who did what to the item."""
        if self._selection.ref is not None:
            self._screen.post_message(messages.ShowAudit(ref=self._selection.ref))

    def action_versions(self) -> None:
        """Show earlier versions."""
        if self._selection.ref is not None:
            self._screen.post_message(messages.ShowVersions(self._selection.ref))

    def action_old_values(self) -> None:
        """Show what concealed fields were before."""
        if self._selection.ref is not None:
            self._screen.post_message(messages.ShowOldValues(self._selection.ref))

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.run_worker(reported(), name="deed", group="deed", description="change items")

    # Making and editing

    async def _new(self) -> None:
        vault = await self._vault()
        if vault is None:
            return
        refusal = self._session.refusal(Action.CREATE, vault.account, vault.id)
        if refusal is not None:
            raise Denied(refusal)
        documents = self._session.refusal(Action.ATTACH_FILE, vault.account, vault.id) is None
        made = [kind for kind in CATEGORIES.values() if (documents if kind.id == DOCUMENT else kind.creatable)]
        choices = [Choice(kind.id, kind.name, kind.name[0].lower() if kind in COMMON else "") for kind in made]
        chosen = await self._screen.app.push_screen_wait(Choose("New item", choices))
        if chosen == DOCUMENT:
            await self._new_document(vault)
        elif chosen is not None:
            kind = category(chosen)
            item = Item(ItemRef(vault.account, vault.id, ItemId("")), "", kind, kind.template, kind.sections)
            self._open(Draft(new_draft_id(), item, item, time.time()))

    async def _vault(self) -> Vault | None:
        request, catalog = self._selection.request, self._session.catalog
        if request.account is not None and request.vault is not None:
            return catalog.vault(request.account, request.vault)
        if len(catalog.vaults) == 1:
            return catalog.vaults[0]
        return await choose_vault(self._screen.app, self._session, "New item in which vault?")

    async def _edit(self) -> None:
        ref = self._selection.ref
        if ref is None:
            return
        shelf = await self._session.drafts.shelf()
        left = next((draft for draft in reversed(shelf.left) if draft.base.ref == ref), None)
        if left is None:
            if any(draft.base.ref == ref for draft in shelf.elsewhere) and not await self._edit_here_too(ref):
                return
            item = await self._editable(ref)
            left = Draft(new_draft_id(), item, item, time.time())
        self._open(left)

    async def _edit_here_too(self, ref: ItemRef) -> bool:
        ask = Confirm(
            f"“{self._session.catalog.title(ref)}” is being edited in another Strongroom just now.",
            "What is typed there stays there. Who saves last is asked whose changes to take.",
            yes="Edit here too",
            no="Back",
        )
        return await self._screen.app.push_screen_wait(ask)

    async def _duplicate(self) -> None:
        ref = self._selection.ref
        if ref is None:
            return
        place = replace(ref, item=ItemId(""))
        if self._session.refusal(Action.CREATE, ref.account, ref.vault) is not None:
            vault = await choose_vault(self._screen.app, self._session, "Duplicate into which vault?")
            if vault is None:
                return
            place = replace(place, account=vault.account, vault=vault.id)
        item = await self._session.api(ref.account).item(ref)
        if item.files and not await self._without_files(item):
            return
        base = Item(place, "", item.category)
        self._open(Draft(new_draft_id(), base, copy_of(item, base), time.time()))

    async def _without_files(self, item: Item) -> bool:
        question = f"Duplicate “{item.title}” without its files?"
        detail = "The copy has everything else."
        return await self._screen.app.push_screen_wait(Confirm(question, detail, yes="Duplicate", no="Leave it"))

    def _open(self, draft: Draft) -> None:
        self._screen.post_message(messages.EditItem(draft))

    # Taking back

    async def _undo(self) -> None:
        steps, item = await self._session.undo.undo()
        step = steps[-1]
        what = f"“{step.title}”" if len(steps) == 1 else f"{len(steps)} items"
        words = {
            Action.ARCHIVE: "Restored from the archive",
            Action.RESTORE: "Archived again",
            Action.MOVE: "Moved back",
        }
        self._screen.say(f"Undone: {words.get(step.action, 'edit taken back')}: {what}.", "success")
        if len(steps) == 1 and step.action in (Action.ARCHIVE, Action.MOVE) and self._lists(item.ref):
            self._screen.post_message(messages.ShowItem(item.ref))

    def _lists(self, ref: ItemRef) -> bool:
        """Whether what is listed has every item of the vault of this one."""
        request = self._selection.request
        return not request.text and request.vault in (None, ref.vault) and request.account in (None, ref.account)

    async def _editable(self, ref: ItemRef) -> Item:
        """Return the item. Raises Denied where it cannot be edited."""
        item: Item = await self._session.api(ref.account).item(ref)
        if item.read_only:
            raise Denied(item.read_only)
        return item


def copy_of(item: Item, base: Item) -> Item:
    """Return a new item with the content of another."""
    return replace(
        base,
        title=f"{item.title} (copy)",
        fields=tuple(map(freed, item.fields)),
        sections=item.sections,
        websites=item.websites,
        tags=item.tags,
    )
