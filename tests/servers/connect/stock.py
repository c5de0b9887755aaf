"""What a test puts into the server: one item with what is missing filled in, or many at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.servers.connect.fields import PURPOSES, tidy
from tests.servers.connect.state import State

Json = dict[str, Any]

_SITES = ("Bank", "Mail", "Forum", "Shop", "Wiki", "Cloud", "Router", "Payroll", "Library", "Airline")


def fill(raw: Json, vault: str, state: State) -> Json:
    """Return a raw item with the ids, types and built-in fields that it lacks. Nothing in it is judged."""
    item: Json = {"title": "Untitled", "category": "LOGIN"} | raw
    item |= {"id": raw.get("id") or state.new_id(), "vault": {"id": vault}, "tags": sorted(raw.get("tags", ()))}
    fields = [_field(each, state) for each in raw.get("fields", ())]
    if not any(field.get("purpose") == "NOTES" for field in fields):
        fields.append(_field({"purpose": "NOTES"}, state))
    item["fields"] = sorted(fields, key=lambda field: "purpose" not in field)  # the built-in ones come first
    sections = [{"id": f"Section_{state.new_id()}"} | each for each in raw.get("sections", ())]
    named = dict.fromkeys(field["section"]["id"] for field in fields if "section" in field)
    sections += [{"id": name} for name in named if name not in [section["id"] for section in sections]]
    item["sections"] = [tidy(section) for section in sections]
    return tidy(item)


def _field(raw: Json, state: State) -> Json:
    purpose = raw.get("purpose", "")
    name, kind = PURPOSES.get(purpose, ("", "STRING"))
    kind = raw.get("type") or kind
    return tidy(
        {"id": name or ("TOTP_" if kind == "OTP" else "") + state.new_id(), "label": name} | raw | {"type": kind}
    )


def logins(count: int, vault: str, state: State) -> Iterator[Json]:
    """Yield so many logins, whole and each with a title of its own."""
    for number in range(count):
        site = _SITES[number % len(_SITES)]
        item: Json = {
            "id": state.new_id(),
            "title": f"{site} {number:05}",
            "vault": {"id": vault},
            "category": "LOGIN",
            "tags": [site.lower()],
            "urls": [{"primary": True, "href": f"https://{site.lower()}-{number}.example"}],
            "fields": [
                {"id": "username", "label": "username", "type": "STRING", "purpose": "USERNAME"},
                {"id": "password", "label": "password", "type": "CONCEALED", "purpose": "PASSWORD"},
                {"id": "notesPlain", "label": "notesPlain", "type": "STRING", "purpose": "NOTES"},
            ],
        }
        item["fields"][0]["value"] = f"user{number}@example.com"
        item["fields"][1]["value"] = f"s3cret-{site}-{number}"
        if number % 50 == 0:
            item["favorite"] = True
        yield item
