"""What items were before: the versions that their place keeps, or else what Strongroom itself has changed.

A service that shows no earlier versions loses them to us; so what is overwritten through Strongroom is sealed into the
home store first, the last 50 of each item, and forgotten with the account. Nothing that others change is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tui.model.edit import diff
from tui.model.errors import Damaged, Invalid, NotFound, VaultError
from tui.model.item import Item, VersionInfo
from tui.store.codec import decode_item, encode_item
from tui.store.naming import RecordKind, prefixed

if TYPE_CHECKING:
    from tui.model.field import Field
    from tui.model.ids import AccountId, ItemRef
    from tui.services.home import Home
    from tui.services.worker import ApiWorker

DEPTH = 50
"""So many earlier states of an item are kept."""
PREFIX = "past/"


@dataclass(frozen=True, slots=True)
class OldValue:
    """A value that a concealed field had: in the item as it was at `item.version`, until `until` (Unix seconds)."""

    item: Item
    field: Field
    until: float


class Past:
    """The earlier states of items, wherever they are kept. `home` is where our own are; None: they are not kept."""

    def __init__(
        self, home: Home | None, api: Callable[[AccountId], ApiWorker[Any]], warn: Callable[[str], None]
    ) -> None:
        self._home = home
        self._api = api
        self._warn = warn

    def is_ours(self, account: AccountId) -> bool:
        """Whether an account shows no earlier versions, so that there is only what we have kept."""
        return not self._api(account).versioned

    async def note(self, before: Item) -> None:
        """An item is another now, through us: keep how it was, where its place does not. Never fails: that is told."""
        if self._home is None or not self.is_ours(before.ref.account):
            return
        try:
            kept = [one for one in await self._kept(before.ref) if not _is_same(one, before)]
            parts = [encode_item(replace(one, files=())) for one in (before, *kept)[:DEPTH]]
            value, name = prefixed(*parts), _name(before.ref)
            await self._home.finish(lambda backend: backend.put(RecordKind.LEARNT, name, value))
        except VaultError as error:
            self._warn(f"How “{before.title}” was before could not be kept: {error}")

    async def versions(self, ref: ItemRef) -> tuple[VersionInfo, ...]:
        """Return the versions that can be read, the current one first. Raises VaultError."""
        api = self._api(ref.account)
        if not self.is_ours(ref.account):
            return tuple(await api.versions(ref))
        return tuple(VersionInfo(one.version, one.updated, one.title) for one in await self._states(ref))

    async def version(self, ref: ItemRef, number: int) -> Item:
        """Return the item as it was in a version. Raises VaultError."""
        api = self._api(ref.account)
        if not self.is_ours(ref.account):
            item: Item = await api.version(ref, number)
            return item
        for one in await self._states(ref):
            if one.version == number:
                return one
        raise NotFound(f"Version {number} of this item is no longer kept.")

    async def restore(self, current: Item, number: int) -> Item:
        """Make the content of a version the current one; what is current now becomes an earlier one.

        Raises:
            Conflict: `current` is no longer the current one.
            VaultError: it could not be done.
        """
        api = self._api(current.ref.account)
        if not self.is_ours(current.ref.account):
            restored: Item = await api.restore_version(current.ref, number, current.title)
            return restored
        old = await self.version(current.ref, number)
        saved: Item = await api.update(current.ref, diff(current, old), current.version, current.title)
        await self.note(current)
        return saved

    async def old_values(self, ref: ItemRef) -> list[OldValue]:
        """Return what the concealed fields of an item were before, the latest first. Raises VaultError."""
        if self.is_ours(ref.account):
            return replaced(await self._states(ref))
        versions = [await self.version(ref, one.version) for one in await self.versions(ref)]
        return replaced(versions)

    async def forget(self, account: AccountId) -> None:
        """Forget what we have kept of an account. Raises VaultError."""
        if self._home is None:
            return
        for name, _ in await self._home.read(lambda backend: backend.each(RecordKind.LEARNT)):
            if name.startswith(f"{PREFIX}{account}/"):
                await self._home.finish(lambda backend, name=name: backend.remove(RecordKind.LEARNT, name))  # type: ignore[misc]

    async def _states(self, ref: ItemRef) -> list[Item]:
        """Return an item as it is and as it was, the latest first, each with a number of its own.

        Where versions are counted here, they may have been counted anew since: then it goes on downwards.
        """
        states: list[Item] = [await self._api(ref.account).item(ref)]
        for one in await self._kept(ref):
            states.append(replace(one, version=min(one.version, states[-1].version - 1)))
        return states

    async def _kept(self, ref: ItemRef) -> list[Item]:
        """Return what we have kept of an item, the latest first."""
        if self._home is None:
            return []
        raw = await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, _name(ref)))
        try:
            return [replace(decode_item(part), ref=ref) for part in _parts(raw or b"")]
        except (Damaged, Invalid) as error:
            self._warn(f"What was kept of this item cannot be read: {error}")
            return []


def replaced(versions: Sequence[Item]) -> list[OldValue]:
    """Return the values of concealed fields that later versions have no more. `versions`: the current one first."""
    found: list[OldValue] = []
    for newer, older in pairwise(versions):
        for field in older.fields:
            now = newer.field(field.id)
            if field.hidden and not field.empty and (now is None or now.value != field.value):
                found.append(OldValue(older, field, newer.updated))
    return found


def _is_same(one: Item, other: Item) -> bool:
    """Whether two are the same state of an item. A number alone does not say that: see `Past._states`."""
    return (one.version, one.title, one.fields) == (other.version, other.title, other.fields)


def _name(ref: ItemRef) -> str:
    return f"{PREFIX}{ref.account}/{ref.vault}/{ref.item}"


def _parts(raw: bytes) -> list[bytes]:
    """Return what `prefixed` joined."""
    parts = []
    while raw:
        size = int.from_bytes(raw[:4], "big")
        parts.append(raw[4 : 4 + size])
        raw = raw[4 + size :]
    return parts
