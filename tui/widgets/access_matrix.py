"""A matrix with a cursor on one cell: a row for each group, a column for each permission.

Headings are short where there is no room for the longer ones; where not even those fit, columns scroll aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip

from tui.widgets.cells import fit
from tui.widgets.line_list import BAR, LineList

LEAST_NAME, MOST_NAME = 12, 40
"""Cells for the names of the rows."""
ROOMY_NAME = 18
"""Longer headings are taken where so many cells are left for the names."""
EDGE = 2
"""Cells before the name: the bar of the cursor, and the sign."""


class Heading(NamedTuple):
    """The heading of a column, and the one for where there is less room."""

    long: str
    short: str


class Mark(NamedTuple):
    """What stands in a cell, and the ink less its prefix ("": none). At most three cells wide."""

    text: str
    ink: str = ""


class MatrixRow(NamedTuple):
    """A row: its sign, its name, and a mark for each column. All of it is safe to show."""

    name: str
    marks: Sequence[Mark]
    sign: Mark = Mark("")
    ink: str = ""


class AccessMatrix(LineList):
    """Rows and columns of marks. A second click on the same cell chooses it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "access-matrix--cell",
        "access-matrix--follows",
        "access-matrix--given",
        "access-matrix--header",
        "access-matrix--here",
        "access-matrix--none",
        "access-matrix--taken",
    }
    """
    | Class | Description |
    | :- | :- |
    | `access-matrix--cell` | The cell under the cursor. |
    | `access-matrix--follows` | What changes along with something else. |
    | `access-matrix--given` | What will be granted. |
    | `access-matrix--header` | The headings. |
    | `access-matrix--here` | The heading above the cursor. |
    | `access-matrix--none` | What is not granted. |
    | `access-matrix--taken` | What will be taken away, or went wrong. |
    """
    DEFAULT_CSS = """
    AccessMatrix {
        & > .access-matrix--cell { background: $foreground 20%; }
        & > .access-matrix--follows { color: $secondary; }
        & > .access-matrix--given { color: $text-success; text-style: bold; }
        & > .access-matrix--header { color: $text-muted; }
        & > .access-matrix--here { color: $accent; text-style: bold underline; }
        & > .access-matrix--none { color: $text-muted; }
        & > .access-matrix--taken { color: $text-error; text-style: bold; }
        &:focus > .access-matrix--cell {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:ansi > .access-matrix--cell { text-style: reverse; }
        &:ansi > .access-matrix--header { text-style: dim; }
        &:ansi > .access-matrix--none { text-style: dim; }
    }
    """
    HEADER = 1

    def __init__(self, *, empty: Content | None = None, id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._headings: Sequence[Heading] = ()
        self._rows: Sequence[MatrixRow] = ()
        self._column = 0
        self._clicked_column = -1

    @property
    def column(self) -> int:
        """The column under the cursor."""
        return self._column

    def show_rows(self, headings: Sequence[Heading], rows: Sequence[MatrixRow], cursor: int = 0) -> None:
        """Show these rows under these headings, with the cursor on row `cursor` or the nearest there is."""
        self._headings, self._rows = headings, rows
        self._column = min(self._column, max(len(headings) - 1, 0))
        self.show(len(rows), cursor)

    def go_to_column(self, column: int) -> None:
        """Move the cursor to a column, or the nearest there is."""
        column = min(max(column, 0), max(len(self._headings) - 1, 0))
        if column != self._column:
            self._column = column
            self.refresh()
            self.see_now()
            self.post_message(self.Highlighted(self, self.cursor))

    def move_column(self, delta: int) -> None:
        """Move the cursor by `delta` columns."""
        self.go_to_column(self._column + delta)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the column that was clicked; the list itself then moves it to the row, or chooses it."""
        offset = event.get_content_offset(self)
        at = self._column_at(offset.x) if offset is not None else None
        if at is not None:
            if at != self._column:
                self._clicked = -1  # a second click on the row is the first one on this cell
            self.go_to_column(at)

    # Drawing

    def render_header(self, width: int) -> Strip:
        """Return the headings, that of the column under the cursor in the accent colour."""
        name, shown = self._layout(width)
        segments = [Segment(" " * EDGE + fit("Group", name), self.ink("access-matrix--header"))]
        for at, wide, heading in shown:
            ink = "access-matrix--here" if at == self._column and self._count else "access-matrix--header"
            segments += [Segment(" ", self.ink()), Segment(heading, self.ink(ink))]
            segments.append(Segment(" " * (wide - cell_len(heading)), self.ink()))
        return Strip(segments).adjust_cell_length(width, self.ink())

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return row `index`, exactly `width` cells wide."""
        base = ("line-list--cursor",) if selected else ()
        return Strip(self._segments(self._rows[index], width, base)).adjust_cell_length(width, self.ink(*base))

    def _segments(self, row: MatrixRow, width: int, base: tuple[str, ...]) -> Iterator[Segment]:
        name, shown = self._layout(width)
        yield Segment(BAR if base else " ", self.ink(*base, "line-list--bar"))
        yield Segment(fit(row.sign.text, 1), self.ink(*base, *_inks(row.sign.ink)))
        yield Segment(fit(row.name, name), self.ink(*base, *_inks(row.ink)))
        for at, wide, heading in shown:
            mark = row.marks[at]
            here = ("access-matrix--cell",) if base and at == self._column else ()
            yield Segment(" ", self.ink(*base))
            text = f"{mark.text:^{cell_len(heading)}}" if cell_len(heading) > cell_len(mark.text) else mark.text
            yield Segment(text, self.ink(*base, *_inks(mark.ink), *here))
            yield Segment(" " * max(wide - cell_len(text), 0), self.ink(*base))

    def _layout(self, width: int) -> tuple[int, list[tuple[int, int, str]]]:
        """Return the cells for a name, and each column that is seen: its place, its cells, its heading."""
        room = max(width - EDGE, 0)
        spacious = [(at, cell_len(one.long) + 1, one.long) for at, one in enumerate(self._headings)]
        if _cells(spacious) + ROOMY_NAME <= room:
            columns = spacious
        else:
            columns = [(at, max(cell_len(one.short), 3), one.short) for at, one in enumerate(self._headings)]
        while len(columns) > 1 and _cells(columns) + LEAST_NAME > room:
            columns = (
                columns[1:] if columns[0][0] < self._column - 1 or columns[-1][0] == self._column else columns[:-1]
            )
        return max(min(room - _cells(columns), MOST_NAME), 0), columns

    def _column_at(self, x: int) -> int | None:
        name, shown = self._layout(self.line_width)
        left = EDGE + name
        for at, wide, _ in shown:
            if left < x <= left + wide:
                return at
            left += wide + 1
        return None


def _cells(columns: Iterable[tuple[int, int, str]]) -> int:
    """Return how wide columns are together, each with the gap before it."""
    return sum(wide + 1 for _, wide, _ in columns)


def _inks(name: str) -> tuple[str, ...]:
    return (f"access-matrix--{name}",) if name else ()
