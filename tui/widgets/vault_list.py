"""The list of vaults: name, account, kind, number of items, last change, description. Texts come safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.column_list import Cell, ColumnList
from tui.widgets.columns import Column


class VaultRow(NamedTuple):
    """What one row says, all of it as text: `items` a number or "", `updated` a time or ""."""

    name: str
    account: str = ""
    kind: str = ""
    items: str = ""
    updated: str = ""
    description: str = ""


class VaultList(ColumnList[VaultRow]):
    """Vaults in columns."""

    COLUMNS = (
        Column("Vault", 18, grow=1, most=48),
        Column("Account", 12, grow=1, most=30),
        Column("Kind", 8, grow=1, most=12),
        Column("Items", 6, right=True),
        Column("Changed", 16),
        Column("Description", 12, grow=5, most=100),
    )

    def row_cells(self, row: VaultRow) -> Iterable[Cell]:
        """Return what a row says."""
        name, *others = row
        return (Cell(""), Cell(name), *(Cell(text, "column-list--subtle") for text in others))
