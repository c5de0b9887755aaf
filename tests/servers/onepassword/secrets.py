"""The calls that resolve secret references. Whether one is well formed is for the real core to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

from tests.servers.connect import totp
from tests.servers.onepassword import details, native
from tests.servers.onepassword.account import Account, Vault
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.words import READ, REVEAL, Json

MESSAGES = {
    "vaultNotFound": "no vault matched the secret reference query",
    "tooManyVaults": "more than one vault matched the secret reference query",
    "itemNotFound": "no item matched the secret reference query",
    "tooManyItems": "more than one item matched the secret reference query",
    "noMatchingSections": "no section matched the secret reference",
    "fieldNotFound": "the specified field cannot be found within the item",
    "tooManyMatchingFields": "more than one field matched the secret reference",
    "incompatibleTOTPQueryParameterField": "TOTP attribute can only be applied to TOTP-type fields",
    "unableToGenerateTotpCode": "TOTP code could not be generated: ",
    "sSHKeyMetadataNotFound": "unable to retrieve SSH Key field, verify that private key isn't malformed",
    "incompatibleSshKeyQueryParameterField": "SSH key formatting can only be applied to a private key field",
    "unableToParsePrivateKey": "unable to properly parse private key, verify that private key isn't malformed",
    "unsupportedFileFormat": "unable to retrieve file content, currently only text files are supported",
}
"""What each way to fail is in words, where one reference is resolved by itself."""

_OF_KEY = {"public_key": "publicKey", "public key": "publicKey", "fingerprint": "fingerprint", "key_type": "keyType"}


class Unresolved(Exception):
    """A reference leads nowhere: one of `MESSAGES`, or "parsing"."""

    def __init__(self, kind: str, more: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.more = more


class Secrets:
    """What the references to one account lead to."""

    def __init__(self, account: Account, *, service: bool) -> None:
        self.account = account
        self.service = service

    def resolve(self, secret_reference: str) -> str:
        """SecretsResolve."""
        try:
            return str(self._resolved(secret_reference)["secret"])
        except Unresolved as problem:
            words = problem.more if problem.kind == "parsing" else MESSAGES[problem.kind] + problem.more
            raise Refused("ResolvingSecretReference", f"error resolving secret reference: {words}") from None

    def resolve_all(self, secret_references: list[str]) -> Json:
        """SecretsResolveAll: an answer for each reference."""
        return {"individualResponses": {each: self._tried(each) for each in secret_references}}

    def _tried(self, reference: str) -> Json:
        try:
            return {"content": self._resolved(reference), "error": None}
        except Unresolved as problem:
            more = {"message": problem.more} if problem.kind in ("parsing", "unableToGenerateTotpCode") else {}
            return {"content": None, "error": {"type": problem.kind} | more}

    def _resolved(self, reference: str) -> Json:
        _check(reference)
        path, _, query = reference.removeprefix("op://").partition("?")
        vault_name, item_name, *rest = path.split("/")
        vault = self._vault(vault_name)
        items = [held.raw for held in vault.items.values() if held.state == "active"]
        item = _one(items, item_name, "title", "itemNotFound", "tooManyItems")
        section = rest[0] if len(rest) == 2 else None
        secret = self._secret(item, section, rest[-1], dict(parse_qsl(query)))
        return {"secret": secret, "itemId": item["id"], "vaultId": vault.info["id"]}

    def _vault(self, name: str) -> Vault:
        seen = [one for one in self.account.seen(service=self.service) if one.rights & (READ | REVEAL)]
        found = _one([one.info for one in seen], name, "title", "vaultNotFound", "tooManyVaults")
        return self.account.vaults[found["id"]]

    def _secret(self, item: Json, section: str | None, name: str, query: Json) -> str:
        within = _within(item, section)
        fields = [each for each in item["fields"] if within(each.get("sectionId"))]
        files = [each for each in item["files"] if within(each["sectionId"])]
        matching = [each for each in fields if name.lower() in (each["id"].lower(), each["title"].lower())]
        if len(matching) > 1 and not any(each["id"] == name for each in matching):
            raise Unresolved("tooManyMatchingFields")
        if matching:
            field = next((each for each in matching if each["id"] == name), matching[0])
            return self._value(field, query)
        for each in files:
            if name in (each["fieldId"], each["attributes"]["name"], each["attributes"]["id"]):
                return self._text(each["attributes"]["id"])
        if section is None and name in ("notesPlain", "notes") and item["notes"]:
            return str(item["notes"])
        if name.lower() in _OF_KEY and item["category"] == "SshKey":
            return _of_key(item, _OF_KEY[name.lower()])
        raise Unresolved("fieldNotFound")

    def _value(self, field: Json, query: Json) -> str:
        if "attribute" in query:
            if field["fieldType"] != "Totp":
                raise Unresolved("incompatibleTOTPQueryParameterField")
            code = totp.code(field["value"], self.account.clock())
            if not code:
                raise Unresolved("unableToGenerateTotpCode", "the secret is not a seed")
            return code
        if "ssh-format" in query:
            if field["fieldType"] != "SshKey":
                raise Unresolved("incompatibleSshKeyQueryParameterField")
            written = details.openssh(field["value"])
            if written is None:
                raise Unresolved("unableToParsePrivateKey")
            return written
        return str(field["value"])

    def _text(self, file: str) -> str:
        try:
            return self.account.contents[file].decode()
        except UnicodeDecodeError:
            raise Unresolved("unsupportedFileFormat") from None


def _check(reference: str) -> None:
    """Let the real core judge the form of a reference. Raises `Unresolved`."""
    parameters = {"name": "ValidateSecretReference", "parameters": {"secret_reference": reference}}
    try:
        native.real().invoke_sync(json.dumps({"invocation": {"parameters": parameters}}))
    except native.module().Error.Error as error:
        raise Unresolved("parsing", json.loads(error.msg)["message"]) from None


def _one(things: Iterable[Json], name: str, title: str, none: str, many: str) -> Json:
    """Return the one thing of an id, or of a name. Raises `Unresolved`."""
    all_of = list(things)
    found = [each for each in all_of if each["id"] == name] or [
        each for each in all_of if each[title].lower() == name.lower()
    ]
    if len(found) != 1:
        raise Unresolved(many if found else none)
    return found[0]


def _within(item: Json, section: str | None) -> Callable[[str | None], bool]:
    """Return what tells whether something lies in a section that a reference names. Raises `Unresolved`."""
    if section is None:
        return lambda _: True
    ids = {each["id"] for each in item["sections"] if section.lower() in (each["id"].lower(), each["title"].lower())}
    if not ids:
        raise Unresolved("noMatchingSections")
    return lambda inside: inside in ids


def _of_key(item: Json, name: str) -> str:
    keys = [each["value"] for each in item["fields"] if each["fieldType"] == "SshKey"]
    found = details.attributes(keys[0]) if keys else None
    if found is None:
        raise Unresolved("sSHKeyMetadataNotFound")
    return str(found[name])
