"""The tests' 1Password through the official SDK: vaults, and what groups may do in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.onepassword import OnePassword, words

types = pytest.importorskip("onepassword.types", reason="onepassword-sdk has no wheel for this Python")

ALL_OF_IT = types.VaultGetParams(accessors=True)


def grant(group: str, permissions: int) -> list[Any]:
    return [types.GroupAccess(groupId=group, permissions=permissions)]


def update(vault: str, group: str, permissions: int) -> list[Any]:
    return [types.GroupVaultAccess(vaultId=vault, groupId=group, permissions=permissions)]


async def test_a_vault_is_made_renamed_listed_and_deleted(op: OnePassword, sdk: Any) -> None:
    made = await sdk.vaults.create(types.VaultCreateParams(title="New", description="what for"))
    assert (made.title, made.description, made.access) == ("New", "what for", None)
    assert made.vault_type.value == "userCreated"
    renamed = await sdk.vaults.update(made.id, types.VaultUpdateParams(title="Newer"))
    assert (renamed.title, renamed.description, renamed.attribute_version) == ("Newer", "what for", 2)
    op.add_item(made.id, {"title": "Mail"})
    listed = await sdk.vaults.list()
    assert [(one.title, one.active_item_count) for one in listed] == [("Newer", 1)]
    assert await sdk.vaults.get_overview(made.id) == listed[0]
    bare = await sdk.vaults.list(types.VaultListParams(decryptDetails=False))
    assert [one.title for one in bare] == [""]
    await sdk.vaults.delete(made.id)
    assert op.vaults() == []


async def test_a_service_account_sees_no_personal_vault_and_manages_its_own_alone(op: OnePassword, sdk: Any) -> None:
    private, team = op.add_vault("Private", "personal"), op.add_vault("Team")
    assert [one.title for one in await sdk.vaults.list()] == ["Team"]
    with pytest.raises(Exception, match="resource not found"):
        await sdk.items.list(private)
    for call in (sdk.vaults.delete(team), sdk.vaults.update(team, types.VaultUpdateParams(title="x"))):
        with pytest.raises(Exception, match="you don't have the right permissions to access this resource"):
            await call
    op.account.may_create_vaults = False
    with pytest.raises(Exception, match="right permissions"):
        await sdk.vaults.create(types.VaultCreateParams(title="New"))


async def test_each_right_is_asked_for_by_itself(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team", rights=words.READ_ONLY)
    item = op.add_item(vault, {"title": "Mail"})
    found = await sdk.items.get(vault, item)
    params = types.ItemCreateParams(category="Login", vaultId=vault, title="New")
    for call in (
        sdk.items.create(params),
        sdk.items.put(found),
        sdk.items.archive(vault, item),
        sdk.items.delete(vault, item),
        sdk.items.delete_all(vault, [item]),
    ):
        with pytest.raises(Exception, match="right permissions"):
            await call
    op.allow(vault, words.READ)
    await sdk.items.list(vault)
    with pytest.raises(Exception, match="right permissions"):
        await sdk.items.get(vault, item)
    op.allow(vault, 0)
    with pytest.raises(Exception, match="resource not found"):
        await sdk.items.list(vault)


async def test_permissions_are_granted_replaced_and_revoked(op: OnePassword, sdk: Any) -> None:
    vault, group = op.add_vault("Team", ours=True), op.add_group("Support")
    person = op.grant_person(vault, words.EVERYTHING)
    await sdk.vaults.grant_group_permissions(vault, grant(group, words.READ))
    await sdk.vaults.grant_group_permissions(vault, grant(group, words.READ | words.REVEAL))
    full = await sdk.vaults.get(vault, ALL_OF_IT)
    assert {(one.accessor_type.value, one.accessor_uuid, one.permissions) for one in full.access} == {
        ("user", person, words.EVERYTHING),
        ("group", group, words.READ | words.REVEAL),
    }
    await sdk.vaults.update_group_permissions(update(vault, group, words.READ))
    assert op.access(vault) == {group: words.READ}
    told = await sdk.groups.get(group, types.GroupGetParams(vaultPermissions=True))
    assert [(one.vault_uuid, one.permissions) for one in told.vault_access] == [(vault, words.READ)]
    await sdk.vaults.revoke_group_permissions(vault, group)
    assert op.access(vault) == {}
    assert (await sdk.groups.get(group, types.GroupGetParams())).vault_access is None


@pytest.mark.parametrize(
    ("plan", "permissions", "complete"),
    [
        ("business", words.READ, True),
        ("business", words.REVEAL, False),
        ("business", words.READ | words.CREATE | words.IMPORT, True),
        ("business", words.READ | words.IMPORT, False),
        ("business", words.READ | words.REVEAL | words.DELETE, False),
        ("business", words.READ | words.REVEAL | words.UPDATE | words.DELETE, True),
        ("business", words.READ | words.REVEAL | words.SEND, False),
        ("business", words.MANAGE, True),
        ("teams", words.READ, False),
        ("teams", words.VIEWING, True),
        ("teams", words.EDITING, False),
        ("teams", words.VIEWING | words.EDITING, True),
        ("teams", words.VIEWING | words.EDITING | words.MANAGE, True),
    ],
)
async def test_permissions_need_others(op: OnePassword, sdk: Any, plan: str, permissions: int, complete: bool) -> None:
    op.account.plan = plan
    vault, group = op.add_vault("Team", ours=True), op.add_group("Support")
    if complete:
        await sdk.vaults.grant_group_permissions(vault, grant(group, permissions))
        assert op.access(vault) == {group: permissions}
    else:
        with pytest.raises(Exception, match="error updating group vault permissions"):
            await sdk.vaults.grant_group_permissions(vault, grant(group, permissions))
        assert op.access(vault) == {}


async def test_all_changes_of_one_call_are_made_or_none(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team", ours=True)
    one, other = op.add_group("One"), op.add_group("Other")
    for group in (one, other):
        op.grant(vault, group, words.VIEWING)
    changes = update(vault, one, words.READ) + update(vault, other, words.REVEAL)
    with pytest.raises(Exception, match="dependent permissions are missing"):
        await sdk.vaults.update_group_permissions(changes)
    assert op.access(vault) == {one: words.VIEWING, other: words.VIEWING}


async def test_groups_that_are_not_there_are_told_so(op: OnePassword, sdk: Any) -> None:
    vault, group = op.add_vault("Team", ours=True), op.add_group("Support")
    with pytest.raises(Exception, match="error getting group: group not found for id nobody"):
        await sdk.groups.get("nobody", types.GroupGetParams())
    with pytest.raises(Exception, match="group not found for id nobody"):
        await sdk.vaults.grant_group_permissions(vault, grant("nobody", words.READ))
    with pytest.raises(Exception, match=f"assigned permissions for group {group} can't be 0"):
        await sdk.vaults.grant_group_permissions(vault, grant(group, 0))
    for call in (
        sdk.vaults.update_group_permissions(update(vault, group, words.READ)),
        sdk.vaults.revoke_group_permissions(vault, group),
    ):
        with pytest.raises(Exception, match="resource not found"):
            await call
