"""Edits: one change to an item as data.

What is saved, shown before saving, and compared in a conflict is always a list of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.model.errors import NotFound
from tui.model.field import Field, FieldKind, Section, as_kind

if TYPE_CHECKING:
    from tui.model.ids import FieldId, SectionId
    from tui.model.item import Item, Website
    from tui.model.secret import Secret


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Give the item another title."""

    title: str


@dataclass(frozen=True, slots=True)
class SetFavourite:
    """Mark the item as a favourite, or no longer."""

    favourite: bool


@dataclass(frozen=True, slots=True)
class SetTags:
    """Replace the tags."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetWebsites:
    """Replace the websites."""

    websites: tuple[Website, ...]


@dataclass(frozen=True, slots=True)
class SetSections:
    """Replace the list of sections: added, renamed, moved and removed ones at once. Fields keep theirs."""

    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AddField:
    """Put a new field before position `index` of all fields."""

    field: Field
    index: int


@dataclass(frozen=True, slots=True)
class RemoveField:
    """Take a field away."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class SetLabel:
    """Rename a field."""

    field: FieldId
    label: str


@dataclass(frozen=True, slots=True)
class SetKind:
    """Make a field one of another kind; its value goes with it, the service's word for its old kind does not."""

    field: FieldId
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class SetValue:
    """Give a field another value: a `Secret` where its kind is concealed."""

    field: FieldId
    value: str | Secret


@dataclass(frozen=True, slots=True)
class MoveField:
    """Put a field into a section (None: no section), before position `index` of all other fields."""

    field: FieldId
    section: SectionId | None
    index: int


Edit = (
    SetTitle
    | SetFavourite
    | SetTags
    | SetWebsites
    | SetSections
    | AddField
    | RemoveField
    | SetLabel
    | SetKind
    | SetValue
    | MoveField
)


def apply(item: Item, edits: Iterable[Edit]) -> Item:
    """Return `item` with `edits` made to it, one after the other.

    Raises:
        NotFound: an edit speaks of a field that the item does not have.
    """
    for edit in edits:
        item = _apply(item, edit)
    return item


def _apply(item: Item, edit: Edit) -> Item:
    match edit:
        case SetTitle():
            item = replace(item, title=edit.title)
        case SetFavourite():
            item = replace(item, favourite=edit.favourite)
        case SetTags():
            item = replace(item, tags=edit.tags)
        case SetWebsites():
            item = replace(item, websites=edit.websites)
        case SetSections():
            item = replace(item, sections=edit.sections)
        case _:
            item = replace(item, fields=_fields(item, edit))
    return item


def _fields(item: Item, edit: AddField | RemoveField | MoveField | SetLabel | SetKind | SetValue) -> tuple[Field, ...]:
    if isinstance(edit, AddField):
        return (*item.fields[: edit.index], edit.field, *item.fields[edit.index :])
    at = _at(item, edit.field)
    rest = (*item.fields[:at], *item.fields[at + 1 :])
    match edit:
        case RemoveField():
            return rest
        case MoveField():
            return (*rest[: edit.index], replace(item.fields[at], section=edit.section), *rest[edit.index :])
        case _:
            return (*item.fields[:at], _changed(item.fields[at], edit), *item.fields[at + 1 :])


def _changed(field: Field, edit: SetLabel | SetKind | SetValue) -> Field:
    match edit:
        case SetLabel():
            return replace(field, label=edit.label)
        case SetKind():
            return replace(field, kind=edit.kind, value=as_kind(field.value, edit.kind), raw_kind="")
        case SetValue():
            return replace(field, value=as_kind(edit.value, field.kind))


def _at(item: Item, field_id: FieldId) -> int:
    for index, field in enumerate(item.fields):
        if field.id == field_id:
            return index
    raise NotFound("The field to change is no longer in this item.")


def diff(base: Item, current: Item) -> tuple[Edit, ...]:
    """Return the edits that make `current` of `base`: `apply(base, diff(base, current))` has the same content.

    Content is title, favourite, tags, websites, sections and fields; reference, state, times and version are not.
    """
    edits: list[Edit] = []
    if base.title != current.title:
        edits.append(SetTitle(current.title))
    if base.favourite != current.favourite:
        edits.append(SetFavourite(current.favourite))
    if base.tags != current.tags:
        edits.append(SetTags(current.tags))
    if base.websites != current.websites:
        edits.append(SetWebsites(current.websites))
    if base.sections != current.sections:
        edits.append(SetSections(current.sections))
    return (*edits, *_diff_fields(base, current))


def _diff_fields(base: Item, current: Item) -> Iterable[Edit]:
    wanted = {field.id for field in current.fields}
    before = {field.id: field for field in base.fields}
    for field in base.fields:
        if field.id not in wanted or _replaced(field, current.field(field.id)):
            yield RemoveField(field.id)
            del before[field.id]
    for field in current.fields:
        if old := before.get(field.id):
            if old.label != field.label:
                yield SetLabel(field.id, field.label)
            if old.kind is not field.kind:
                yield SetKind(field.id, field.kind)
                old = replace(old, kind=field.kind, value=as_kind(old.value, field.kind))
            if old.value != field.value:
                yield SetValue(field.id, field.value)
    order = [field.id for field in base.fields if field.id in before]
    for index, field in enumerate(current.fields):
        old = before.get(field.id)
        if old is None:
            yield AddField(field, index)
            order.insert(index, field.id)
        elif order[index] != field.id or old.section != field.section:
            yield MoveField(field.id, field.section, index)
            order.remove(field.id)
            order.insert(index, field.id)


def _replaced(old: Field, new: Field | None) -> bool:
    """Whether a field of the same id is another field: no edit changes what it is for, or gives it a raw kind."""
    if new is None:
        return False
    if old.kind is new.kind:
        return (old.purpose, old.raw_kind) != (new.purpose, new.raw_kind)
    return old.purpose is not new.purpose or bool(new.raw_kind)
