"""Moving items to another vault: what changes by that is said first, and what would be lost is refused before."""

from __future__ import annotations

from collections.abc import Sequence

from tui.backends.protocol import Action
from tui.host.display import display_text
from tui.model.errors import NotFound, VaultError
from tui.model.ids import ItemRef
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.item_batch import Batch, Failures, Words, way_back
from tui.screens.modals import Choice, Choose, Confirm, TypedConfirm
from tui.screens.selection import Selection
from tui.screens.vault_choice import choose_vault
from tui.services.bulk import Failure
from tui.services.transfer import Ending, Move, fit, in_one_step, moving

LOOKED_AT = 50
"""Of so many items is looked beforehand how they fit; of more, each is looked at just before it would be moved."""
MOST_LINES = 6

STEP = (
    "Earlier versions and files go along, and the id stays. References (op://…) name the vault: those that are written "
    "down somewhere no longer find it, nor do items that lead to it. U undoes it."
)
COPY = (
    "It gets another id: references to it, wherever they are written down, no longer find it, nor do items that lead "
    "to it. It is copied, read back and compared, field by field; only then is anything done to the original."
)
ENDINGS = {
    Ending.ARCHIVE: "The original then goes to the archive of its vault, with its earlier versions.",
    Ending.DELETE: "The original is then deleted for good, with its history: its service has no archive.",
    Ending.KEEP: "The original stays where it is.",
}


class ItemMoving:
    """Moves the item under the cursor, or the marked ones."""

    def __init__(self, screen: BaseScreen, selection: Selection, batch: Batch) -> None:
        self._screen = screen
        self._selection = selection
        self._session = screen.session
        self._batch = batch

    def action_move(self) -> None:
        """Ask where to, say what that means, and move."""

        async def reported() -> None:
            with self._screen.reporting():
                await self._move()

        if self._batch.free():
            self._screen.run_worker(reported(), name="move", group="deed", description="move items")

    async def _move(self) -> None:
        refs = self._selection.refs
        homes = {(ref.account, ref.vault) for ref in refs}
        title = f"Move {self._name(refs)} to which vault?"
        if len(self._session.catalog.vaults) < 2 and len(homes) == 1:
            raise NotFound("There is no other vault. Make one in the vault list (g v, then n).")
        vault = await choose_vault(
            self._screen.app, self._session, title, without=lambda one: homes == {(one.account, one.id)}
        )
        if vault is None:
            return
        refs = [ref for ref in refs if (ref.account, ref.vault) != (vault.account, vault.id)]
        fitting, changed = await self._fitting(refs, vault)
        ending = await self._ending(fitting, vault) if fitting else None
        if ending is not None and await self._agreed(fitting, vault, ending, changed):
            words = Words("Moving", "Copied" if ending is Ending.KEEP else "Moved", f"It is in “{vault.name}” now.")
            if len(fitting) > 1:
                words = Words(words.doing, words.done, f"They are in “{vault.name}” now.")
            deed = moving(self._session, Move(vault, ending))
            await self._batch.run(words, Action.MOVE, fitting, deed)

    async def _fitting(self, refs: Sequence[ItemRef], vault: Vault) -> tuple[list[ItemRef], list[str]]:
        """Return the items that fit, and what changes with them; tell of those that do not."""
        if len(refs) > LOOKED_AT:
            return list(refs), []
        failed: list[Failure] = []
        changed: list[str] = []
        for at, ref in enumerate(refs):
            if in_one_step(self._session, ref, vault):
                continue
            if len(refs) > 1:
                self._screen.say(f"Looking how they fit … {at} of {len(refs)}")
            title = self._session.catalog.title(ref)
            try:
                found = fit(self._session, await self._session.api(ref.account).item(ref), vault)
            except VaultError as error:
                failed.append(Failure(ref, title, str(error)))
                continue
            if found.refused:
                failed.append(Failure(ref, title, found.refused))
            changed += [f"“{title}”: {one}" for one in found.changed]
        if failed:
            left = len(refs) - len(failed)
            rest = f"The other {left:,} can be moved; that is asked next." if left else "Nothing was moved."
            await self._screen.app.push_screen_wait(Failures(failed, rest, f"Cannot go to “{vault.name}”"))
        bad = {one.ref for one in failed}
        return [ref for ref in refs if ref not in bad], changed

    async def _ending(self, refs: Sequence[ItemRef], vault: Vault) -> Ending | None:
        """Return what becomes of the originals; asked where their service has no archive."""
        copied = [ref for ref in refs if not in_one_step(self._session, ref, vault)]
        if all(self._session.refusal(Action.ARCHIVE, ref.account, ref) is None for ref in copied):
            return Ending.ARCHIVE
        name = self._session.name_of(copied[0].account)
        choices = [
            Choice(Ending.KEEP.value, "Copy, and leave the original", "c"),
            Choice(Ending.DELETE.value, "Move, and delete the original for good", "d"),
        ]
        chosen = await self._screen.app.push_screen_wait(Choose(f"“{name}” has no archive", choices))
        return None if chosen is None else Ending(chosen)

    async def _agreed(self, refs: Sequence[ItemRef], vault: Vault, ending: Ending, changed: Sequence[str]) -> bool:
        copied = [ref for ref in refs if not in_one_step(self._session, ref, vault)]
        verb = "Copy" if ending is Ending.KEEP else "Move"
        question = f"{verb} {self._name(refs)} to “{vault.name}” ({self._session.name_of(vault.account)})?"
        detail = f"{COPY} {ENDINGS[ending]}" if copied else STEP
        if copied and ending is Ending.ARCHIVE:
            detail = f"{detail} {way_back(self._session, copied)}"
        if changed:
            more = [f"… and {len(changed) - MOST_LINES:,} more."] if len(changed) > MOST_LINES else []
            detail = "\n".join([detail, "", "There it is not quite the same:", *changed[:MOST_LINES], *more])
        if ending is Ending.DELETE:
            expected = self._session.catalog.title(refs[0]) if len(refs) == 1 else f"move {len(refs)} items"
            return await self._screen.app.push_screen_wait(TypedConfirm(question, expected, detail, yes=verb))
        return await self._screen.app.push_screen_wait(Confirm(question, detail, yes=verb, no="Leave it"))

    def _name(self, refs: Sequence[ItemRef]) -> str:
        if len(refs) > 1:
            return f"{len(refs):,} items"
        return f"“{display_text(self._session.catalog.title(refs[0])) or 'untitled'}”"
