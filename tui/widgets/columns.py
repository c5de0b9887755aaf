"""Columns of a list: which of them fit into a width, and how wide each is then."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tui.widgets.cells import fit

GAP = 2
"""Cells between columns."""


class Column(NamedTuple):
    """A column: at least `width` cells, of what is left over `grow` shares, at most `most` cells."""

    title: str
    width: int
    grow: int = 0
    most: int = 80
    right: bool = False

    def fit(self, text: str, width: int) -> str:
        """Return `text` in exactly `width` cells, on the side where this column has it."""
        return fit(text, width, right=self.right)


@lru_cache(maxsize=64)
def spread(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """Return the widths of the columns that fit into `width` cells with gaps between; the last ones are left out first.

    The first column is always there, however narrow. All together are never wider than `width`.
    """
    taken: list[int] = []
    for column in columns:
        if taken and sum(taken) + GAP * len(taken) + column.width > width:
            break
        taken.append(column.width)
    if len(taken) == 1:
        taken[0] = min(taken[0], max(width, 0))
    left = width - sum(taken) - GAP * (len(taken) - 1)
    for at in _turns(columns[: len(taken)], taken, left):
        taken[at] += 1
    return tuple(taken)


def _turns(columns: tuple[Column, ...], taken: list[int], left: int) -> Iterator[int]:
    """Yield which column gets the next cell, by shares, until none are left over or all have enough."""
    while left > 0:
        before = left
        for at, column in enumerate(columns):
            for _ in range(min(column.grow, left)):
                if taken[at] < column.most:
                    left -= 1
                    yield at
        if left == before:
            return
