"""Whether a change is in an item: asked when an answer was lost, and of an answer that may not be what it seems."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.change import Change
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
from tui.model.field import Field, Purpose
from tui.model.ids import SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import address


def holds(item: Item, change: Change) -> bool:
    """Whether all edits of a change are in `item`, as far as the service keeps what it is sent."""
    return all(_holds(item, edit, change.wanted) for edit in change.edits)


def is_like(item: Item, new: Item) -> bool:
    """Whether an item of the service is the one that `new` was to become: ids, empty fields and order aside."""
    return (
        (item.title, item.category.id, sorted(item.tags)) == (new.title, new.category.id, sorted(new.tags))
        and _urls(item.websites) == _urls(new.websites)
        and all(_has(item, field) for field in new.fields if not field.empty)
    )


def _holds(item: Item, edit: Edit, wanted: Item) -> bool:
    match edit:
        case SetTitle():
            held = item.title == edit.title
        case SetFavourite():
            held = item.favourite is edit.favourite
        case SetTags():
            held = sorted(set(item.tags)) == sorted(set(edit.tags))
        case SetWebsites():
            held = _urls(item.websites) == _urls(edit.websites)
        case SetSections():
            held = {s.id: s.label for s in edit.sections}.items() <= {s.id: s.label for s in item.sections}.items()
        case AddField():
            held = _has(item, edit.field)
        case RemoveField():
            left = item.field(edit.field)
            # The service puts built-in fields back, empty.
            held = (
                left is None
                or wanted.field(edit.field) is not None
                or (left.empty and left.purpose is not Purpose.NONE)
            )
        case _:
            held = _field_holds(item, edit, wanted)
    return held


def _field_holds(item: Item, edit: MoveField | SetLabel | SetValue | SetKind, wanted: Item) -> bool:
    new, found = wanted.field(edit.field), item.field(edit.field)
    if new is None or found is None or isinstance(edit, SetKind):
        # A field of another kind is another field there, under an id that we do not know.
        return new is not None and _has(item, new)
    match edit:
        case SetLabel():
            return found.label == edit.label
        case SetValue():
            return found.value == new.value
    return _group(item, found.section) == _group(wanted, edit.section)


def _group(item: Item, section: SectionId | None) -> SectionId | None:
    """Return where a field of a section is shown: outside all, if its section is not there."""
    return section if any(one.id == section for one in item.sections) else None


def _has(item: Item, field: Field) -> bool:
    value = _kept(field)
    return any(_called_alike(one, field) and _kept(one) == value for one in item.fields)


def _kept(field: Field) -> str | Secret:
    """Return a value as a service may keep it: an address as its lines."""
    return address.lines_of(field.value) if isinstance(field.value, str) else field.value


def _called_alike(one: Field, other: Field) -> bool:
    """Whether two fields have one label, or one purpose: the service may call built-in fields by names of its own."""
    return one.label == other.label or (one.purpose is other.purpose and one.purpose is not Purpose.NONE)


def _urls(sites: Sequence[Website]) -> list[tuple[str, str]]:
    return [(site.url, site.label) for site in sites]
