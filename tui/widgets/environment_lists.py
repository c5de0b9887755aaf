"""The two lists of the Environments screen: which there are, and the variables of one. Texts come safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.model.secret import DOTS
from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

_SUBTLE = "column-list--subtle"


class EnvironmentRow(NamedTuple):
    """What one row says. `bad`: its variables could not be read."""

    name: str
    account: str
    variables: str = ""
    id: str = ""
    bad: bool = False


class EnvironmentList(ColumnList[EnvironmentRow]):
    """The Environments that are remembered."""

    COLUMNS = (
        Column("Environment", 12, grow=3, most=40),
        Column("Account", 10, grow=2, most=30),
        Column("Variables", 9, right=True),
        Column("Id", 26, grow=1, most=36),
    )

    def row_cells(self, row: EnvironmentRow) -> Iterable[Cell]:
        """Return what a row says."""
        return (
            Cell(""),
            Cell(row.name),
            Cell(row.account, _SUBTLE),
            Cell(row.variables, "column-list--bad" if row.bad else _SUBTLE),
            Cell(row.id, _SUBTLE),
        )


class VariableRow(NamedTuple):
    """What one row says. `value` is what is seen of the value now, "": dots; `empty`: there is none."""

    name: str
    value: str = ""
    empty: bool = False
    masked: bool = True


class VariableList(ColumnList[VariableRow]):
    """The variables of one Environment: dots, until one is revealed for a while."""

    COLUMNS = (
        Column("Variable", 16, grow=3, most=44),
        Column("Value", 12, grow=6, most=160),
        Column("In 1Password", 12),
    )

    def row_cells(self, row: VariableRow) -> Iterable[Cell]:
        """Return what a row says."""
        value = Cell("empty", _SUBTLE) if row.empty else Cell(row.value or DOTS)
        return (Cell(""), Cell(row.name), value, Cell("concealed" if row.masked else "shown", _SUBTLE))
