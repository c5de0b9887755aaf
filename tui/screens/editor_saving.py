"""How an edit ends: saved after its changes were shown, settled with what somebody else saved, kept, or discarded.

Whatever fails, the draft stays as it is on the screen and in the store.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.host.display import display_text
from tui.model import merge
from tui.model.draft import Draft
from tui.model.errors import Conflict, KeysChanged, Locked, TokenRefused
from tui.model.field import freed
from tui.model.ids import ItemId, ItemRef
from tui.model.item import Item
from tui.screens.house import House
from tui.screens.modals import Ask, Choice, Choose, Confirm
from tui.screens.vault_choice import choose_vault
from tui.tools import dates, hints
from tui.widgets.form_row import RowKey

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen

PAUSE = 1.5
"""Seconds without a key after which nobody is typing."""


class Saving:
    """Saves the draft of an editor, or leaves it."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._opening = asyncio.Lock()
        self._declined = False

    def action_save(self) -> None:
        """Show what will change, and save it."""
        self._do(self._save())

    def action_cancel(self) -> None:
        """Leave; ask first if something is not saved."""
        self._do(self._leave())

    def action_choose_vault(self) -> None:
        """Choose the vault of a new item."""
        self._do(self._choose_vault())

    def unlock_again(self) -> None:
        """Ask for the master password, since drafts cannot be kept without; once, if that is declined."""
        if not self._opening.locked() and not self._declined:
            self._screen.run_worker(
                self._unlock_again(waiting=True), name="unlock", group="unlock", description="unlock again"
            )

    async def _unlock_again(self, *, waiting: bool = False) -> bool:
        """Ask for the master password; if `waiting`, as soon as nobody types, else it would get half of a word."""
        async with self._opening:
            left = PAUSE if waiting else 0.0
            while left > 0:
                await asyncio.sleep(left)
                left = PAUSE - abs(time.time() - self._screen.draft.at)
            with self._screen.reporting():
                self._declined = not await House(self._screen).unlock_again()
        if self._declined:
            self._screen.say(
                "What you type is not kept until the store is unlocked again; saving asks once more.", "warning"
            )
        else:
            self._screen.say("The store is open again; what you typed is kept.", "success")
        return not self._declined

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                try:
                    await deed
                except KeysChanged:
                    await self._unlock_again()

        self._screen.collect()
        self._screen.run_worker(reported(), name="save", group="save", exclusive=True, description="save")

    # Saving

    async def _save(self) -> None:
        from tui.screens.review import Review

        if not (await self._fits() and await self._title() and await self._place()):
            return
        if not self._screen.changed and not self._screen.draft.is_new:
            await self._go("Nothing was changed.")
        elif await self._screen.app.push_screen_wait(Review(self._screen.draft, self._screen.vault_name)):
            await self._write()

    async def _fits(self) -> bool:
        """Write dates as they are kept; where one cannot be read, or a seed makes no codes, go there and say so."""
        draft = self._screen.draft
        wrong = hints.misfit(draft.base, draft.current)
        if wrong is not None:
            field, sentence = wrong
            label = display_text(field.label) or field.kind.value
            self._screen.form.focus_row(RowKey("field", field.id))
            self._screen.say(f"“{label}”: {sentence[0].lower()}{sentence[1:]}", "warning")
            return False
        settled = dates.settled(draft.base, draft.current)
        if settled != draft.current:
            self._screen.adopt(replace(draft, current=settled))
            await self._screen.form.show(settled)
        return True

    async def _title(self) -> bool:
        """Ask for a title where there is none."""
        item = self._screen.item
        if item.title.strip():
            return True
        host = item.host.split(".")[0].capitalize()
        title = await self._screen.app.push_screen_wait(Ask("What is it called?", "Title", host, check=_titled))
        if title is None:
            return False
        self._screen.adopt(replace(self._screen.draft, current=replace(item, title=title.strip())))
        await self._screen.form.show(self._screen.item)
        return True

    async def _place(self) -> bool:
        """Ask for the vault of a new item where its own is gone, and of one whose account is gone."""
        if not self._at_home and not await self._as_new("The account of this item is not here any more."):
            return False
        if self._screen.draft.is_new and not self._placed:
            await self._choose_vault()
            return self._placed
        return True

    @property
    def _at_home(self) -> bool:
        """Whether the account of the item is here, open or not."""
        account = self._screen.draft.base.ref.account
        return self._session.remotes.status(account) is not None or any(
            worker.account == account for worker in self._session.accounts
        )

    @property
    def _placed(self) -> bool:
        ref = self._screen.item.ref
        return self._session.catalog.vault(ref.account, ref.vault) is not None

    async def _choose_vault(self) -> None:
        vault = await choose_vault(self._screen.app, self._session, "Into which vault?")
        if vault is not None:
            draft = self._screen.draft
            ref = replace(draft.current.ref, account=vault.account, vault=vault.id)
            self._screen.adopt(
                replace(draft, base=replace(draft.base, ref=ref), current=replace(draft.current, ref=ref))
            )

    async def _write(self) -> None:
        """Save the draft; where somebody else was quicker, settle that, and try again."""
        trouble = await self._try_to_save()
        while trouble is not None and await self._overcome(trouble):
            trouble = await self._try_to_save()

    async def _try_to_save(self) -> Conflict | KeysChanged | None:
        """Save the draft, and leave; return what stands in the way, where something can be done about it."""
        self._screen.hold(True)
        self._screen.say("Saving …")
        try:
            saved = await self._session.save(self._screen.draft)
            new = saved.ref if self._screen.draft.is_new else None
            await self._go(f"Saved “{self._screen.item.title}”.", new)
        except (Conflict, KeysChanged) as trouble:
            return trouble
        except (TokenRefused, Locked):  # it asks only where a token is what is missing
            self._session.remotes.ask_for_token(self._screen.draft.base.ref.account)
            raise
        finally:
            self._screen.hold(False)
        return None

    async def _overcome(self, trouble: Conflict | KeysChanged) -> bool:
        """Do what can be done; return whether there is something to save then."""
        if isinstance(trouble, KeysChanged):
            return await self._unlock_again()
        self._screen.say("This item was changed meanwhile.", "warning")
        if trouble.current is None:
            return await self._as_new("This item was deleted meanwhile.")
        return await self._settle(trouble.current)

    async def _settle(self, theirs: Item) -> bool:
        """Put both sides together; return whether there is something to save then."""
        from tui.screens.conflict import ConflictScreen

        draft = self._screen.draft
        keep_mine: frozenset[merge.Part] | None = frozenset()
        if merge.changes(draft.base, theirs):
            screen = ConflictScreen(draft.base, draft.current, theirs, self._session.access.reveal)
            keep_mine = await self._screen.app.push_screen_wait(screen)
        if keep_mine is None:
            return False
        merged = merge.merge(draft.base, draft.current, theirs, keep_mine)
        await self._go_on(replace(draft, base=theirs, current=merged))
        if not self._screen.changed:
            await self._go("Nothing of yours was left to save; the item is as the other side saved it.")
        return self._screen.changed

    async def _as_new(self, gone: str) -> bool:
        """Offer to save an item that is gone, as the sentence says, as a new one."""
        ask = Confirm(
            gone,
            "What you see in the editor can be saved as a new item.",
            yes="Save as new",
            no="Back",
        )
        if not await self._screen.app.push_screen_wait(ask):
            return False
        draft = self._screen.draft
        ref = replace(draft.base.ref, item=ItemId(""))
        base = Item(ref, "", draft.base.category)
        fields = tuple(map(freed, draft.current.fields))
        current = replace(draft.current, ref=ref, version=0, fields=fields, files=(), read_only="")
        await self._go_on(replace(draft, base=base, current=current))
        return True

    async def _go_on(self, draft: Draft) -> None:
        self._screen.adopt(draft)
        await self._screen.form.show(self._screen.item)

    # Leaving

    async def _leave(self) -> None:
        if not self._screen.changed:
            await self._go("")
            return
        kept = self._session.drafts.kept
        note = "sealed in the store, offered again" if kept else "only until Strongroom ends: no store is open"
        choices = [
            Choice("save", "Save", "s"),
            Choice("keep", "Keep as a draft", "k", note),
            Choice("discard", "Discard", "d", "what was typed is gone for good"),
            Choice("stay", "Stay", "e", "go on editing"),
        ]
        chosen = await self._screen.app.push_screen_wait(Choose("Some changes are not saved", choices))
        if chosen == "save":
            await self._save()
        elif chosen == "discard":
            await self._go("Discarded.")
        elif chosen == "keep":
            await self._session.drafts.leave(self._screen.draft.id)
            self._screen.leave(
                "Kept as a draft; e on the item goes on with it." if kept else "Kept until Strongroom ends."
            )

    async def _go(self, sentence: str, show: ItemRef | None = None) -> None:
        """Leave for good: the draft is not needed any more. On the screen below `show` is to be seen."""
        await self._session.drafts.discard(self._screen.draft.id)
        self._screen.leave(sentence, show)


def _titled(answer: str) -> str | None:
    return None if answer.strip() else "An item needs a title, so that it can be found again."
