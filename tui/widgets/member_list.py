"""Lists of the members of a team: to look at, and to choose from. Texts come safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

_SUBTLE = "column-list--subtle"


class MemberRow(NamedTuple):
    """What one row says."""

    name: str
    email: str = ""
    role: str = ""
    id: str = ""


class MemberList(ColumnList[MemberRow]):
    """Members in columns."""

    COLUMNS = (
        Column("Name", 14, grow=3, most=44),
        Column("E-mail", 20, grow=4, most=60),
        Column("Role", 8, grow=1, most=20),
        Column("Id", 6, grow=1, most=36),
    )

    def row_cells(self, row: MemberRow) -> Iterable[Cell]:
        """Return what a row says."""
        name, *others = row
        return (Cell(""), Cell(name), *(Cell(text, _SUBTLE) for text in others))


class ChoiceRow(NamedTuple):
    """What one row says: its sign and the ink of that, who it is, and how it is with the sharing."""

    sign: str
    ink: str
    name: str
    email: str = ""
    said: str = ""


class MemberChoice(ColumnList[ChoiceRow], can_focus=False):
    """Members to be marked. Keys are the business of whoever shows it, which also types what to find."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"member-choice--done", "member-choice--marked", "member-choice--unknown"}
    """
    | Class | Description |
    | :- | :- |
    | `member-choice--done` | With whom it is shared. |
    | `member-choice--marked` | With whom it is to be shared. |
    | `member-choice--unknown` | With whom it may be shared or not. |
    """
    DEFAULT_CSS = """
    MemberChoice {
        & > .line-list--bar { color: $accent; text-style: bold; }
        & > .line-list--cursor { background: $accent 15%; text-style: bold; }
        & > .member-choice--done { color: $text-success; }
        & > .member-choice--marked { color: $text-accent; text-style: bold; }
        & > .member-choice--unknown { color: $text-warning; }
    }
    """
    HEADER = 0
    COLUMNS = (
        Column("Mark", 1),
        Column("Name", 12, grow=3, most=36),
        Column("Sharing", 21, most=24),
        Column("E-mail", 12, grow=4, most=48),
    )

    def row_cells(self, row: ChoiceRow) -> Iterable[Cell]:
        """Return what a row says."""
        said = Cell(row.said, row.ink or _SUBTLE)
        return (Cell(""), Cell(row.sign, row.ink), Cell(row.name), said, Cell(row.email, _SUBTLE))
