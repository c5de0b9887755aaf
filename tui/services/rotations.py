"""The rotations that are not done with: both passwords of each, sealed in the home store before anything is sent.

One goes when a person says that the site has the new password, or gives it up; nothing else takes it away but that its
account goes. Another window may do the same at the same time: each change is one step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.errors import Denied
from tui.model.rotation import Rotation, RotationId, Stage
from tui.store.naming import RecordKind
from tui.store.rotations import decode_rotations, encode_rotations

if TYPE_CHECKING:
    from tui.model.ids import AccountId, ItemRef
    from tui.model.item import Item
    from tui.services.home import Home

KEY = "rotations"
MOST = 1000
"""So many are kept at a time."""
TAKEN_BACK = "It was undone: the item has the old password again."

Known = tuple[Rotation, ...]


class Rotations:
    """Keeps rotations. Without a home store they last for the run, and `kept` is False."""

    def __init__(self, home: Home | None) -> None:
        self._home = home
        self.known: Known = ()
        """All of them as they were read last, the oldest first."""
        self.going: set[RotationId] = set()
        """Those that are under way in this window."""

        self.looked: set[RotationId] = set()
        """Those whose items were looked into in this run: to do so again by itself would tell nothing more."""

    @property
    def kept(self) -> bool:
        """Whether they outlive the run."""
        return self._home is not None

    async def all(self) -> Known:
        """Return them, the oldest first. Raises VaultError."""
        if self._home is not None:
            raw = await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY))
            self.known = _read(raw)
        return self.known

    async def put(self, rotation: Rotation, before: Rotation | None = None) -> None:
        """Keep one, in the place of what it was before. Returns when it is on the disk. Raises VaultError.

        `before`: only where it is still that.
        """

        def change(known: Known) -> Known:
            if before is not None and before not in known:
                return known
            others = tuple(one for one in known if one.id != rotation.id)
            if len(others) >= MOST:
                raise Denied(f"{MOST:,} rotations are not done with; finish some first (g d).")
            return (rotation, *others)

        await self._change(change)

    async def forget(self, rotation: RotationId) -> bool:
        """Forget one, with both its passwords; return whether it was there. Raises VaultError."""
        there = False

        def change(known: Known) -> Known:
            nonlocal there
            there = any(one.id == rotation for one in known)
            return tuple(one for one in known if one.id != rotation)

        await self._change(change)
        return there

    async def forget_account(self, account: AccountId) -> None:
        """Forget those of an account. Raises VaultError."""
        if any(one.ref.account == account for one in await self.all()):
            await self._change(lambda known: tuple(one for one in known if one.ref.account != account))

    async def taken_back(self, before: Item) -> None:
        """An edit of an item was undone, which was like `before`: was that a rotation, it is none any more."""
        for one in await self.of(before.ref):
            field = before.field(one.field)
            if one.stage is Stage.SAVED and field is not None and field.value == one.new:
                await self.put(replace(one, stage=Stage.FAILED, why=TAKEN_BACK))

    async def of(self, ref: ItemRef) -> Known:
        """Return those of an item, the oldest first. Raises VaultError."""
        return tuple(one for one in await self.all() if one.ref == ref)

    def close(self) -> None:
        """Let nothing of the passwords stay in memory."""
        self.known = ()

    async def _change(self, change: Callable[[Known], Known]) -> None:
        made: list[Known] = []

        def changed(raw: bytes | None) -> bytes | None:
            made.append(_sorted(change(_read(raw))))
            return encode_rotations(made[-1]) if made[-1] else None

        if self._home is None:
            made.append(_sorted(change(self.known)))
        else:
            await self._home.finish(lambda backend: backend.change(RecordKind.LEARNT, KEY, changed))
        self.known = made[-1]


def _read(raw: bytes | None) -> Known:
    return decode_rotations(raw) if raw is not None else ()


def _sorted(known: Known) -> Known:
    return tuple(sorted(known, key=lambda one: one.at))
