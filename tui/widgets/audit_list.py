"""The audit log as a list: when, who, which action, on what, how it ended. Texts come safe to show.

What was refused or failed is told by a sign and by its words, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

_BAD = "column-list--bad"
_SUBTLE = "column-list--subtle"


class AuditRow(NamedTuple):
    """What one row says, all of it as text.

    `refused` where it was refused or failed; `unknown`: `what` is an id; `source`: the log that it is from.
    """

    when: str
    who: str
    action: str
    what: str = ""
    result: str = ""
    detail: str = ""
    refused: bool = False
    unknown: bool = False
    source: str = ""


class AuditList(ColumnList[AuditRow]):
    """Audit events in columns; where they are from several logs, `several` is set, and one column says from which."""

    several = False

    COLUMNS = (
        Column("When", 16, grow=1, most=19),
        Column("Who", 10, grow=1, most=24),
        Column("Action", 12, grow=1, most=16),
        Column("What", 14, grow=3, most=60),
        Column("Result", 8, grow=1, most=9),
        Column("Detail", 12, grow=3, most=100),
    )
    LOG = Column("Log", 10, grow=1, most=24)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return (*self.COLUMNS[:-2], self.LOG, *self.COLUMNS[-2:]) if self.several else self.COLUMNS

    def row_cells(self, row: AuditRow) -> Iterable[Cell]:
        """Return what a row says."""
        ending = _BAD if row.refused else _SUBTLE
        return (
            Cell("✗" if row.refused else "", _BAD),
            Cell(row.when, _SUBTLE),
            Cell(row.who),
            Cell(row.action, _BAD if row.refused else ""),
            Cell(row.what, _SUBTLE if row.unknown else ""),
            *((Cell(row.source, _SUBTLE),) if self.several else ()),
            Cell(row.result, ending),
            Cell(row.detail, ending),
        )
