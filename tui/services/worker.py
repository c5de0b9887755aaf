"""The API worker: one account's backend behind a thread with its own event loop.

Nothing a backend does can stop a key from being painted. Reads are cancelled with the screen that asked; a write is
finished even if its screen is gone, one at a time per vault, and a failure that nobody saw is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tui.backends.protocol import (
    Action,
    Archiver,
    Backend,
    VaultKeeper,
    Versioned,
    Watched,
    Writer,
    archiver,
    vault_keeper,
    versioned,
    writer,
)
from tui.model.edit import Edit
from tui.model.errors import Locked, Unreachable, VaultError
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary, VersionInfo
from tui.model.vault import Vault
from tui.services.bridge import Bridge

B = TypeVar("B", bound=Backend)
R = TypeVar("R")
P = TypeVar("P")

HOUSE = "house"
"""The lane of writes that belong to no vault."""

READ_SECONDS = 60.0
"""A read that takes longer is given up; the sentence says so."""


@dataclass(frozen=True, slots=True)
class Written:
    """A write that ended: what was tried on what, the item as it is then, and the error if it failed."""

    action: Action
    target: ItemRef | VaultId | None
    title: str = ""
    item: Item | None = None
    error: VaultError | None = None
    seen: bool = True


class ApiWorker(Generic[B]):
    """Wears the face of the backend that it guards.

    Lives on the loop that made it; `on_written` and `on_activity` are called there. Every method raises `VaultError`
    and nothing else.
    """

    def __init__(
        self,
        account: AccountId,
        on_written: Callable[[Written], None] | None = None,
        on_activity: Callable[[], None] | None = None,
    ) -> None:
        self.account = account
        self._on_written = on_written
        self._home = asyncio.get_running_loop()
        self._bridge = Bridge(f"api-{account}", on_activity)
        self._lanes: dict[str, asyncio.Lock] = {}
        self._writes: set[asyncio.Future[Any]] = set()
        self._backend: B | None = None

    async def start(self, opener: Callable[[], Awaitable[B]]) -> None:
        """Open the backend on the worker's thread. Raises what the opener raises, and can then be called again."""

        async def begin() -> None:
            self._backend = await opener()

        self._bridge.start()
        await self._bridge.call(begin())

    async def aclose(self) -> None:
        """Wait for the writes, close the backend, end the thread. Further calls raise `Locked`."""
        await self.drain()
        backend, self._backend = self._backend, None
        if backend is not None:
            await self._bridge.call(backend.aclose())
        await self._bridge.stop()

    @property
    def backend(self) -> B | None:
        """The open backend. Only what needs no I/O may be asked of it here."""
        return self._backend

    @property
    def busy(self) -> int:
        """How many calls are under way."""
        return self._bridge.busy

    @property
    def writing(self) -> int:
        """How many writes have not ended yet."""
        return len(self._writes)

    async def drain(self) -> None:
        """Wait until every write has ended."""
        while self._writes:
            await asyncio.wait(set(self._writes))

    # What every backend can do

    async def vaults(self) -> Sequence[Vault]:
        """See `Backend.vaults`."""
        return await self.read(lambda backend: backend.vaults())

    async def item(self, ref: ItemRef) -> Item:
        """See `Backend.item`."""
        return await self.read(lambda backend: backend.item(ref))

    async def stream(
        self, vault: VaultId, digest: Callable[[Sequence[ItemSummary]], P], receive: Callable[[P], None]
    ) -> None:
        """Read the items of a vault: `digest` turns each page on the worker's thread, `receive` gets it on our loop.

        Summaries die where they were made. Cancelling the call ends the reading.
        """

        async def drive() -> None:
            async for page in self._open().items(vault):
                self._home.call_soon_threadsafe(receive, digest(page))

        await self._bridge.call(drive())

    def refusal(self, action: Action, target: ItemRef | VaultId | None) -> str | None:
        """See `Backend.refusal`; also refuses what the backend has no interface for."""
        if self._backend is None:
            return "This account is closed."
        needed = _INTERFACES.get(action)
        if needed is not None and not isinstance(self._backend, needed):
            return f"This account cannot {action.value}."
        return self._backend.refusal(action, target)

    # What some can do

    async def create(self, item: Item) -> Item:
        """See `Writer.create`."""
        return await self._write_item(Action.CREATE, item.ref, item.title, lambda b: writer(b).create(item))

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int, title: str = "") -> Item:
        """See `Writer.update`."""
        return await self._write_item(Action.EDIT, ref, title, lambda b: writer(b).update(ref, edits, version))

    async def delete(self, ref: ItemRef, title: str = "") -> None:
        """See `Writer.delete`."""
        await self.write(Action.DELETE, ref, title, lambda b: writer(b).delete(ref))

    async def archive(self, ref: ItemRef, title: str = "") -> Item:
        """See `Archiver.archive`."""
        return await self._write_item(Action.ARCHIVE, ref, title, lambda b: archiver(b).archive(ref))

    async def restore(self, ref: ItemRef, title: str = "") -> Item:
        """See `Archiver.restore`."""
        return await self._write_item(Action.RESTORE, ref, title, lambda b: archiver(b).restore(ref))

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """See `Versioned.versions`."""
        return await self.read(lambda b: versioned(b).versions(ref))

    async def version(self, ref: ItemRef, version: int) -> Item:
        """See `Versioned.version`."""
        return await self.read(lambda b: versioned(b).version(ref, version))

    async def restore_version(self, ref: ItemRef, version: int, title: str = "") -> Item:
        """See `Versioned.restore_version`."""
        return await self._write_item(Action.EDIT, ref, title, lambda b: versioned(b).restore_version(ref, version))

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

    async def changed(self) -> bool:
        """See `Watched.changed`; False where the backend cannot tell."""

        async def ask(backend: B) -> bool:
            return isinstance(backend, Watched) and await backend.changed()

        return await self.read(ask)

    # The two ways across

    async def read(self, call: Callable[[B], Awaitable[R]]) -> R:
        """Run `call` on the worker's thread; cancelled with the caller, given up after `READ_SECONDS`."""

        async def bounded() -> R:
            try:
                async with asyncio.timeout(READ_SECONDS):
                    return await call(self._open())
            except TimeoutError:
                raise Unreachable(f"No answer within {READ_SECONDS:.0f} seconds. Try again.") from None

        return await self._bridge.call(bounded())

    async def finish(self, call: Callable[[B], Awaitable[R]]) -> R:
        """Run `call` to its end, however long it takes and even if the caller is cancelled; nothing is reported.

        For what belongs to no vault: drafts, the audit log, backups, keys.
        """
        return await asyncio.shield(self._begin(HOUSE, call))

    def finish_blocking(self, call: Callable[[B], Awaitable[R]], seconds: float) -> R:
        """Run `call` after every write that has begun, for the watchdog's thread alone: our own loop is stuck.

        Raises TimeoutError after `seconds`, and what `call` raises.
        """

        async def queued() -> R:
            for lane in list(self._lanes.values()):
                async with lane:
                    pass
            return await call(self._open())

        return self._bridge.call_blocking(queued(), seconds)

    async def write(
        self, action: Action, target: ItemRef | VaultId | None, title: str, call: Callable[[B], Awaitable[R]]
    ) -> R:
        """Run `call` as a write: after the vault's earlier ones, to its end even if the caller is cancelled."""
        lane = target.vault if isinstance(target, ItemRef) else (target or "")
        task = self._begin(lane, call)
        try:
            result = await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(lambda done: self._tell(action, target, title, done, seen=False))
            raise
        except VaultError as error:
            self._report(Written(action, target, title, error=error))
            raise
        self._report(Written(action, target, title, item=result if isinstance(result, Item) else None))
        return result

    def _begin(self, lane: str, call: Callable[[B], Awaitable[R]]) -> asyncio.Task[R]:
        async def queued() -> R:
            async with self._lanes.setdefault(lane, asyncio.Lock()):
                return await call(self._open())

        task = self._home.create_task(self._bridge.call(queued()), name="write")
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return task

    async def _write_item(self, action: Action, ref: ItemRef, title: str, call: Callable[[B], Awaitable[Item]]) -> Item:
        return await self.write(action, ref, title, call)

    def _tell(
        self, action: Action, target: ItemRef | VaultId | None, title: str, task: asyncio.Future[Any], *, seen: bool
    ) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None and not task.cancelled():
            result = task.result()
            self._report(Written(action, target, title, result if isinstance(result, Item) else None, seen=seen))
        elif isinstance(error, VaultError):
            self._report(Written(action, target, title, error=error, seen=seen))
        elif error is not None:
            raise error

    def _report(self, written: Written) -> None:
        if self._on_written is not None:
            self._on_written(written)

    def _open(self) -> B:
        if self._backend is None:
            raise Locked("This account is closed.")
        return self._backend


_INTERFACES: dict[Action, type] = {
    Action.CREATE: Writer,
    Action.EDIT: Writer,
    Action.DELETE: Writer,
    Action.ARCHIVE: Archiver,
    Action.RESTORE: Archiver,
    Action.VERSIONS: Versioned,
    Action.CREATE_VAULT: VaultKeeper,
    Action.RENAME_VAULT: VaultKeeper,
    Action.DELETE_VAULT: VaultKeeper,
}
