"""The official SDK as a second opinion on what we send: what one of its methods would, and how ours differs from that.

Nothing is asked of anybody: the request is caught where it would leave the SDK.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.servers.onepassword import native
from tests.servers.onepassword.words import Json

METHODS: dict[str, tuple[str, dict[str, str]]] = {
    "ItemsCreate": ("items.create", {"params": "ItemCreateParams"}),
    "ItemsCreateAll": ("items.create_all", {"params": "ItemCreateParams"}),
    "ItemsGet": ("items.get", {}),
    "ItemsGetAll": ("items.get_all", {}),
    "ItemsPut": ("items.put", {"item": "Item"}),
    "ItemsDelete": ("items.delete", {}),
    "ItemsDeleteAll": ("items.delete_all", {}),
    "ItemsArchive": ("items.archive", {}),
    "ItemsList": ("items.list", {"filters": "ItemListFilterByState"}),
    "ItemsFilesAttach": ("items.files.attach", {"item": "Item", "file_params": "FileCreateParams"}),
    "ItemsFilesRead": ("items.files.read", {"attr": "FileAttributes"}),
    "ItemsFilesDelete": ("items.files.delete", {"item": "Item"}),
    "ItemsFilesReplaceDocument": (
        "items.files.replace_document",
        {"item": "Item", "doc_params": "DocumentCreateParams"},
    ),
    "ItemsSharesGetAccountPolicy": ("items.shares.get_account_policy", {}),
    "ItemsSharesValidateRecipients": ("items.shares.validate_recipients", {"policy": "ItemShareAccountPolicy"}),
    "ItemsSharesCreate": (
        "items.shares.create",
        {"item": "Item", "policy": "ItemShareAccountPolicy", "params": "ItemShareParams"},
    ),
    "VaultsCreate": ("vaults.create", {"params": "VaultCreateParams"}),
    "VaultsList": ("vaults.list", {"params": "VaultListParams"}),
    "VaultsGetOverview": ("vaults.get_overview", {}),
    "VaultsGet": ("vaults.get", {"vault_params": "VaultGetParams"}),
    "VaultsUpdate": ("vaults.update", {"params": "VaultUpdateParams"}),
    "VaultsDelete": ("vaults.delete", {}),
    "VaultsGrantGroupPermissions": ("vaults.grant_group_permissions", {"group_permissions_list": "GroupAccess"}),
    "VaultsUpdateGroupPermissions": (
        "vaults.update_group_permissions",
        {"group_permissions_list": "GroupVaultAccess"},
    ),
    "VaultsRevokeGroupPermissions": ("vaults.revoke_group_permissions", {}),
    "GroupsGet": ("groups.get", {"group_params": "GroupGetParams"}),
    "EnvironmentsGetVariables": ("environments.get_variables", {}),
    "SecretsResolve": ("secrets.resolve", {}),
    "SecretsResolveAll": ("secrets.resolve_all", {}),
}
"""Every wire name: the official method that sends it, and of which official model each of its parameters is."""


class _Caught(Exception):
    def __init__(self, request: Json) -> None:
        super().__init__()
        self.request = request


class _Net:
    """A core that catches a request."""

    async def invoke(self, request: Json) -> str:
        raise _Caught(request)


def official_request(method: str, *arguments: Any, **named: Any) -> tuple[str, Json]:
    """Return the wire name and the parameters that an official method sends: `official_request("items.get", v, i)`.

    Models are given as the official ones (see `official`), or as their JSON where a plain value is expected.
    """
    native.module()
    from onepassword.client import Client
    from onepassword.core import InnerClient
    from onepassword.environments import Environments
    from onepassword.groups import Groups
    from onepassword.items import Items
    from onepassword.secrets import Secrets
    from onepassword.vaults import Vaults

    inner, client = InnerClient(1, _Net(), {}), Client()
    client.items, client.vaults, client.secrets = Items(inner), Vaults(inner), Secrets(inner)
    client.groups, client.environments = Groups(inner), Environments(inner)
    found: Any = client
    for name in method.split("."):
        found = getattr(found, name)
    try:
        found(*arguments, **named).send(None)
    except _Caught as caught:
        inside = json.loads(json.dumps(caught.request))["invocation"]["parameters"]
        return inside["name"], inside["parameters"]
    raise AssertionError(f"{method} sent nothing")


async def signed_in(token: str = "", login: str = "") -> Any:
    """Return an official client, by a token or by the desktop app's name for an account."""
    native.module()
    from onepassword.client import Client
    from onepassword.defaults import DesktopAuth

    client = await Client.authenticate(DesktopAuth(login) if login else token, "tests", "1")
    client._finalizer.detach()
    return client


def official(model: str, raw: Mapping[str, object]) -> Any:
    """Return one of the official models of its JSON: `official("Item", raw)`. Raises pydantic's error."""
    native.module()
    from onepassword import types

    return getattr(types, model).model_validate(raw)


def difference(ours: tuple[str, Json], method: str, *arguments: Any) -> list[str]:
    """Return where what we send differs from what an official method sends. Values are not told, and null is as absent.

    Dates are compared as moments: we send them as they came.
    """
    name, parameters = official_request(method, *arguments)
    if ours[0] != name:
        return [f"{ours[0]} in the place of {name}"]
    return list(_differences("", ours[1], parameters))


def strangeness(ours: tuple[str, Json]) -> list[str]:
    """Return where a call differs from the official one for the same things, read by the official models."""
    name, parameters = ours
    method, models = METHODS[name]
    named = {each: _modelled(value, models.get(each)) for each, value in parameters.items()}
    arguments = [named.pop("vault_id"), *named.pop("filters")] if name == "ItemsList" else []
    return list(_differences("", parameters, official_request(method, *arguments, **named)[1]))


def _modelled(value: Any, model: str | None) -> Any:
    if model is None or value is None:
        return value
    return [official(model, each) for each in value] if isinstance(value, list) else official(model, value)


def _differences(at: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            yield from _differences(f"{at}.{name}".lstrip("."), ours.get(name), theirs.get(name))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from _differences(f"{at}[{number}]", *pair)
    elif at.endswith((".createdAt", ".updatedAt")) and isinstance(ours, str) and isinstance(theirs, str):
        if ours.rstrip("Z")[:19] != theirs.rstrip("Z")[:19]:
            yield at
    elif ours != theirs:
        yield at
