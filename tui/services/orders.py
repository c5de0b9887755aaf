"""Rows in order: by title, last change or category.

An order is kept, and single rows get their new places in it. Nothing here holds the interpreter for long.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection
from enum import StrEnum
from itertools import compress
from typing import Any, TypeAlias

from tui.services.columns import EMPTY, Columns, Snapshot

CHUNK = 8_192
"""Rows sorted in one go: sorting holds the interpreter, and more would hold it for longer than a frame."""

FEW = 500
"""Up to so many rows get their new places one by one; for more, all are sorted anew."""

Rows: TypeAlias = "array[int]"
"""Many rows are kept like this and not as a list, at which the garbage collector would look row by row."""

ROWS: Rows = array("I")
"""No rows; copied where some are to come."""


class Sort(StrEnum):
    """The order of a list whose filter has no words."""

    RECENT = "recent"
    TITLE = "title"
    UPDATED = "updated"
    CATEGORY = "category"


class Orders:
    """The orders last asked for."""

    def __init__(self) -> None:
        self._known: dict[Sort, tuple[Columns, Rows]] = {}

    def get(self, snapshot: Snapshot, sort: Sort) -> Rows:
        """Return all rows of a snapshot in order."""
        columns, order = self._known.get(sort, (EMPTY.columns, ROWS))
        changed = snapshot.columns.differing(columns)
        more = range(len(columns), snapshot.count)
        if changed is None or len(columns) > snapshot.count or len(changed) + len(more) > min(FEW, len(columns) // 64):
            order = sort_rows(snapshot, sort)
        elif changed or more:
            order = without(order, {row for row in changed if row < len(columns)}, columns, sort)
            for row in {*changed, *more}:
                insort(order, row, key=_key(snapshot.columns, sort))
        self._known[sort] = (snapshot.columns, order)
        return order


def without(order: Rows, rows: Collection[int], columns: Columns, sort: Sort) -> Rows:
    """Return an order of all rows of `columns` without some of them, which are few: each is looked up."""
    key = _key(columns, sort)
    found, begin = ROWS[:], 0
    for end in sorted(bisect_left(order, key(row), key=key) for row in rows):
        found.extend(order[begin:end])
        begin = end + 1
    found.extend(order[begin:])
    return found


def kept(order: Rows, keep: bytes | bytearray) -> Rows:
    """Return those rows of an order for which there is no zero in `keep`, which has a byte per row."""
    found = ROWS[:]
    for begin in range(0, len(order), CHUNK):
        part = order[begin : begin + CHUNK]
        found.extend(compress(part, map(keep.__getitem__, part)))
    return found


def sort_rows(snapshot: Snapshot, sort: Sort) -> Rows:
    """Return all rows in order: shared out into chunks first, so that no single sort holds anybody up."""
    columns = snapshot.columns
    keys = list(map(_KEYS[sort], columns.titles, columns.category, columns.updated))
    sample = sorted(keys[:: max(1, CHUNK // 64)])
    chunks = [ROWS[:] for _ in range(snapshot.count // CHUNK + 1)]
    bounds = [sample[len(sample) * number // len(chunks)] for number in range(1, len(chunks))]
    for row, key in enumerate(keys):
        chunks[bisect_right(bounds, key)].append(row)
    order = ROWS[:]
    for chunk in chunks:
        order.extend(sorted(chunk, key=keys.__getitem__))
    return order


def _key(columns: Columns, sort: Sort) -> Callable[[int], tuple[Any, int]]:
    titles, categories, updated, key = columns.titles, columns.category, columns.updated, _KEYS[sort]
    return lambda row: (key(titles[row], categories[row], updated[row]), row)


def _by_title(title: str, _category: str, _updated: float) -> str:
    return title.casefold()


def _by_category(title: str, category: str, _updated: float) -> str:
    return f"{category}\0{title.casefold()}"


def _by_update(_title: str, _category: str, updated: float) -> float:
    return -updated


# Strings and numbers only: they are compared without running Python. What was used last is not known here.
_KEYS: dict[Sort, Callable[[str, str, float], Any]] = {
    Sort.RECENT: _by_title,
    Sort.TITLE: _by_title,
    Sort.UPDATED: _by_update,
    Sort.CATEGORY: _by_category,
}
