"""The calls for groups: a group by its id, and what groups may do in vaults."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.servers.onepassword.account import Account
from tests.servers.onepassword.permissions import complete
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.vaults import Vaults, access
from tests.servers.onepassword.words import Json

Refusing = Callable[[str], Refused]


class Groups:
    """The groups of one account, and the access of groups to its vaults."""

    def __init__(self, account: Account, vaults: Vaults) -> None:
        self.account = account
        self.vaults = vaults

    def get(self, group_id: str, group_params: Json) -> Json:
        """GroupsGet."""
        found = self._group(group_id, partial(_refused, "ErrorGettingGroup", "error getting group: "))
        held = None
        if group_params.get("vaultPermissions"):
            held = [
                access(vault, "group", group_id, permissions)
                for vault in self.account.seen(service=self.vaults.service)
                if (permissions := vault.access.get(("group", group_id)))
            ]
        return found | {"vaultAccess": held}

    def grant(self, vault_id: str, group_permissions_list: list[Json]) -> None:
        """VaultsGrantGroupPermissions: what is granted comes to what a group has."""
        vault = self.vaults.managed(vault_id)
        news = {}
        for each in group_permissions_list:
            self._group(each["groupId"], _updating)
            key = ("group", each["groupId"])
            news[key] = vault.access.get(key, 0) | self._checked(each["groupId"], each["permissions"])
        if not all(complete(permissions, self.account.plan) for permissions in news.values()):
            raise _incomplete()
        vault.access |= news

    def update(self, group_permissions_list: list[Json]) -> None:
        """VaultsUpdateGroupPermissions: what is given replaces what a group has; all of it is done, or nothing."""
        news = []
        for each in group_permissions_list:
            vault = self.vaults.managed(each["vaultId"])
            self._group(each["groupId"], _updating)
            key = ("group", each["groupId"])
            if key not in vault.access:
                raise _updating("resource not found")
            news.append((vault, key, self._checked(each["groupId"], each["permissions"])))
        if not all(complete(permissions, self.account.plan) for _, _, permissions in news):
            raise _incomplete()
        for vault, key, permissions in news:
            vault.access[key] = permissions

    def revoke(self, vault_id: str, group_id: str) -> None:
        """VaultsRevokeGroupPermissions: all of it."""
        vault = self.vaults.managed(vault_id)
        if vault.access.pop(("group", group_id), None) is None:
            raise _revoking("resource not found")

    def _group(self, group: str, refusing: Refusing) -> Json:
        found = self.account.groups.get(group)
        if found is None:
            raise refusing(f"group not found for id {group}")
        return found

    def _checked(self, group: str, permissions: int) -> int:
        if not permissions:
            raise _updating(f"assigned permissions for group {group} can't be 0")
        return permissions


def _refused(name: str, preface: str, problem: str) -> Refused:
    return Refused(name, preface + problem)


_updating = partial(_refused, "UpdatingGroupVaultPermissions", "error updating group vault permissions: ")
_revoking = partial(_refused, "ErrorRevokingGroupVaultPermissions", "error revoking group vault permissions: ")


def _incomplete() -> Refused:
    return _updating("bad input passed by the user: dependent permissions are missing")
