"""A service at the other end of a network, without the network: what a backend of a remote account does, in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from tui.backends.protocol import Action, Backend
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import LOGIN
from tui.model.edit import Edit, apply
from tui.model.errors import Conflict, NotFound, VaultError
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.file import FileInfo
from tui.model.ids import AccountId, FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.recipe import ServerRecipe
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services.session import Session
from tui.services.worker import ApiWorker, Ears

B = TypeVar("B", bound=Backend)

FAR = AccountId("far")
OPS = VaultId("ops vault")
SHUT = VaultId("shut-vault")
DEPLOY = ItemRef(FAR, OPS, ItemId("Deploy/Id 1"))
PAGE = 50
"""Events that the service tells at once."""
PIECE = 1000
"""Bytes of a file that come at once."""


def login(title: str, ref: ItemRef = DEPLOY) -> Item:
    """Return an item with a password, a token in a section, and nothing attached."""
    section = SectionId("deploy")
    fields = (
        Field(FieldId("username"), FieldKind.TEXT, "user name", "max", purpose=Purpose.USERNAME),
        Field(FieldId("password"), FieldKind.CONCEALED, "password", Secret("s3cret-old"), purpose=Purpose.PASSWORD),
        Field(FieldId("token"), FieldKind.CONCEALED, "token", Secret("s3cret-token"), section=section),
        Field(FieldId("place"), FieldKind.TEXT, "place", "attic", section=section),
    )
    return Item(ref, title, LOGIN, fields, (Section(section, "Deploy"),), version=3, updated=1_790_000_000.0)


def events(count: int, ref: ItemRef = DEPLOY) -> list[AuditEvent]:
    """Return events as a service tells them, newest first: ids only, every seventh refused, a minute apart."""
    return [
        AuditEvent(
            1_790_000_000.0 - 3600 * number,
            f"token-{number % 3}",
            AuditAction.EDIT if number % 2 else AuditAction.READ,
            AuditResult.REFUSED if number % 7 == 6 else AuditResult.OK,
            ref,
            detail=f"request {number}",
        )
        for number in range(count)
    ]


@dataclass
class Service:
    """What lies at the service; tests change it, and look into it."""

    items: dict[ItemRef, Item] = field(default_factory=lambda: {DEPLOY: login("Deploy")})
    events: list[AuditEvent] = field(default_factory=list)
    files: dict[FileId, tuple[FileInfo, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    recipes: list[ServerRecipe] = field(default_factory=list)
    problem: VaultError | None = None
    """What every call raises from now on."""
    stops: bool = False
    """Files come no further than their first piece."""

    def attach(self, name: str, content: bytes, *, size: int | None = None, section: str = "") -> FileId:
        """Attach a file to the item."""
        file = FileId(f"file/{len(self.files)}\x1b[31m")
        info = FileInfo(file, name, len(content) if size is None else size, SectionId(section) if section else None)
        self.files[file] = (info, content)
        item = self.items[DEPLOY]
        self.items[DEPLOY] = replace(item, files=(*item.files, info))
        return file

    def ask(self, what: str) -> None:
        """Note a call; it fails where that is wanted."""
        self.asked.append(what)
        if self.problem is not None:
            raise self.problem


class Silent:
    """A backend over a service: it reads, writes, generates, has files, and keeps no log that can be read."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def vaults(self) -> Sequence[Vault]:
        """See `Backend`."""
        self._service.ask("vaults")
        return [Vault(FAR, OPS, "Ops", "shared"), Vault(FAR, SHUT, "Shut", "shared")]

    async def vault(self, vault: VaultId) -> Vault:
        """See `Backend`."""
        return next(one for one in await self.vaults() if one.id == vault)

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """See `Backend`."""
        self._service.ask(f"items {vault}")
        yield [item.summary() for ref, item in self._service.items.items() if ref.vault == vault]

    async def item(self, ref: ItemRef) -> Item:
        """See `Backend`."""
        self._service.ask(f"item {ref.item}")
        if ref not in self._service.items:
            raise NotFound("The item is not there.")
        return self._service.items[ref]

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """See `Backend`: one vault can only be read."""
        vault = ref.vault if isinstance(ref, ItemRef) else ref
        if vault == SHUT and action not in (Action.READ, Action.SAVE_FILE):
            return "The token of this account may only read “Shut”."
        return None

    async def aclose(self) -> None:
        """See `Backend`."""

    async def create(self, item: Item) -> Item:
        """See `Writer`."""
        self._service.ask(f"create {item.title}")
        ref = replace(item.ref, item=ItemId(f"new {len(self._service.items)}"))
        self._service.items[ref] = made = replace(item, ref=ref, version=1)
        return made

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """See `Writer`."""
        self._service.ask(f"update {ref.item}")
        item = replace(apply(self._checked(ref, version), edits), version=version + 1)
        self._service.items[ref] = item
        return item

    async def delete(self, ref: ItemRef) -> None:
        """See `Writer`."""
        self._service.ask(f"delete {ref.item}")
        del self._service.items[ref]

    async def files(self, ref: ItemRef) -> Sequence[FileInfo]:
        """See `Filed`."""
        self._service.ask(f"files {ref.item}")
        return [info for info, _ in self._service.files.values()]

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """See `Filed`."""
        self._service.ask(f"file {file}")
        return self._service.files[file][0]

    async def read_file(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """See `Filed`."""
        self._service.ask(f"content {file}")
        for piece in pieces(self._service.files[file][1]):
            yield piece
            if self._service.stops:
                await asyncio.sleep(60)

    async def generate(self, ref: ItemRef, field: FieldId, recipe: ServerRecipe, version: int) -> Item:
        """See `Generating`."""
        self._service.ask(f"generate {field}")
        item = self._checked(ref, version)
        self._service.recipes.append(recipe)
        value = Secret(f"s3cret-{'m' * (recipe.length - 7)}")
        fields = tuple(replace(one, value=value) if one.id == field else one for one in item.fields)
        self._service.items[ref] = made = replace(item, fields=fields, version=version + 1)
        return made

    def _checked(self, ref: ItemRef, version: int) -> Item:
        item = self._service.items[ref]
        if item.version != version:
            raise Conflict("This item was changed at the service meanwhile.", item)
        return item


class Telling(Silent):
    """The same, with a log that can be read."""

    async def audit(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """See `Audited`."""
        told = 0
        while True:
            self._service.ask(f"activity {told}")
            page = self._service.events[told : told + PAGE]
            yield page
            told += PAGE
            if len(page) < PAGE:
                return


def pieces(content: bytes) -> Iterator[bytes]:
    """Yield a content as it comes over a network."""
    for begin in range(0, len(content), PIECE):
        yield content[begin : begin + PIECE]


async def join(session: Session, backend: B, *, account: AccountId = FAR, name: str = "Far") -> ApiWorker[B]:
    """Open an account with a backend in a session, and read it."""
    worker: ApiWorker[B] = ApiWorker(account, Ears(session.written, session.activity, None, session.noticed))

    async def opener() -> B:
        return backend

    await worker.start(opener)
    session.accounts.add(worker, name)
    await session.catalog.load(worker)
    return worker


def saved(folder: Path) -> list[str]:
    """Return the names of all that is in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())
