"""From an entry to the model. Nothing that the server shows is left out; what it alone can change can be looked at."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from tui.backends.passpack.register import Content
from tui.model.category import LOGIN
from tui.model.dialect import Dialect
from tui.model.field import Field, FieldKind, Purpose, as_kind
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, VaultId, local_ids
from tui.model.item import Item, ItemSummary
from tui.model.secret import Secret
from tui.tools.mended import as_seconds, as_text

Json = dict[str, Any]

VAULT = VaultId("passwords")
"""The one vault that an account has."""

USERNAME, PASSWORD, NOTES = FieldId("username"), FieldId("password"), FieldId("notes")
"""The fields that every entry has, and that can be changed."""

TEMPLATE = tuple(field for field in LOGIN.template if field.purpose is not Purpose.NONE)
"""These fields, empty."""

_CREATED = ("created_at", "createdAt", "created", "date_created")
_UPDATED = ("updated_at", "updatedAt", "modified_at", "updated", "modified", "last_modified", "date_modified")
_HIDDEN = re.compile(r"pass|secret|token|key|pin\b|otp|seed|private|credential|cvv|recovery", re.IGNORECASE)
_LONG_AGO = 1e11  # a time in Unix seconds is less, one in milliseconds is more


def own_keys(dialect: Dialect) -> tuple[str, str, str, str]:
    """Return the keys of what can be changed: title, user name, password, description."""
    return dialect.field_title, dialect.field_username, dialect.field_password, dialect.field_description


def content(raw: Json, dialect: Dialect) -> Content:
    """Return what can be changed of an entry, as text."""
    return tuple(_text(raw.get(key)) for key in own_keys(dialect))


def content_of(item: Item) -> Content:
    """Return what can be changed of an item, as text; what was taken out is empty, for an entry always has it."""
    return item.title, *(value(item.field(name)) for name in (USERNAME, PASSWORD, NOTES))


def value(field: Field | None) -> str:
    """Return the value of a field as text, "" where there is none."""
    if field is None:
        return ""
    return field.value.reveal() if isinstance(field.value, Secret) else field.value


def item(raw: Json, ref: ItemRef, version: int, dialect: Dialect) -> Item:
    """Return an entry as the id says that it was asked for."""
    title, username, password, notes = content(raw, dialect)
    values = {USERNAME: username, PASSWORD: password, NOTES: notes}
    own = (replace(field, value=as_kind(values[field.id], field.kind)) for field in TEMPLATE)
    return Item(
        ref,
        title,
        LOGIN,
        fields=(*own, *_others(raw, dialect)),
        created=_moment(raw, _CREATED),
        updated=_moment(raw, _UPDATED),
        version=version,
    )


def summary(raw: object, account: AccountId, dialect: Dialect) -> ItemSummary | None:
    """Return the row of an element of a list, or None where it is none: it has no id. No list tells versions."""
    if not isinstance(raw, dict) or not (name := as_text(raw.get(dialect.field_id))):
        return None
    return ItemSummary(
        ItemRef(account, VAULT, ItemId(name)),
        _text(raw.get(dialect.field_title)),
        LOGIN.id,
        _text(raw.get(dialect.field_username)),
        updated=_moment(raw, _UPDATED),
    )


def _others(raw: Json, dialect: Dialect) -> list[Field]:
    """Return what else the server tells, to be looked at; concealed where a name suggests that it is a secret."""
    skipped = {*own_keys(dialect), dialect.field_id, *_CREATED, *_UPDATED}
    told = {key: text for key, value in raw.items() if key not in skipped and (text := _text(value))}
    names = local_ids([USERNAME, PASSWORD, NOTES, *told])[3:]
    return [
        Field(FieldId(name), FieldKind.OTHER, key, Secret(text) if _is_hidden(key, raw[key], text) else text)
        for name, (key, text) in zip(names, told.items(), strict=True)
    ]


def _is_hidden(key: str, value: object, text: str) -> bool:
    return bool(_HIDDEN.search(key)) or (isinstance(value, dict | list) and bool(_HIDDEN.search(text)))


def _text(value: object) -> str:
    """Return a value as text: nothing for what is empty, JSON for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return as_text(value)


def _moment(raw: Json, keys: tuple[str, ...]) -> float:
    """Return the Unix seconds of the first time that there is, 0.0 for none."""
    for key in keys:
        value = raw.get(key)
        seconds = as_seconds(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14:
            seconds = value / 1000 if value > _LONG_AGO else float(value)
        if seconds:
            return seconds
    return 0.0
