"""Items as 1Password keeps them: what is sent is checked, normalised and given ids."""

from __future__ import annotations

import copy

from tests.servers.onepassword import details
from tests.servers.onepassword.account import Account
from tests.servers.onepassword.refused import invalid, refused
from tests.servers.onepassword.words import CATEGORIES, FIELD_TYPES, WITH_WEBSITES, Json


def made(params: Json, account: Account) -> Json:
    """Return a new item of what was sent to create it. Raises `Refused`."""
    if params["category"] not in CATEGORIES:
        raise invalid(f"unsupported item category {params['category']}")
    for name in ("fields", "sections", "tags", "websites", "files"):
        if params.get(name) is None:
            params = params | {name: []}
    item = fresh(account, params["vaultId"])
    item |= {name: copy.deepcopy(params[name]) for name in ("category", "title", "sections", "tags")}
    item["notes"] = params.get("notes") or ""
    item["fields"] = fields(params, account)
    item["websites"] = websites(params)
    check_places(item, params["files"])
    item["files"] = [attached(each, account) for each in params["files"]]
    item["document"] = _document(params, account)
    return item


def fresh(account: Account, vault: str) -> Json:
    """Return an item with nothing in it."""
    now = account.now()
    texts = {"id": account.new_id(), "title": "", "category": "Login", "vaultId": vault}
    lists: Json = {name: [] for name in ("fields", "sections", "tags", "websites", "files")}
    return texts | lists | {"notes": "", "version": 1, "document": None, "createdAt": now, "updatedAt": now}


def fields(params: Json, account: Account) -> list[Json]:
    """Return fields as they are kept. Raises `Refused` for what is not supported."""
    kept = [_field(each, params["category"], account) for each in params["fields"]]
    if sum(each["fieldType"] == "SshKey" for each in kept) > 1:
        raise invalid("an item can only have one SSH Key field")
    return kept


def _field(given: Json, category: str, account: Account) -> Json:
    kind = given["fieldType"]
    if kind not in FIELD_TYPES:
        raise invalid(f"field type {kind} is not supported")
    field: Json = {"id": given["id"] or account.new_id(), "title": given["title"]}
    field |= {"sectionId": given.get("sectionId"), "fieldType": kind, "value": given["value"], "details": None}
    if kind == "Totp" and not field["id"].startswith("TOTP_"):
        field["id"] = f"TOTP_{field['id']}"
    if kind == "Address":
        field |= {"value": details.composed(given), "details": copy.deepcopy(given.get("details"))}
    if kind == "SshKey":
        if category != "SshKey":
            raise invalid("SSH Key fields can only be added to SSH Key items")
        details.check_key(given["value"])
    return field


def websites(params: Json) -> list[Json]:
    """Return the websites of what keeps some."""
    return copy.deepcopy(params["websites"]) if params["category"] in WITH_WEBSITES else []


def check_places(item: Json, files: list[Json]) -> None:
    """Raise `Refused` where two things have one id, or something lies in a section that is not there."""
    sections = {each["id"] for each in item["sections"]} | {""}
    things = [(each.get("sectionId") or "", each["id"]) for each in item["fields"]]
    things += [(each["sectionId"] or "", each["fieldId"]) for each in files]
    if any(section not in sections for section, _ in things):
        raise invalid("no section found with given section ID")
    if len(set(things)) < len(things):
        raise invalid("field or file with provided field/section ID already exists")


def stored(name: str, content: bytes, account: Account) -> Json:
    """Keep the contents of a file, and return what is told of it."""
    file = account.new_id()
    account.contents[file] = content
    return {"name": name, "id": file, "size": len(content)}


def uploaded(given: Json, account: Account) -> Json:
    """Keep a file that was sent, and return what is told of it. Raises `Refused`."""
    if not given["name"]:
        raise refused("cannot upload files without a name")
    content = bytes(given["content"])
    if len(content) > account.largest:
        raise refused("cannot upload or download files larger than 50MB")
    return stored(given["name"], content, account)


def attached(given: Json, account: Account) -> Json:
    """Keep a file that was sent with its place, and return it as an item has it. Raises `Refused`."""
    return {"attributes": uploaded(given, account), "sectionId": given["sectionId"], "fieldId": given["fieldId"]}


def _document(params: Json, account: Account) -> Json | None:
    given = params.get("document")
    if given is None:
        return None
    if params["category"] != "Document":
        raise invalid("only Document items can have a document")
    return uploaded(given, account)
