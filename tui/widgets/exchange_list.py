"""The requests that were made of a service, newest first: when, what, how it ended. Texts come safe to show.

Names only, no values: paths come without queries. What failed is told by a sign and by its words, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

_BAD, _SUBTLE = "column-list--bad", "column-list--subtle"


class ExchangeRow(NamedTuple):
    """What one row says, all of it as text; `failed` where there was no answer, or none that helps."""

    when: str
    method: str
    path: str
    status: str
    took: str
    problem: str = ""
    received: str = ""
    failed: bool = False


class ExchangeList(ColumnList[ExchangeRow]):
    """Requests in columns."""

    COLUMNS = (
        Column("Time", 8),
        Column("Method", 6),
        Column("Path", 20, grow=6, most=100),
        Column("Status", 6, right=True),
        Column("ms", 6, right=True),
        Column("Problem", 10, grow=3, most=48),
        Column("Bytes", 9, right=True),
    )

    def row_cells(self, row: ExchangeRow) -> Iterable[Cell]:
        """Return what a row says."""
        ending = _BAD if row.failed else ""
        return (
            Cell(""),
            Cell(row.when, _SUBTLE),
            Cell(row.method, _SUBTLE),
            Cell(row.path),
            Cell(f"✗ {row.status}" if row.failed else row.status, ending),
            Cell(row.took, _SUBTLE),
            Cell(row.problem, ending),
            Cell(row.received, _SUBTLE),
        )
