"""A CSV file on its way in: what it would become, which rows are taken, and what is to be said of it.

The bytes of the file are here and nowhere else, as long as the screen is; no value of it is in any sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tui.host.display import display_text
from tui.interchange import csv_file, csv_import
from tui.interchange.csv_columns import Target
from tui.interchange.csv_import import Preview
from tui.model.field import Purpose
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary
from tui.model.secret import DOTS
from tui.services.columns import GONE, Snapshot
from tui.widgets.import_lists import ColumnRow, ImportRow

_PLACE = re.compile(r"Row \d+ \(line \d+\):? ")
"""What a sentence about a row begins with; in the list it is said by the row's number."""


@dataclass(slots=True)
class Wishes:
    """What was chosen on the screen: what columns become, whether the first row has names, and so on."""

    mapping: dict[int, Target] = field(default_factory=dict)
    header: bool | None = None
    folder_tags: bool = True
    duplicates: bool = False
    out: set[int] = field(default_factory=set)
    """Rows that were left out one by one."""
    kept: set[int] = field(default_factory=set)
    """Duplicates that are taken all the same."""


class Incoming:
    """A file. Its methods block; they are called in a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = b""

    def read(self) -> None:
        """Read the file. Raises VaultError."""
        self._data = csv_file.read(self.path)

    def preview(self, wishes: Wishes, snapshot: Snapshot, account: AccountId, vault: VaultId) -> Preview:
        """Return what it would become beside what is in a vault already. Raises Invalid."""
        return csv_import.preview(
            self._data,
            wishes.mapping,
            existing=_existing(snapshot, account, vault),
            header=wishes.header,
            folder_tags=wishes.folder_tags,
        )

    def forget(self) -> None:
        """Let go of the bytes."""
        self._data = b""


def _existing(snapshot: Snapshot, account: AccountId, vault: VaultId) -> Iterator[ItemSummary]:
    """Yield what is needed to find duplicates."""
    columns = snapshot.columns
    places = {at for at, one in enumerate(snapshot.places) if (one.account, one.vault) == (account, vault)}
    parts = (columns.vault, columns.flags, columns.ids, columns.titles, columns.usernames, columns.hosts)
    for place, flags, name, title, username, host in zip(*parts, strict=True):
        if place in places and not flags & GONE:
            yield ItemSummary(ItemRef(account, vault, ItemId(name)), title, "", username=username, host=host)


class Table:
    """The rows of a preview, in the order of the file, made one by one when they are seen."""

    def __init__(self, preview: Preview, wishes: Wishes) -> None:
        self.preview = preview
        self._wishes = wishes
        self._at = {row.row: at for at, row in enumerate(preview.rows)}
        self._said: dict[int, list[str]] = {}
        for one in preview.problems:
            self._said.setdefault(one.row, []).append(one.sentence)
        self._bad = preview.unreadable
        self.numbers = sorted({*self._at, *self._said})

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: int, /) -> ImportRow:
        number = self.numbers[index]
        note = _PLACE.sub("", self.remark(index))
        if number not in self._at:
            return ImportRow(str(number), note=note, taken=False, bad=number in self._bad)
        item = self.preview.rows[self._at[number]].item
        return ImportRow(
            str(number),
            display_text(item.title) or "untitled",
            _username(item),
            DOTS if (found := item.of(Purpose.PASSWORD)) is not None and not found.empty else "",
            display_text(item.host),
            note,
            self.taken(number),
        )

    def remark(self, index: int) -> str:
        """Return all that is to be said of a row, safe to show."""
        number = self.numbers[index]
        said = " ".join(self._said.get(number, ()))
        row = self.preview.rows[self._at[number]] if number in self._at else None
        if row is not None and row.same_as_row:
            said = f"The same as row {row.same_as_row}. {said}"
        elif row is not None and row.same_as is not None:
            said = f"It is in the vault already. {said}"
        return display_text(said.strip() or (f"In {row.folder}" if row is not None and row.folder else ""))

    def taken(self, number: int) -> bool:
        """Whether a row is taken."""
        at, wishes = self._at.get(number), self._wishes
        if at is None or number in wishes.out:
            return False
        return wishes.duplicates or number in wishes.kept or not self.preview.rows[at].duplicate

    def toggle(self, index: int) -> str | None:
        """Leave a row out, or take it; return the sentence why it cannot be taken, or None."""
        number, wishes = self.numbers[index], self._wishes
        if number not in self._at:
            return "Nothing can be made of this row; mend the file, or leave it out."
        if self.preview.rows[self._at[number]].duplicate and not wishes.duplicates:
            wishes.kept ^= {number}
        else:
            wishes.out ^= {number}
        return None

    def next_problem(self, index: int) -> int | None:
        """Return where the next row is that something is to be said of, after a place; from the start where none is."""
        told = [at for at, number in enumerate(self.numbers) if number in self._said]
        return next((at for at in told if at > index), told[0] if told else None)

    @property
    def left_out(self) -> frozenset[int]:
        """The rows that are left out: duplicates, those that cannot be read, and those chosen one by one."""
        wishes = self._wishes
        duplicates = frozenset() if wishes.duplicates else self.preview.duplicates - wishes.kept
        return duplicates | self._bad | frozenset(wishes.out)

    @property
    def count(self) -> int:
        """How many rows are taken."""
        return len(self._at) - len(self.left_out & self._at.keys())

    def columns(self) -> list[ColumnRow]:
        """Return the columns as rows."""
        return [
            ColumnRow(display_text(one.name), one.target.value, f"{one.filled:,}", one.target is Target.IGNORE)
            for one in self.preview.columns
        ]

    def summary(self) -> list[str]:
        """Return what the file is, and what becomes of it, in lines."""
        one = self.preview
        named = "a row of names" if one.header else "no row of names"
        source = f"written by {one.source}" if one.source else "of no program that is known"
        lines = [f"{source[0].upper()}{source[1:]} · {one.encoding} · {one.delimiter} · {named}"]
        parts = [_counted(self.count, "item") + " to import"]
        same = len(self.preview.duplicates)
        if same:
            parts.append(_counted(same, "duplicate") + (" among them" if self._wishes.duplicates else ", left out"))
        if self._bad:
            parts.append(_counted(len(self._bad), "row") + " that cannot be read, left out")
        remarked = len(self._said.keys() - self._bad)
        if remarked:
            parts.append(_counted(remarked, "row") + " with a remark")
        return [*lines, " · ".join(parts), *map(display_text, one.remarks)]


def _username(item: Item) -> str:
    field = item.username
    return display_text(field.value) if field is not None and isinstance(field.value, str) else ""


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
