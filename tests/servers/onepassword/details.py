"""What 1Password computes for fields: one-time codes, what there is to say of an SSH key, an address in one line."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from tests.servers.connect import totp
from tests.servers.onepassword.refused import Refused
from tests.servers.onepassword.words import Json
from tui.model.errors import Invalid
from tui.tools import sshkey

PARTS = ("street", "city", "state", "zip", "country")


def shown(raw: Json, at: float) -> Json:
    """Return an item as readers get it at a Unix time."""
    item = copy.deepcopy(raw)
    for field in item["fields"]:
        field["details"] = _details(field, at)
    return item


def _details(field: Json, at: float) -> Any:
    match field["fieldType"]:
        case "Totp":
            code = totp.code(field["value"], at)
            problem = None if code else "TOTP code could not be generated"
            return {"type": "Otp", "content": {"code": code or None, "errorMessage": problem}}
        case "SshKey":
            return {"type": "SshKey", "content": attributes(field["value"])}
    return field.get("details")


@lru_cache(maxsize=64)
def _key(text: str) -> sshkey.SshKey | None:
    try:
        return sshkey.read(text)
    except Invalid:
        return None


def attributes(text: str) -> Json | None:
    """Return what there is to say of a private key, or None for what is none."""
    key = _key(text)
    if key is None:
        return None
    kind = "Ed25519" if key.kind == "ed25519" else f"{key.kind.upper()}, {key.bits}-bit"
    return {"publicKey": key.public, "fingerprint": key.fingerprint, "keyType": kind}


def openssh(text: str) -> str | None:
    """Return a private key in OpenSSH's format, or None for what is none."""
    key = _key(text)
    return key.openssh.reveal() if key else None


def check_key(text: str) -> None:
    """Raise `Refused` for what is no private key that 1Password takes."""
    if attributes(text) is None:
        raise Refused("ParsingPrivateKey", "error parsing private key: verify that private key isn't malformed")


def composed(field: Json) -> str:
    """Return the value of an address: its parts in one line."""
    details = field.get("details") or {}
    content = details.get("content") or {}
    parts = [content.get(name, "") for name in PARTS]
    return ", ".join(part for part in parts if part) if details.get("type") == "Address" else str(field["value"])
