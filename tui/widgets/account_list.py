"""The list of accounts: name, state, address, token, vaults, last read, kind. Texts come safe to show.

How an account is, is told by a mark and by a word, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column

Health = Literal["good", "busy", "warning", "bad", "off"]
"""How an account is."""

MARKS: dict[Health, str] = {"good": "●", "busy": "◌", "warning": "!", "bad": "✗", "off": "○"}
_INKS: dict[Health, str] = {
    "good": "account-list--good",
    "busy": "column-list--subtle",
    "warning": "account-list--warning",
    "bad": "column-list--bad",
    "off": "column-list--subtle",
}
_SUBTLE = "column-list--subtle"


class AccountRow(NamedTuple):
    """What one row says, all of it as text. `old`: the token should be replaced."""

    name: str
    state: str
    health: Health
    address: str = ""
    token: str = ""
    vaults: str = ""
    read: str = ""
    kind: str = ""
    old: bool = False


class AccountList(ColumnList[AccountRow]):
    """Accounts in columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"account-list--good", "account-list--warning"}
    """
    | Class | Description |
    | :- | :- |
    | `account-list--good` | An account that is open. |
    | `account-list--warning` | One that cannot be reached, and a token that is old. |
    """
    DEFAULT_CSS = """
    AccountList {
        & > .account-list--good { color: $text-success; }
        & > .account-list--warning { color: $text-warning; }
    }
    """
    COLUMNS = (
        Column("Account", 14, grow=3, most=40),
        Column("State", 17, grow=1, most=22),
        Column("Address", 19, grow=3, most=48),
        Column("Token", 18, grow=1, most=24),
        Column("Vaults", 6, right=True),
        Column("Read", 10),
        Column("Kind", 17, grow=1, most=25),
    )

    def row_cells(self, row: AccountRow) -> Iterable[Cell]:
        """Return what a row says."""
        ink = _INKS[row.health]
        return (
            Cell(""),
            Cell(row.name, _SUBTLE if row.health == "off" else ""),
            Cell(f"{MARKS[row.health]} {row.state}", ink),
            Cell(row.address, _SUBTLE),
            Cell(row.token, "account-list--warning" if row.old else _SUBTLE),
            Cell(row.vaults, _SUBTLE),
            Cell(row.read, _SUBTLE),
            Cell(row.kind, _SUBTLE),
        )
