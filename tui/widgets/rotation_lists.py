"""Lists of rotations: those that are about to be done, and those that are due or not finished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.model.secret import DOTS
from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

_SUBTLE = "column-list--subtle"


class PlanRow(NamedTuple):
    """What is to be done to an item, safe to show. `value` is what is seen of the new password; "": dots.

    `sign` and `outcome` say what became of it; `bad`: that went wrong, or cannot be done.
    """

    title: str
    strength: str = ""
    age: str = ""
    value: str = ""
    sign: str = ""
    outcome: str = ""
    bad: bool = False


class PlanList(ColumnList[PlanRow]):
    """The items whose passwords are about to be rotated."""

    COLUMNS = (
        Column("Item", 12, grow=2, most=30),
        Column("New password", 12, grow=3, most=40),
        Column("Strength", 9),
        Column("Old one's age", 17),
    )

    def row_cells(self, row: PlanRow) -> Iterable[Cell]:
        """Return what a row says."""
        ink = "column-list--bad" if row.bad else ""
        if row.outcome:
            return (Cell(row.sign, ink), Cell(row.title), Cell(row.outcome, ink), Cell(row.strength, _SUBTLE), Cell(""))
        value = Cell(row.value or DOTS)
        return (Cell(row.sign, ink), Cell(row.title), value, Cell(row.strength), Cell(row.age, _SUBTLE))


class DueRow(NamedTuple):
    """A rotation that is not finished, or a password that is due, safe to show."""

    sign: str
    title: str
    state: str
    when: str
    place: str
    by: str = ""
    bad: bool = False


class DueList(ColumnList[DueRow]):
    """What is not finished, then what is due."""

    COLUMNS = (
        Column("Item", 16, grow=3, most=40),
        Column("How it stands", 24, grow=3, most=44),
        Column("Since", 16),
        Column("Vault", 10, grow=2, most=30),
        Column("By", 14, grow=1, most=30),
    )

    def row_cells(self, row: DueRow) -> Iterable[Cell]:
        """Return what a row says."""
        ink = "column-list--bad" if row.bad else ""
        return (
            Cell(row.sign, ink),
            Cell(row.title),
            Cell(row.state, ink),
            Cell(row.when, _SUBTLE),
            Cell(row.place, _SUBTLE),
            Cell(row.by, _SUBTLE),
        )
