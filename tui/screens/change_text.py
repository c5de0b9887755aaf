"""What differs between two states of an item, in words. Concealed values are dots, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.host.display import display_text
from tui.model.field import Field, Section
from tui.model.item import Website
from tui.model.merge import FIELD_ORDER, SECTION_ORDER, Change, PartValue
from tui.model.secret import DOTS, Secret

NOTHING = "–"
"""Stands where there is nothing."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line: what differs, and how it is on either side. All of it is safe to show."""

    what: str
    before: str
    after: str


def change_lines(changes: Iterable[Change]) -> Iterator[ChangeLine]:
    """Yield a line for all that differs; a field can differ in several ways."""
    for change in changes:
        label = display_text(change.label) or "field without a name"
        if change.part.kind == "section":
            label = f"section {label}"
        if change.part in (SECTION_ORDER, FIELD_ORDER):
            yield ChangeLine(label, "another order", "this order")
        elif isinstance(change.before, Field) and isinstance(change.after, Field):
            yield from _field_lines(label, change.before, change.after)
        else:
            yield ChangeLine(label, value_text(change.before), value_text(change.after))


def _field_lines(label: str, before: Field, after: Field) -> Iterator[ChangeLine]:
    if before.value != after.value:
        yield ChangeLine(label, field_text(before), field_text(after))
    if before.label != after.label:
        yield ChangeLine(f"{label}: name", value_text(before.label), value_text(after.label))
    if before.kind != after.kind:
        yield ChangeLine(f"{label}: kind", before.kind, after.kind)
    if before.section != after.section:
        yield ChangeLine(f"{label}: section", "elsewhere", "here")


def value_text(value: PartValue) -> str:
    """Return a value on one line, safe to show."""
    match value:
        case Field():
            return field_text(value)
        case Section():
            return display_text(value.label) or NOTHING
        case bool():
            return "yes" if value else "no"
        case str():
            return display_text(value) or NOTHING
        case tuple():
            return display_text(", ".join(one.url if isinstance(one, Website) else one for one in value)) or NOTHING
        case None:
            return NOTHING


def field_text(field: Field) -> str:
    """Return what a field holds, on one line and safe to show; dots where it is concealed."""
    if isinstance(field.value, Secret):
        return DOTS if field.value else NOTHING
    return display_text(field.value) or NOTHING
