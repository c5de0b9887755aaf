"""Facts in groups, one a line: what it is, and what it says. Texts come safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column


class FactRow(NamedTuple):
    """What one row says. `group` is said where one begins."""

    group: str
    name: str
    text: str


class FactList(ColumnList[FactRow]):
    """Facts in columns, without a heading."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"fact-list--group"}
    """
    | Class | Description |
    | :- | :- |
    | `fact-list--group` | The name of a group. |
    """
    DEFAULT_CSS = """
    FactList {
        & > .fact-list--group { color: $accent; text-style: bold; }
    }
    """
    HEADER = 0
    COLUMNS = (
        Column("Group", 9, grow=1, most=16),
        Column("Name", 16, grow=1, most=30),
        Column("Text", 20, grow=6, most=160),
    )

    def row_cells(self, row: FactRow) -> Iterable[Cell]:
        """Return what a row says."""
        return (Cell(""), Cell(row.group, "fact-list--group"), Cell(row.name, "column-list--subtle"), Cell(row.text))
