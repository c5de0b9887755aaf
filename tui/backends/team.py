"""What a service for teams can do beside keeping items: small optional interfaces, as those of protocol.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tui.model.audit import AuditEvent
    from tui.model.environment import EnvironmentId, Variable
    from tui.model.errors import VaultError
    from tui.model.ids import ItemRef, VaultId
    from tui.model.item import Item
    from tui.model.member import Member, MemberId
    from tui.model.permission import Group, GroupId, Permission, VaultAccess
    from tui.model.secret import Secret
    from tui.model.sharing import Recipient, Share, SharePolicy
    from tui.model.usage import Usage
    from tui.model.vault import Vault


@runtime_checkable
class LinkSharer(Protocol):
    """A place that makes links by which others can see one item."""

    async def share_policy(self, item: Item) -> SharePolicy:
        """Return what is allowed for this item. Raises `Denied` with the reason where sharing is not."""

    async def recipients(self, policy: SharePolicy, given: Sequence[str]) -> Sequence[Recipient | VaultError]:
        """Return for each e-mail address or domain who is meant, or why it cannot be named.

        Raises only what stops all of them.
        """

    async def share(self, item: Item, policy: SharePolicy, share: Share) -> Secret:
        """Make a link to a copy of the item. Who has it may see the item: it is as secret as that.

        Raises:
            Conflict: the item is not any more what it was; no link was made.
            Unclear: a link may have been made, which nobody has seen.
        """


@runtime_checkable
class MemberKeeper(Protocol):
    """A place of a team that has members."""

    async def members(self) -> Sequence[Member] | None:
        """Return all members, or None where the service does not list them."""

    async def add_member(self, name: str, email: str) -> Member:
        """Add somebody to the team.

        Raises:
            Already: somebody with this address is a member.
            Unclear: the answer was lost: whether the member was added is not known.
        """


@runtime_checkable
class MemberSharer(Protocol):
    """A place whose items are shared with single members of its team. They see the item itself, not a copy."""

    async def shared_with(self, ref: ItemRef) -> Sequence[Member] | None:
        """Return the members who see an item, or None where the service does not tell."""

    async def share_with(self, ref: ItemRef, member: MemberId) -> None:
        """Let a member see an item.

        Raises:
            Already: it is shared with this member.
            Unclear: the answer was lost: whether it is shared is not known.
        """


@runtime_checkable
class AccessKeeper(Protocol):
    """A place where groups are given rights in vaults."""

    async def vault_access(self, vault: VaultId) -> VaultAccess:
        """Return who may do what in a vault."""

    async def group(self, group: GroupId) -> Group:
        """Return a group by its id. Raises `NotFound`."""

    async def set_access(self, vault: VaultId, group: GroupId, permissions: Permission) -> None:
        """Let a group do exactly this in a vault, whatever it could do before; nothing at all: take it out."""


@runtime_checkable
class Administered(Protocol):
    """A place whose administrators may manage a new vault, or not: that is said when it is made, and never later."""

    async def create_vault_for(self, name: str, description: str, *, admins: bool) -> Vault:
        """Make a vault that the account's administrators may manage, or may not, whatever is usual there."""


@runtime_checkable
class EnvironmentReader(Protocol):
    """A place that has Environments, which can be read by their ids."""

    async def variables(self, environment: EnvironmentId) -> Sequence[Variable]:
        """Return the variables in the order of the service. Raises `NotFound`, `Denied`."""


@runtime_checkable
class Resolver(Protocol):
    """A place that resolves secret references itself."""

    async def resolve(self, references: Sequence[str]) -> Sequence[Secret | VaultError]:
        """Return for each reference its value, or why there is none. Raises only what stops all of them."""


@runtime_checkable
class Rotator(Protocol):
    """A place with a call of its own by which a password is replaced."""

    async def rotate(self, ref: ItemRef, password: Secret, version: int) -> Item:
        """Put `password` in the place of the password, and return the item as it is then. Raises as `Writer.update`.

        Where the service has no such call after all, `refusal(Action.ROTATE, None)` says so from then on, and nothing
        was changed: the password is replaced by an update instead.
        """


@runtime_checkable
class ItemAudited(Protocol):
    """A place that tells of each item what was done to it, one item at a time."""

    def item_audit(self, ref: ItemRef) -> AsyncIterator[Sequence[AuditEvent]]:
        """Yield pages of the events of an item, newest first. Each of them has this `ref`; titles may be empty.

        Raises:
            Denied: the place tells nothing of this item, or of none.
        """


@runtime_checkable
class ManyReader(Protocol):
    """A place that gives many items at a time."""

    async def items_of(self, refs: Sequence[ItemRef]) -> Sequence[Item | VaultError]:
        """Return for each item the whole item, or why not. Raises only what stops all of them."""


@runtime_checkable
class ByIdOpener(Protocol):
    """A place where an item can be opened by an id that somebody was told, also where no list shows it."""

    async def open_id(self, text: str) -> Item:
        """Return the item with this id; it is listed from now on. Raises as `Backend.item`, and `Invalid`."""


@runtime_checkable
class Learning(Protocol):
    """A place that learns what is worth keeping over runs. It is kept sealed."""

    def keep(self) -> bytes:
        """Return what was learnt as bytes with no secret in them, for `recall` in a later run. From any thread."""

    def recall(self, kept: bytes) -> None:
        """Go on from what `keep` once returned, beside what was learnt since. What cannot be read is ignored."""


@runtime_checkable
class Metered(Learning, Protocol):
    """A place that allows so many calls in a time. What it learns is how many there were."""

    def usage(self) -> Usage:
        """Return what was used, by our own count. Never asks the network; from any thread."""


@runtime_checkable
class Prompting(Protocol):
    """A place where a person must approve, outside of here, before it answers."""

    def prompting(self) -> str:
        """Return the sentence what a person should do now, or "" while nothing waits for one. From any thread."""

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """Have `tell` called, from any thread, each time `prompting()` says something else from now on."""

    def give_up(self) -> None:
        """Wait for approval no longer: what waits raises `NotApproved`, as where it was refused. From any thread."""
