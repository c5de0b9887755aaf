"""Edits made to the raw answer, since the SDK takes whole items alone. What no edit speaks of stays as it came.

What is left out is deleted there; so fields, sections and websites keep all that we do not model of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.backends.onepassword.refusals import NO_FAVOURITES
from tui.backends.onepassword.values import (
    details,
    is_left_out,
    is_notes,
    new_field,
    new_website,
    wire_section,
    wire_value,
    with_default,
)
from tui.backends.onepassword.wire import (
    WITH_LOGIN,
    Json,
    elements,
    has_named_default,
    named_fields,
    objects,
    section_of,
)
from tui.host.display import display_text
from tui.model.change import Change, between
from tui.model.edit import (
    AddField,
    Edit,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetTitle,
    SetValue,
    SetWebsites,
    apply,
)
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import keyfields
from tui.tools.mended import as_text

_BESIDE_FIELDS = (SetTitle, SetTags, SetWebsites)


def change(base: Item, edits: Sequence[Edit], raw: Json) -> Change:
    """Return what is to be done to the item that `raw` is, in the form in which 1Password will tell it again.

    Raises:
        Denied: it is to become a favourite.
        Invalid: what is asked for cannot be.
        NotFound: an edit speaks of a field that the item does not have.
    """
    known = {name for name, _ in named_fields(raw)[0]}
    wanted = apply(base, edits)
    told = {one.id for item in (base, wanted) for one in item.fields if keyfields.is_derived(one, item)} - known
    kept = replace(base, fields=tuple(one for one in base.fields if one.id not in told))
    fields = [_settled(one, base) for one in wanted.fields if one.id not in told]
    left = [one for one in fields if base.field(one.id) == one or not is_left_out(one)]
    left.sort(key=lambda one: one.purpose is Purpose.NOTES)
    found = between(kept, replace(wanted, fields=tuple(left)))
    _check(found)
    return found


def _settled(field: Field, base: Item) -> Field:
    """Return a field as it will be read again: a private key in one form, and the notes where they always are."""
    if field.kind is FieldKind.SSH_KEY and field.value and base.field(field.id) != field:
        return replace(field, value=wire_value(field))
    return replace(field, section=None) if field.purpose is Purpose.NOTES else field


def _check(found: Change) -> None:
    for edit in found.edits:
        match edit:
            case SetFavourite():
                raise Denied(NO_FAVOURITES)
            case SetLabel() if edit.field == _notes_of(found.base):
                raise Invalid("The notes of an item are always called “notes” in 1Password: leave their name.")
            case SetWebsites() if edit.websites and found.base.category.id not in WITH_LOGIN:
                raise Invalid(
                    "Only logins and passwords have websites in 1Password: add a field of the kind URL instead."
                )


def _notes_of(item: Item) -> FieldId | None:
    notes = item.of(Purpose.NOTES)
    return notes.id if notes is not None else None


def body(made_of: Change, raw: Json) -> Json:
    """Return the item to put back: `raw` with a change made to it.

    Raises:
        Invalid: a value does not have the form that its kind needs, or a section that is to go has files.
    """
    made = dict(raw)
    for edit in made_of.edits:
        match edit:
            case SetTitle():
                made["title"] = edit.title
            case SetTags():
                made["tags"] = list(edit.tags)
            case SetWebsites():
                made["websites"] = _websites(edit.websites, made_of.base.websites, objects(raw.get("websites")))
            case SetSections():
                made["sections"] = _sections(made_of, raw)
    if not all(isinstance(edit, _BESIDE_FIELDS) for edit in made_of.edits):
        fields, new = _fields(made_of, raw)
        made["fields"] = fields
        made["sections"] = with_default(elements(made.get("sections")), new)
        made["notes"] = next((one.value for one in made_of.wanted.fields if is_notes(one, made_of.wanted)), "")
    return hidden(made)


def hidden(raw: Json) -> Json:
    """Return an item whose values are secrets: the service may quote what it refuses, and they are not shown then."""
    fields = [
        {**one, "value": Secret(one["value"])} if isinstance(one, dict) and isinstance(one.get("value"), str) else one
        for one in elements(raw.get("fields"))
    ]
    notes = {"notes": Secret(raw["notes"])} if isinstance(raw.get("notes"), str) else {}
    return {**raw, "fields": fields, **notes}


def _websites(sites: Sequence[Website], before: Sequence[Website], old: list[Json]) -> list[Json]:
    """Return the addresses; one that is still there keeps what else was beside it."""
    places: list[int | None] = []
    for site in sites:
        places.append(next((n for n, one in enumerate(before) if one == site and n not in places), None))
    if len(sites) == len(before):
        places = [place if place is not None or n in places else n for n, place in enumerate(places)]
    return [
        new_website(site) if place is None else _website(site, before[place], old[place])
        for site, place in zip(sites, places, strict=True)
    ]


def _website(site: Website, before: Website, raw: Json) -> Json:
    new = new_website(site)
    same = {"url": site.url == before.url, "label": site.label == before.label}
    same["autofillBehavior"] = site.autofill == before.autofill
    return {**raw, **{key: value for key, value in new.items() if not same[key]}}


def _sections(made_of: Change, raw: Json) -> list[object]:
    """Return the sections; the one without a name, and what is none, stay before all others."""
    old = objects(raw.get("sections"))
    by_id = {as_text(one.get("id")): one for one in reversed(old)}
    shown = {section.id for section in made_of.base.sections}
    wanted = {section.id for section in made_of.wanted.sections}
    for section in made_of.base.sections:
        if section.id not in wanted and any(file.section == section.id for file in made_of.base.files):
            raise Invalid(f"The section “{display_text(section.label)}” has files: take them out of it first.")
    made = []
    for section in made_of.wanted.sections:
        one = dict(by_id.get(section.id, {"id": section.id}))
        if section.label != one.get("title"):
            one["title"] = section.label
        made.append(one)
    kept = (one for one in elements(raw.get("sections")) if not isinstance(one, dict) or one.get("id") not in shown)
    return [*kept, *made]


def _fields(made_of: Change, raw: Json) -> tuple[list[object], list[Json]]:
    """Return the fields, and those of them that are new or in another section."""
    wanted, named_default = made_of.wanted, has_named_default(raw)
    by_name = dict(named_fields(raw)[0])
    fresh = {edit.field.id for edit in made_of.edits if isinstance(edit, AddField)}
    fresh |= {edit.field for edit in made_of.edits if isinstance(edit, SetKind)}
    made: list[Json] = []
    new: list[Json] = []
    for field in wanted.fields:
        if is_notes(field, wanted):
            continue
        old = by_name.get(field.id) if field.id not in fresh else None
        if old is None:
            new.append(new_field(field, wanted))
            made.append(new[-1])
            continue
        made.append(_field(field, old, made_of))
        if _moves(field, section_of(old, named_default), made_of):
            made[-1]["sectionId"] = wire_section(field, wanted)
            new.append(made[-1])
    return [*made, *(one for one in elements(raw.get("fields")) if not isinstance(one, dict))], new


def _moves(field: Field, before: SectionId | None, made_of: Change) -> bool:
    """Whether a field goes into another section, or its section goes."""
    gone = {one.id for one in made_of.base.sections} - {one.id for one in made_of.wanted.sections}
    return field.section != before or before in gone


def _field(field: Field, old: Json, made_of: Change) -> Json:
    """Return a field with the edits made to it that speak of it, but for its place."""
    made = dict(old)
    for edit in made_of.edits:
        match edit:
            case SetLabel() if edit.field == field.id:
                made["title"] = field.label
            case SetValue() if edit.field == field.id and field.kind is FieldKind.ADDRESS:
                made["details"] = details(field)  # the value is made of it
            case SetValue() if edit.field == field.id:
                made |= {"value": wire_value(field), "details": None}
    return made
