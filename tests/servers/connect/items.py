"""A whole item as the server takes it: what it refuses, what it adds, and what of the old item it keeps."""

from __future__ import annotations

from typing import Any

from tests.servers.connect import totp
from tests.servers.connect.fields import PURPOSES, Rules, make, tidy
from tests.servers.connect.refused import Refused, invalid

Json = dict[str, Any]

_LIST = """
LOGIN PASSWORD API_CREDENTIAL SERVER DATABASE CREDIT_CARD MEMBERSHIP PASSPORT SOFTWARE_LICENSE OUTDOOR_LICENSE
SECURE_NOTE WIRELESS_ROUTER BANK_ACCOUNT DRIVER_LICENSE IDENTITY REWARD_PROGRAM DOCUMENT EMAIL_ACCOUNT
SOCIAL_SECURITY_NUMBER MEDICAL_RECORD SSH_KEY CUSTOM
"""
CATEGORIES = frozenset(_LIST.split())
_NOT_CREATED = frozenset({"DOCUMENT", "CUSTOM"})
_KEPT = ("id", "vault", "version", "createdAt", "updatedAt", "lastEditedBy", "state")
_BUILT_IN = {"LOGIN": ("USERNAME", "PASSWORD", "NOTES"), "PASSWORD": ("PASSWORD", "NOTES")}


def build(sent: object, vault: str, old: Json | None, rules: Rules) -> Json:
    """Return the item that is stored for a body. `old` is what it replaces, None for a new one.

    Raises `Refused` with 400 for what the real server refuses. What it does not know it keeps as it was sent.
    """
    if not isinstance(sent, dict):
        raise Refused(400, "Invalid request body")
    item = {name: value for name, value in sent.items() if name not in (*_KEPT, "trashed", "files")}
    item["category"] = _category(sent, old)
    if not isinstance(sent.get("title") or "", str) or not isinstance(sent.get("favorite") or False, bool):
        raise Refused(400, "Invalid request body")
    item["tags"] = sorted(_texts(sent.get("tags")))
    item["urls"] = [_url(each) for each in _objects(sent.get("urls"))]
    item["sections"] = _sections(sent, rules)
    item["fields"] = _fields(sent, item, old, rules)
    if old is None:
        if not isinstance(sent.get("vault"), dict) or sent["vault"].get("id") != vault:
            raise Refused(400, "Invalid Vault UUID")
        item |= {"id": rules.new_id(), "vault": {"id": vault}}
    else:
        item |= {name: old[name] for name in _KEPT if name in old}
        named = {each.get("id") for each in _objects(sent.get("files"))}
        item["files"] = [each for each in old.get("files", ()) if each["id"] in named]
    return tidy(item)


def shown(item: Json, now: float) -> Json:
    """Return an item as it is answered: each one-time password with its code at this time."""
    if "fields" not in item:
        return item
    return item | {"fields": [_with_code(each, now) for each in item["fields"]]}


def _with_code(field: Json, now: float) -> Json:
    code = totp.code(field.get("value", ""), now) if field.get("type") == "OTP" else ""
    return field | {"totp": code} if code else field


def _category(sent: Json, old: Json | None) -> str:
    category = sent.get("category")
    if not isinstance(category, str) or category.upper() not in CATEGORIES | ({old["category"]} if old else set()):
        raise Refused(400, "Invalid item category")
    if old is None and category.upper() in _NOT_CREATED:
        raise Refused(400, f"Items of category {category.upper()} cannot be created")
    if old is not None and category.upper() != old["category"]:
        raise Refused(400, "Invalid item category")
    return category.upper()


def _texts(sent: object) -> list[str]:
    sent = sent or []
    if not isinstance(sent, list) or not all(isinstance(each, str) for each in sent):
        raise Refused(400, "Invalid request body")
    return sent


def _objects(sent: object) -> list[Json]:
    sent = sent or []
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise Refused(400, "Invalid request body")
    return sent


def _url(sent: Json) -> Json:
    if not isinstance(sent.get("href"), str):
        raise Refused(400, "Invalid request body")
    return tidy(sent)


def _sections(sent: Json, rules: Rules) -> list[Json]:
    sections: list[Json] = []
    for number, each in enumerate(_objects(sent.get("sections"))):
        section = tidy(each) | {"id": str(each.get("id") or f"Section_{rules.new_id()}")}
        if any(other["id"] == section["id"] for other in sections):
            raise invalid(f"details.sections[{number}] has non-unique name")
        sections.append(section)
    return sections


def _fields(sent: Json, item: Json, old: Json | None, rules: Rules) -> list[Json]:
    before = {each["id"]: each for each in old.get("fields", ())} if old else {}
    known = {section["id"] for section in item["sections"]}
    built: dict[str, Json] = {}
    others: list[Json] = []
    for number, each in enumerate(_objects(sent.get("fields"))):
        field = _field(each, f"details.sections[0].fields[{number}]", before, rules)
        purpose = field.get("purpose")
        section = field.get("section")
        if section and (purpose or not isinstance(section, dict) or section.get("id") not in known):
            raise invalid(f"details.sections[0].fields[{number}] has an invalid section")
        if purpose in built:
            name = PURPOSES[purpose][0]
            raise Refused(
                400, f'Validation: (too many "{name}" fields in Apply()), You can only use one "{name}" field.'
            )
        if any(other["id"] == field["id"] for other in others):
            raise invalid(f"details.sections[0].fields[{number}] has non-unique id")
        if purpose:
            built[purpose] = field
        else:
            others.append(field)
    _demoted(others, item, rules)
    _spoil(item["category"], others)
    return _complete(item["category"], built, old, rules) + others


def _field(sent: Json, place: str, before: dict[str, Json], rules: Rules) -> Json:
    purpose = str(sent.get("purpose") or "").upper()
    name = PURPOSES[purpose][0] if purpose in PURPOSES else sent.get("id")
    return make(sent, place, before.get(name) if isinstance(name, str) else None, rules)


def _demoted(others: list[Json], item: Json, rules: Rules) -> None:
    """Move what lost its purpose to a section: it is no built-in field any more."""
    built_in = [PURPOSES[purpose][0] for purpose in _BUILT_IN.get(item["category"], ("NOTES",))]
    for field in others:
        if field["id"] in built_in:
            field.update(id=rules.new_id(), section={"id": "add more"})
            if not any(section["id"] == "add more" for section in item["sections"]):
                item["sections"].append({"id": "add more"})


def _spoil(category: str, others: list[Json]) -> None:
    """Do what the real server does to a key, so that nobody sends one: it becomes a plain text."""
    if category == "SSH_KEY":
        for field in others:
            if field["type"] == "SSHKEY":
                field["type"] = "STRING"


def _complete(category: str, built: dict[str, Json], old: Json | None, rules: Rules) -> list[Json]:
    if category == "PASSWORD" and not built.get("PASSWORD", {}).get("value"):
        raise Refused(400, "The item doesn't have a password field.")
    before = {each.get("purpose"): each for each in old.get("fields", ())} if old else {}
    for purpose in _BUILT_IN.get(category, ("NOTES",)):
        if purpose not in built:
            built[purpose] = make({"purpose": purpose}, "", before.get(purpose), rules)
    return [built[purpose] for purpose in PURPOSES if purpose in built]
