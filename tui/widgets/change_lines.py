"""What differs between two states of an item, in lines that can be read aloud. A concealed value is never in them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from tui.host.display import display_text
from tui.model.field import Field, Section
from tui.model.file import FileInfo
from tui.model.item import Item, Website
from tui.model.merge import FIELD_ORDER, SECTION_ORDER, Change, Part, PartValue
from tui.model.secret import DOTS, Secret
from tui.tools import autofill, shown
from tui.widgets.sizes import size_words

ADDED, REMOVED, CHANGED = "+", "−", "~"
INKS = {ADDED: "bold $text-success", REMOVED: "bold $text-error", CHANGED: "bold $text-warning"}
MOST_LINES = 6
"""Of a text of several lines at most so many that differ are shown."""
LONGEST_COMPARED = 400
"""Texts with more lines are not compared line by line: that takes time that grows with the square."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: a sign, the part, what became of it, and lines of text under it."""

    mark: str
    label: str
    text: str = ""
    below: tuple[tuple[str, str], ...] = ()


def lines(changes: Iterable[Change], before: Item, after: Item) -> list[Line]:
    """Return a line for each change."""
    return [_line(change, before, after) for change in changes]


def content(found: Sequence[Line]) -> Content:
    """Return the lines as they are shown."""
    shown = []
    for line in found:
        text = f"  {display_text(line.text)}" if line.text else ""
        shown.append(Content.assemble((f"{line.mark} ", INKS[line.mark]), (display_text(line.label), "bold"), text))
        shown += [Content.assemble((f"    {mark} ", INKS[mark]), display_text(text)) for mark, text in line.below]
    return Content("\n").join(shown)


def described(part: Part, value: PartValue, item: Item) -> str:
    """Return the value of a part in words; a concealed one as dots."""
    match value:
        case None:
            words = "not there"
        case bool():
            words = "yes" if value else "no"
        case Field():
            words = _value(value, item)
        case Section():
            words = _quoted(value.label)
        case FileInfo():
            words = size_words(value.size)
        case str():
            words = _quoted(value)
        case _:
            names: dict[str, str] = {field.id: field.label for field in item.fields}
            names.update({section.id: section.label for section in item.sections})
            known = names if part in (FIELD_ORDER, SECTION_ORDER) else {}
            words = ", ".join(_website(one) if isinstance(one, Website) else known.get(one, one) for one in value)
            words = words or "none"
    return words


def _website(site: Website) -> str:
    said = autofill.said(site.autofill)
    return f"{site.url} ({said})" if said else site.url


def _line(change: Change, before: Item, after: Item) -> Line:
    old, new = change.before, change.after
    label = change.label or change.part.kind
    if change.part.kind in ("section", "file"):
        label = f"{change.part.kind} {_quoted(label)}"
    if old is None:
        return Line(ADDED, label, "" if isinstance(new, Section) else described(change.part, new, after))
    if new is None:
        return Line(REMOVED, label, "removed")
    if isinstance(old, Field) and isinstance(new, Field):
        return _field_line(label, old, new, after)
    if change.part in (FIELD_ORDER, SECTION_ORDER):
        return Line(CHANGED, label, described(change.part, new, after))
    return Line(CHANGED, label, f"{described(change.part, old, before)} → {described(change.part, new, after)}")


def _field_line(label: str, old: Field, new: Field, after: Item) -> Line:
    what = []
    if old.label != new.label:
        what.append(f"renamed to {_quoted(new.label)}")
    if (old.kind, old.raw_kind) != (new.kind, new.raw_kind):
        what.append(f"{_kind(old)} → {_kind(new)}")
    if old.section != new.section:
        section = next((s.label for s in after.sections if s.id == new.section), None)
        what.append("out of its section" if section is None else f"into section {_quoted(section)}")
    below: tuple[tuple[str, str], ...] = ()
    if isinstance(old.value, str) and isinstance(new.value, str):
        before, now = shown.text(old, after.category), shown.text(new, after.category)
        if before != now and "\n" in before + now:
            what.append("changed")
            below = tuple(_differing(before.splitlines(), now.splitlines()))
        elif before != now:
            what.append(f"{_value(old, after)} → {_value(new, after)}")
        elif old.value != new.value:
            what.append("changed")
    elif not (old.concealed and new.concealed and old.value == new.value):
        what += _concealed(old, new)
    return Line(CHANGED, label, ", ".join(what), below)


def _concealed(old: Field, new: Field) -> Iterator[str]:
    """Say what became of a value that is or was concealed."""
    if old.empty and new.empty:
        return
    if old.concealed is not new.concealed:
        yield "concealed from now on" if new.concealed else "no longer concealed"
    elif old.empty or new.empty:
        yield "emptied" if new.empty else f"{DOTS} filled in"
    else:
        yield f"{DOTS} changed"


def _differing(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    if max(len(old), len(new)) > LONGEST_COMPARED:
        yield CHANGED, f"{len(old)} lines → {len(new)} lines"
        return
    found = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    for line in found[:MOST_LINES]:
        yield ADDED if line[0] == "+" else REMOVED, line[2:]
    if len(found) > MOST_LINES:
        yield CHANGED, f"and {len(found) - MOST_LINES} more lines"


def _kind(field: Field) -> str:
    return field.raw_kind.lower().replace("_", " ") or field.kind.value


def _value(field: Field, item: Item) -> str:
    if field.empty:
        return "empty"
    if isinstance(field.value, Secret):
        return DOTS
    first, *more = shown.text(field, item.category).splitlines() or [""]
    return f"{_quoted(first)} and {len(more)} more lines" if more else _quoted(first)


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "empty"
