"""A Passpack account as a Backend: one vault of logins. What its server does not have is refused with the reason.

It belongs to the loop that runs it. Of entries, the last few are kept for a minute; beside them it keeps no value.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

from tui.backends.http import PATIENCE, Patience
from tui.backends.looking import LOOKS
from tui.backends.passpack import audit, create, health, memory, refusals
from tui.backends.passpack.convert import VAULT
from tui.backends.passpack.making import Making
from tui.backends.passpack.reading import Reading
from tui.backends.passpack.register import Register
from tui.backends.passpack.service import NAME, Service
from tui.backends.passpack.team import Team
from tui.backends.passpack.writing import Writing
from tui.backends.protocol import Action, Fit, Noticed
from tui.model.account import AccountConfig
from tui.model.audit import AuditEvent
from tui.model.connection import Connection, Exchange
from tui.model.dialect import DOCUMENTED, Dialect
from tui.model.edit import Edit
from tui.model.errors import Conflict, Invalid, NotFound, Unreachable
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.member import Member, MemberId
from tui.model.secret import Secret
from tui.model.vault import Vault

LATER = 2.0
"""Seconds after which something is told that was noticed: at once, nobody would see it behind "Deleted"."""


class PasspackBackend:
    """A Passpack server as: Backend, Writer, Choosy, Cached, Rotator, MemberKeeper, MemberSharer, ItemAudited.

    Also as ByIdOpener, Learning, Remote and Noticing.
    """

    def __init__(
        self,
        config: AccountConfig,
        token: Secret,
        dialect: Dialect = DOCUMENTED,
        patience: Patience = PATIENCE,
        looks: Sequence[float] = LOOKS,
    ) -> None:
        """`looks`: after how many seconds it is looked what became of a write whose answer was lost.

        Raises:
            Invalid: the address, the certificates, the header or the token cannot be used.
        """
        self._account = config.id
        self._service = Service(config, token, dialect, patience)
        self._register = Register()
        self._tell: Callable[[Noticed], None] = lambda noticed: None
        self._told: set[str] = set()
        self._recalled = False
        """Whether what was known of the server in the run before was not asked for anew yet."""
        self._later: list[asyncio.TimerHandle] = []
        self._reading = Reading(self._service, config.id, self._register, self._warn)
        self._team = Team(self._service)
        self._writing = Writing(self._service, self._reading, self._warn, looks)
        self._making = Making(self._service, self._reading, self._register, looks)

    async def aclose(self) -> None:
        """Forget the token and everything that was read."""
        for timer in self._later:
            timer.cancel()
        self._reading.clear()
        await self._service.aclose()

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """See `Backend.refusal`."""
        return refusals.sentence(self._service.capabilities, action, ref)

    # Reading

    async def vaults(self) -> Sequence[Vault]:
        """Return the one vault that there is, if the server takes the token."""
        if not self._recalled:
            self._service.anew()  # somebody asks for everything anew
        self._recalled = False
        await self._reading.greet()
        return [self._vault()]

    async def vault(self, vault: VaultId) -> Vault:
        """Return the one vault."""
        self._check(vault)
        return self._vault()

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the entries as they come; where the server lists none, those that were made or opened here."""
        self._check(vault)
        async for page in self._reading.rows():
            yield page

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole entry, as it was within the last minute."""
        self._check(ref.vault)
        return await self._reading.item(ref)

    async def current(self, ref: ItemRef) -> Item:
        """Return a whole entry as it is now."""
        self._check(ref.vault)
        return (await self._reading.raw(ref))[1]

    async def open_id(self, text: str) -> Item:
        """Return the entry with this id; it is listed from now on, also where the server lists none."""
        entry = text.strip()
        if not entry:
            raise Invalid("An id is needed: the one that the service shows for the entry.")
        item = await self.current(self._reading.ref(entry))
        self._tell(Noticed(item=item.summary()))
        return item

    def fit(self, item: Item) -> Fit:
        """Return how a new item fits; see `create.fit`."""
        return create.fit(item)

    # Writing

    async def create(self, item: Item) -> Item:
        """Save a new item."""
        self._check(item.ref.vault)
        return await self._making.create(item)

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make edits, or raise Conflict."""
        with self._changing(ref):
            return await self._writing.update(ref, edits, version)

    async def rotate(self, ref: ItemRef, password: Secret, version: int) -> Item:
        """Replace the password by the server's own call for that."""
        with self._changing(ref):
            return await self._writing.rotate(ref, password, version)

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""
        with self._changing(ref):
            await self._writing.delete(ref)

    # The team

    async def members(self) -> Sequence[Member] | None:
        """See `MemberKeeper.members`."""
        return await self._team.members()

    async def add_member(self, name: str, email: str) -> Member:
        """See `MemberKeeper.add_member`."""
        return await self._team.add_member(name, email)

    async def shared_with(self, ref: ItemRef) -> Sequence[Member] | None:
        """See `MemberSharer.shared_with`."""
        return await self._team.shared_with(ref)

    async def share_with(self, ref: ItemRef, member: MemberId) -> None:
        """See `MemberSharer.share_with`."""
        await self._team.share_with(ref, member)

    def item_audit(self, ref: ItemRef) -> AsyncIterator[Sequence[AuditEvent]]:
        """See `ItemAudited.item_audit`."""
        return audit.events(self._service, ref)

    # The service itself

    async def connection(self) -> Connection:
        """Ask the server how it is; what it did not have before is tried anew from now on."""
        return await health.connection(self._service, self._reading.greet)

    async def exchanges(self) -> Sequence[Exchange]:
        """Return the last requests, newest first."""
        return self._service.exchanges

    def keep(self) -> bytes:
        """Return which entries are known, their versions, and what the server lacks; see `Learning.keep`."""
        return memory.written(self._register, self._service)

    def recall(self, kept: bytes) -> None:
        """See `Learning.recall`."""
        memory.read(kept, self._register, self._service)
        self._recalled = True

    def syncing(self, ref: ItemRef) -> bool:
        """Whether the server does not show yet what we wrote: a write has ended only when it does."""
        return False

    def listen(self, tell: Callable[[Noticed], None]) -> None:
        """See `Noticing.listen`."""
        self._tell = tell

    # Inside

    def _vault(self) -> Vault:
        return Vault(self._account, VAULT, "Passwords", "team")

    def _check(self, vault: VaultId) -> None:
        if vault != VAULT:
            raise NotFound(f"{NAME} does not find the vault: there is only one.")

    @contextmanager
    def _changing(self, ref: ItemRef) -> Iterator[None]:
        """Ask anew for an entry that may be another by now."""
        self._check(ref.vault)
        try:
            yield
        except (Conflict, NotFound, Unreachable):
            self._reading.details.doubt(ref)
            raise

    def _warn(self, sentence: str) -> None:
        """Tell what was done otherwise than it should be: once, and behind what is said of the deed itself."""
        if sentence not in self._told:
            self._told.add(sentence)
            noticed = Noticed(problem=sentence)
            self._later.append(asyncio.get_running_loop().call_later(LATER, lambda: self._tell(noticed)))
