"""The tests' 1Password through the official SDK: items as its own models take them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.servers.connect import totp
from tests.servers.onepassword import OnePassword, hostile
from tui.tools import sshkey

types = pytest.importorskip("onepassword.types", reason="onepassword-sdk has no wheel for this Python")

SEED = "JBSWY3DPEHPK3PXP"


def field(name: str, kind: str, value: str, section: str | None = None, details: Any = None) -> Any:
    return types.ItemField(id=name, title=name.title(), fieldType=kind, value=value, sectionId=section, details=details)


def login(vault: str, *fields: Any, **more: Any) -> Any:
    return types.ItemCreateParams(category="Login", vaultId=vault, title="Mail", fields=list(fields), **more)


async def test_an_item_is_created_listed_read_changed_archived_and_deleted(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    made = await sdk.items.create(login(vault, field("password", "Concealed", "s3cret-1"), tags=["a", "b"]))
    assert len(made.id) == 26
    assert (made.version, made.tags, made.notes) == (1, ["a", "b"], "")
    assert await sdk.items.get(vault, made.id) == made
    made.title, made.notes = "Post", "s3cret-note"
    changed = await sdk.items.put(made)
    assert (changed.version, changed.title, changed.notes) == (2, "Post", "s3cret-note")
    await sdk.items.archive(vault, made.id)
    assert await sdk.items.list(vault) == []
    both = types.ItemListFilterByState(content={"active": True, "archived": True})
    assert [(one.title, one.state.value) for one in await sdk.items.list(vault, both)] == [("Post", "archived")]
    await sdk.items.delete(vault, made.id)
    assert op.items(vault) == []
    assert (op.reads, op.writes) == (3, 4)


async def test_who_is_late_with_a_change_is_told_so(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": "Mail"})
    mine = await sdk.items.get(vault, item)
    op.touch(vault, item, title="Theirs")
    with pytest.raises(Exception, match=r"not up to date\. Refetch the item and retry the request\."):
        await sdk.items.put(mine)
    assert op.item(vault, item)["title"] == "Theirs"


async def test_codes_come_with_their_field_or_the_reason_why_not(op: OnePassword, sdk: Any) -> None:
    op.account.clock = lambda: 1_700_000_000.0
    vault = op.add_vault("Team")
    made = await sdk.items.create(login(vault, field("otp", "Totp", SEED, ""), field("bad", "Totp", "!!!", "")))
    good, bad = made.fields
    assert (good.id, good.section_id) == ("TOTP_otp", "")
    assert good.details.content.code == totp.code(SEED, 1_700_000_000)
    assert (bad.details.content.code, bad.details.content.error_message) == (None, "TOTP code could not be generated")


async def test_a_private_key_is_told_of_and_what_is_none_is_refused(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    key = sshkey.generate("ed25519")
    params = types.ItemCreateParams(category="SshKey", vaultId=vault, title="Key")
    params.fields = [field("private_key", "SshKey", key.pkcs8.reveal())]
    made = await sdk.items.create(params)
    told = made.fields[0].details.content
    assert (told.public_key, told.fingerprint, told.key_type) == (key.public, key.fingerprint, "Ed25519")
    params.fields = [field("private_key", "SshKey", "s3cret-no-key")]
    with pytest.raises(Exception, match="error parsing private key"):
        await sdk.items.create(params)
    with pytest.raises(Exception, match="SSH Key fields can only be added to SSH Key items"):
        await sdk.items.create(login(vault, field("private_key", "SshKey", key.pkcs8.reveal())))


async def test_an_address_is_composed_and_websites_stay_on_logins_alone(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    parts = {"street": "1 High St", "city": "Bath", "country": "uk", "zip": "BA1", "state": ""}
    details = types.ItemFieldDetailsAddress(content=types.AddressFieldDetails(**parts))
    site = types.Website(url="https://bath.example", label="website", autofillBehavior="ExactDomain")
    made = await sdk.items.create(login(vault, field("home", "Address", "", "", details), websites=[site]))
    assert made.fields[0].value == "1 High St, Bath, BA1, uk"
    assert made.fields[0].details == details
    assert made.websites == [site]
    note = types.ItemCreateParams(category="SecureNote", vaultId=vault, title="Note", websites=[site])
    assert (await sdk.items.create(note)).websites == []


async def test_an_item_with_something_unknown_is_shown_and_cannot_be_changed(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": "Old", "fields": [{"id": "x", "fieldType": "Unsupported"}]})
    found = await sdk.items.get(vault, item)
    for call in (sdk.items.put(found), sdk.items.delete(vault, item)):
        with pytest.raises(Exception, match="Editing is not supported for unsupported fields"):
            await call
    await sdk.items.archive(vault, item)
    assert op.state(vault, item) == "archived"


async def test_what_lies_in_the_archive_cannot_be_changed(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": "Old"}, "archived")
    found = await sdk.items.get(vault, item)
    for call in (sdk.items.put(found), sdk.items.archive(vault, item)):
        with pytest.raises(Exception, match="item is not in an active state"):
            await call


async def test_two_fields_with_one_id_are_refused_and_so_is_a_section_that_is_not_there(
    op: OnePassword, sdk: Any
) -> None:
    vault = op.add_vault("Team")
    with pytest.raises(Exception, match="already exists"):
        await sdk.items.create(login(vault, field("a", "Text", "1"), field("a", "Text", "2")))
    with pytest.raises(Exception, match="no section found"):
        await sdk.items.create(login(vault, field("a", "Text", "1", "nowhere")))
    sections = [types.ItemSection(id="one", title="One")]
    made = await sdk.items.create(
        login(vault, field("a", "Text", "1"), field("a", "Text", "2", "one"), sections=sections)
    )
    assert [each.value for each in made.fields] == ["1", "2"]


async def test_many_items_are_read_made_and_deleted_at_once(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    made = await sdk.items.create_all(vault, [login(vault, field("a", "Text", str(n))) for n in range(50)])
    ids = [one.content.id for one in made.individual_responses]
    found = await sdk.items.get_all(vault, [ids[7], "nothing", ids[3]])
    values = [one.content and one.content.fields[0].value for one in found.individual_responses]
    assert values == ["7", None, "3"]
    assert found.individual_responses[1].error.type == "itemNotFound"
    gone = await sdk.items.delete_all(vault, [*ids[:2], "nothing"])
    assert [bool(one.error) for one in gone.individual_responses.values()] == [False, False, True]
    assert len(op.items(vault)) == 48
    assert (op.reads, op.writes) == (1, 2)


async def test_more_than_fifty_at_once_are_refused(op: OnePassword, sdk: Any) -> None:
    vault, other = op.add_vault("Team"), op.add_vault("Other")
    many = [f"{n}" for n in range(51)]
    with pytest.raises(Exception, match="you can only retrieve up to 50 items at once"):
        await sdk.items.get_all(vault, many)
    with pytest.raises(Exception, match="you can only delete up to 50 items at once"):
        await sdk.items.delete_all(vault, many)
    with pytest.raises(Exception, match="you can't create more than 50 items in one batch"):
        await sdk.items.create_all(vault, [login(vault)] * 51)
    with pytest.raises(Exception, match="only within the same vault"):
        await sdk.items.create_all(vault, [login(other)])


async def test_one_of_many_may_fail_by_itself(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    broken = login(vault, field("a", "Text", "1"), field("a", "Text", "2"))
    made = (await sdk.items.create_all(vault, [login(vault), broken])).individual_responses
    assert made[0].content.title == "Mail"
    assert made[1].error.type == "itemValidationError"
    assert len(op.items(vault)) == 1


@pytest.mark.parametrize("twist", [hostile.sparse, hostile.surplus])
async def test_the_official_models_take_answers_without_nulls_and_with_more_keys(
    op: OnePassword, sdk: Any, twist: Any
) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": "Mail", "fields": [{"id": "a", "value": "1"}]})
    plain = await sdk.items.get(vault, item)
    op.twist("ItemsGet", twist)
    assert await sdk.items.get(vault, item) == plain


@pytest.mark.parametrize(
    "twist",
    [
        hostile.replaced("category", "Custom"),
        hostile.replaced("state", "deleted"),
        hostile.nanoseconds,
        hostile.offset,
        hostile.no_dates,
        hostile.without("websites"),
    ],
)
async def test_the_official_models_do_not_take_what_they_have_no_word_for(
    op: OnePassword, sdk: Any, twist: Any
) -> None:
    """This is why the app reads the JSON itself."""
    vault = op.add_vault("Team")
    op.add_item(vault, {"title": "Mail"})
    await sdk.items.list(vault)
    op.twist("ItemsList", twist)
    with pytest.raises(ValueError, match="validation error"):
        await sdk.items.list(vault)


def test_an_item_as_it_is_kept_is_json_to_the_letter(op: OnePassword) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {"title": hostile.NASTY})
    assert json.loads(json.dumps(op.item(vault, item)))["title"] == hostile.NASTY
