"""The API worker: one account's backend behind a thread with its own event loop.

Nothing a backend does can stop a key from being painted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from tui.backends.faces import (
    archiver,
    audited,
    generating,
    many_writer,
    mover,
    remote,
    vault_keeper,
    versioned,
    writer,
)
from tui.backends.protocol import (
    Action,
    Backend,
    Cached,
    Changed,
    Choosy,
    Fit,
    ManyWriter,
    Mover,
    Noticing,
    Remote,
    Versioned,
    Watched,
)
from tui.model.ids import ItemId, ItemRef
from tui.services import refusals
from tui.services.crossing import Ears, Written
from tui.services.team_calls import TeamCalls

if TYPE_CHECKING:
    from tui.model.audit import AuditEvent
    from tui.model.connection import Connection, Exchange
    from tui.model.edit import Edit
    from tui.model.ids import FieldId, VaultId
    from tui.model.item import Item, VersionInfo
    from tui.model.recipe import ServerRecipe
    from tui.model.vault import Vault
    from tui.services.file_calls import FileCalls

__all__ = ["ApiWorker", "Ears", "Written"]

B = TypeVar("B", bound=Backend)

STREAMS = 8
"""So many vaults of a place at the other end of a network are read at a time."""


class ApiWorker(TeamCalls[B]):
    """Wears the face of the backend that it guards."""

    # What every backend can do

    async def vaults(self) -> Sequence[Vault]:
        """See `Backend.vaults`."""
        return await self.read(lambda backend: backend.vaults())

    async def vault(self, vault: VaultId) -> Vault:
        """See `Backend.vault`."""
        return await self.read(lambda backend: backend.vault(vault))

    async def item(self, ref: ItemRef) -> Item:
        """See `Backend.item`."""
        return await self.read(lambda backend: backend.item(ref))

    @property
    def streams(self) -> int:
        """How many vaults are best read at a time."""
        backend: object = self.backend
        return STREAMS if isinstance(backend, Remote) else 1

    def refusal(self, action: Action, target: ItemRef | VaultId | None) -> str | None:
        """See `Backend.refusal`; also refuses what the backend has no interface for."""
        if self.backend is None:
            return "This account is closed."
        if action is Action.AUDIT and not self.audits_items:
            return None  # our own log tells of every item
        return refusals.of(self.backend, action, target)

    def syncing(self, ref: ItemRef) -> bool:
        """See `Noticing.syncing`."""
        backend: object = self.backend
        return isinstance(backend, Noticing) and backend.syncing(ref)

    # What some can do

    async def create(self, item: Item) -> Item:
        """See `Writer.create`."""
        return await self.write(Action.CREATE, item.ref, item.title, lambda b: writer(b).create(item))

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int, title: str = "") -> Item:
        """See `Writer.update`."""
        return await self.write(Action.EDIT, ref, title, lambda b: writer(b).update(ref, edits, version))

    async def delete(self, ref: ItemRef, title: str = "") -> None:
        """See `Writer.delete`."""
        await self.write(Action.DELETE, ref, title, lambda b: writer(b).delete(ref))

    @cached_property
    def files(self) -> FileCalls:
        """What can be done with the files of items."""
        from tui.services.file_calls import FileCalls

        return FileCalls(self, self._home)

    @property
    def versioned(self) -> bool:
        """Whether earlier versions can be read."""
        backend: object = self.backend
        return isinstance(backend, Versioned)

    @property
    def makes_many(self) -> bool:
        """Whether many items are made in one step."""
        backend: object = self.backend
        return isinstance(backend, ManyWriter)

    async def create_all(self, vault: VaultId, items: Sequence[Item]) -> None:
        """Save new items of a vault, all or none; see `ManyWriter.create_all`."""
        target = ItemRef(self.account, vault, ItemId(""))

        async def create(backend: object) -> None:
            await many_writer(backend).create_all(items)

        await self.write(Action.IMPORT, target, f"{len(items):,} items", create)

    @property
    def moves(self) -> bool:
        """Whether items go from vault to vault in one step."""
        backend: object = self.backend
        return isinstance(backend, Mover)

    async def move(self, ref: ItemRef, vault: VaultId, title: str = "") -> Item:
        """See `Mover.move`."""
        return await self.write(Action.MOVE, ref, title, lambda b: mover(b).move(ref, vault))

    def fit(self, item: Item) -> Fit:
        """See `Choosy.fit`; everything fits where the backend is not choosy."""
        backend: object = self.backend
        return backend.fit(item) if isinstance(backend, Choosy) else Fit()

    async def current(self, ref: ItemRef) -> Item:
        """See `Cached.current`; what `item` returns where nothing is kept."""

        backend: object = self.backend
        return await (self.read(lambda _: backend.current(ref)) if isinstance(backend, Cached) else self.item(ref))

    async def archive(self, ref: ItemRef, title: str = "") -> Item:
        """See `Archiver.archive`."""
        return await self.write(Action.ARCHIVE, ref, title, lambda b: archiver(b).archive(ref))

    async def restore(self, ref: ItemRef, title: str = "") -> Item:
        """See `Archiver.restore`."""
        return await self.write(Action.RESTORE, ref, title, lambda b: archiver(b).restore(ref))

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """See `Versioned.versions`."""
        return await self.read(lambda b: versioned(b).versions(ref))

    async def version(self, ref: ItemRef, version: int) -> Item:
        """See `Versioned.version`."""
        return await self.read(lambda b: versioned(b).version(ref, version))

    async def restore_version(self, ref: ItemRef, version: int, title: str = "") -> Item:
        """See `Versioned.restore_version`."""
        return await self.write(Action.EDIT, ref, title, lambda b: versioned(b).restore_version(ref, version))

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """See `VaultKeeper.create_vault`."""
        return await self.write(
            Action.CREATE_VAULT, None, name, lambda b: vault_keeper(b).create_vault(name, description)
        )

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """See `VaultKeeper.rename_vault`."""
        return await self.write(
            Action.RENAME_VAULT, vault, name, lambda b: vault_keeper(b).rename_vault(vault, name, description)
        )

    async def delete_vault(self, vault: VaultId, name: str = "") -> None:
        """See `VaultKeeper.delete_vault`."""
        await self.write(Action.DELETE_VAULT, vault, name, lambda b: vault_keeper(b).delete_vault(vault))

    async def generate(self, ref: ItemRef, field: FieldId, recipe: ServerRecipe, version: int, title: str = "") -> Item:
        """See `Generating.generate`."""
        return await self.write(
            Action.GENERATE, ref, title, lambda b: generating(b).generate(ref, field, recipe, version)
        )

    async def changed(self) -> Changed:
        """See `Watched.changed`; nothing where the backend cannot tell."""

        async def ask(backend: object) -> Changed:
            return await backend.changed() if isinstance(backend, Watched) else Changed()

        return await self.read(ask)

    async def audit_pages(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """See `Audited.audit`: pages of the place's own audit log, newest first, each read when it is asked for."""

        async def begun(backend: object) -> AsyncIterator[Sequence[AuditEvent]]:
            return audited(backend).audit()

        async for page in self.paged(begun):
            yield page

    async def connection(self) -> Connection:
        """See `Remote.connection`. It tells of trouble in what it returns, so that it ended well says nothing."""
        return await self.read(lambda b: remote(b).connection(), heeded=False)

    async def exchanges(self) -> Sequence[Exchange]:
        """See `Remote.exchanges`."""
        return await self.peek(lambda b: remote(b).exchanges())
