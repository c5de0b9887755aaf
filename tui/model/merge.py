"""Two people changed one item: which parts clash, and the item that comes of a choice.

A part is the smallest thing that is compared: the title, the tags, one field, one section. What only one side
changed is never asked about and never lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tui.model.field import Field, Section
from tui.model.file import FileInfo
from tui.model.item import Item, Website

PartValue = str | bool | Field | Section | FileInfo | tuple[str, ...] | tuple[Website, ...] | None

T = TypeVar("T", Field, Section)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of an item that can differ: `kind` is "title", "tags", "field" ...; `id` tells fields apart."""

    kind: str
    id: str = ""


TITLE, FAVOURITE, TAGS, WEBSITES = Part("title"), Part("favourite"), Part("tags"), Part("websites")
SECTION_ORDER, FIELD_ORDER = Part("order of sections"), Part("order of fields")


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
    """Return the parts of an item in the order they are shown. The value of an order are the ids."""
    found: dict[Part, PartValue] = {
        TITLE: item.title,
        FAVOURITE: item.favourite,
        TAGS: item.tags,
        WEBSITES: item.websites,
    }
    found.update({Part("section", section.id): section for section in item.sections})
    found.update({Part("field", field.id): field for field in item.fields})
    found.update({Part("file", file.id): file for file in item.files})
    found[SECTION_ORDER] = tuple(section.id for section in item.sections)
    found[FIELD_ORDER] = tuple(field.id for field in item.fields)
    return found


def changes(before: Item, after: Item) -> tuple[Change, ...]:
    """Return what differs, part by part as in `after`, and then what is gone.

    A change of order counts only where the same things stand differently.
    """
    old, new = parts(before), parts(after)
    return tuple(
        Change(part, _label(part, before, after), old.get(part), new.get(part))
        for part in dict.fromkeys((*new, *old))
        if _differ(old.get(part), new.get(part), order=part in (SECTION_ORDER, FIELD_ORDER))
    )


def clashes(base: Item, mine: Item, theirs: Item) -> tuple[Clash, ...]:
    """Return the parts that both sides changed to something different."""
    ours = {change.part: change for change in changes(base, mine)}
    found = []
    for change in changes(base, theirs):
        own = ours.get(change.part)
        order = change.part in (SECTION_ORDER, FIELD_ORDER)
        if own is not None and _differ(own.after, change.after, order=order):
            found.append(Clash(change.part, own.label, change.before, own.after, change.after))
    return tuple(found)


def merge(base: Item, mine: Item, theirs: Item, keep_mine: Collection[Part]) -> Item:
    """Return `theirs` with what only we changed, and with our side of the clashes in `keep_mine`.

    Reference, state, times and version are theirs, so that the result can be saved against their version; files too,
    since these are not changed by editing.
    """
    lost = {clash.part for clash in clashes(base, mine, theirs)} - set(keep_mine)
    taken = {change.part for change in changes(base, mine)} - lost
    return replace(
        theirs,
        title=mine.title if TITLE in taken else theirs.title,
        favourite=mine.favourite if FAVOURITE in taken else theirs.favourite,
        tags=mine.tags if TAGS in taken else theirs.tags,
        websites=mine.websites if WEBSITES in taken else theirs.websites,
        sections=_merged(mine.sections, theirs.sections, _ids(taken, "section"), SECTION_ORDER in taken),
        fields=_merged(mine.fields, theirs.fields, _ids(taken, "field"), FIELD_ORDER in taken),
    )


def _differ(one: PartValue, other: PartValue, *, order: bool) -> bool:
    if order and isinstance(one, tuple) and isinstance(other, tuple):
        return [name for name in one if name in other] != [name for name in other if name in one]
    return one != other


def _ids(taken: Collection[Part], kind: str) -> set[str]:
    return {part.id for part in taken if part.kind == kind}


def _merged(mine: Sequence[T], theirs: Sequence[T], taken: Collection[str], my_order: bool) -> tuple[T, ...]:
    """Return `theirs` with those of `taken` as they are in `mine`: changed, added, or removed."""
    kept: dict[str, T] = {thing.id: thing for thing in theirs if thing.id not in taken}
    kept.update({thing.id: thing for thing in mine if thing.id in taken})
    first, second = (mine, theirs) if my_order else (theirs, mine)
    woven = _woven([thing.id for thing in first], [thing.id for thing in second])
    return tuple(kept[name] for name in woven if name in kept)


def _woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return `first` with what only `second` has, each put behind the one that it stands behind there."""
    woven = list(first)
    place = 0
    for name in second:
        if name in woven:
            place = woven.index(name) + 1
        else:
            woven.insert(place, name)
            place += 1
    return woven


def _label(part: Part, *items: Item) -> str:
    return next(_labels(part, items), part.kind)


def _labels(part: Part, items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if part.kind == "field":
            yield from (field.label for field in item.fields if field.id == part.id)
        elif part.kind == "section":
            yield from (section.label for section in item.sections if section.id == part.id)
        elif part.kind == "file":
            yield from (file.name for file in item.files if file.id == part.id)
