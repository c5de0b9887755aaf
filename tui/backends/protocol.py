"""What a place with vaults can do: one protocol to read, and small optional ones beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tui.model.action import Action as Action  # noqa: PLC0414 - who knows a place knows what can be done there

if TYPE_CHECKING:
    from tui.model.audit import AuditEvent
    from tui.model.connection import Connection, Exchange
    from tui.model.edit import Edit
    from tui.model.file import FileInfo
    from tui.model.ids import FieldId, FileId, ItemRef, VaultId
    from tui.model.item import Item, ItemSummary, VersionInfo
    from tui.model.recipe import ServerRecipe
    from tui.model.vault import Vault


class Backend(Protocol):
    """A place where vaults can be read. Raises `VaultError` and nothing else."""

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault, in the order of their names."""

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault.

        Raises:
            NotFound: it is not there (any more).
        """

    def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the items of a vault page by page, archived ones too, with no secret in them."""

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item.

        Raises:
            NotFound: it is not there (any more).
        """

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """Return None where `action` may be tried, or the sentence why not. Never asks the network."""

    async def aclose(self) -> None:
        """Let go of everything. Nothing may be called afterwards."""


@runtime_checkable
class Writer(Protocol):
    """A place where items can be written."""

    async def create(self, item: Item) -> Item:
        """Save a new item into the vault of `item.ref`; the place chooses the id, returned in the saved item."""

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make `edits`, which were made against `version`, and return the item as it is then.

        Raises:
            Conflict: another version is the current one by now (it is in the error).
        """

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""


@runtime_checkable
class ManyWriter(Protocol):
    """A place where many items can be made in one step."""

    async def create_all(self, items: Sequence[Item]) -> Sequence[Item]:
        """Save new items, all or none; see `Writer.create`."""


@runtime_checkable
class Mover(Protocol):
    """A place where an item goes from vault to vault in one step."""

    async def move(self, ref: ItemRef, vault: VaultId) -> Item:
        """Put an item into another vault, with its versions and files and under its id: wholly or not at all."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a new item fits a place: the sentence why it is `refused`, or ""; and what is `changed`, as clauses.

    `becomes` is the item as it will be there, or None where it will be as it is.
    """

    refused: str = ""
    changed: tuple[str, ...] = ()
    becomes: Item | None = None


@runtime_checkable
class Choosy(Protocol):
    """A place that cannot keep everything that an item may hold."""

    def fit(self, item: Item) -> Fit:
        """Return how a new item fits. Never asks the network."""


@runtime_checkable
class Cached(Protocol):
    """A place whose `item` may be what it was a moment ago."""

    async def current(self, ref: ItemRef) -> Item:
        """Return a whole item as the service has it now. Raises as `Backend.item`."""


@runtime_checkable
class Archiver(Protocol):
    """A place where items can be put away and brought back."""

    async def archive(self, ref: ItemRef) -> Item:
        """Put an item away."""

    async def restore(self, ref: ItemRef) -> Item:
        """Bring an archived item back."""


@runtime_checkable
class Versioned(Protocol):
    """A place that keeps earlier versions of items."""

    async def versions(self, ref: ItemRef) -> Sequence[VersionInfo]:
        """Return the versions that can be read, the current one first."""

    async def version(self, ref: ItemRef, version: int) -> Item:
        """Return the item as it was in that version."""

    async def restore_version(self, ref: ItemRef, version: int) -> Item:
        """Make an earlier version the current one; what is current now becomes an earlier one."""


@runtime_checkable
class VaultKeeper(Protocol):
    """A place where vaults can be made and unmade."""

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items, for good."""


@runtime_checkable
class Audited(Protocol):
    """A place that keeps an audit log of its own."""

    def audit(self) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages of events, newest first. Titles and names of vaults are empty where the place tells only ids."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What others wrote: in these vaults, or `anywhere` (vaults may have come or gone). Nothing: it is false."""

    anywhere: bool = False
    vaults: frozenset[VaultId] = frozenset()

    def __bool__(self) -> bool:
        return self.anywhere or bool(self.vaults)


@runtime_checkable
class Watched(Protocol):
    """A place where others may write meanwhile."""

    async def changed(self) -> Changed:
        """Return what was written by others since the last call (or since opening). Cheap."""


@runtime_checkable
class Filed(Protocol):
    """A place whose items have files. One that keeps earlier versions has their files, too."""

    async def files(self, ref: ItemRef) -> Sequence[FileInfo]:
        """Return the files of an item."""

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """Return what is known of one file."""

    def read_file(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """Yield the content of a file piece by piece."""


@runtime_checkable
class Attacher(Protocol):
    """A place that takes files: wholly or not at all, each change as an edit of its item.

    `content` is read to its end before anything is changed; what it raises is raised, and nothing was done.
    """

    def most_bytes(self) -> int:
        """Return how many bytes a file may have. Never asks the network."""

    async def attach(self, ref: ItemRef, name: str, content: AsyncIterator[bytes], version: int) -> Item:
        """Add a file to the item that was at `version`, and return the item as it is then. Raises as `Writer.update`.

        Raises:
            Invalid: the place does not take such a file.
        """

    async def replace_file(
        self, ref: ItemRef, file: FileId, name: str, content: AsyncIterator[bytes], version: int
    ) -> Item:
        """Put a file in the place of another. Raises as `attach`, and NotFound where there is no such file."""

    async def remove_file(self, ref: ItemRef, file: FileId, version: int) -> Item:
        """Take a file out. Raises as `attach`, and NotFound where there is no such file."""

    async def create_with_file(self, item: Item, name: str, content: AsyncIterator[bytes]) -> Item:
        """Save a new item together with a file, as documents must be. See `Writer.create` and `attach`."""


@runtime_checkable
class Generating(Protocol):
    """A place that can generate passwords by itself, so that they never pass through here before they are saved."""

    async def generate(self, ref: ItemRef, field: FieldId, recipe: ServerRecipe, version: int) -> Item:
        """Give a concealed field a generated value, and return the item as it is then. Raises as `Writer.update`."""


@runtime_checkable
class Remote(Protocol):
    """A place at the other end of a network."""

    async def connection(self) -> Connection:
        """Ask how the service is. Tells of trouble in what it returns; raises nothing but `Locked`."""

    async def exchanges(self) -> Sequence[Exchange]:
        """Return the last requests, newest first."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a place noticed by itself: a row is this now, one is gone, or something went wrong (a sentence)."""

    item: ItemSummary | None = None
    gone: ItemRef | None = None
    problem: str = ""


@runtime_checkable
class Noticing(Protocol):
    """A place that goes on by itself after a call has ended: it waits until a write is seen everywhere."""

    def syncing(self, ref: ItemRef) -> bool:
        """Whether an item that we wrote is not seen everywhere yet; that it is will be noticed. From any thread."""

    def listen(self, tell: Callable[[Noticed], None]) -> None:
        """Have `tell` called, on the place's own thread, with all that is noticed from now on."""
