"""PATCH: RFC 6902 as the server bends it. Fields are named by their ids, tags by their numbers."""

from __future__ import annotations

import copy
from typing import Any

from tests.servers.connect.refused import Refused

Json = dict[str, Any]

_READ_ONLY = frozenset(
    {"id", "vault", "version", "createdAt", "updatedAt", "lastEditedBy", "state", "category", "files"}
)
_UNDOCUMENTED = frozenset({"sections", "urls"})
_FIELD = frozenset({"label", "value", "type", "purpose", "section", "generate", "recipe"})


def apply(item: Json, operations: object, *, generous: bool = False) -> Json:
    """Return what an item is after the operations, still to be validated. Raises `Refused` with 400.

    `generous`: sections and addresses can be patched too, of which the documents say nothing.
    """
    if not isinstance(operations, list):
        raise Refused(400, "Invalid request body")
    item = copy.deepcopy(item)
    for each in operations:
        item = _applied(item, each, generous)
    return item


def _applied(item: Json, operation: object, generous: bool) -> Json:
    if not isinstance(operation, dict):
        raise Refused(400, "Invalid request body")
    verb, path = operation.get("op"), operation.get("path")
    if verb not in ("add", "remove", "replace"):
        raise Refused(400, f"Invalid patch operation: {verb}")
    if not isinstance(path, str) or not path.startswith("/"):
        raise Refused(400, f"Invalid patch path: {path}")
    if verb != "remove" and "value" not in operation:
        raise Refused(400, "Invalid patch operation: no value")
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/")]
    value = copy.deepcopy(operation.get("value"))
    match parts:
        case [""]:
            return _replaced(item, verb, value)
        case ["tags", at]:
            _tag(item, verb, at, value)
        case ["fields"] if verb == "add" and isinstance(value, dict):
            item.setdefault("fields", []).append(value)
        case ["fields", name]:
            _field(item, verb, name, value)
        case ["fields", name, attribute] if attribute in _FIELD:
            _set(_found(item, name), verb, attribute, value)
        case [attribute] if attribute not in _READ_ONLY and (generous or attribute not in _UNDOCUMENTED):
            _set(item, verb, attribute, value)
        case _:
            raise Refused(400, f"Invalid patch path: {path}")
    return item


def _replaced(item: Json, verb: str, value: object) -> Json:
    if verb != "replace" or not isinstance(value, dict):
        raise Refused(400, "Invalid patch operation")
    return {"category": item["category"], "vault": item["vault"], **value}


def _set(part: Json, verb: str, name: str, value: object) -> None:
    if verb == "remove":
        part.pop(name, None)
        return
    part[name] = value
    if name == "value":
        part.pop("generate", None)
    if name == "generate" and value:
        part.pop("value", None)


def _tag(item: Json, verb: str, at: str, value: object) -> None:
    tags: list[object] = item.setdefault("tags", [])
    end = len(tags) + (verb == "add")
    if at == "-" and verb == "add":
        tags.append(value)
    elif not at.isdecimal() or int(at) >= end:
        raise Refused(400, f"Invalid patch path: /tags/{at}")
    elif verb == "add":
        tags.insert(int(at), value)
    elif verb == "replace":
        tags[int(at)] = value
    else:
        del tags[int(at)]


def _field(item: Json, verb: str, name: str, value: object) -> None:
    field = _found(item, name)
    fields: list[Json] = item["fields"]
    at = fields.index(field)
    if verb == "remove":
        del fields[at]
    elif isinstance(value, dict):
        fields[at] = {**value, "id": name}
    else:
        raise Refused(400, "Invalid request body")


def _found(item: Json, name: str) -> Json:
    for field in item.get("fields", ()):
        if field["id"] == name:
            return field  # type: ignore[no-any-return]
    raise Refused(400, f"The item doesn't have a {name} field.")
