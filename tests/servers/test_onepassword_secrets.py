"""The tests' 1Password through the official SDK: secret references and Environments."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.connect import totp
from tests.servers.onepassword import OnePassword
from tui.tools import sshkey

types = pytest.importorskip("onepassword.types", reason="onepassword-sdk has no wheel for this Python")

SEED = "JBSWY3DPEHPK3PXP"
AT = 1_700_000_000.0


@pytest.fixture
def vault(op: OnePassword) -> str:
    """A vault with one item of every sort that a reference can lead to."""
    op.account.clock = lambda: AT
    vault = op.add_vault("Team")
    fields = [
        {"id": "password", "fieldType": "Concealed", "value": "s3cret-1"},
        {"id": "TOTP_a", "title": "code", "fieldType": "Totp", "value": SEED},
        {"id": "TOTP_b", "title": "broken", "fieldType": "Totp", "value": "!"},
        {"id": "in", "title": "port", "sectionId": "db", "value": "5432"},
        {"id": "twin1", "title": "twin", "value": "1"},
        {"id": "twin2", "title": "twin", "value": "2"},
    ]
    raw = {"title": "Mail", "fields": fields, "sections": [{"id": "db", "title": "Database"}], "notes": "s3cret-n"}
    item = op.add_item(vault, raw)
    op.add_file(vault, item, "a.txt", b"text", field="attached")
    op.add_file(vault, item, "b.bin", b"\xff\xfe", field="binary")
    key = {"id": "private_key", "title": "private key", "fieldType": "SshKey"}
    made = sshkey.generate("ed25519").pkcs8.reveal()
    op.add_item(vault, {"title": "Key", "category": "SshKey", "fields": [key | {"value": made}]})
    op.add_item(vault, {"title": "BadKey", "category": "SshKey", "fields": [key | {"value": "s3cret-none"}]})
    for title in ("Same", "Same"):
        op.add_item(vault, {"title": title, "fields": [{"id": "a", "value": "1"}]})
    op.add_item(vault, {"title": "Away", "fields": [{"id": "a", "value": "1"}]}, "archived")
    for _ in range(2):
        op.add_vault("Twins")
    return vault


@pytest.mark.parametrize(
    ("reference", "secret"),
    [
        ("op://Team/Mail/password", "s3cret-1"),
        ("op://team/mail/PASSWORD", "s3cret-1"),
        ("op://Team/Mail/Database/port", "5432"),
        ("op://Team/Mail/db/in", "5432"),
        ("op://Team/Mail/code", SEED),
        ("op://Team/Mail/code?attribute=otp", totp.code(SEED, AT)),
        ("op://Team/Mail/a.txt", "text"),
        ("op://Team/Mail/attached", "text"),
        ("op://Team/Mail/notesPlain", "s3cret-n"),
    ],
)
@pytest.mark.usefixtures("vault")
async def test_a_reference_leads_to_a_value(sdk: Any, reference: str, secret: str) -> None:
    assert await sdk.secrets.resolve(reference) == secret


async def test_ids_are_taken_too_and_said_with_the_value(op: OnePassword, sdk: Any, vault: str) -> None:
    item = op.items(vault)[0]
    reference = f"op://{vault}/{item}/password"
    answer = (await sdk.secrets.resolve_all([reference])).individual_responses[reference]
    assert (answer.content.secret, answer.content.item_id, answer.content.vault_id) == ("s3cret-1", item, vault)


@pytest.mark.usefixtures("vault")
async def test_a_private_key_is_given_in_openssh_s_format_too(sdk: Any) -> None:
    written = await sdk.secrets.resolve("op://Team/Key/private key?ssh-format=openssh")
    assert sshkey.read(written).fingerprint == await sdk.secrets.resolve("op://Team/Key/fingerprint")


@pytest.mark.parametrize(
    ("reference", "kind", "words"),
    [
        ("team/mail", "parsing", "not prefixed"),
        ("op://Te@m/Mail/password", "parsing", "invalid character"),
        ("op://Nobody/Mail/password", "vaultNotFound", "no vault matched"),
        ("op://Twins/Mail/password", "tooManyVaults", "more than one vault"),
        ("op://Team/Nothing/password", "itemNotFound", "no item matched"),
        ("op://Team/Away/a", "itemNotFound", "no item matched"),
        ("op://Team/Same/a", "tooManyItems", "more than one item"),
        ("op://Team/Mail/nowhere/port", "noMatchingSections", "no section matched"),
        ("op://Team/Mail/nothing", "fieldNotFound", "cannot be found within the item"),
        ("op://Team/Mail/twin", "tooManyMatchingFields", "more than one field"),
        ("op://Team/Mail/password?attribute=otp", "incompatibleTOTPQueryParameterField", "TOTP-type fields"),
        ("op://Team/Mail/broken?attribute=totp", "unableToGenerateTotpCode", "could not be generated"),
        ("op://Team/Mail/b.bin", "unsupportedFileFormat", "only text files"),
        ("op://Team/Mail/password?ssh-format=openssh", "incompatibleSshKeyQueryParameterField", "private key field"),
        ("op://Team/BadKey/private key?ssh-format=openssh", "unableToParsePrivateKey", "malformed"),
        ("op://Team/BadKey/fingerprint", "sSHKeyMetadataNotFound", "malformed"),
    ],
)
@pytest.mark.usefixtures("vault")
async def test_a_reference_that_leads_nowhere_says_why(sdk: Any, reference: str, kind: str, words: str) -> None:
    with pytest.raises(Exception, match=f"error resolving secret reference: .*{words}"):
        await sdk.secrets.resolve(reference)
    answer = (await sdk.secrets.resolve_all([reference])).individual_responses[reference]
    assert (answer.content, answer.error.type.value) == (None, kind)


async def test_an_environment_gives_its_variables(op: OnePassword, sdk: Any) -> None:
    there = op.add_environment([{"name": "PORT", "value": "5432", "masked": False}, {"name": "KEY", "value": "s3cret"}])
    hidden = op.add_environment([], hidden=True)
    found = (await sdk.environments.get_variables(there)).variables
    assert [(one.name, one.value, one.masked) for one in found] == [("PORT", "5432", False), ("KEY", "s3cret", True)]
    for name in (hidden, "nothing"):
        with pytest.raises(Exception, match="environment couldn't be found"):
            await sdk.environments.get_variables(name)


def test_passwords_are_made_and_references_judged_by_the_real_core(op: OnePassword) -> None:
    secrets = pytest.importorskip("onepassword.secrets").Secrets
    recipe = types.PasswordRecipePin(parameters=types.PasswordRecipePinInner(length=6))
    assert len(secrets.generate_password(recipe).password) == 6
    secrets.validate_secret_reference("op://a/b/c")
    with pytest.raises(Exception, match="not prefixed"):
        secrets.validate_secret_reference("a/b/c")
    assert op.requests == []
