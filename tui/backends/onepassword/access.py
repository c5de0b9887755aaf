"""Which groups may do what in a vault of 1Password: read with the vault, changed group by group.

What a person may do has no call in the SDK: people are counted. Permissions travel as one number and are kept whole, so
that a bit that is not known here goes back as it came.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.backends.onepassword.wire import object_of, objects
from tui.model.action import Action
from tui.model.errors import Denied, NotFound, TokenRefused, VaultError
from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.tools.mended import as_number, as_text
from tui.tools.permissions import NONE

if TYPE_CHECKING:
    from tui.backends.onepassword.calls import Calls
    from tui.backends.onepassword.managing import Managing
    from tui.model.ids import VaultId

_KINDS = {
    "owners": "built in",
    "administrators": "built in",
    "recovery": "built in",
    "externalAccountManagers": "built in",
    "teamMembers": "built in",
    "userDefined": "custom group",
    "unsupported": "",
}
"""1Password's words for what a group is, in ours; one that is not known is shown as it came."""


class Access:
    """Is `AccessKeeper` for one account."""

    def __init__(self, calls: Calls, managing: Managing) -> None:
        self._calls = calls
        self._managing = managing
        self._groups: dict[GroupId, Group] = {}
        self._inside: dict[VaultId, frozenset[GroupId]] = {}

    async def vault_access(self, vault: VaultId) -> VaultAccess:
        """Return who may do what in a vault. A group's name is asked for once."""
        held, people = await self._holders(vault)
        groups = await asyncio.gather(*(self._named(group) for group in held))
        found = [GroupAccess(group, held[group.id]) for group in groups]
        return VaultAccess(tuple(sorted(found, key=_order)), people)

    async def group(self, group: GroupId) -> Group:
        """Return a group by its id. Raises NotFound."""
        if (known := self._groups.get(group)) is None:
            answer = await self._calls.ask("GroupsGet", {"group_id": group, "group_params": _NO_PARAMS}, "the group")
            known = self._groups[group] = _group(group, answer)
        return known

    async def set_access(self, vault: VaultId, group: GroupId, permissions: Permission) -> None:
        """Let a group do exactly this in a vault, whatever it could do before; nothing at all: take it out."""
        inside = self._inside.get(vault)
        if inside is None:
            inside = frozenset((await self._holders(vault))[0])
        if not permissions and group not in inside:
            return
        with self._managing.met(Action.CHANGE_ACCESS, vault):
            try:
                await self._write(vault, group, permissions, inside)
            except VaultError:
                self._inside.pop(vault, None)  # it may be another than we know
                raise
        self._inside[vault] = inside | {group} if permissions else inside - {group}

    async def _write(self, vault: VaultId, group: GroupId, permissions: Permission, inside: frozenset[GroupId]) -> None:
        rights = {"groupId": group, "permissions": int(permissions)}
        what = "the access of the group"
        if not permissions:
            await self._calls.ask("VaultsRevokeGroupPermissions", {"vault_id": vault, "group_id": group}, what)
        elif group in inside:
            changed = {"group_permissions_list": [{"vaultId": vault, **rights}]}
            await self._calls.ask("VaultsUpdateGroupPermissions", changed, what)
        else:
            added = {"vault_id": vault, "group_permissions_list": [rights]}
            await self._calls.ask("VaultsGrantGroupPermissions", added, what)

    async def _holders(self, vault: VaultId) -> tuple[dict[GroupId, Permission], int]:
        """Return what each group may do, and how many others have access."""
        asked = {"vault_id": vault, "vault_params": {"accessors": True}}
        answer = await self._calls.ask("VaultsGet", asked, "the vault")
        held: dict[GroupId, Permission] = {}
        people = 0
        access = object_of(answer, "the vault").get("access")
        if not isinstance(access, list):
            raise Denied("1Password does not say who has access to this vault: it may not be told to this account.")
        for one in objects(access):
            if one.get("accessorType") == "group":
                group = GroupId(as_text(one.get("accessorUuid")))
                held[group] = held.get(group, NONE) | Permission(max(as_number(one.get("permissions")), 0))
            else:
                people += 1
        self._inside[vault] = frozenset(held)
        return held, people

    async def _named(self, group: GroupId) -> Group:
        """Return a group, by its id alone where we are not told its name: it has access all the same."""
        try:
            return await self.group(group)
        except TokenRefused:
            raise
        except (Denied, NotFound):
            return self._groups.setdefault(group, Group(group, group, "Its name cannot be read with this account."))


_NO_PARAMS = {"vaultPermissions": None}


def _group(group: GroupId, answer: object) -> Group:
    said = object_of(answer, "the group")
    kind = as_text(said.get("groupType"))
    kind = "deleted" if said.get("state") == "deleted" else _KINDS.get(kind, kind)
    return Group(group, as_text(said.get("title")) or group, as_text(said.get("description")), kind)


def _order(access: GroupAccess) -> tuple[str, str]:
    return access.group.name.casefold(), access.group.id
