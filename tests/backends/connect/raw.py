"""Raw items with everything on them that we do not model, one of every category."""

from __future__ import annotations

from typing import Any

from tests.servers.connect.items import CATEGORIES
from tests.servers.connect.passwords import entropy

Json = dict[str, Any]

ALL = [*sorted(CATEGORIES), "SOMETHING_NEW"]


def odd(category: str) -> Json:
    """Return an item of a category with unknown keys, types, sections, files and addresses."""
    return {
        "title": f"Odd {category}",
        "category": category,
        "favorite": True,
        "tags": ["b", "a"],
        "urls": [
            {"href": "https://one.example", "label": "website", "primary": True, "autofill": "never"},
            {"href": "two.example/login", "label": "sign-in address"},
        ],
        "sections": [
            {"id": "add more"},
            {"id": "linked items", "label": "Related Items", "colour": "red"},
            {"id": "Section_x", "label": "Machines"},
        ],
        "fields": [
            {"purpose": "USERNAME", "value": "me"},
            {
                "purpose": "PASSWORD",
                "value": "s3cret-pass",
                "entropy": entropy("s3cret-pass"),
                "passwordDetails": {"history": ["s3cret-older"]},
            },
            {"purpose": "NOTES", "value": "a\nnote", "hint": "kept"},
            {
                "id": "TOTP_abc",
                "type": "OTP",
                "label": "code",
                "value": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
                "section": {"id": "add more"},
            },
            {"id": "born", "type": "DATE", "label": "born", "value": "-10000000", "section": {"id": "Section_x"}},
            {"id": "until", "type": "MONTH_YEAR", "label": "until", "value": "203111", "section": {"id": "Section_x"}},
            {"id": "a/b~c", "type": "STRING", "label": "slashed", "value": "here", "section": {"id": "Section_x"}},
            {"id": "phone", "type": "PHONE", "label": "phone", "value": "+1 2", "section": {"id": "Section_x"}},
            {"id": "card", "type": "CREDIT_CARD_TYPE", "label": "card", "value": "mc", "menuValues": ["mc", "visa"]},
            {"id": "home", "type": "ADDRESS", "label": "home", "value": "Street 1", "section": {"id": "Section_x"}},
            {"id": "friend", "type": "REFERENCE", "value": "x" * 26, "section": {"id": "linked items"}},
            {"id": "news", "type": "HOLOGRAM", "label": "news", "value": "s3cret-holo", "depth": {"x": [1, 2.5, None]}},
            {"id": "long", "type": "STRING", "label": "long", "value": "é" * 65536},
            {"id": "nothing", "type": "UNKNOWN", "label": "nothing"},
        ],
        "files": [{"id": "f" * 26, "name": "a.txt", "size": 3, "section": {"id": "add more"}, "sum": "md5"}],
        "unmodelled": {"deep": [True, None, {"é": 1e-3}]},
        "number": 12345678901234567890,
    }


def without(raw: Json, *names: str) -> Json:
    """Return a raw item without what every write changes, and without these."""
    return {key: value for key, value in raw.items() if key not in ("version", "updatedAt", "lastEditedBy", *names)}


def difference(before: Json, after: Json) -> dict[str, object]:
    """Return what differs by key; of fields, only those that differ, by id, with what their value was derived to."""
    found: dict[str, object] = {}
    one, two = without(before), without(after)
    for key in one.keys() | two.keys():
        if one.get(key) != two.get(key):
            found[key] = (one.get(key), two.get(key))
    if "fields" in found:
        old = {field["id"]: field for field in before.get("fields", ())}
        new = {field["id"]: field for field in after.get("fields", ())}
        found["fields"] = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return found
