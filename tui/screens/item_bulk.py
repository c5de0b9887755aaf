"""What the item browser can do to one item or to all that are marked: put away, bring back, delete, tag, favour."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from tui.backends.protocol import Action
from tui.model import arrange
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen
from tui.screens.item_batch import UNDO, Batch, Words, way_back
from tui.screens.modals import Ask, Form, FormField, TypedConfirm
from tui.screens.selection import Selection
from tui.services import bulk_deeds
from tui.services.columns import ARCHIVED, FAVOURITE

GONE = "The item and all its earlier versions are gone for good. To put it away instead, press d."
GONE_AT_ONCE = (
    "The service deletes it at once and for good; this account has no archive. "
    "Do not count on finding it under “Recently Deleted” in the service's own app."
)
ALL_GONE = "They and all their earlier versions are gone for good. To put them away instead, press d."
ALL_GONE_AT_ONCE = "An account without an archive deletes at once and for good, whatever its service's own app shows."
NAMED = 5
"""So many titles are named in a question."""


class Bulk:
    """Does things to the item under the cursor, or to the marked ones."""

    def __init__(self, screen: BaseScreen, selection: Selection, batch: Batch) -> None:
        self._screen = screen
        self._selection = selection
        self._session = screen.session
        self._batch = batch

    def action_archive(self) -> None:
        """Put items away."""
        self._do(self._archive())

    def action_restore(self) -> None:
        """Bring items back."""
        self._do(self._restore())

    def action_delete(self) -> None:
        """Delete items for good, after a title or a number was typed."""
        self._do(self._delete())

    def action_favourite(self) -> None:
        """Mark items as favourites, or no longer."""
        self._do(self._favourite())

    def action_tags(self) -> None:
        """Change the tags."""
        self._do(self._tags())

    def action_next_code(self) -> None:
        """Go on to the next code of one that goes by a counter."""
        self._do(self._next_code())

    def _do(self, deed: Coroutine[Any, Any, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        if self._batch.free():
            self._screen.run_worker(reported(), name="deed", group="deed", description="change items")
        else:
            deed.close()

    async def _next_code(self) -> None:
        ref = self._selection.ref
        if ref is not None:
            words = Words("Counting on", "Went on to the next code of", UNDO)
            await self._batch.run(words, Action.EDIT, [ref], bulk_deeds.counting_on(self._session))

    async def _archive(self) -> None:
        refs = self._with(ARCHIVED, False)
        if refs:
            deed = bulk_deeds.archiving(self._session)
            await self._batch.run(
                Words("Archiving", "Archived", way_back(self._session, refs)), Action.ARCHIVE, refs, deed
            )
        else:
            self._screen.say("That is in the archive already.", "warning")

    async def _restore(self) -> None:
        refs = self._with(ARCHIVED, True)
        if refs:
            deed = bulk_deeds.restoring(self._session)
            await self._batch.run(Words("Restoring", "Restored"), Action.RESTORE, refs, deed)
        else:
            self._screen.say("That is not in the archive.", "warning")

    async def _delete(self) -> None:
        refs = self._selection.refs
        agreed: bool = bool(refs) and await self._screen.app.push_screen_wait(self._question(refs))
        if agreed:
            deed = bulk_deeds.deleting(self._session)
            await self._batch.run(Words("Deleting", "Deleted"), Action.DELETE, refs, deed)

    def _question(self, refs: Sequence[ItemRef]) -> TypedConfirm:
        title = self._session.catalog.title
        archives = all(self._session.refusal(Action.ARCHIVE, ref.account, ref) is None for ref in refs)
        if len(refs) == 1:
            name = title(refs[0])
            return TypedConfirm(f"Delete “{name}” for good?", name, GONE if archives else GONE_AT_ONCE)
        some = ", ".join(f"“{title(ref) or 'untitled'}”" for ref in refs[:NAMED])
        more = f" and {len(refs) - NAMED:,} more" if len(refs) > NAMED else ""
        detail = f"{some}{more}.\n{ALL_GONE if archives else ALL_GONE_AT_ONCE}"
        return TypedConfirm(f"Delete {len(refs):,} items for good?", f"delete {len(refs)} items", detail)

    async def _favourite(self) -> None:
        refs = self._selection.refs
        on = len(self._with(FAVOURITE, True)) < len(refs)
        done = "Favourite:" if on else "No longer a favourite:"
        doing = "Marking favourites" if on else "Unmarking favourites"
        deed = bulk_deeds.favouring(self._session, on)
        await self._batch.run(Words(doing, done), Action.FAVOURITE, refs, deed)

    async def _tags(self) -> None:
        refs = self._selection.refs
        if len(refs) > 1:
            await self._tag_all(refs)
            return
        item = await self._session.api(refs[0].account).item(refs[0])
        before = arrange.tags_line(item.tags)
        if item.read_only:
            self._screen.say(item.read_only, "error")
            return
        answer = await self._screen.app.push_screen_wait(Ask("Tags", "Tags, with commas", before))
        tags = arrange.set_tags(answer or "").tags
        if answer not in (None, before) and tags != item.tags:
            deed = bulk_deeds.retagging(self._session, tags)
            await self._batch.run(Words("Tagging", "Tagged"), Action.EDIT, refs, deed)

    async def _tag_all(self, refs: Sequence[ItemRef]) -> None:
        """Ask which tags to add to all and which to take away from all that have them."""
        lines = [FormField("add", "tags to add, with commas"), FormField("remove", "tags to take away")]
        answer = await self._screen.app.push_screen_wait(Form(f"Tags of {len(refs):,} items", lines, submit="Change"))
        if answer is None:
            return
        add, remove = (arrange.set_tags(answer[name]).tags for name in ("add", "remove"))
        if add or remove:
            deed = bulk_deeds.tagging(self._session, add, remove)
            await self._batch.run(Words("Tagging", "Tagged", UNDO), Action.EDIT, refs, deed)

    def _with(self, flag: int, has: bool) -> list[ItemRef]:
        """Return those of the items that have a flag, or that have it not."""
        snapshot = self._session.catalog.snapshot
        rows = ((ref, snapshot.row(ref)) for ref in self._selection.refs)
        return [ref for ref, row in rows if row is not None and snapshot.has(row, flag) is has]
