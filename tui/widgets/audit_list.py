"""The audit log as a list: when, who, which action, on what, how it ended. Texts come safe to show.

What was refused or failed is told by a sign and by its words, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.column_list import Cell, ColumnList, Rows
from tui.widgets.columns import Column

_BAD = "column-list--bad"
_SUBTLE = "column-list--subtle"


class AuditRow(NamedTuple):
    """What one row says, all of it as text; `refused` where it was refused or failed."""

    when: str
    who: str
    action: str
    what: str = ""
    result: str = ""
    detail: str = ""
    refused: bool = False


class AuditList(ColumnList):
    """Audit events in columns."""

    _rows: Rows[AuditRow] = ()

    COLUMNS = (
        Column("When", 16, grow=1, most=19),
        Column("Who", 10, grow=1, most=24),
        Column("Action", 8, grow=2, most=16),
        Column("What", 14, grow=3, most=60),
        Column("Result", 7, grow=1, most=9),
        Column("Detail", 12, grow=3, most=100),
    )

    def show_rows(self, rows: Rows[AuditRow], cursor: int = 0) -> None:
        """Show these rows, with the cursor on `cursor` or the nearest there is."""
        self._rows = rows
        self.show(len(rows), cursor)

    def row_cells(self, index: int) -> Iterable[Cell]:
        """Return what row `index` says."""
        row = self._rows[index]
        ending = _BAD if row.refused else _SUBTLE
        return (
            Cell("✗" if row.refused else "", _BAD),
            Cell(row.when, _SUBTLE),
            Cell(row.who),
            Cell(row.action, _BAD if row.refused else ""),
            Cell(row.what),
            Cell(row.result, ending),
            Cell(row.detail, ending),
        )
