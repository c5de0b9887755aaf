"""The ways across to one account's backend, on its thread: reads, and writes that come to their end.

Reads are cancelled with the screen that asked. A write is finished even if its screen is gone, one at a time per vault,
and a failure that nobody saw is told.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from tui.backends.protocol import Action, Backend, Noticed, Noticing
from tui.backends.team import Prompting
from tui.model.errors import Locked, Unreachable, VaultError
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.services.bridge import Bridge
from tui.services.lanes import Lanes
from tui.services.patience import patiently

B = TypeVar("B", bound=Backend)
R = TypeVar("R")
P = TypeVar("P")

HOUSE = "house"
"""The lane of writes that belong to no vault."""

READ_SECONDS = 60.0
"""A read that takes longer is given up; the sentence says so."""


@dataclass(frozen=True, slots=True)
class Written:
    """A write that ended: what was tried on what, the item as it is then, and the error if it failed.

    `field` names the part of the item that it was about, if it was one; `detail` says how it was to be done, where
    that is worth keeping.
    """

    action: Action
    target: ItemRef | VaultId | None
    title: str = ""
    item: Item | None = None
    error: VaultError | None = None
    seen: bool = True
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what, on the loop of the services.

    `written`: a write ended; `activity`: something began or ended; `outcome`: a call ended, well (None) or not;
    `noticed`: the backend noticed something by itself; `prompted`: it asks a person elsewhere, or does no longer.
    """

    written: Callable[[Written], None] | None = None
    activity: Callable[[], None] | None = None
    outcome: Callable[[AccountId, VaultError | None], None] | None = None
    noticed: Callable[[Noticed], None] | None = None
    prompted: Callable[[AccountId], None] | None = None


