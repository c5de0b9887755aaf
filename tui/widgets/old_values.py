"""A list of what concealed fields were before: dots, until one is revealed for a while."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.model.secret import DOTS
from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column


class OldRow(NamedTuple):
    """A row, safe to show. `value` is what is seen of it now; "": dots."""

    field: str
    until: str
    version: str
    value: str = ""


class OldValueList(ColumnList[OldRow]):
    """Old values, the latest first."""

    COLUMNS = (
        Column("Field", 10, grow=2, most=30),
        Column("Until", 16),
        Column("Value", 10, grow=5, most=100),
        Column("Version", 7, right=True),
    )

    def row_cells(self, row: OldRow) -> Iterable[Cell]:
        """Return what a row says."""
        subtle = "column-list--subtle"
        return (Cell(""), Cell(row.field), Cell(row.until, subtle), Cell(row.value or DOTS), Cell(row.version, subtle))
