"""Moving an item to another vault: in one step where its place can do that, else as a copy that is read back first.

Whatever goes wrong, the original is still where it was: at worst the item is there twice, and that is told.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from tui.backends.protocol import Action, Fit
from tui.model.errors import Conflict, Denied, Unclear, Unreachable, VaultError
from tui.model.field import FieldKind, freed
from tui.model.ids import ItemId, ItemRef
from tui.model.item import Item, ItemState
from tui.services.undo import Step
from tui.tools.sameness import differences

if TYPE_CHECKING:
    from tui.model.vault import Vault
    from tui.services.bulk import Deed
    from tui.services.session import Session

PATIENCE = 40.0
"""So many seconds is waited until a service shows what it was given."""
LOOK = 0.05
"""Seconds between two looks."""


class Ending(Enum):
    """What becomes of the original once the copy is known to be whole."""

    ARCHIVE = "archive"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Move:
    """A move to a vault. `ending` is what becomes of originals that are copied."""

    vault: Vault
    ending: Ending = Ending.ARCHIVE


def in_one_step(session: Session, ref: ItemRef, vault: Vault) -> bool:
    """Whether an item goes to a vault as it is, with its id, versions and files."""
    return ref.account == vault.account and session.api(ref.account).moves


def copied_to(item: Item, vault: Vault) -> Item:
    """Return what is to be made in a vault of an item."""
    place = ItemRef(vault.account, vault.id, ItemId(""))
    return replace(item, ref=place, fields=tuple(map(freed, item.fields)), version=0, files=(), read_only="")


def fit(session: Session, item: Item, vault: Vault) -> Fit:
    """Return how an item fits a vault: what would not be kept whole is refused, before anything is done."""
    if in_one_step(session, item.ref, vault):
        return Fit()
    if item.files or any(field.kind is FieldKind.FILE and not field.empty for field in item.fields):
        return Fit("It has files, which do not go to another account. Save them, and attach them to a copy.")
    if item.state is ItemState.ARCHIVED:
        return Fit("It is in the archive; bring it back first (A).")
    return session.api(vault.account).fit(copied_to(item, vault))


def moving(session: Session, move: Move) -> Deed:
    """Move items."""

    async def deed(ref: ItemRef) -> Step | None:
        if (ref.account, ref.vault) == (move.vault.account, move.vault.id):
            return None
        shelf = await session.drafts.shelf()
        if any(draft.base.ref == ref for draft in (*shelf.left, *shelf.elsewhere)):
            raise Denied("It is being edited: save that, or leave it, before the item moves.")
        if in_one_step(session, ref, move.vault):
            title = session.catalog.title(ref)
            moved = await session.api(ref.account).move(ref, move.vault.id, title)
            return Step(Action.MOVE, moved.ref, title, moved.version, origin=ref)
        # To its end, even if the screen is left: it is no use to have things twice because somebody looked elsewhere.
        copying = _Copying(session, move).run(ref)
        return await session.to_the_end(copying, f"“{session.catalog.title(ref)}” was not moved")

    return deed


class _Copying:
    """Moves one item by copying it."""

    def __init__(self, session: Session, move: Move) -> None:
        self._session = session
        self._move = move
        self._target = session.api(move.vault.account)
        self._where = f"“{move.vault.name}”"

    async def run(self, ref: ItemRef) -> Step | None:
        """Copy, read back, compare; only then is anything done to the original."""
        source = self._session.api(ref.account)
        item: Item = await source.current(ref)
        fits = fit(self._session, item, self._move.vault)
        if fits.refused:
            raise Denied(fits.refused)
        wanted = fits.becomes or copied_to(item, self._move.vault)
        copy = await self._made(wanted)
        found = await self._read_back(copy)
        different = await asyncio.to_thread(differences, wanted, found)  # SSH keys are read
        if different:
            what = ", ".join(different[:3])
            raise Denied(f"The copy in {self._where} is not the same: {what}. {await self._withdrawn(copy)}")
        if (await self._original(ref, copy)).version != item.version:
            raise Conflict(f"It was changed while it was copied. {await self._withdrawn(copy)}")
        return await self._ended(item, copy)

    async def _made(self, wanted: Item) -> Item:
        try:
            made: Item = await self._target.create(wanted)
        except Unclear as error:
            raise Unclear(f"{error} The original is where it was; look whether {self._where} has it too.") from None
        return made

    async def _read_back(self, copy: Item) -> Item:
        """Return the copy as its place shows it to everybody."""
        until = time.monotonic() + PATIENCE
        try:
            while self._target.syncing(copy.ref):
                if time.monotonic() > until:
                    raise Unreachable("The service does not show it yet.")
                await asyncio.sleep(LOOK)
            found: Item = await self._target.current(copy.ref)
        except VaultError as error:
            raise Unreachable(f"{self._twice()} The copy could not be read back: {error}") from None
        return found

    async def _original(self, ref: ItemRef, copy: Item) -> Item:
        """Return the original as it is now."""
        try:
            now: Item = await self._session.api(ref.account).current(ref)
        except VaultError as error:
            raise type(error)(f"{error} {await self._withdrawn(copy)}") from None
        return now

    async def _withdrawn(self, copy: Item) -> str:
        """Take the copy away again, and return what came of that."""
        try:
            await self._target.delete(copy.ref, copy.title)
        except VaultError as error:
            return f"{self._twice()} The copy could not be taken away: {error}"
        return "The original is where it was, and the copy was taken away."

    async def _ended(self, item: Item, copy: Item) -> Step | None:
        source = self._session.api(item.ref.account)
        try:
            match self._move.ending:
                case Ending.ARCHIVE:
                    await source.archive(item.ref, item.title)
                    if source.refusal(Action.RESTORE, item.ref) is None:
                        return Step(Action.MOVE, copy.ref, item.title, copy.version, origin=item.ref)
                case Ending.DELETE:
                    await source.delete(item.ref, item.title)
                    return Step(Action.DELETE, item.ref, item.title, 0)
        except VaultError as error:
            what = "put away" if self._move.ending is Ending.ARCHIVE else "deleted"
            raise Unreachable(f"{self._twice()} The original could not be {what}: {error}") from None
        return None

    def _twice(self) -> str:
        return f"It is there twice now: where it was, and in {self._where}."
