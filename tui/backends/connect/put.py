"""Edits made to the raw answer, for what PATCH has no form for. Every key that no edit speaks of stays as it came.

A PUT replaces the whole item, so what is left out is deleted: purposes, files, labels of addresses, keys nobody knows.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence, Set
from typing import Any

from tui.backends.connect.patch import raw_fields
from tui.backends.connect.values import checked_websites, new_field, wire_value
from tui.model.change import Change
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
)
from tui.model.field import Field, Section
from tui.model.ids import local_ids
from tui.model.item import Website
from tui.model.secret import Secret
from tui.tools.mended import as_text

_DERIVED = ("totp", "entropy")
"""What the server makes of a value; it would be that of the old one."""


def body(change: Change, raw: dict[str, Any]) -> dict[str, Any]:
    """Return the item to put back: `raw` with a change made to it.

    Raises:
        Invalid: a value does not have the form that its kind needs.
    """
    made = copy.deepcopy(raw)
    for edit in change.edits:
        match edit:
            case SetTitle():
                made["title"] = edit.title
            case SetFavourite():
                made["favorite"] = edit.favourite
            case SetTags():
                made["tags"] = list(edit.tags)
            case SetWebsites():
                made["urls"] = _urls(
                    checked_websites(edit.websites, change.base.websites), made.get("urls"), change.base.websites
                )
            case SetSections():
                made["sections"] = _sections(edit.sections, made.get("sections"))
    if any(
        not isinstance(edit, SetTitle | SetFavourite | SetTags | SetWebsites | SetSections) for edit in change.edits
    ):
        made["fields"] = _fields(change, made)
    _take_out(made, {one.id for one in change.base.sections} - {one.id for one in change.wanted.sections})
    for one in raw_fields(made):
        if isinstance(one.get("value"), str):
            # A server may quote what it refuses; a `Secret` that was sent is not shown then.
            one["value"] = Secret(one["value"])
    return made


def _objects(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _urls(sites: Sequence[Website], found: object, before: Sequence[Website]) -> list[dict[str, Any]]:
    """Return the addresses; one that is still there, or whose text alone is another, keeps what else was beside it."""
    old = _objects(found)
    places: list[int | None] = [None] * len(sites)
    for index, site in enumerate(sites):
        same = (n for n, other in enumerate(before) if other == site and n not in places)
        places[index] = next(same, None)
    if len(sites) == len(before):
        left = [place if place is not None or n in places else n for n, place in enumerate(places)]
        places = left
    made = [_url(site, old[n] if n is not None and n < len(old) else {}) for site, n in zip(sites, places, strict=True)]
    if made and any(one.get("primary") for one in old) and not any(one.get("primary") for one in made):
        made[0]["primary"] = True
    return made


def _url(site: Website, old: dict[str, Any]) -> dict[str, Any]:
    made = {**old, "href": site.url}
    if site.label != as_text(old.get("label")):
        made["label"] = site.label
    return made


def _sections(sections: Sequence[Section], found: object) -> list[dict[str, Any]]:
    """Return the sections; those that we could not show, since they have no id, stay behind all others."""
    old = _objects(found)
    by_id = {as_text(one.get("id")): one for one in reversed(old)}
    made = []
    for section in sections:
        one = dict(by_id.get(section.id, {"id": section.id}))
        if section.label != as_text(one.get("label")):
            one["label"] = section.label
        made.append(one)
    return [*made, *(one for one in old if not as_text(one.get("id")))]


def _take_out(made: dict[str, Any], gone: Set[str]) -> None:
    """Put fields outside all sections whose section goes: the service refuses a section that is not there."""
    for one in raw_fields(made):
        section = one.get("section")
        if isinstance(section, dict) and as_text(section.get("id")) in gone:
            del one["section"]


def _fields(change: Change, raw: dict[str, Any]) -> list[Any]:
    old = raw_fields(raw)
    names = local_ids(as_text(one.get("id")) for one in old)
    by_name = dict(zip(names, old, strict=True))
    fresh = {edit.field.id for edit in change.edits if isinstance(edit, AddField)}
    fresh |= {edit.field for edit in change.edits if isinstance(edit, SetKind)}
    made = [
        new_field(field, change.wanted) if field.id in fresh else _field(field, by_name[field.id], change.edits)
        for field in change.wanted.fields
    ]
    odd = raw.get("fields")
    return [*made, *(one for one in odd if not isinstance(one, dict))] if isinstance(odd, list) else [*made]


def _field(field: Field, raw: dict[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """Return a field with the edits made to it that speak of it."""
    for edit in edits:
        match edit:
            case SetLabel() if edit.field == field.id:
                raw["label"] = field.label
            case SetValue() if edit.field == field.id:
                _change_value(raw, wire_value(field))
    section = raw.get("section")
    before = as_text(section.get("id")) if isinstance(section, dict) else as_text(section)
    if before != (field.section or ""):
        raw.pop("section", None)
        if field.section is not None:
            raw["section"] = {"id": field.section}
    return raw


def _change_value(raw: dict[str, Any], value: str | Secret) -> None:
    for key in ("value", *_DERIVED):
        raw.pop(key, None)
    if value:
        raw["value"] = value
