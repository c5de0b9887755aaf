"""A 1Password account as a Backend, through 1Password's own SDK. What the SDK lacks is refused with the reason.

It belongs to the loop that runs it. Of items, the last few are kept for a minute; beside them it keeps no value.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

from tui.backends.looking import LOOKS
from tui.backends.onepassword import create, health
from tui.backends.onepassword.access import Access
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.environments import Environments
from tui.backends.onepassword.files import MOST_BYTES, Filing, taken_in
from tui.backends.onepassword.managing import Managing
from tui.backends.onepassword.reading import Reading
from tui.backends.onepassword.references import References
from tui.backends.onepassword.refusals import NO_RESTORING, Refusals
from tui.backends.onepassword.sharing import Sharing
from tui.backends.onepassword.vault_keeping import VaultKeeping
from tui.backends.onepassword.writing import Writing
from tui.backends.protocol import Action, Fit
from tui.model.account import AccountConfig
from tui.model.connection import Connection, Exchange
from tui.model.edit import Edit
from tui.model.environment import EnvironmentId, Variable
from tui.model.errors import Conflict, Denied, NotFound, Unreachable, VaultError
from tui.model.file import FileInfo
from tui.model.ids import FileId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.permission import Group, GroupId, Permission, VaultAccess
from tui.model.secret import Secret
from tui.model.sharing import Recipient, Share, SharePolicy
from tui.model.usage import Usage
from tui.model.vault import Vault


class OnePasswordBackend:
    """Backend and all that the SDK can do beside it, over one 1Password account.

    Writer, Archiver, Choosy, Cached, ManyReader, Filed, Attacher, VaultKeeper, Administered, LinkSharer,
    AccessKeeper, EnvironmentReader, Resolver, Remote, Metered, Prompting.
    """

    def __init__(self, config: AccountConfig, token: Secret, looks: Sequence[float] = LOOKS) -> None:
        """Nothing is loaded or asked yet. For `looks` see `looking.LOOKS`."""
        self._with_token = config.source.has_token
        self._calls = Calls.for_account(config, token)
        self._refusals = Refusals(token=self._with_token)
        self._reading = Reading(self._calls, config.id, self._refusals)
        self._writing = Writing(self._calls, self._reading, looks)
        self._filing = Filing(self._calls, self._reading, self._writing)
        self._environments = Environments(self._calls)
        self._references = References(self._calls)
        self._sharing = Sharing(self._calls, self._reading, self._refusals)
        self._managing = Managing(service_account=self._with_token)
        self._vaults = VaultKeeping(self._calls, config.id, self._managing)
        self._access = Access(self._calls, self._managing)

    async def aclose(self) -> None:
        """Forget the token and everything that was read."""
        self._reading.clear()
        self._refusals.clear()
        await self._calls.aclose()

    def refusal(self, action: Action, ref: ItemRef | VaultId | None) -> str | None:
        """See `Backend.refusal`."""
        vault = ref.vault if isinstance(ref, ItemRef) else ref
        return self._managing.refusal(action, vault) or self._refusals.sentence(action, ref)

    # Reading

    async def vaults(self) -> Sequence[Vault]:
        """Return every vault; whoever asks again may have been granted more meanwhile."""
        self._refusals.forgive()
        self._managing.forgive()
        return await self._reading.vaults()

    async def vault(self, vault: VaultId) -> Vault:
        """Return one vault."""
        return await self._reading.vault(vault)

    def items(self, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the items of a vault, some at a time."""
        return self._reading.items(vault)

    async def item(self, ref: ItemRef) -> Item:
        """Return a whole item."""
        return await self._reading.item(ref)

    async def current(self, ref: ItemRef) -> Item:
        """Return a whole item as it is now."""
        return await self._reading.current(ref)

    async def items_of(self, refs: Sequence[ItemRef]) -> Sequence[Item | VaultError]:
        """Return many items, some at a time."""
        return await self._reading.many(refs)

    def fit(self, item: Item) -> Fit:
        """Return how a new item fits; see `create.fit`."""
        return create.fit(item)

    # Writing

    async def create(self, item: Item) -> Item:
        """Save a new item."""
        with self._refusals.met(item.ref.vault, Action.CREATE):
            return await self._writing.create(item)

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """Make edits, or raise Conflict."""
        with self._changing(ref, Action.EDIT):
            return await self._writing.update(ref, edits, version)

    async def delete(self, ref: ItemRef) -> None:
        """Delete for good."""
        with self._changing(ref, Action.DELETE):
            await self._writing.delete(ref)

    async def archive(self, ref: ItemRef) -> Item:
        """Put an item away."""
        with self._changing(ref, Action.ARCHIVE):
            return await self._writing.archive(ref)

    async def restore(self, ref: ItemRef) -> Item:
        """Refuse, with the reason."""
        raise Denied(NO_RESTORING)

    # Files

    async def files(self, ref: ItemRef) -> Sequence[FileInfo]:
        """Return the files of an item."""
        return (await self._reading.current(ref)).files

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """Return what is known of one file."""
        return await self._filing.file(ref, file)

    def read_file(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """Yield the content of a file piece by piece."""
        return self._filing.read(ref, file)

    def most_bytes(self) -> int:
        """Return how many bytes a file may have."""
        return MOST_BYTES

    async def attach(self, ref: ItemRef, name: str, content: AsyncIterator[bytes], version: int) -> Item:
        """Add a file to an item, or raise Conflict."""
        with self._changing(ref, Action.ATTACH_FILE):
            return await self._filing.attach(ref, name, content, version)

    async def replace_file(
        self, ref: ItemRef, file: FileId, name: str, content: AsyncIterator[bytes], version: int
    ) -> Item:
        """Put a file in the place of another, or raise Conflict."""
        with self._changing(ref, Action.REPLACE_FILE):
            return await self._filing.replace(ref, file, name, content, version)

    async def remove_file(self, ref: ItemRef, file: FileId, version: int) -> Item:
        """Take a file out, or raise Conflict."""
        with self._changing(ref, Action.REMOVE_FILE):
            return await self._filing.remove(ref, file, version)

    async def create_with_file(self, item: Item, name: str, content: AsyncIterator[bytes]) -> Item:
        """Save a new item with a file."""
        whole = await taken_in(content)
        with self._refusals.met(item.ref.vault, Action.CREATE):
            return await self._writing.create(item, name, whole)

    # Environments and references

    async def variables(self, environment: EnvironmentId) -> Sequence[Variable]:
        """Return the variables of an Environment."""
        return await self._environments.variables(environment)

    async def resolve(self, references: Sequence[str]) -> Sequence[Secret | VaultError]:
        """Return what secret references lead to."""
        return await self._references.resolve(references)

    # Sharing by link

    async def share_policy(self, item: Item) -> SharePolicy:
        """Return what is allowed for this item."""
        return await self._sharing.share_policy(item)

    async def recipients(self, policy: SharePolicy, given: Sequence[str]) -> Sequence[Recipient | VaultError]:
        """Return for each who is meant, or why it cannot be named."""
        return await self._sharing.recipients(policy, given)

    async def share(self, item: Item, policy: SharePolicy, share: Share) -> Secret:
        """Make a link to a copy of the item."""
        return await self._sharing.share(item, policy, share)

    # Vaults and who has access

    async def create_vault(self, name: str, description: str = "") -> Vault:
        """Make a vault."""
        return await self._vaults.create_vault(name, description)

    async def create_vault_for(self, name: str, description: str, *, admins: bool) -> Vault:
        """Make a vault that administrators may manage, or may not."""
        return await self._vaults.create_vault(name, description, admins=admins)

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        return await self._vaults.rename_vault(vault, name, description)

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items, for good."""
        await self._vaults.delete_vault(vault)
        self._reading.vault_gone(vault)

    async def vault_access(self, vault: VaultId) -> VaultAccess:
        """Return who may do what in a vault."""
        return await self._access.vault_access(vault)

    async def group(self, group: GroupId) -> Group:
        """Return a group by its id."""
        return await self._access.group(group)

    async def set_access(self, vault: VaultId, group: GroupId, permissions: Permission) -> None:
        """Let a group do exactly this in a vault."""
        await self._access.set_access(vault, group, permissions)

    # The service itself

    async def connection(self) -> Connection:
        """Ask how the account is."""
        return await health.connection(self._reading.vaults, token=self._with_token)

    async def exchanges(self) -> Sequence[Exchange]:
        """Return the last calls, newest first."""
        return self._calls.exchanges

    def usage(self) -> Usage:
        """Return what was used of the limits, by our own count."""
        return self._calls.usage()

    def keep(self) -> bytes:
        """Return what was counted, to be kept."""
        return self._calls.keep()

    def recall(self, kept: bytes) -> None:
        """Take in what was counted in an earlier run."""
        self._calls.recall(kept)

    def prompting(self) -> str:
        """Return what a person should do now, or ""."""
        return self._calls.prompting()

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """Have `tell` called when a person is asked, and when no longer."""
        self._calls.when_prompted(tell)

    def give_up(self) -> None:
        """Wait for approval no longer."""
        self._calls.give_up()

    # Inside

    @contextmanager
    def _changing(self, ref: ItemRef, action: Action) -> Iterator[None]:
        """Remember what is refused; ask anew for an item that may be another by now."""
        try:
            with self._refusals.met(ref, action):
                yield
        except (Conflict, NotFound, Unreachable):
            self._reading.details.doubt(ref)
            raise
