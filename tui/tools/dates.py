"""Dates and months as people write them, made the one text that is kept: 2026-11-26, 2026-11.

Only what can be read in one way is read: 03/04/2026 is not. A month may stand as on a payment card: 03/28 is 2028-03,
since there is no month 28; 03/12 is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.item import Item

DATED = (FieldKind.DATE, FieldKind.MONTH_YEAR)
"""The kinds whose values are read here."""

WRITE_DATE = "Write a date like 2026-11-26."
WRITE_MONTH = "Write a month like 2026-11."
NO_SUCH_DATE = "There is no such date."

_YEAR, _MONTH, _DAY = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_DATES = (
    re.compile(f"{_YEAR}(?P<between>[-/.]){_MONTH}(?P=between){_DAY}"),
    re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_MONTHS = (
    re.compile(f"{_YEAR}[-/.]{_MONTH}"),
    re.compile(f"{_MONTH}[-/.]{_YEAR}"),
    re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})"),
    re.compile(f"{_MONTH}[-/.](?P<year>1[3-9]|[2-6][0-9])"),
)
_CENTURY = 2000


def normal(text: str, kind: FieldKind) -> str:
    """Return a text as a field of `kind` (DATE or MONTH_YEAR) keeps it; one that says nothing is empty.

    Raises:
        Invalid: it cannot be read, or there is no such date.
    """
    text = text.strip()
    if not text:
        return ""
    forms, wanted = (_DATES, WRITE_DATE) if kind is FieldKind.DATE else (_MONTHS, WRITE_MONTH)
    found = next((match.groupdict() for form in forms if (match := form.fullmatch(text))), None)
    if found is None:
        raise Invalid(wanted)
    year = int(found["year"]) + (_CENTURY if len(found["year"]) == 2 else 0)
    try:
        day = date(year, int(found["month"]), int(found.get("day", "1")))
    except ValueError:
        raise Invalid(NO_SUCH_DATE) from None
    return day.isoformat() if kind is FieldKind.DATE else day.isoformat()[:7]


def misfit(base: Item, current: Item) -> tuple[Field, str] | None:
    """Return the first date that was changed since `base` and is none, and the sentence what to do; or None.

    What a service gave us and nobody touched is left as it is.
    """
    for field in _touched(base, current):
        try:
            normal(str(field.value), field.kind)
        except Invalid as error:
            return field, str(error)
    return None


def settled(base: Item, current: Item) -> Item:
    """Return `current` with the dates that were changed since `base` as they are kept.

    Raises:
        Invalid: one of them is no date; `misfit` says which.
    """
    made = {field.id: replace(field, value=normal(str(field.value), field.kind)) for field in _touched(base, current)}
    return replace(current, fields=tuple(made.get(field.id, field) for field in current.fields))


def _touched(base: Item, current: Item) -> Iterator[Field]:
    for field in current.fields:
        old = base.field(field.id)
        if field.kind in DATED and (old is None or (old.kind, old.value) != (field.kind, field.value)):
            yield field
