"""Rows in order: by title, last change or category.

An order is kept, and single rows get their new places in it. Nothing here holds the interpreter for long.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from functools import partial
from itertools import chain, compress
from typing import Any

from tui.model.texts import APART, Texts
from tui.services.columns import EMPTY, Columns, Snapshot
from tui.services.late_rows import ROWS, LateRows, Rows

CHUNK = 8_192
"""Rows sorted in one go: sorting holds the interpreter, and more would hold it for longer than a frame."""

FEW = 500
"""Up to so many rows get their new places one by one; for more, all are sorted anew."""

MANY = 10_000
"""For so many rows the first are sorted before the others."""

SEEN = 200
"""So many are seen first, on any screen."""

SAMPLE, FIRST = 1_024, 64
"""From so many keys, taken here and there, is guessed how far the first of so many parts of the rows goes."""


_ZERO = re.compile(rb"\0")


class Sort(StrEnum):
    """The order of a list whose filter has no words."""

    RECENT = "recent"
    TITLE = "title"
    UPDATED = "updated"
    CATEGORY = "category"


class Orders:
    """The orders last asked for. Not safe for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[Sort, tuple[Columns, Rows | LateRows]] = {}

    def listed(self, snapshot: Snapshot, sort: Sort, keep: bytes, first: Sequence[int] = ()) -> Rows | LateRows:
        """Return the rows for which there is no zero in `keep`, in order, but those of `first` before the others.

        Of very many whose order is not known yet, only those that are seen first are put in order now.
        """
        order, before = self._begun(snapshot, sort), array(ROWS.typecode, first)
        if order is None:
            return before + _rest(self.get(snapshot, sort), keep, first, snapshot.columns, sort)
        head = before + kept(order.head, _less(keep, first))
        count = len(keep) - keep.count(0)

        def finish(pause: float) -> Rows:
            return before + _rest(order.whole(pause), keep, first, snapshot.columns, sort)

        return LateRows(head, count, finish) if len(head) >= min(SEEN, count) else finish(0.0)

    def get(self, snapshot: Snapshot, sort: Sort) -> Rows:
        """Return all rows of a snapshot in order."""
        columns, known = self._known.get(sort, (EMPTY.columns, ROWS))
        changed = snapshot.columns.differing(columns)
        more = range(len(columns), snapshot.count)
        if changed is None or len(columns) > snapshot.count or len(changed) + len(more) > min(FEW, len(columns) // 64):
            order = sort_rows(snapshot, sort)
        else:
            order = known.whole() if isinstance(known, LateRows) else known
            if changed or more:
                order = without(order, {row for row in changed if row < len(columns)}, columns, sort)
                for row in {*changed, *more}:
                    insort(order, row, key=_key(snapshot.columns, sort))
        self._known[sort] = (snapshot.columns, order)
        return order

    def _begun(self, snapshot: Snapshot, sort: Sort) -> LateRows | None:
        """Return an order that is begun anew, where `get` would sort very many rows that were not sorted before."""
        columns, known = self._known.get(sort, (EMPTY.columns, ROWS))
        if isinstance(known, LateRows) and columns is snapshot.columns:
            return None if known.complete else known
        if snapshot.count < MANY or len(columns) > snapshot.count // 2:
            return None
        order = begun(snapshot, sort)
        self._known[sort] = (snapshot.columns, order)
        return order


def _rest(order: Rows, keep: bytes, first: Sequence[int], columns: Columns, sort: Sort) -> Rows:
    """Return the rows of an order of all that are to be kept, without the first."""
    if keep.count(0) > FEW:
        return kept(order, _less(keep, first))
    return without(order, {*first, *(match.start() for match in _ZERO.finditer(keep))}, columns, sort)


def _less(keep: bytes, rows: Sequence[int]) -> bytearray:
    less = bytearray(keep)
    for row in rows:
        less[row] = 0
    return less


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
    """Return all rows in order: sorted in chunks, which are merged stretch by stretch; nothing holds anybody up."""
    return _sorted(_keys(snapshot.columns, sort))


def begun(snapshot: Snapshot, sort: Sort) -> LateRows:
    """Return all rows in order, of which only the first are sorted already: those that are seen first."""
    keys = _keys(snapshot.columns, sort)
    sample = sorted(keys[:: max(1, len(keys) // SAMPLE)])
    bound = sample[min(len(sample) - 1, len(sample) // FIRST)]
    first = [row for row, key in enumerate(keys) if key <= bound]
    head = array(ROWS.typecode, sorted(first, key=keys.__getitem__))
    return LateRows(head, len(keys), partial(_sorted, keys))


def _sorted(keys: Sequence[Any], pause: float = 0.0) -> Rows:
    place, runs = keys.__getitem__, []
    for begin in range(0, len(keys), CHUNK):
        runs.append(array(ROWS.typecode, sorted(range(begin, min(begin + CHUNK, len(keys))), key=place)))
        _give_way(pause)
    if len(runs) < 2:
        return runs[0] if runs else ROWS[:]
    sample = sorted(keys[:: max(1, CHUNK // 64)])
    bounds = [sample[len(sample) * number // len(runs)] for number in range(1, len(runs))]
    cuts = [[0, *(bisect_left(run, bound, key=place) for bound in bounds), len(run)] for run in runs]
    order = ROWS[:]
    for number in range(len(runs)):
        parts = [run[cut[number] : cut[number + 1]] for run, cut in zip(runs, cuts, strict=True)]
        order.extend(sorted(chain.from_iterable(parts), key=place))
        _give_way(pause)
    return order


def _give_way(pause: float) -> None:
    """Let others have the interpreter where a pause is asked for; to sleep for no time fails under a made-up clock."""
    if pause:
        time.sleep(pause)


def _keys(columns: Columns, sort: Sort) -> list[Any]:
    """Return what each row is sorted by."""
    keys: list[Any] = []
    for begin in range(0, len(columns), CHUNK):
        end = begin + CHUNK
        if sort is Sort.UPDATED:
            keys += [-at for at in columns.updated.part(begin, end)]
            continue
        titles = folded(columns.titles.part(begin, end))
        if sort is Sort.CATEGORY:
            kinds = columns.category.part(begin, end)
            titles = [f"{kind}\0{title}" for kind, title in zip(kinds, titles, strict=True)]
        keys += titles
    return keys


def folded(texts: Texts) -> list[str]:
    """Return texts without case, as `str.casefold` returns each: it makes no line feed, and looks at no neighbour."""
    if texts.joined is None or not texts:
        return list(map(str.casefold, texts))
    return texts.joined.casefold().split(APART)


def _key(columns: Columns, sort: Sort) -> Callable[[int], tuple[Any, int]]:
    titles, categories, updated = columns.titles, columns.category, columns.updated

    def key(row: int) -> tuple[Any, int]:
        if sort is Sort.UPDATED:
            return -updated[row], row
        title = titles[row].casefold()
        return f"{categories[row]}\0{title}" if sort is Sort.CATEGORY else title, row

    return key
