"""What a file would become: its columns with what each is, and its rows with what is to be said of them.

Texts come safe to show, and no secret is in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column


class ColumnRow(NamedTuple):
    """A column of the file: its name, what it becomes, in how many rows it has something; left out or not."""

    name: str
    target: str
    filled: str
    out: bool = False


class ImportColumns(ColumnList[ColumnRow]):
    """The columns of a file."""

    COLUMNS = (
        Column("Column", 10, grow=2, most=30),
        Column("becomes", 12, grow=3, most=52),
        Column("Rows", 7, right=True),
    )

    def row_cells(self, row: ColumnRow) -> Iterable[Cell]:
        """Return what a row says."""
        ink = "column-list--subtle" if row.out else ""
        return (Cell(""), Cell(row.name), Cell(row.target, ink), Cell(row.filled, "column-list--subtle"))


class ImportRow(NamedTuple):
    """A row of the file: what it becomes, and what is to be said of it. `bad`: nothing can be made of it."""

    number: str
    title: str = ""
    username: str = ""
    password: str = ""
    place: str = ""
    note: str = ""
    taken: bool = True
    bad: bool = False


class ImportRows(ColumnList[ImportRow]):
    """The rows of a file: ✓ is taken, – is left out, ✗ cannot be read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"import-rows--taken"}
    """
    | Class | Description |
    | :- | :- |
    | `import-rows--taken` | The sign of a row that is taken. |
    """
    DEFAULT_CSS = """
    ImportRows {
        & > .import-rows--taken { color: $text-success; }
    }
    """
    COLUMNS = (
        Column("Row", 6, right=True),
        Column("Title", 12, grow=3, most=40),
        Column("User name", 10, grow=2, most=32),
        Column("Password", 8),
        Column("Website", 10, grow=2, most=32),
        Column("Remark", 12, grow=6, most=90),
    )

    def row_cells(self, row: ImportRow) -> Iterable[Cell]:
        """Return what a row says."""
        sign = Cell("✗", "column-list--bad") if row.bad else Cell("✓", "import-rows--taken") if row.taken else Cell("–")
        ink = "" if row.taken else "column-list--subtle"
        remark = "column-list--bad" if row.bad else "column-list--subtle"
        texts = (row.title, row.username, row.password, row.place)
        return (
            sign,
            Cell(row.number, "column-list--subtle"),
            *(Cell(text, ink) for text in texts),
            Cell(row.note, remark),
        )
