"""CSV as records of cells, each with its place in the file. Cells are exactly what was written: nothing is trimmed.

RFC 4180, with what programs and spreadsheets write besides: other delimiters, CR alone, `sep=;` in the first line, and
the backslashes of KeePass 1 (https://keepass.info/help/base/importexport.html).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from tui.model.errors import Invalid

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may stand between cells, and its name."""

MOST_ROWS = 50_000
MOST_COLUMNS = 200

_SAMPLE = 40
_SEP = re.compile(r"sep=([,;\t])(?:\r\n?|\n)", re.IGNORECASE)
_KEEPASS_1 = '"Account","Login Name","Password","Web Site","Comments"'


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its number and its first line in the file (both from 1), and its cells.

    `broken`: something follows the closing quote of a cell, so that nobody knows where the cell ends.
    """

    row: int
    line: int
    cells: tuple[str, ...] = field(repr=False)
    broken: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(self.cells)

    @property
    def place(self) -> str:
        """Where it is, to begin a sentence with."""
        return f"Row {self.row} (line {self.line})"


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file that are not blank, and what stands between its cells."""

    delimiter: str
    records: tuple[Record, ...]


def read(text: str) -> Table:
    """Take a text apart.

    Raises:
        Invalid: there is only one column, too many of something, or a quote that is never closed.
    """
    said = _SEP.match(text)
    start = said.end() if said else 0
    delimiter = said[1] if said else _delimiter(text)
    escaped = text.startswith(_KEEPASS_1) and _backslashes_escape(text)
    records: list[Record] = []
    for record in _records(text, delimiter, start, escaped):
        if record.row > MOST_ROWS:
            raise Invalid(f"This file has more than {MOST_ROWS:,} rows; split it, and read the parts one by one.")
        if len(record.cells) > MOST_COLUMNS:
            raise Invalid(f"{record.place} has more than {MOST_COLUMNS} columns, so this is hardly a list of items.")
        if not record.blank:
            records.append(record)
    if max((len(record.cells) for record in records), default=0) < 2:
        raise Invalid("There is only one column; in a CSV file a comma, semicolon or tab stands between columns.")
    return Table(delimiter, tuple(records))


def _delimiter(text: str) -> str:
    """Return what most evenly cuts the first rows; of several such the one that makes most columns."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    rows: list[Record] = []
    with suppress(Invalid):  # a quote that is never closed; what came before counts
        rows += (record for record in islice(_records(text, delimiter), _SAMPLE) if not record.blank)
    widths = Counter(len(record.cells) for record in rows if not record.broken)
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return (round(count / len(rows), 1), width) if width > 1 else (0.0, width)


def _backslashes_escape(text: str) -> bool:
    """Whether every backslash stands before a quote or another one, and no quote is doubled, as KeePass 1 writes."""
    left = re.sub(r'\\[\\"]', "", text)
    return "\\" not in left and not re.search(r'[^,\r\n]""|""[^,\r\n]', left)


def _cell_pattern(delimiter: str, escaped: bool) -> re.Pattern[str]:
    quoted = r'[^"\\]*+(?:\\.[^"\\]*+)*+' if escaped else r'[^"]*+(?:""[^"]*+)*+'
    plain = rf"[^{delimiter}\r\n]*+"
    return re.compile(rf'(?:"({quoted})"({plain})|(?!")({plain}))({delimiter}|\r\n?|\n|\Z)', re.DOTALL)


def _records(text: str, delimiter: str, start: int = 0, escaped: bool = False) -> Iterator[Record]:
    pattern = _cell_pattern(delimiter, escaped)
    cells: list[str] = []
    at = begun = start
    row, line, broken = 1, 1 + (start > 0), False
    while at < len(text) or cells:
        found = pattern.match(text, at)
        if found is None:
            line += _breaks(text, begun, at)
            raise Invalid(f"A quote opens in row {row} (line {line}) and is never closed, so the rest cannot be read.")
        quoted, after, plain, end = found.groups()
        if quoted is None:
            cells.append(plain)
        else:
            cells.append(re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if escaped else quoted.replace('""', '"'))
            broken = broken or bool(after)
        at = found.end()
        if end != delimiter:
            yield Record(row, line, tuple(cells), broken)
            row, line, broken = row + 1, line + _breaks(text, begun, at), False
            begun = at
            cells.clear()


def _breaks(text: str, start: int, end: int) -> int:
    """Count the line breaks in a part of the text."""
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)
