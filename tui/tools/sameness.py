"""Whether a copy has all that the original has: values, labels, sections, websites, tags and the favourite mark.

A place may give fields other ids and an order of its own, may leave out what is empty, and may keep a private key in
another format; what is known of a key follows from it. It may also tell more by itself, in kinds that only it knows.
Reading keys takes seconds: that is for a thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.field import Field, FieldKind, Purpose
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import address, keyfields
from tui.tools.autofill import ANYWHERE


def differences(wanted: Item, found: Item) -> tuple[str, ...]:
    """Return what is different in a copy, as names for people: labels, never values. None: it has everything."""
    names = {
        "the title": wanted.title == found.title,
        "the category": wanted.category.id == found.category.id,
        "the tags": set(wanted.tags) == set(found.tags),
        "the favourite mark": wanted.favourite is found.favourite,
        "the websites": _same_websites(wanted.websites, found.websites),
        "the sections": _labels(wanted) <= {section.label for section in found.sections},
        "the files": [(one.name, one.size) for one in wanted.files] == [(one.name, one.size) for one in found.files],
    }
    return (*(name for name, same in names.items() if not same), *_of_fields(wanted, found))


def _of_fields(wanted: Item, found: Item) -> list[str]:
    left = [field for field in found.fields if not field.empty and not keyfields.is_derived(field, found)]
    missing = []
    for field in wanted.fields:
        if field.empty or keyfields.is_derived(field, wanted):
            continue
        like = next((one for one in left if _alike(wanted, field, found, one)), None)
        if like is None:
            missing.append(f"the field “{field.label or field.kind.value}”")
        else:
            left.remove(like)
    added = [one for one in left if one.kind is not FieldKind.OTHER]
    return [*missing, *(f"the field “{one.label or one.kind.value}”, which is new" for one in added)]


def _alike(wanted: Item, field: Field, found: Item, other: Field) -> bool:
    named = field.label == other.label or (field.purpose is not Purpose.NONE and field.purpose is other.purpose)
    return named and _section(wanted, field) == _section(found, other) and _same_value(field, other)


def _same_value(field: Field, other: Field) -> bool:
    if field.concealed is not other.concealed:
        return False  # what was hidden would be seen, or cannot be told from something else
    if field.kind is FieldKind.ADDRESS and isinstance(field.value, str) and other.kind is not FieldKind.ADDRESS:
        return address.lines_of(field.value) == other.value
    if isinstance(field.value, Secret) and isinstance(other.value, Secret) and field.kind is FieldKind.SSH_KEY:
        return keyfields.is_same(field.value, other.value)
    return field.value == other.value


def _section(item: Item, field: Field) -> str | None:
    return next((section.label for section in item.sections if section.id == field.section), None)


def _labels(item: Item) -> set[str]:
    used = {field.section for field in item.fields if not field.empty}
    return {section.label for section in item.sections if section.id in used}


def _same_websites(wanted: Sequence[Website], found: Sequence[Website]) -> bool:
    return len(wanted) == len(found) and all(
        (one.url, one.label) == (other.url, other.label)
        and (one.autofill in ("", ANYWHERE) or one.autofill == other.autofill)
        for one, other in zip(wanted, found, strict=True)
    )