class Crossing(Generic[B]):
    """Guards a backend. Lives on the loop that made it; every method raises `VaultError` and nothing else."""

    def __init__(self, account: AccountId, ears: Ears = Ears()) -> None:
        self.account = account
        self._ears = ears
        self._home = asyncio.get_running_loop()
        self._bridge = Bridge(f"api-{account}", ears.activity)
        self._lanes = Lanes(self._bridge)
        self._backend: B | None = None
        self._prompted_at = 0.0

    async def start(self, opener: Callable[[], Awaitable[B]]) -> None:
        """Open the backend on the worker's thread. Raises what the opener raises, and can then be called again."""

        async def begin() -> None:
            self._backend = await opener()
            if isinstance(self._backend, Noticing):
                self._backend.listen(self._heard)
            if isinstance(self._backend, Prompting):
                self._backend.when_prompted(self._prompted)

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
        return len(self._lanes)

    async def drain(self) -> None:
        """Wait until every write has ended."""
        await self._lanes.empty()

    async def read(self, call: Callable[[B], Awaitable[R]], *, heeded: bool = True) -> R:
        """Run `call` on the worker's thread; cancelled with the caller, given up after `READ_SECONDS`.

        While a person is asked to approve it they do not count. Not `heeded`: it does not tell how the account is.
        """

        async def bounded() -> R:
            try:
                return await patiently(call(self._open()), READ_SECONDS, self._answered_at)
            except TimeoutError:
                raise Unreachable(f"No answer within {READ_SECONDS:.0f} seconds. Try again.") from None

        crossing = self._bridge.call(bounded())
        return await (self._heeded(crossing) if heeded else crossing)

    async def long_read(self, call: Callable[[B], Awaitable[R]]) -> R:
        """Run `call` on the worker's thread; cancelled with the caller. The backend itself gives up in time."""

        async def run() -> R:
            return await call(self._open())

        return await self._heeded(self._bridge.call(run()))

    async def peek(self, call: Callable[[B], Awaitable[R]]) -> R:
        """Run `call`, which asks nobody else, on the worker's thread: it tells nothing of how the account is."""

        async def run() -> R:
            return await call(self._open())

        return await self._bridge.call(run(), quiet=True)

    async def paged(self, begin: Callable[[B], Awaitable[AsyncIterator[R]]]) -> AsyncIterator[R]:
        """Yield what `begin` returns, each piece read on the worker's thread when it is asked for."""
        pages = await self.read(begin)

        async def following(_: object) -> R | None:
            return await anext(pages, None)

        while (page := await self.read(following)) is not None:
            yield page

    async def stream(
        self, vault: VaultId, digest: Callable[[Sequence[ItemSummary]], P], receive: Callable[[P], None]
    ) -> None:
        """Read the items of a vault: `digest` turns each page on the worker's thread, `receive` gets it on our loop.

        Summaries die where they were made. Cancelling the call ends the reading.
        """

        async def drive(backend: B) -> None:
            async for page in backend.items(vault):
                self._home.call_soon_threadsafe(receive, digest(page))

        await self.long_read(drive)

    async def finish(self, call: Callable[[B], Awaitable[R]]) -> R:
        """Run `call` to its end, however long it takes and even if the caller is cancelled; nothing is reported.

        For what belongs to no vault: drafts, the audit log, backups, keys.
        """
        return await asyncio.shield(self._lanes.begin(HOUSE, lambda: call(self._open())))

    def finish_blocking(self, call: Callable[[B], Awaitable[R]], seconds: float) -> R:
        """Run `call` after every write that has begun, for the watchdog's thread alone: our own loop is stuck.

        Raises TimeoutError after `seconds`, and what `call` raises.
        """

        async def queued() -> R:
            await self._lanes.passed()
            return await call(self._open())

        return self._bridge.call_blocking(queued(), seconds)

    async def write(
        self,
        action: Action,
        target: ItemRef | VaultId | None,
        title: str,
        call: Callable[[B], Awaitable[R]],
        *,
        field: str = "",
        detail: str = "",
        slow: bool = False,
    ) -> R:
        """Run `call` as a write: after the vault's earlier ones, to its end even if the caller is cancelled.

        `field` names the part of the item that it is about, `detail` says how, for the audit log. A `slow` one waits
        for a disk, then changes all at once: it comes after the vault's earlier slow ones, and holds up no other.
        """
        lane = target.vault if isinstance(target, ItemRef) else (target or "")
        task = self._lanes.begin(lane, lambda: call(self._open()), slow=slow)
        tried = Written(action, target, title, field=field, detail=detail)
        try:
            result = await self._heeded(asyncio.shield(task))
        except asyncio.CancelledError:
            task.add_done_callback(lambda done: self._tell(replace(tried, seen=False), done))
            raise
        except VaultError as error:
            self._report(replace(tried, error=error))
            raise
        self._report(replace(tried, item=result if isinstance(result, Item) else None))
        return result

    async def _heeded(self, call: Awaitable[R]) -> R:
        try:
            result = await call
        except VaultError as error:
            self._ended(error)
            raise
        self._ended(None)
        return result

    def _ended(self, error: VaultError | None) -> None:
        if self._ears.outcome is not None:
            self._ears.outcome(self.account, error)

    def _tell(self, tried: Written, task: asyncio.Future[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None and not task.cancelled():
            result = task.result()
            self._report(replace(tried, item=result if isinstance(result, Item) else None))
        elif isinstance(error, VaultError):
            self._report(replace(tried, error=error))
        elif error is not None:
            raise error

    def _report(self, written: Written) -> None:
        if self._ears.written is not None:
            self._ears.written(written)

    def _heard(self, noticed: Noticed) -> None:
        """The backend noticed something. Called on its thread."""
        if self._ears.noticed is not None and not self._home.is_closed():
            self._home.call_soon_threadsafe(self._ears.noticed, noticed)

    def _prompted(self) -> None:
        """A person is asked elsewhere, or is no longer. Called on any thread."""
        self._prompted_at = time.monotonic()
        if self._ears.prompted is not None and not self._home.is_closed():
            self._home.call_soon_threadsafe(self._ears.prompted, self.account)

    def _answered_at(self) -> float | None:
        """Return when a person was asked last, by the loops' clock; None while one is."""
        place: object = self._backend
        return None if isinstance(place, Prompting) and place.prompting() else self._prompted_at

    def _open(self) -> B:
        if self._backend is None:
            raise Locked("This account is closed.")
        return self._backend
