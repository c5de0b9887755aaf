"""A change of an entry as the body of a PUT: only the keys that change. What an entry cannot keep is refused before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.backends.passpack import convert
from tui.backends.passpack.convert import Json
from tui.backends.passpack.create import KEEPS, keeps
from tui.host.display import display_text
from tui.model.change import Change, folded
from tui.model.dialect import Dialect
from tui.model.edit import (
    AddField,
    Edit,
    MoveField,
    RemoveField,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetTitle,
    SetValue,
    SetWebsites,
)
from tui.model.errors import Denied, Invalid
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.secret import Secret

NO_FAVOURITES = "Passpack has no favourites."

_OF_ITEM = {SetTags: "tags", SetWebsites: "websites", SetSections: "sections"}


def change(base: Item, edits: Sequence[Edit]) -> Change:
    """Return what edits come to, all of it something that an entry keeps.

    Raises:
        Denied: it is about favourites.
        Invalid: an entry cannot keep it; the sentence says what.
    """
    made = folded(base, edits)
    for edit in made.edits:
        if isinstance(edit, SetFavourite):
            raise Denied(NO_FAVOURITES)
        problem = _problem(edit, made)
        if problem:
            raise Invalid(f"{KEEPS}; {problem}.")
    return made


def body(made: Change, raw: Json, dialect: Dialect) -> dict[str, object]:
    """Return the keys that a change makes another value of, with these values; {} where there are none."""
    keys = convert.own_keys(dialect)
    before, after = convert.content(raw, dialect), convert.content_of(made.wanted)
    return {key: _sendable(key, new, dialect) for key, old, new in zip(keys, before, after, strict=True) if old != new}


def plain(body: Mapping[str, object]) -> Json:
    """Return what is sent, as it would come back."""
    return {key: value.reveal() if isinstance(value, Secret) else value for key, value in body.items()}


def _sendable(key: str, value: str, dialect: Dialect) -> str | Secret:
    """Return a value as it is sent: wrapped, so that no answer can quote it, unless lists show it anyway."""
    return value if key in (dialect.field_title, dialect.field_username) else Secret(value)


def _problem(edit: Edit, made: Change) -> str:
    """Return why an entry cannot keep an edit, within a sentence; "" where it can."""
    problem = ""
    match edit:
        case SetTags() | SetWebsites() | SetSections():
            problem = f"it has no {_OF_ITEM[type(edit)]}"
        case AddField():
            problem = "" if keeps(edit.field) else f"there is no place for the field “{display_text(edit.field.label)}”"
        case SetLabel() | SetKind() | MoveField():
            problem = f"the field “{_label(edit.field, made)}” stays as it is, but for its value"
        case SetValue() | RemoveField():
            field = made.base.field(edit.field)
            own = field is not None and keeps(field)
            problem = "" if own else f"“{_label(edit.field, made)}” is kept by the server, and can only be looked at"
        case SetTitle() | SetFavourite():
            pass
    return problem


def _label(field_id: FieldId, made: Change) -> str:
    field = made.base.field(field_id) or made.wanted.field(field_id)
    return display_text(field.label) if field is not None else ""
