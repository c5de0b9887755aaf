"""One field as the server takes it: types, purposes, ids, dates, one-time passwords, generated values."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.connect import passwords
from tests.servers.connect.refused import Refused, invalid

Json = dict[str, Any]

WRITABLE = frozenset({"STRING", "EMAIL", "CONCEALED", "URL", "OTP", "DATE", "MONTH_YEAR", "MENU", "SSHKEY"})
"""The types that the documents name, and the SSH key, which is taken and spoilt."""

PURPOSES = {
    "USERNAME": ("username", "STRING"),
    "PASSWORD": ("password", "CONCEALED"),
    "NOTES": ("notesPlain", "STRING"),
}
"""The built-in fields: what each is for, its id and its type."""

_READ_ONLY = frozenset({"generate", "recipe", "entropy", "totp", "passwordDetails"})
_MONTH = re.compile(r"(\d{4})/?(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the server needs to make a field."""

    new_id: Callable[[], str]
    dice: random.Random
    types: frozenset[str] = WRITABLE
    zone_seconds: int = 0
    """How far the server's local time is ahead of UTC: days are read in it."""


def make(sent: Json, place: str, old: Json | None, rules: Rules) -> Json:
    """Return a field as it is stored. `place` is how the validator calls it; `old` is the one it replaces.

    Raises `Refused` with 400 for what the real server refuses.
    """
    field = {name: value for name, value in sent.items() if name not in _READ_ONLY}
    purpose = str(sent.get("purpose") or "").upper()
    if purpose and purpose not in PURPOSES:
        raise Refused(400, f"Invalid field purpose: {purpose}")
    kind = _kind(sent, purpose, place, old, rules)
    field |= {"type": kind, "purpose": purpose}
    field["id"] = PURPOSES[purpose][0] if purpose else _id(sent, kind, place, old, rules)
    if purpose and not sent.get("label"):
        field["label"] = PURPOSES[purpose][0]
    value = sent.get("value")
    if value is not None and not isinstance(value, str):
        raise Refused(400, "Invalid request body")
    generated = bool(sent.get("generate")) and not value
    if generated:
        if kind not in ("STRING", "CONCEALED"):
            raise invalid(f"{place} cannot be generated")
        value = passwords.generate(sent.get("recipe"), rules.dice)
    field["value"] = _value(kind, value or "", rules)
    if purpose == "PASSWORD":
        _rate(field, old, generated=generated)
    return tidy(field)


def tidy(part: Json) -> Json:
    """Return an object without what Go leaves out: None, empty texts and lists, and what is not so."""
    return {name: value for name, value in part.items() if value is not None and value not in ("", [], {}, False)}


def _kind(sent: Json, purpose: str, place: str, old: Json | None, rules: Rules) -> str:
    if purpose:
        return PURPOSES[purpose][1]
    kind = sent.get("type") or "STRING"
    if not isinstance(kind, str):
        raise Refused(400, "Invalid request body")
    if old is not None:
        return str(old["type"])  # a change of type is taken, and nothing comes of it
    if kind.upper() not in rules.types:
        raise invalid(f"{place} has unsupported field type: {kind.lower()}")
    return kind.upper()


def _id(sent: Json, kind: str, place: str, old: Json | None, rules: Rules) -> str:
    name = sent.get("id") or ""
    if not isinstance(name, str):
        raise Refused(400, "Invalid request body")
    if kind != "OTP" or old is not None:
        return name or rules.new_id()
    if name and not name.startswith("TOTP_"):
        raise invalid(f"{place} is a one-time password whose id does not start with TOTP_")
    return name or f"TOTP_{rules.new_id()}"


def _value(kind: str, value: str, rules: Rules) -> str:
    if not value:
        return ""
    if kind == "MONTH_YEAR":
        found = _MONTH.fullmatch(value)
        if found is None:
            raise Refused(400, "values for field type monthYear must be in YYYYMM or YYYY/MM format")
        return found[1] + found[2]
    if kind == "DATE" and not re.fullmatch(r"-?\d+", value):
        try:
            day = datetime.datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
        except ValueError:
            raise Refused(400, "values for field type date must be in YYYY-MM-DD format") from None
        return str(int(day.timestamp()) - rules.zone_seconds)
    return value


def _rate(field: Json, old: Json | None, *, generated: bool) -> None:
    before = old or {}
    if not field["value"]:
        if before.get("passwordDetails", {}).get("history"):
            field["passwordDetails"] = {"history": before["passwordDetails"]["history"]}
        return
    field["entropy"] = passwords.entropy(field["value"])
    if field["value"] == before.get("value") and "passwordDetails" in before:
        field["passwordDetails"] = before["passwordDetails"]
        return
    field["passwordDetails"] = passwords.details(
        field["value"], before.get("passwordDetails", {}), generated=generated, old=before.get("value", "")
    )
