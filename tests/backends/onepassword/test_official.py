"""Everything that we send, beside what the official methods send for the same things: not one key differs."""

from __future__ import annotations

import pytest

from tests.backends.contract import draft, pieces
from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import full, private_key, text
from tests.servers.onepassword import strangeness, words
from tui.model.category import category
from tui.model.edit import Edit, SetTags, SetTitle, SetValue
from tui.model.environment import EnvironmentId
from tui.model.ids import FieldId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.permission import GroupId, Permission
from tui.model.secret import Secret
from tui.model.sharing import Expiry, Share
from tui.model.vault import Vault

P = Permission


@pytest.fixture
def vault(place: Office) -> Vault:
    """The vault that there is."""
    return Vault(ACCOUNT, VaultId(place.vault), "Work")


def nothing_strange(place: Office, *names: str) -> None:
    """All calls were those, and each is as the SDK itself would send it."""
    assert sorted(set(place.op.requests)) == sorted(names)
    assert [(call[0], found) for call in place.op.sent if (found := strangeness(call))] == []


async def test_what_reads(place: Office) -> None:
    refs = [place.add(full()), place.add({"title": "Other"})]
    await place.backend.vaults()
    await place.backend.vault(VaultId(place.vault))
    assert [page async for page in place.backend.items(VaultId(place.vault))]
    await place.backend.item(refs[0])
    await place.backend.items_of(refs)
    environment = place.op.add_environment([{"name": "PORT", "value": "1"}])
    await place.backend.variables(EnvironmentId(environment))
    await place.backend.resolve(["op://Work/Full/username"])
    await place.backend.resolve(["op://Work/Full/username", "op://Work/Full/password"])
    reads = ["EnvironmentsGetVariables", "ItemsGet", "ItemsGetAll", "ItemsList", "VaultsGetOverview", "VaultsList"]
    resolves = {name for name in place.op.requests if name.startswith("SecretsResolve")}
    assert resolves
    nothing_strange(place, *reads, *resolves)


async def test_what_writes_items(place: Office, vault: Vault) -> None:
    made = await place.backend.create(draft(vault))
    edits: list[Edit] = [SetTitle("New"), SetTags(("a",)), SetValue(FieldId("password"), Secret("s3cret-new"))]
    await place.backend.update(made.ref, edits, made.version)
    key = [text("private_key", private_key(), "SshKey", section=None)]
    for raw in (full(), full("Server"), {"title": "Key", "category": "SshKey", "fields": key}):
        ref = place.add(raw)
        await place.backend.update(ref, [SetTitle("New")], 1)
    await place.backend.archive(ref)
    await place.backend.delete(made.ref)
    nothing_strange(place, "ItemsCreate", "ItemsGet", "ItemsPut", "ItemsArchive", "ItemsDelete")


async def test_what_writes_files(place: Office, vault: Vault) -> None:
    ref = place.add(full())
    item = await place.backend.attach(ref, "a.txt", pieces(b"content"), 1)
    (told,) = item.files
    assert b"".join([part async for part in place.backend.read_file(ref, told.id)]) == b"content"
    await place.backend.remove_file(ref, told.id, item.version)
    document = Item(ItemRef(ACCOUNT, vault.id, ref.item), "Document", category("DOCUMENT"))
    made = await place.backend.create_with_file(document, "d.txt", pieces(b"old"))
    await place.backend.replace_file(made.ref, made.files[0].id, "d.txt", pieces(b"new"), made.version)
    files = ["ItemsFilesAttach", "ItemsFilesDelete", "ItemsFilesRead", "ItemsFilesReplaceDocument"]
    nothing_strange(place, "ItemsCreate", "ItemsGet", *files)


async def test_what_shares(place: Office) -> None:
    item = await place.backend.item(place.add(full()))
    policy = await place.backend.share_policy(item)
    await place.backend.recipients(policy, ["ann@example.com", "example.org"])
    found = await place.backend.recipients(policy, ["ann@example.com"])
    recipients = tuple(one for one in found if not isinstance(one, Exception))
    for share in (Share(recipients, Expiry.DAY, once=True), Share((), Expiry.HOUR)):
        await place.backend.share(item, policy, share)
    assert len(place.op.links) == 2
    shares = ["ItemsSharesCreate", "ItemsSharesGetAccountPolicy", "ItemsSharesValidateRecipients"]
    nothing_strange(place, "ItemsGet", *shares)


async def test_what_keeps_vaults_and_access(place: Office) -> None:
    made = await place.backend.create_vault("New", "what for")
    group = GroupId(place.op.add_group("Support"))
    await place.backend.rename_vault(made.id, "Newer", "")
    for permissions in (P.READ_ITEMS, P.READ_ITEMS | P.REVEAL_ITEM_PASSWORD, P(0)):
        await place.backend.set_access(made.id, group, permissions)
        assert place.op.access(made.id).get(group, 0) == permissions
    place.op.grant(made.id, group, words.VIEWING)
    await place.backend.vault_access(made.id)
    await place.backend.group(group)
    await place.backend.delete_vault(made.id)
    assert place.op.vaults() == [place.vault]
    permissions_calls = [f"Vaults{verb}GroupPermissions" for verb in ("Grant", "Update", "Revoke")]
    nothing_strange(place, "GroupsGet", "VaultsCreate", "VaultsDelete", "VaultsGet", "VaultsUpdate", *permissions_calls)
