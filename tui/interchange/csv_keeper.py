"""Keeper's CSV files: seven columns without names, and behind them a name and a value for each field of its own.

Read so by Keeper Commander, and by Bitwarden's and Proton's importers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.interchange.csv_table import Record

NAME = "Keeper"
NAMES = ("Folder", "Title", "Login", "Password", "Website Address", "Notes", "Shared Folder")
OTP = "TFC:Keeper"
"""The name that Keeper gives to a seed."""

_URL = NAMES.index("Website Address")


def fits(records: Sequence[Record]) -> bool:
    """Whether rows without names are Keeper's: some are longer than others, by pairs, and what is an address is one."""
    widths = {len(record.cells) for record in records}
    return (
        min(widths) >= len(NAMES)
        and len(widths) > 1
        and sum(map(paired, records)) * 2 > len(records)
        and all("." in record.cells[_URL] or "://" in record.cells[_URL] for record in records if record.cells[_URL])
    )


def paired(record: Record) -> bool:
    """Whether there are whole pairs, or nothing, behind the seven columns."""
    behind = len(record.cells) - len(NAMES)
    return behind >= 0 and (behind % 2 == 0 or not any(record.cells[len(NAMES) :]))


def pairs(record: Record) -> Iterator[tuple[str, str]]:
    """Yield name and value of the fields of its own that have a value."""
    behind = record.cells[len(NAMES) :]
    for name, value in zip(behind[::2], behind[1::2], strict=False):
        if value:
            yield name, value
