"""Rows in order: by title, last change or category.

An order is kept, and single rows get their new places in it. Nothing here holds the interpreter for long.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import filterfalse
from typing import Any

from tui.services.columns import EMPTY, Columns, Snapshot

CHUNK = 8_192
"""Rows sorted in one go: sorting holds the interpreter, and more would hold it for longer than a frame."""

FEW = 500
"""Up to so many rows get their new places one by one; for more, all are sorted anew."""

ROWS = array("I")
"""Many rows are kept like this and not as a list, at which the garbage collector would look row by row."""


class Sort(StrEnum):
    """The order of a list whose filter has no words."""

    RECENT = "recent"
    TITLE = "title"
    UPDATED = "updated"
    CATEGORY = "category"


class Orders:
    """The orders last asked for."""

    def __init__(self) -> None:
        self._known: dict[Sort, tuple[Columns, Sequence[int]]] = {}

    def get(self, snapshot: Snapshot, sort: Sort) -> Sequence[int]:
        """Return all rows of a snapshot in order. What was used last is not known here: `RECENT` is by title."""
        sort = Sort.TITLE if sort is Sort.RECENT else sort
        columns, order = self._known.get(sort, (EMPTY.columns, ROWS))
        changed = snapshot.columns.differing(columns)
        more = range(len(columns), snapshot.count)
        if changed is None or len(columns) > snapshot.count or len(changed) + len(more) > min(FEW, len(columns) // 64):
            order = sort_rows(snapshot, sort)
        elif changed or more:
            order = _put_in_order(order, {*changed, *more}, snapshot.columns, sort)
        self._known[sort] = (snapshot.columns, order)
        return order


def sort_rows(snapshot: Snapshot, sort: Sort) -> Sequence[int]:
    """Return all rows in an order: shared out into chunks first, so that no single sort holds anybody up."""
    columns = snapshot.columns
    keys = list(map(_KEYS[sort], columns.titles, columns.category, columns.updated))
    sample = sorted(keys[:: max(1, CHUNK // 64)])
    chunks: list[array[int]] = [ROWS[:] for _ in range(snapshot.count // CHUNK + 1)]
    bounds = [sample[len(sample) * number // len(chunks)] for number in range(1, len(chunks))]
    for row, key in enumerate(keys):
        chunks[bisect_right(bounds, key)].append(row)
    order = ROWS[:]
    for chunk in chunks:
        order.extend(sorted(chunk, key=keys.__getitem__))
    return order


def _put_in_order(order: Sequence[int], rows: set[int], columns: Columns, sort: Sort) -> Sequence[int]:
    """Return an order in which some rows are new or have another key; all others are in order."""

    def key(row: int) -> tuple[Any, int]:
        return _KEYS[sort](columns.titles[row], columns.category[row], columns.updated[row]), row

    new = array(ROWS.typecode, filterfalse(rows.__contains__, order))
    for row in rows:
        insort(new, row, key=key)
    return new


def _by_title(title: str, _category: str, _updated: float) -> str:
    return title.casefold()


def _by_category(title: str, category: str, _updated: float) -> str:
    return f"{category}\0{title.casefold()}"


def _by_update(_title: str, _category: str, updated: float) -> float:
    return -updated


# Strings and numbers only: they are compared without running Python.
_KEYS: dict[Sort, Callable[[str, str, float], Any]] = {
    Sort.RECENT: _by_title,
    Sort.TITLE: _by_title,
    Sort.UPDATED: _by_update,
    Sort.CATEGORY: _by_category,
}
