"""Edits as a PATCH, which cannot lose what we do not model. Only forms that the reference documents, by field id.

What it has no form for is said by None: then the whole item is put back, see `put`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tui.backends.connect.values import new_field, wire_value
from tui.model.arrange import groups
from tui.model.change import Change
from tui.model.edit import (
    AddField,
    Edit,
    MoveField,
    RemoveField,
    SetFavourite,
    SetLabel,
    SetTags,
    SetTitle,
    SetValue,
)
from tui.model.field import Field
from tui.model.ids import FieldId, SectionId, local_ids
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools.mended import as_text

Operation = dict[str, Any]


def raw_fields(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a raw item that are fields."""
    found = raw.get("fields")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def operations(change: Change, raw: dict[str, Any]) -> list[Operation] | None:
    """Return the operations for a change of the item that `raw` is, or None where there are none for it.

    Raises:
        Invalid: a value does not have the form that its kind needs.
    """
    ids = [as_text(one.get("id")) for one in raw_fields(raw)]
    safe = {name for name, given in zip(local_ids(ids), ids, strict=True) if name == given and ids.count(given) == 1}
    touched = {edit.field for edit in change.edits if isinstance(edit, RemoveField | SetLabel | SetValue)}
    if not touched <= safe or not _fits(change):
        return None
    found: list[Operation] = []
    for edit in change.edits:
        made = _operations(edit, change, raw)
        if made is None:
            return None
        found += made
    return found


def path(*parts: str) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _fits(change: Change) -> bool:
    """Whether what PATCH does, new fields at the end and all others where they were, is how the item shall look."""
    gone = {edit.field for edit in change.edits if isinstance(edit, RemoveField)}
    added = [edit.field for edit in change.edits if isinstance(edit, AddField)]
    known = {section.id for section in change.base.sections} | {None}
    if any(field.section not in known for field in added):
        return False
    kept = [field for field in change.base.fields if field.id not in gone]
    return _shown(change.base, [*kept, *added]) == _shown(change.wanted, change.wanted.fields)


def _shown(item: Item, fields: Sequence[Field]) -> list[tuple[SectionId | None, list[FieldId]]]:
    found = groups(replace(item, fields=tuple(fields)))
    return [(section.id if section else None, [field.id for field in inside]) for section, inside in found]


def _operations(edit: Edit, change: Change, raw: dict[str, Any]) -> list[Operation] | None:
    """Return the operations for one edit; [] for a move that is not seen; None where there is no form for it."""
    made: Operation
    match edit:
        case SetTitle():
            made = {"op": "replace", "path": "/title", "value": edit.title}
        case SetFavourite():
            made = {"op": "replace", "path": "/favorite", "value": edit.favourite}
        case SetTags():
            return _tags(raw.get("tags") or (), edit.tags)
        case RemoveField():
            made = {"op": "remove", "path": path("fields", edit.field)}
        case AddField():
            made = {"op": "add", "path": "/fields", "value": new_field(edit.field, change.wanted)}
        case SetLabel():
            made = _set(path("fields", edit.field, "label"), edit.label, _field(change.base, edit.field).label)
        case SetValue():
            value = wire_value(_field(change.wanted, edit.field))
            made = _set(path("fields", edit.field, "value"), value, not _field(change.base, edit.field).empty)
        case _:
            return [] if isinstance(edit, MoveField) else None
    return [made]


def _set(where: str, value: str | Secret, before: object) -> Operation:
    if not value:
        return {"op": "remove", "path": where}
    return {"op": "replace" if before else "add", "path": where, "value": value}


def _tags(before: Sequence[object], after: Iterable[str]) -> list[Operation] | None:
    """Return the removals that leave `after`, the last one first, or None where tags are added or moved.

    `before` may have something in it that is no tag and not shown, but is counted by the server.
    """
    kept = list(after)
    gone = [index for index, tag in enumerate(before) if isinstance(tag, str) and tag not in kept]
    if [tag for tag in before if tag in kept] != kept:
        return None
    return [{"op": "remove", "path": path("tags", str(index))} for index in reversed(gone)]


def _field(item: Item, field_id: FieldId) -> Field:
    return next(field for field in item.fields if field.id == field_id)
