"""Secret references and what came of each: dots where it resolves, or why it does not. Texts come safe to show.

How one ended is told by a mark, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

from tui.model.secret import DOTS
from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

End = Literal["good", "bad", ""]
"""How it ended; "": it was not asked for yet."""

_MARKS: dict[End, str] = {"good": "✓", "bad": "✗", "": ""}


class ReferenceRow(NamedTuple):
    """What one row says. `said` is what is seen of the value, or the reason; "" of one that resolves: dots."""

    reference: str
    end: End = ""
    said: str = ""


class ReferenceList(ColumnList[ReferenceRow]):
    """References in columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"reference-list--good", "reference-list--bad"}
    """
    | Class | Description |
    | :- | :- |
    | `reference-list--good` | What is said of one that resolves. |
    | `reference-list--bad` | The reason why one does not. |
    """
    DEFAULT_CSS = """
    ReferenceList {
        & > .reference-list--good { color: $text-success; }
        & > .reference-list--bad { color: $text-error; }
    }
    """
    COLUMNS = (
        Column("Reference", 24, grow=4, most=90),
        Column("Resolves to", 20, grow=5, most=160),
    )

    def row_cells(self, row: ReferenceRow) -> Iterable[Cell]:
        """Return what a row says."""
        ink = f"reference-list--{row.end}" if row.end else "column-list--subtle"
        said = row.said or (DOTS if row.end == "good" else "not asked yet")
        return (Cell(""), Cell(row.reference), Cell(f"{_MARKS[row.end]} {said}".lstrip(), ink))
