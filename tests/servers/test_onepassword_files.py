"""The tests' 1Password through the official SDK: files and links."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.onepassword import OnePassword, words

types = pytest.importorskip("onepassword.types", reason="onepassword-sdk has no wheel for this Python")

CONTENT = bytes(range(256)) * 8


def file(name: str, field: str, section: str = "") -> Any:
    return types.FileCreateParams(name=name, content=CONTENT, sectionId=section, fieldId=field)


async def test_a_file_is_attached_read_and_deleted(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = await sdk.items.get(vault, op.add_item(vault, {"title": "Mail"}))
    item = await sdk.items.files.attach(item, file("a.bin", "first"))
    told = item.files[0]
    assert (told.attributes.name, told.attributes.size, told.field_id) == ("a.bin", len(CONTENT), "first")
    assert await sdk.items.files.read(vault, item.id, told.attributes) == CONTENT
    item = await sdk.items.files.delete(item, "", "first")
    assert (item.files, item.version) == ([], 3)
    assert (op.reads, op.writes) == (2, 2)


async def test_a_place_that_is_taken_or_not_there_is_refused(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = await sdk.items.get(vault, op.add_item(vault, {"fields": [{"id": "a", "value": "1"}]}))
    item = await sdk.items.files.attach(item, file("a.bin", "first"))
    for taken in ("a", "first"):
        with pytest.raises(Exception, match="field or file with provided field/section ID already exists"):
            await sdk.items.files.attach(item, file("b.bin", taken))
    with pytest.raises(Exception, match="no section found with given section ID"):
        await sdk.items.files.attach(item, file("b.bin", "b", "nowhere"))
    with pytest.raises(Exception, match="no file field found with given section and field IDs"):
        await sdk.items.files.delete(item, "", "a")
    with pytest.raises(Exception, match="cannot upload files without a name"):
        await sdk.items.files.attach(item, file("", "b"))
    with pytest.raises(Exception, match="file couldn't be found"):
        await sdk.items.files.read(vault, item.id, types.FileAttributes(name="x", id="x" * 26, size=1))


async def test_a_file_that_is_too_large_goes_neither_in_nor_out(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": "Mail"})
    op.add_file(vault, item, "there.bin", CONTENT, field="there")
    op.account.largest = len(CONTENT) - 1
    found = await sdk.items.get(vault, item)
    with pytest.raises(Exception, match="cannot upload or download files larger than 50MB"):
        await sdk.items.files.attach(found, file("new.bin", "new"))
    with pytest.raises(Exception, match="cannot upload or download files larger than 50MB"):
        await sdk.items.files.read(vault, item, found.files[0].attributes)


async def test_an_item_that_was_changed_on_the_way_to_a_file_is_refused(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = await sdk.items.get(vault, op.add_item(vault, {"title": "Mail"}))
    item.title = "Other"
    with pytest.raises(Exception, match=r"cannot update items through other functions than Items\.Put"):
        await sdk.items.files.attach(item, file("a.bin", "first"))
    op.touch(vault, item.id, title="Theirs")
    with pytest.raises(Exception, match="not up to date"):
        await sdk.items.files.attach(item, file("a.bin", "first"))


async def test_a_document_is_made_and_its_file_replaced_and_nothing_else_has_one(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    new = types.DocumentCreateParams(name="new.txt", content=b"new")
    old = types.DocumentCreateParams(name="old.txt", content=b"old")
    made = await sdk.items.create(types.ItemCreateParams(category="Document", vaultId=vault, title="D", document=old))
    assert await sdk.items.files.read(vault, made.id, made.document) == b"old"
    replaced = await sdk.items.files.replace_document(made, new)
    assert replaced.document.id != made.document.id
    assert await sdk.items.files.read(vault, made.id, replaced.document) == b"new"
    other = await sdk.items.get(vault, op.add_item(vault, {"title": "Mail"}))
    with pytest.raises(Exception, match="only Document items can have their document replaced"):
        await sdk.items.files.replace_document(other, new)


async def test_what_a_test_adds_is_there_for_the_sdk(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"category": "Document"})
    document = op.add_file(vault, item, "d.txt", b"document")
    op.add_file(vault, item, "f.txt", b"file", field="extra")
    found = await sdk.items.get(vault, item)
    assert (found.document.id, found.files[0].field_id) == (document, "extra")
    assert await sdk.items.files.read(vault, item, found.files[0].attributes) == b"file"


async def test_a_link_is_made_within_the_policy(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = await sdk.items.get(vault, op.add_item(vault, {"title": "Mail"}))
    policy = await sdk.items.shares.get_account_policy(vault, item.id)
    assert policy.default_expiry.value == "SevenDays"
    recipients = await sdk.items.shares.validate_recipients(policy, ["ann@example.com", "example.org"])
    params = types.ItemShareParams(recipients=recipients, expireAfter="OneDay", oneTimeOnly=True)
    link = await sdk.items.shares.create(item, policy, params)
    assert op.links[0]["link"] == link
    assert (op.links[0]["expiry"], op.links[0]["once"]) == ("OneDay", True)
    assert [each["type"] for each in op.links[0]["recipients"]] == ["Email", "Domain"]
    await sdk.items.shares.create(item, policy, types.ItemShareParams(oneTimeOnly=False))
    assert (op.links[1]["expiry"], op.links[1]["recipients"]) == ("SevenDays", [])


@pytest.mark.parametrize("given", ["ann@", "@example.com", "ann", "ann@example", "a b"])
async def test_what_is_neither_an_address_nor_a_domain_is_refused(op: OnePassword, sdk: Any, given: str) -> None:
    vault = op.add_vault("Team")
    policy = await sdk.items.shares.get_account_policy(vault, op.add_item(vault, {}))
    with pytest.raises(Exception, match="recipient had invalid format"):
        await sdk.items.shares.validate_recipients(policy, [given])


async def test_the_accounts_own_policy_counts(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = await sdk.items.get(vault, op.add_item(vault, {}))
    generous = await sdk.items.shares.get_account_policy(vault, item.id)
    anyone = types.ItemShareParams(oneTimeOnly=False, expireAfter="ThirtyDays")
    op.account.policy = {"maxExpiry": "OneDay", "allowedTypes": ["Public"], "allowedRecipientTypes": ["Email"]}
    with pytest.raises(Exception, match="not permitted by account policy"):
        await sdk.items.shares.create(item, generous, anyone)
    strict = await sdk.items.shares.get_account_policy(vault, item.id)
    with pytest.raises(Exception, match="not permitted by account policy"):
        await sdk.items.shares.validate_recipients(strict, ["example.org"])
    ann = await sdk.items.shares.validate_recipients(strict, ["ann@example.com"])
    with pytest.raises(Exception, match="not permitted by account policy"):
        await sdk.items.shares.create(item, strict, types.ItemShareParams(recipients=ann, oneTimeOnly=False))
    assert op.links == []


async def test_items_with_files_and_vaults_without_the_right_are_not_shared(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {})
    op.add_file(vault, item, "a.txt", b"a")
    found = await sdk.items.get(vault, item)
    policy = await sdk.items.shares.get_account_policy(vault, item)
    op.account.policy = {"files": policy.files.model_dump(by_alias=True) | {"allowed": False}}
    with pytest.raises(Exception, match="cannot share items with files"):
        await sdk.items.shares.create(found, policy, types.ItemShareParams(oneTimeOnly=False))
    op.allow(vault, words.READ_ONLY)
    with pytest.raises(Exception, match="right permissions"):
        await sdk.items.shares.get_account_policy(vault, item)
