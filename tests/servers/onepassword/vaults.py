"""The vaults' calls: list, overview, get with who has access, create, update, delete."""

from __future__ import annotations

from tests.servers.onepassword import words
from tests.servers.onepassword.account import Account, Vault
from tests.servers.onepassword.refused import denied, invalid
from tests.servers.onepassword.words import EVERYTHING, Json

_VAULT = ("id", "title", "description", "vaultType", "contentVersion", "attributeVersion")


class Vaults:
    """The vaults of one account, for a client that is a service account or is not."""

    def __init__(self, account: Account, *, service: bool) -> None:
        self.account = account
        self.service = service

    def listed(self, params: Json | None = None) -> list[Json]:
        """VaultsList. Without details, where a client wants none, titles and descriptions are empty."""
        bare = params is not None and params.get("decryptDetails") is False
        hidden = {"title": "", "description": ""} if bare else {}
        return [overview(vault) | hidden for vault in self.account.seen(service=self.service)]

    def get_overview(self, vault_id: str) -> Json:
        """VaultsGetOverview."""
        return overview(self.account.vault(vault_id, 0, service=self.service))

    def get(self, vault_id: str, vault_params: Json) -> Json:
        """VaultsGet."""
        return _full(
            self.account.vault(vault_id, 0, service=self.service), accessors=bool(vault_params.get("accessors"))
        )

    def create(self, params: Json) -> Json:
        """VaultsCreate."""
        if self.service and not self.account.may_create_vaults:
            raise denied()
        if not params["title"]:
            raise invalid("vault title was not specified")
        vault = added(self.account, params["title"], "userCreated", params.get("description") or "")
        vault.ours = True
        return _full(vault, accessors=False)

    def update(self, vault_id: str, params: Json) -> Json:
        """VaultsUpdate: what is given is changed, the rest stays."""
        vault = self.managed(vault_id)
        vault.info |= {name: params[name] for name in ("title", "description") if params.get(name) is not None}
        vault.info["attributeVersion"] += 1
        vault.info["updatedAt"] = self.account.now()
        return _full(vault, accessors=False)

    def delete(self, vault_id: str) -> None:
        """VaultsDelete: with all that is in it."""
        self.managed(vault_id)
        del self.account.vaults[vault_id]

    def managed(self, vault_id: str) -> Vault:
        """Return a vault that the client may manage: a service account only those that it made. Raises `Refused`."""
        vault = self.account.vault(vault_id, words.MANAGE, service=self.service)
        if self.service and not vault.ours:
            raise denied()
        return vault


def added(account: Account, title: str, kind: str, description: str, rights: int = EVERYTHING) -> Vault:
    """Add a vault."""
    now = account.now()
    texts = {"id": account.new_id(), "title": title, "description": description, "vaultType": kind}
    info: Json = texts | {"contentVersion": 1, "attributeVersion": 1, "createdAt": now, "updatedAt": now}
    account.vaults[info["id"]] = vault = Vault(info, rights)
    return vault


def overview(vault: Vault) -> Json:
    """Return a vault as lists show it."""
    return vault.info | {"activeItemCount": vault.active}


def _full(vault: Vault, *, accessors: bool) -> Json:
    told = {name: vault.info[name] for name in _VAULT} | {"activeItemCount": vault.active}
    return told | {"access": accesses(vault) if accessors else None}


def accesses(vault: Vault) -> list[Json]:
    """Return who may do what in a vault."""
    return [access(vault, kind, who, permissions) for (kind, who), permissions in vault.access.items()]


def access(vault: Vault, kind: str, who: str, permissions: int) -> Json:
    """Return what one group or person may do in a vault."""
    told = {"vaultUuid": vault.info["id"], "accessorType": kind, "accessorUuid": who}
    return told | {"permissions": permissions}
