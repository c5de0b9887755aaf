"""Two people changed one item: which parts clash, and the item that comes of a choice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from tui.model.field import Field
from tui.model.item import Item, Website
from tui.model.secret import Secret

PartValue = str | Secret | bool | Field | tuple[str, ...] | tuple[Website, ...] | tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of an item that can differ: `kind` is "title", "tags", "field" ...; `id` tells fields apart."""

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One part before and after. None means that it is not there."""

    part: Part
    label: str
    before: PartValue
    after: PartValue


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both sides changed, differently."""

    part: Part
    label: str
    base: PartValue
    mine: PartValue
    theirs: PartValue


def parts(item: Item) -> dict[Part, PartValue]:
    """Return the parts of an item in the order they are shown."""
    found: dict[Part, PartValue] = {
        Part("title"): item.title,
        Part("favourite"): item.favourite,
        Part("tags"): item.tags,
        Part("websites"): item.websites,
        Part("sections"): item.sections,
    }
    found.update({Part("field", field.id): field for field in item.fields})
    found[Part("order")] = tuple(field.id for field in item.fields)
    return found


def changes(before: Item, after: Item) -> tuple[Change, ...]:
    """Return what differs, part by part. A change of order counts only where the same fields stand differently."""
    old, new = parts(before), parts(after)
    found = []
    for part in dict.fromkeys((*old, *new)):
        if part.kind == "order":
            common = {field.id for field in before.fields} & {field.id for field in after.fields}
            if [f.id for f in before.fields if f.id in common] == [f.id for f in after.fields if f.id in common]:
                continue
        if old.get(part) != new.get(part):
            found.append(Change(part, _label(part, before, after), old.get(part), new.get(part)))
    return tuple(found)


def clashes(base: Item, mine: Item, theirs: Item) -> tuple[Clash, ...]:
    """Return the parts that both sides changed to something different. The order of fields never clashes."""
    ours = {change.part: change for change in changes(base, mine)}
    found = []
    for change in changes(base, theirs):
        own = ours.get(change.part)
        if own is not None and own.after != change.after and change.part.kind != "order":
            found.append(Clash(change.part, own.label, change.before, own.after, change.after))
    return tuple(found)


def merge(base: Item, mine: Item, theirs: Item, keep_mine: Collection[Part]) -> Item:
    """Return `theirs` with what only we changed, and with our side of the clashes in `keep_mine`.

    Reference, state, times and version are theirs, so that the result can be saved against their version.
    """
    lost = {clash.part for clash in clashes(base, mine, theirs)} - set(keep_mine)
    taken = {change.part: change.after for change in changes(base, mine) if change.part not in lost}
    merged = replace(
        theirs,
        title=mine.title if Part("title") in taken else theirs.title,
        favourite=mine.favourite if Part("favourite") in taken else theirs.favourite,
        tags=mine.tags if Part("tags") in taken else theirs.tags,
        websites=mine.websites if Part("websites") in taken else theirs.websites,
        sections=mine.sections if Part("sections") in taken else theirs.sections,
    )
    fields = {field.id: field for field in theirs.fields}
    for field_id in [part.id for part in taken if part.kind == "field"]:
        after = taken[Part("field", field_id)]
        if isinstance(after, Field):
            fields[after.id] = after
        else:
            fields = {key: value for key, value in fields.items() if key != field_id}
    if Part("order") in taken:
        place = {field.id: index for index, field in enumerate(mine.fields)}
        ordered = sorted(fields.values(), key=lambda field: place.get(field.id, len(place)))
        return replace(merged, fields=tuple(ordered))
    return replace(merged, fields=tuple(fields.values()))


def _label(part: Part, *items: Item) -> str:
    if part.kind == "order":
        return "order of fields"
    if part.kind != "field":
        return part.kind
    return next((field.label for item in items for field in item.fields if field.id == part.id), part.id)
