"""A Connect server as a Backend. What the server shows late is shown at once; what it lacks is refused with the reason.

It belongs to the loop that runs it. Of items, the last few are kept for a minute; beside them it keeps no value.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

from tui.backends.connect import activity, codes, convert, create, generate, health, pages, rows
from tui.backends.connect.convert import SSH_KEY
from tui.backends.connect.making import Making
from tui.backends.connect.news import News
from tui.backends.connect.refusals import Refusals
from tui.backends.connect.service import Service
from tui.backends.connect.sync import Sync
from tui.backends.connect.waits import WAITS, Waits
from tui.backends.connect.wire import WireFile, WireItem, WireVault, about, read, understood, unreadable
from tui.backends.connect.writing import Writing, item_path
from tui.backends.details import Details
from tui.backends.http import PATIENCE, Patience
from tui.backends.protocol import Action, Changed, Fit, Noticed
from tui.model.account import AccountConfig
from tui.model.audit import AuditEvent
from tui.model.connection import Connection, Exchange
from tui.model.edit import Edit
from tui.model.errors import Conflict, NotFound, Unreachable
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.page import SummaryPage
from tui.model.recipe import ServerRecipe
from tui.model.secret import Secret
from tui.model.vault import Vault


class ConnectBackend:
    """Backend, Writer, Choosy, Cached, Watched, Audited, Filed, Generating, Remote, Noticing over a Connect server."""

    def __init__(
        self, config: AccountConfig, token: Secret, waits: Waits = WAITS, patience: Patience = PATIENCE
    ) -> None:
        """Raises `Invalid` where the address, the certificates or the token cannot be used."""
        self._account = config.id
        self._form = config.create_body
        self._service = Service(config, token, waits, patience)
        self._tell: Callable[[Noticed], None] = lambda noticed: None
        self._details = Details()
        self._refusals = Refusals()
        self._news = News(2 * waits.sync)
        self._compared: set[ItemRef] = set()
        self._told: set[VaultId] = set()
        self._sync = Sync(self._fetch, self._notice, waits)
        self._writing = Writing(self._service, self._sync, waits)
        self._making = Making(
            self._service, self._sync, waits, rows=self._rows, look=self._writing.look, form=config.create_body
        )

    def syncing(self, ref: ItemRef) -> bool:
        """Whether the server does not show yet what we wrote."""
        return self._sync.get(ref) is not None

    async def aclose(self) -> None:
        """Forget the token and everything that was read."""
        await self._sync.aclose()
        self._details.clear()
        self._refusals.clear()
        self._compared.clear()
        await self._service.aclose()

    def listen(self, tell: Callable[[Noticed], None]) -> None:
        """See `Noticing.listen`."""
        self._tell = tell

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """See `Backend.refusal`."""
        return self._refusals.sentence(action, ref)

    # Reading

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault, in the order of their names."""
        found = await self._all_vaults()
        self._news.begin(found)
        return sorted((convert.vault(one, self._account) for one in found), key=lambda one: one.name.casefold())

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault."""
        answer = await self._service.get(["vaults", vault], "the vault")
        found = read(WireVault, answer.body, "a vault")
        if found.id != vault:
            raise unreadable("this vault")
        return convert.vault(found, self._account)

    async def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the items of a vault, some at a time; our own writes are in it before the server shows them."""
        overlay = self._sync.overlay()
        async for page in self._rows(vault):
            self._details.check(page)
            yield overlay.rows(page)
        if more := overlay.missing(vault):
            yield more

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item: ours, while the server does not show our last write of it."""
        pending = self._sync.get(ref)
        if pending is not None:
            if pending.item is None:
                raise NotFound("The item was deleted.")
            return pending.item
        kept = self._details.fresh(ref)
        if kept is not None:
            return kept
        try:
            found = await self._fetch(ref)
        except Unreachable:
            old = self._details.old(ref)
            if old is None:
                raise
            return old
        if found is None:
            raise NotFound("The Connect server does not find the item: it was deleted, or the vault is not this one.")
        return found

    async def current(self, ref: ItemRef) -> Item:
        """Return a whole item as the server shows it now; ours, while it does not show our last write."""
        if self._sync.get(ref) is not None:
            return await self.item(ref)
        found = await self._fetch(ref)
        if found is None:
            raise NotFound("The Connect server does not find the item (any more).")
        return found

    def fit(self, item: Item) -> Fit:
        """Return how a new item fits; see `create.fit`."""
        return create.fit(item, self._form)

    async def changed(self) -> Changed:
        """Return what others wrote, by the versions of the vaults."""
        changed = self._news.changed(await self._all_vaults())
        for vault in changed.vaults:
            self._details.doubt_vault(vault)
        if changed.anywhere:
            self._details.clear()
        return changed

    # Writing

    async def create(self, item: Item) -> Item:
        """Save a new item."""
        with self._refusals.met(item.ref.vault, writing=True), self._news.writing(item.ref.vault):
            return self._wrote(await self._making.create(item))

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make edits, or raise Conflict."""
        with self._changing(ref):
            item, written = await self._writing.update(ref, edits, version)
        if not written:
            self._news.unwritten(ref.vault)
            return item
        return self._wrote(item)

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""
        known = self._details.old(ref)
        with self._changing(ref):
            await self._writing.delete(ref, known.title if known else "An item")
        self._details.drop(ref)

    async def generate(self, ref: ItemRef, field: FieldId, recipe: ServerRecipe, version: int) -> Item:
        """Give a concealed field a value that the server generates."""
        generate.recipe(recipe)
        with self._changing(ref):
            raw, base = await self._writing.current(ref, version)
            return self._wrote(await self._writing.send(ref, generate.sending(raw, base, field, recipe)))

    # Files

    async def files(self, ref: ItemRef) -> Sequence[FileInfo]:
        """Return the files of an item."""
        path = [*item_path(ref), "files"]
        parts = [part async for part in pages.elements(self._service, path, "the files")]
        found = [understood(WireFile, one, "a file") for part in parts for one in part if isinstance(one, dict)]
        return [convert.file(one) for one in found if one.id]

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """Return what is known of one file."""
        answer = await self._service.get([*item_path(ref), "files", file], "the file")
        found = read(WireFile, answer.body, "a file")
        if found.id != file:
            raise unreadable("this file")
        return convert.file(found)

    def read_file(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """Yield the content of a file piece by piece. The path is made of ids; the one that the server names is not."""
        return self._service.stream([*item_path(ref), "files", file, "content"], "the file")

    # The service itself

    def audit(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield the server's own record of requests, newest first."""
        return activity.pages(self._service, self._account)

    async def connection(self) -> Connection:
        """Ask the server how it is."""

        async def count() -> int:
            return len(await self._all_vaults())

        return await health.connection(self._service, count)

    async def exchanges(self) -> Sequence[Exchange]:
        """Return the last requests, newest first."""
        return self._service.exchanges

    # Inside

    async def _all_vaults(self) -> list[WireVault]:
        parts = [part async for part in pages.elements(self._service, ["vaults"], "the vaults")]
        found = [understood(WireVault, one, "a vault") for part in parts for one in part if isinstance(one, dict)]
        return [one for one in found if one.id]

    async def _rows(self, vault: VaultId) -> AsyncIterator[SummaryPage]:
        """Yield the rows of a vault as the server shows them; tell how many elements of the list were none."""
        odd = 0
        with self._refusals.met(vault, writing=False):
            async for part in pages.elements(self._service, ["vaults", vault, "items"], "the items of the vault"):
                page, none = rows.page(part, self._account, vault)
                odd += none
                self._refusals.seen(page.of_category(SSH_KEY))
                yield page
        if odd and vault not in self._told:
            self._told.add(vault)
            self._notice(Noticed(problem=f"{odd} of the vault's items cannot be read, and are left out."))

    async def _fetch(self, ref: ItemRef) -> Item | None:
        """Return an item as the server shows it now, and keep it for a while; None where it shows none."""
        try:
            with self._refusals.met(ref.vault, writing=False):
                answer = await self._service.get(item_path(ref), "the item")
        except NotFound:
            self._details.drop(ref)
            return None
        wire = about(read(WireItem, answer.body, "an item"), ref.item)
        if wire.state.upper() == "DELETED":
            return None
        item = convert.item(wire, ref)
        self._compare(wire, item)
        self._refusals.seen([ref] if item.category.id == SSH_KEY else [])
        self._details.put(item)
        return item

    def _compare(self, wire: WireItem, item: Item) -> None:
        """Tell, once for each item, where the server makes other one-time codes than we do."""
        if item.ref not in self._compared and codes.differ(wire, time.time()):
            self._compared.add(item.ref)
            self._notice(Noticed(problem=codes.sentence(item.title)))

    @contextmanager
    def _changing(self, ref: ItemRef) -> Iterator[None]:
        """Remember a missing right; ask anew for an item that may be another by now."""
        try:
            with self._refusals.met(ref.vault, writing=True), self._news.writing(ref.vault):
                yield
        except (Conflict, NotFound, Unreachable):
            self._details.doubt(ref)
            raise

    def _wrote(self, item: Item) -> Item:
        """Return an item that was written."""
        self._details.put(item)
        return item

    def _notice(self, noticed: Noticed) -> None:
        self._tell(noticed)
