"""What the item browser can do to items: make, edit, put away, bring back, delete, tag, undo."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from dataclasses import replace

from tui import messages
from tui.backends.protocol import Action
from tui.model import arrange
from tui.model.category import CATEGORIES, category
from tui.model.draft import Draft, new_draft_id
from tui.model.edit import Edit, SetFavourite, SetTags
from tui.model.ids import ItemId, ItemRef
from tui.model.item import Item
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.modals import Ask, Choice, Choose, Confirm, TypedConfirm
from tui.screens.selection import Selection
from tui.services.columns import ARCHIVED
from tui.services.undo import Step


class Deeds:
    """Does things to the item under the cursor, or to the marked ones."""

    def __init__(self, screen: BaseScreen, selection: Selection) -> None:
        self._screen = screen
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

    def action_archive(self) -> None:
        """Put items away."""
        self._do(self._archive())

    def action_restore(self) -> None:
        """Bring items back."""
        self._do(self._restore())

    def action_delete(self) -> None:
        """Delete the item for good, after its title was typed."""
        self._do(self._delete())

    def action_undo(self) -> None:
        """Undo the last step."""
        self._do(self._undo())

    def action_favourite(self) -> None:
        """Mark items as favourites, or no longer."""
        self._do(self._favourite())

    def action_tags(self) -> None:
        """Change the tags."""
        self._do(self._tags())

    def action_versions(self) -> None:
        """Show earlier versions."""
        if self._selection.ref is not None:
            self._screen.post_message(messages.ShowVersions(self._selection.ref))

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
        choices = [Choice(c.id, c.name, c.name[0].lower()) for c in CATEGORIES.values() if c.creatable]
        chosen = await self._screen.app.push_screen_wait(Choose("New item", choices))
        if chosen is not None:
            kind = category(chosen)
            item = Item(ItemRef(vault.account, vault.id, ItemId("")), "", kind, kind.template)
            self._open(Draft(new_draft_id(), item, item, time.time()))

    async def _vault(self) -> Vault | None:
        request, vaults = self._selection.request, self._session.catalog.vaults
        if request.account is not None and request.vault is not None:
            return self._session.catalog.vault(request.account, request.vault)
        if not vaults:
            self._screen.say("There is no vault yet. Make one in the vault list (g v, then n).", "warning")
            return None
        if len(vaults) == 1:
            return vaults[0]
        choices = [Choice(str(n), v.name, note=self._session.accounts.name(v.account)) for n, v in enumerate(vaults)]
        chosen = await self._screen.app.push_screen_wait(Choose("New item in which vault?", choices))
        return None if chosen is None else vaults[int(chosen)]

    async def _edit(self) -> None:
        ref = self._selection.ref
        if ref is None:
            return
        shelf = await self._session.drafts.shelf()
        left = next((draft for draft in reversed(shelf.left) if draft.base.ref == ref), None)
        if left is None:
            if any(draft.base.ref == ref for draft in shelf.elsewhere) and not await self._edit_here_too(ref):
                return
            item = await self._session.api(ref.account).item(ref)
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
        item = await self._session.api(ref.account).item(ref)
        base = Item(replace(ref, item=ItemId("")), "", item.category)
        self._open(Draft(new_draft_id(), base, copy_of(item, base), time.time()))

    def _open(self, draft: Draft) -> None:
        self._screen.post_message(messages.EditItem(draft))

    # Putting away and bringing back

    async def _archive(self) -> None:
        refs = self._in_archive(False)
        if refs:
            await self._session.archive(refs)
            self._done(refs, "Archived", "U undoes it.")
        else:
            self._screen.say("That is in the archive already.", "warning")

    async def _restore(self) -> None:
        refs = self._in_archive(True)
        if refs:
            await self._session.restore(refs)
            self._done(refs, "Restored")
        else:
            self._screen.say("That is not in the archive.", "warning")

    def _in_archive(self, archived: bool) -> list[ItemRef]:
        """Return those of the items that are in the archive, or that are not."""
        snapshot = self._session.catalog.snapshot
        rows = ((ref, snapshot.row(ref)) for ref in self._selection.refs)
        return [ref for ref, row in rows if row is not None and snapshot.has(row, ARCHIVED) is archived]

    async def _delete(self) -> None:
        ref = self._selection.ref
        if ref is None:
            return
        title = self._session.catalog.title(ref)
        detail = "The item and all its earlier versions are gone for good. To put it away instead, press d."
        ask = TypedConfirm(f"Delete “{title}” for good?", title, detail)
        if await self._screen.app.push_screen_wait(ask):
            await self._session.api(ref.account).delete(ref, title)
            self._session.undo.note(Step(Action.DELETE, ref, title, 0))
            self._done([ref], "Deleted", title=title)

    async def _undo(self) -> None:
        steps, _ = await self._session.undo.undo()
        step = steps[-1]
        what = f"“{step.title}”" if len(steps) == 1 else f"{len(steps)} items"
        words = {Action.ARCHIVE: "Restored from the archive", Action.RESTORE: "Archived again"}
        self._screen.say(f"Undone: {words.get(step.action, 'edit taken back')}: {what}.", "success")

    def _done(self, refs: list[ItemRef], what: str, more: str = "", title: str = "") -> None:
        self._selection.marked -= {*refs, *self._selection.refs}
        title = title or (self._session.catalog.title(refs[0]) if len(refs) == 1 else "")
        name = f"“{title}”" if title else "it" if len(refs) == 1 else f"{len(refs)} items"
        self._screen.say(f"{what} {name}. {more}".strip(), "success")

    # Small edits

    async def _favourite(self) -> None:
        refs = self._selection.refs
        items = [await self._session.api(ref.account).item(ref) for ref in refs]
        on = not all(item.favourite for item in items)
        for item in items:
            if item.favourite is not on:
                await self._update(item, SetFavourite(on))
        self._done(refs, "Favourite:" if on else "No longer a favourite:")

    async def _tags(self) -> None:
        refs = self._selection.refs
        items = [await self._session.api(ref.account).item(ref) for ref in refs]
        if len(items) == 1:
            await self._tag_one(items[0])
            return
        answer = await self._screen.app.push_screen_wait(Ask(f"Add tags to {len(items)} items", "tags, with commas"))
        for item in items if answer else ():
            tags = tuple(dict.fromkeys((*item.tags, *arrange.set_tags(answer or "").tags)))
            if tags != item.tags:
                await self._update(item, SetTags(tags))
        if answer:
            self._done(refs, "Tagged")

    async def _tag_one(self, item: Item) -> None:
        before = arrange.tags_line(item.tags)
        answer = await self._screen.app.push_screen_wait(Ask("Tags", "tags, with commas", before))
        if answer is not None and answer != before and arrange.set_tags(answer).tags != item.tags:
            await self._update(item, arrange.set_tags(answer))
            self._done([item.ref], "Tagged")

    async def _update(self, item: Item, edit: Edit) -> None:
        api = self._session.api(item.ref.account)
        saved = await api.update(item.ref, (edit,), item.version, item.title)
        self._session.undo.note(Step(Action.EDIT, item.ref, item.title, saved.version, item.version))


def copy_of(item: Item, base: Item) -> Item:
    """Return a new item with the content of another."""
    return replace(
        base,
        title=f"{item.title} (copy)",
        fields=item.fields,
        sections=item.sections,
        websites=item.websites,
        tags=item.tags,
    )
