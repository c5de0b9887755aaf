"""Vaults and items read. Of items, the last few are kept for a minute; that one is archived only its list tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from tui.backends.details import Details
from tui.backends.onepassword import convert, rows
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.refusals import Refusals
from tui.backends.onepassword.wire import Json, item_of, object_of, objects, unreadable
from tui.backends.protocol import Action
from tui.model.errors import (
    Denied,
    Invalid,
    NotFound,
    RateLimited,
    TokenRefused,
    Unreachable,
    VaultError,
)
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.page import SummaryPage
from tui.model.vault import Vault

AT_ONCE = 50
"""So many items are given in one answer."""

_ALL_STATES = [{"type": "ByState", "content": {"active": True, "archived": True}}]
_GONE = "1Password does not find the item: it was deleted, or moved to another vault."


class Reading:
    """Reads what one account has. Every method raises `VaultError` and nothing else."""

    def __init__(self, calls: Calls, account: AccountId, refusals: Refusals) -> None:
        self.details = Details()
        self._calls = calls
        self._account = account
        self._refusals = refusals
        self._archived: dict[VaultId, set[ItemId]] = {}

    async def vaults(self) -> list[Vault]:
        """Return every vault, in the order of their names."""
        answer = await self._calls.ask("VaultsList", {"params": None}, "the vaults")
        if not isinstance(answer, list):
            raise unreadable("the vaults")
        found = [convert.vault(one, self._account) for one in objects(answer)]
        return sorted((one for one in found if one.id), key=lambda one: one.name.casefold())

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault."""
        answer = await self._calls.ask("VaultsGetOverview", {"vault_id": vault}, "the vault")
        found = convert.vault(object_of(answer, "the vault"), self._account)
        if found.id != vault:
            raise unreadable("this vault")
        return found

    async def items(self, vault: VaultId) -> AsyncIterator[SummaryPage]:
        """Yield the items of a vault, which come in one answer, some at a time."""
        with self._refusals.met(vault, Action.READ):
            wanted = {"vault_id": vault, "filters": _ALL_STATES}
            answer = await self._calls.ask("ItemsList", wanted, "the items of the vault")
        if not isinstance(answer, list):
            raise unreadable("the items of the vault")
        archived: set[ItemId] = set()
        for page in rows.pages(answer, self._account, vault):
            archived |= rows.archived(page)
            self.details.check(page)
            yield page
            await asyncio.sleep(0)
        self._archived[vault] = archived

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item, as it was within the last minute; one in doubt where there is no answer."""
        kept = self.details.fresh(ref)
        if kept is not None:
            return kept
        try:
            return await self.current(ref)
        except (Unreachable, RateLimited):
            old = self.details.old(ref)
            if old is None:
                raise
            return old

    async def current(self, ref: ItemRef) -> Item:
        """Return a whole item as it is now."""
        _, item = await self.raw(ref)
        return item

    async def raw(self, ref: ItemRef) -> tuple[Json, Item]:
        """Return an item as it is now, as it came and read."""
        try:
            with self._refusals.met(ref.vault, Action.READ):
                wanted = {"vault_id": ref.vault, "item_id": ref.item}
                answer = await self._calls.ask("ItemsGet", wanted, "the item")
        except NotFound:
            self.gone(ref)
            raise
        found = item_of(answer, ref)
        return found, self.kept(found, ref)

    async def many(self, refs: Sequence[ItemRef]) -> list[Item | VaultError]:
        """Return for each item the whole item, or why not; one call for `AT_ONCE` of a vault."""
        found: dict[ItemRef, Item | VaultError] = {}
        by_vault: dict[VaultId, dict[ItemRef, None]] = {}
        for ref in refs:
            by_vault.setdefault(ref.vault, {})[ref] = None
        for vault, wanted in by_vault.items():
            listed = list(wanted)
            for at in range(0, len(listed), AT_ONCE):
                found |= await self._batch(vault, listed[at : at + AT_ONCE])
        return [found[ref] for ref in refs]

    async def _batch(self, vault: VaultId, refs: Sequence[ItemRef]) -> dict[ItemRef, Item | VaultError]:
        try:
            wanted = {"vault_id": vault, "item_ids": [ref.item for ref in refs]}
            with self._refusals.met(vault, Action.READ):
                answer = await self._calls.ask("ItemsGetAll", wanted, "the items")
        except TokenRefused:
            raise
        except (NotFound, Denied, Invalid) as error:
            return dict.fromkeys(refs, error)
        told = object_of(answer, "the items").get("individualResponses")
        if not isinstance(told, list) or len(told) != len(refs):
            raise unreadable("the items")
        return {ref: self._one_of(one, ref) for ref, one in zip(refs, told, strict=True)}

    def _one_of(self, told: object, ref: ItemRef) -> Item | VaultError:
        answer = told if isinstance(told, dict) else {}
        error = answer.get("error")
        if isinstance(error, dict):
            return NotFound(_GONE) if error.get("type") == "itemNotFound" else unreadable("this item")
        try:
            return self._read(item_of(answer.get("content"), ref), ref)
        except VaultError as problem:
            return problem

    # What is remembered

    def kept(self, raw: Json, ref: ItemRef) -> Item:
        """Return the item of an answer, and keep it for a while."""
        item = self._read(raw, ref)
        self.details.put(item)
        return item

    def put_away(self, item: Item) -> Item:
        """Return an item that was archived, and remember that it was."""
        self._archived.setdefault(item.ref.vault, set()).add(item.ref.item)
        archived = replace(item, state=ItemState.ARCHIVED)
        self.details.put(archived)
        return archived

    def gone(self, ref: ItemRef) -> None:
        """An item is no longer there."""
        self.details.drop(ref)
        self._archived.get(ref.vault, set()).discard(ref.item)

    def vault_gone(self, vault: VaultId) -> None:
        """A vault is no longer there."""
        self.details.drop_vault(vault)
        self._archived.pop(vault, None)

    def clear(self) -> None:
        """Forget everything."""
        self.details.clear()
        self._archived.clear()

    def _read(self, raw: Json, ref: ItemRef) -> Item:
        item = convert.item(raw, ref, archived=ref.item in self._archived.get(ref.vault, ()))
        self._refusals.seen(item)
        return item
