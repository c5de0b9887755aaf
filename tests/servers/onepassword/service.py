"""The service behind the core: clients come and go, calls are counted and answered, or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.servers.onepassword.account import Account
from tests.servers.onepassword.environments import Environments
from tests.servers.onepassword.faults import Faults
from tests.servers.onepassword.files import Files
from tests.servers.onepassword.groups import Groups
from tests.servers.onepassword.items import Items
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.secrets import Secrets
from tests.servers.onepassword.shares import Shares
from tests.servers.onepassword.vaults import Vaults
from tests.servers.onepassword.words import WRITES, Json

Handlers = dict[str, Callable[..., Any]]

_NO_CLIENT = (
    "an internal error occurred, please contact 1Password at support@1password.com or "
    "https://developer.1password.com/joinslack: invalid client id"
)


def handlers(account: Account, *, service: bool) -> Handlers:
    """Return what answers each wire name, for a service account or for a person."""
    items, vaults = Items(account, service=service), Vaults(account, service=service)
    files, shares, groups = Files(items), Shares(items), Groups(account, vaults)
    environments, secrets = Environments(account, service=service), Secrets(account, service=service)
    return {
        "ItemsGet": items.get,
        "ItemsList": items.listed,
        "ItemsCreate": items.create,
        "ItemsPut": items.put,
        "ItemsDelete": items.delete,
        "ItemsArchive": items.archive,
        "ItemsGetAll": items.get_all,
        "ItemsCreateAll": items.create_all,
        "ItemsDeleteAll": items.delete_all,
        "VaultsList": vaults.listed,
        "VaultsGetOverview": vaults.get_overview,
        "VaultsGet": vaults.get,
        "VaultsCreate": vaults.create,
        "VaultsUpdate": vaults.update,
        "ItemsFilesAttach": files.attach,
        "ItemsFilesRead": files.read,
        "ItemsFilesDelete": files.delete,
        "ItemsFilesReplaceDocument": files.replace_document,
        "ItemsSharesGetAccountPolicy": shares.get_account_policy,
        "ItemsSharesValidateRecipients": shares.validate_recipients,
        "ItemsSharesCreate": shares.create,
        "VaultsDelete": vaults.delete,
        "VaultsGrantGroupPermissions": groups.grant,
        "VaultsUpdateGroupPermissions": groups.update,
        "VaultsRevokeGroupPermissions": groups.revoke,
        "GroupsGet": groups.get,
        "EnvironmentsGetVariables": environments.get_variables,
        "SecretsResolve": secrets.resolve,
        "SecretsResolveAll": secrets.resolve_all,
    }


class Service:
    """Answers calls for the clients that it knows."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.faults = Faults()
        self.requests: list[str] = []
        self.sent: list[tuple[str, Json]] = []
        """Every call with its parameters."""
        self.clients: dict[int, Handlers] = {}
        self._for = {kind: handlers(account, service=kind) for kind in (True, False)}

    def begin(self, *, service: bool) -> int:
        """Return the number of a new client."""
        with self.account.lock:
            client = self.account.dice.randrange(1, 2**31)
            self.clients[client] = self._for[service]
            return client

    def release(self, client: int) -> bool:
        """Forget a client. Returns whether it was known."""
        with self.account.lock:
            return self.clients.pop(client, None) is not None

    def arrive(self, name: str, parameters: Json) -> None:
        """Count a call. Raises `Refused` if there were too many."""
        with self.account.lock:
            self.requests.append(name)
            self.sent.append((name, parameters))
            self.faults.arrived(name)

    def answer(self, client: int, name: str, parameters: Json) -> str:
        """Answer a call with JSON. Raises `Refused`."""
        with self.account.lock:
            known = self.clients.get(client)
            if known is None:
                raise Refused("Internal", _NO_CLIENT)
            self.faults.before(name)
            answer = self.faults.after(name, known[name](**parameters))
            return json.dumps(answer, separators=(",", ":"))

    @property
    def writes(self) -> int:
        """How many calls came that write."""
        with self.account.lock:
            return sum(name in WRITES for name in self.requests)

    @property
    def reads(self) -> int:
        """How many calls came that read."""
        with self.account.lock:
            return len(self.requests) - self.writes
