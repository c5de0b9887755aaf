"""Where fields and sections stand, and the edits that put them elsewhere.

A field is moved as it is seen: within its section first, then over the heading into the next one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.model.edit import AddField, Edit, MoveField, RemoveField, SetSections, SetTags, SetWebsites
from tui.model.errors import NotFound
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website

_QUOTE = '"'


def is_last(field: Field) -> bool:
    """Whether a field is the notes of its item, which are shown after everything else."""
    return field.purpose is Purpose.NOTES and field.kind is FieldKind.NOTES


def groups(item: Item) -> list[tuple[Section | None, tuple[Field, ...]]]:
    """Return `item.grouped()` without the notes."""
    return [(section, tuple(f for f in fields if not is_last(f))) for section, fields in item.grouped()]


def move_field(item: Item, field_id: FieldId, step: int) -> MoveField | None:
    """Return the edit that puts a field one place up (-1) or down (1), or None where it is at the end."""
    shown = groups(item)
    group, place = _find(shown, field_id)
    target = place + step
    fields = shown[group][1]
    if 0 <= target < len(fields):
        other = fields[target]
        index = _index(item, field_id, other.id) + (1 if step > 0 else 0)
        return MoveField(field_id, _section_id(shown[group][0]), index)
    if not 0 <= group + step < len(shown):
        return None
    section, others = shown[group + step]
    if not others:
        index = _end(item, field_id)
    elif step > 0:
        index = _index(item, field_id, others[0].id)
    else:
        index = _index(item, field_id, others[-1].id) + 1
    return MoveField(field_id, _section_id(section), index)


def put_into(item: Item, field_id: FieldId, section: SectionId | None) -> MoveField:
    """Return the edit that puts a field to the end of a section."""
    others = [f for found, fields in groups(item) if _section_id(found) == section for f in fields if f.id != field_id]
    index = _index(item, field_id, others[-1].id) + 1 if others else _end(item, field_id)
    return MoveField(field_id, section, index)


def add_field(item: Item, field: Field, after: FieldId | None) -> AddField:
    """Return the edit that adds a field behind another one, into the section of `field`; None: to the section's end."""
    if after is None:
        behind = [f.id for section, fields in groups(item) if _section_id(section) == field.section for f in fields]
        after = behind[-1] if behind else None
    places = {other.id: index for index, other in enumerate(item.fields)}
    last = next((index for index, other in enumerate(item.fields) if is_last(other)), len(item.fields))
    return AddField(field, places[after] + 1 if after in places else last)


def add_section(item: Item, section: Section, after: SectionId | None) -> SetSections:
    """Return the edit that adds a section behind another one; None: before all."""
    ids = [known.id for known in item.sections]
    place = ids.index(after) + 1 if after in ids else 0
    return SetSections((*item.sections[:place], section, *item.sections[place:]))


def rename_section(item: Item, section_id: SectionId, label: str) -> SetSections:
    """Return the edit that renames a section."""
    return SetSections(tuple(replace(s, label=label) if s.id == section_id else s for s in item.sections))


def move_section(item: Item, section_id: SectionId, step: int) -> SetSections | None:
    """Return the edit that puts a section with its fields one place up (-1) or down (1), or None at the end."""
    sections = list(item.sections)
    place = next((index for index, section in enumerate(sections) if section.id == section_id), -1)
    if place < 0 or not 0 <= place + step < len(sections):
        return None
    sections.insert(place + step, sections.pop(place))
    return SetSections(tuple(sections))


def remove_section(item: Item, section_id: SectionId, *, with_fields: bool) -> tuple[Edit, ...]:
    """Return the edits that remove a section; its fields go with it, or stay without a section."""
    left = SetSections(tuple(section for section in item.sections if section.id != section_id))
    mine = [field.id for field in item.fields if field.section == section_id]
    if with_fields:
        return (left, *(RemoveField(field_id) for field_id in mine))
    places = {field.id: index for index, field in enumerate(item.fields)}
    return (left, *(MoveField(field_id, None, places[field_id]) for field_id in mine))


def set_websites(item: Item, lines: Iterable[str]) -> SetWebsites:
    """Return the edit that makes the websites these lines; what else is known of a website stays with it."""
    urls = [url for line in lines if (url := line.strip())]
    known = {site.url: site for site in item.websites}
    if len(urls) == len(item.websites):
        beside: Sequence[Website | None] = item.websites
    else:
        beside = [None] * len(urls)
    sites = []
    for url, before in zip(urls, beside, strict=True):
        free = before if before is not None and before.url not in urls else Website(url)
        sites.append(known.get(url) or replace(free, url=url))
    return SetWebsites(tuple(sites))


def set_tags(text: str) -> SetTags:
    """Return the edit that makes the tags what stands between the commas, each once.

    A tag in quotes may have commas itself; two quotes in it stand for one.
    """
    found = next(csv.reader([text], skipinitialspace=True), [])
    return SetTags(tuple(dict.fromkeys(tag for part in found if (tag := part.strip()))))


def tags_line(tags: Sequence[str]) -> str:
    """Return tags as a line that `set_tags` reads."""
    return ", ".join(f'"{tag.replace(_QUOTE, _QUOTE * 2)}"' if {",", _QUOTE} & {*tag} else tag for tag in tags)


def _find(shown: Sequence[tuple[Section | None, Sequence[Field]]], field_id: FieldId) -> tuple[int, int]:
    for group, (_, fields) in enumerate(shown):
        for place, field in enumerate(fields):
            if field.id == field_id:
                return group, place
    raise NotFound("That field is no longer in this item.")


def _index(item: Item, without: FieldId, wanted: FieldId) -> int:
    """Return the place of a field among all others than `without`."""
    return [field.id for field in item.fields if field.id != without].index(wanted)


def _end(item: Item, without: FieldId) -> int:
    """Return the place behind all fields but the notes."""
    rest = [field for field in item.fields if field.id != without]
    return next((index for index, field in enumerate(rest) if is_last(field)), len(rest))


def _section_id(section: Section | None) -> SectionId | None:
    return section.id if section is not None else None
