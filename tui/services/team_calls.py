"""What a worker passes on of a service for teams: sharing, rights, Environments, references, limits, approvals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from tui.backends.faces import (
    access_keeper,
    administered,
    by_id_opener,
    environment_reader,
    item_audited,
    link_sharer,
    member_keeper,
    member_sharer,
    resolver,
    writer,
)
from tui.backends.protocol import Action, Backend
from tui.backends.team import (
    Administered,
    ByIdOpener,
    EnvironmentReader,
    ItemAudited,
    Learning,
    ManyReader,
    MemberKeeper,
    MemberSharer,
    Metered,
    Prompting,
    Resolver,
    Rotator,
)
from tui.model.edit import SetValue
from tui.model.errors import Denied, NotFound, VaultError
from tui.model.field import Purpose
from tui.services.crossing import Crossing

if TYPE_CHECKING:
    from tui.model.audit import AuditEvent
    from tui.model.environment import EnvironmentId, Variable
    from tui.model.ids import FieldId, ItemRef, VaultId
    from tui.model.item import Item
    from tui.model.member import Member
    from tui.model.permission import Group, GroupId, Permission, VaultAccess
    from tui.model.secret import Secret
    from tui.model.sharing import Recipient, Share, SharePolicy
    from tui.model.usage import Usage
    from tui.model.vault import Vault

B = TypeVar("B", bound=Backend)


class TeamCalls(Crossing[B]):
    """Wears that part of the face of the backend."""

    # Members, and sharing with them

    @property
    def has_members(self) -> bool:
        """Whether it is the place of a team with members."""
        backend: object = self.backend
        return isinstance(backend, MemberKeeper)

    @property
    def shares_with_members(self) -> bool:
        """Whether items are shared with members of a team."""
        backend: object = self.backend
        return isinstance(backend, MemberSharer)

    async def members(self) -> Sequence[Member] | None:
        """See `MemberKeeper.members`."""
        return await self.read(lambda b: member_keeper(b).members())

    async def add_member(self, name: str, email: str) -> Member:
        """See `MemberKeeper.add_member`."""
        return await self.write(
            Action.ADD_MEMBER, None, name, lambda b: member_keeper(b).add_member(name, email), detail=email
        )

    async def shared_with(self, ref: ItemRef) -> Sequence[Member] | None:
        """See `MemberSharer.shared_with`."""
        return await self.read(lambda b: member_sharer(b).shared_with(ref))

    async def share_with(self, ref: ItemRef, member: Member, title: str = "") -> None:
        """See `MemberSharer.share_with`. The audit log tells with whom; that it was so already is no failure there."""
        await self.write(
            Action.SHARE,
            ref,
            title,
            lambda b: member_sharer(b).share_with(ref, member.id),
            field=member.label,
            detail=f"with {member.described}",
        )

    # Sharing by link

    async def share_policy(self, item: Item) -> SharePolicy:
        """See `LinkSharer.share_policy`."""
        return await self.read(lambda b: link_sharer(b).share_policy(item))

    async def recipients(self, policy: SharePolicy, given: Sequence[str]) -> Sequence[Recipient | VaultError]:
        """See `LinkSharer.recipients`."""
        return await self.read(lambda b: link_sharer(b).recipients(policy, given))

    async def share(self, item: Item, policy: SharePolicy, share: Share) -> Secret:
        """See `LinkSharer.share`. The audit log tells for whom and for how long; the link never."""
        return await self.write(
            Action.SHARE,
            item.ref,
            item.title,
            lambda b: link_sharer(b).share(item, policy, share),
            detail=share.described,
        )

    # Rights of groups

    async def vault_access(self, vault: VaultId) -> VaultAccess:
        """See `AccessKeeper.vault_access`."""
        return await self.read(lambda b: access_keeper(b).vault_access(vault))

    async def group(self, group: GroupId) -> Group:
        """See `AccessKeeper.group`."""
        return await self.read(lambda b: access_keeper(b).group(group))

    async def set_access(self, vault: VaultId, group: Group, permissions: Permission, name: str, detail: str) -> None:
        """See `AccessKeeper.set_access`. `name` is the vault's; `detail` says for the audit log what that changes."""
        await self.write(
            Action.CHANGE_ACCESS,
            vault,
            name,
            lambda b: access_keeper(b).set_access(vault, group.id, permissions),
            field=group.name,
            detail=detail,
        )

    # Administrators of new vaults

    @property
    def has_admins(self) -> bool:
        """Whether it is to be said of a new vault that administrators may manage it."""
        backend: object = self.backend
        return isinstance(backend, Administered)

    async def create_vault_for(self, name: str, description: str, *, admins: bool) -> Vault:
        """See `Administered.create_vault_for`."""
        return await self.write(
            Action.CREATE_VAULT,
            None,
            name,
            lambda b: administered(b).create_vault_for(name, description, admins=admins),
            detail=f"administrators may {'' if admins else 'not '}manage it",
        )

    # Environments and references

    @property
    def has_environments(self) -> bool:
        """Whether there are Environments."""
        backend: object = self.backend
        return isinstance(backend, EnvironmentReader)

    async def variables(self, environment: EnvironmentId) -> Sequence[Variable]:
        """See `EnvironmentReader.variables`."""
        return await self.read(lambda b: environment_reader(b).variables(environment))

    @property
    def resolves(self) -> bool:
        """Whether secret references are resolved by the place itself."""
        backend: object = self.backend
        return isinstance(backend, Resolver)

    async def resolve(self, references: Sequence[str]) -> Sequence[Secret | VaultError]:
        """See `Resolver.resolve`."""
        return await self.read(lambda b: resolver(b).resolve(references))

    # Items by their ids

    @property
    def opens_ids(self) -> bool:
        """Whether an item is opened by an id that somebody was told."""
        backend: object = self.backend
        return isinstance(backend, ByIdOpener)

    async def open_id(self, text: str) -> Item:
        """See `ByIdOpener.open_id`."""
        return await self.read(lambda b: by_id_opener(b).open_id(text))

    # Rotation

    async def rotate(self, item: Item, field: FieldId, password: Secret) -> Item:
        """See `Rotator.rotate`; where the place has no such call, or for another field, it is an update."""

        async def change(backend: B) -> Item:
            place: object = backend
            if isinstance(place, Rotator) and _is_password(item, field) and _can_rotate(backend):
                try:
                    return await place.rotate(item.ref, password, item.version)
                except (Denied, NotFound):
                    if _can_rotate(backend):
                        raise
            return await writer(backend).update(item.ref, (SetValue(field, password),), item.version)

        named = item.field(field)
        label = named.label if named is not None else ""
        return await self.write(Action.ROTATE, item.ref, item.title, change, field=label)

    # What was done to one item

    @property
    def audits_items(self) -> bool:
        """Whether the place tells of each item what was done to it."""
        backend: object = self.backend
        return isinstance(backend, ItemAudited)

    async def item_audit_pages(self, ref: ItemRef) -> AsyncIterator[Sequence[AuditEvent]]:
        """See `ItemAudited.item_audit`: pages, newest first, each read when it is asked for."""

        async def begun(backend: object) -> AsyncIterator[Sequence[AuditEvent]]:
            return item_audited(backend).item_audit(ref)

        async for page in self.paged(begun):
            yield page

    # Many at a time, limits, approvals

    async def items_of(self, refs: Sequence[ItemRef]) -> Sequence[Item | VaultError]:
        """See `ManyReader.items_of`; one after the other where the place gives only one at a time."""

        async def read(backend: B) -> Sequence[Item | VaultError]:
            place: object = backend
            if isinstance(place, ManyReader):
                return await place.items_of(refs)
            return [await _tried(backend, ref) for ref in refs]

        return await self.long_read(read)

    def usage(self) -> Usage | None:
        """See `Metered.usage`; None where nothing is counted."""
        backend: object = self.backend
        return backend.usage() if isinstance(backend, Metered) else None

    def learnt(self) -> bytes | None:
        """See `Learning.keep`; None where nothing is learnt."""
        backend: object = self.backend
        return backend.keep() if isinstance(backend, Learning) else None

    def recall(self, kept: bytes) -> None:
        """See `Learning.recall`."""
        backend: object = self.backend
        if isinstance(backend, Learning):
            backend.recall(kept)

    def prompting(self) -> str:
        """See `Prompting.prompting`; "" where nobody is asked."""
        backend: object = self.backend
        return backend.prompting() if isinstance(backend, Prompting) else ""

    def give_up(self) -> None:
        """See `Prompting.give_up`."""
        backend: object = self.backend
        if isinstance(backend, Prompting):
            backend.give_up()


def _is_password(item: Item, field: FieldId) -> bool:
    password = item.of(Purpose.PASSWORD)
    return password is not None and password.id == field


def _can_rotate(backend: Backend) -> bool:
    """Whether there is such a call at all. That it is refused for an item is no reason to do it in another way."""
    return backend.refusal(Action.ROTATE, None) is None


async def _tried(backend: Backend, ref: ItemRef) -> Item | VaultError:
    try:
        return await backend.item(ref)
    except VaultError as error:
        return error
