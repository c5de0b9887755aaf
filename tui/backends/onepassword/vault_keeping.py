"""Vaults of 1Password made, renamed and deleted. What an account may not do is said in plain words, and remembered."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.backends.onepassword import convert
from tui.backends.onepassword.wire import object_of, unreadable
from tui.model.action import Action

if TYPE_CHECKING:
    from tui.backends.onepassword.calls import Calls
    from tui.backends.onepassword.managing import Managing
    from tui.model.ids import AccountId, VaultId
    from tui.model.vault import Vault

WHAT = "the vault"


class VaultKeeping:
    """Is `VaultKeeper` and `Administered` for one account."""

    def __init__(self, calls: Calls, account: AccountId, managing: Managing) -> None:
        self._calls = calls
        self._account = account
        self._managing = managing

    async def create_vault(self, name: str, description: str = "", *, admins: bool | None = None) -> Vault:
        """Make a vault. `admins`: administrators may manage it, or not; None is what the account has for new vaults."""
        params = {"title": name, "description": description or None, "allowAdminsAccess": admins}
        with self._managing.met(Action.CREATE_VAULT, None):
            return self._vault(await self._calls.ask("VaultsCreate", {"params": params}, "the new vault"))

    async def rename_vault(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        params = {"title": name, "description": description}
        with self._managing.met(Action.RENAME_VAULT, vault):
            return self._vault(await self._calls.ask("VaultsUpdate", {"vault_id": vault, "params": params}, WHAT))

    async def delete_vault(self, vault: VaultId) -> None:
        """Delete a vault with all its items, for good."""
        with self._managing.met(Action.DELETE_VAULT, vault):
            await self._calls.ask("VaultsDelete", {"vault_id": vault}, WHAT)

    def _vault(self, answer: object) -> Vault:
        """Return what was made or changed just now: the answer does not say when."""
        found = convert.vault(object_of(answer, WHAT), self._account)
        if not found.id:
            raise unreadable(WHAT)
        return found if found.updated else replace(found, updated=time.time())
