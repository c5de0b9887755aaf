"""A list whose rows are columns under a heading; narrow ones lose columns from the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from tui.widgets.columns import GAP, Column, spread
from tui.widgets.line_list import BAR, LineList

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Rows(Protocol[R_co]):
    """Where rows come from, such as a list; asked only for those that are seen."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def __getitem__(self, index: int, /) -> R_co:
        """Return one of them."""
        ...


class Cell(NamedTuple):
    """A text in a column, and the name of the component class it is drawn with ("": none)."""

    text: str
    ink: str = ""


class ColumnList(LineList, Generic[R]):
    """Rows of columns. A row begins with the bar of the cursor and a sign."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"column-list--bad", "column-list--header", "column-list--subtle"}
    """
    | Class | Description |
    | :- | :- |
    | `column-list--bad` | What failed. |
    | `column-list--header` | The heading. |
    | `column-list--subtle` | Columns of less weight. |
    """
    DEFAULT_CSS = """
    ColumnList {
        & > .column-list--bad { color: $text-error; text-style: bold; }
        & > .column-list--header { color: $text-muted; text-style: underline; }
        & > .column-list--subtle { color: $text-muted; }
        &:ansi > .column-list--header { text-style: dim underline; }
        &:ansi > .column-list--subtle { text-style: dim; }
    }
    """
    HEADER = 1
    COLUMNS: ClassVar[tuple[Column, ...]] = ()

    _rows: Rows[R] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns there are now."""
        return self.COLUMNS

    def show_rows(self, rows: Rows[R], cursor: int = 0) -> None:
        """Show these rows, with the cursor on `cursor` or the nearest there is."""
        self._rows = rows
        self.show(len(rows), cursor)

    def row_cells(self, row: R) -> Iterable[Cell]:
        """Return what a row says: its sign, and then a cell for each of `columns`. Every child says how."""
        raise NotImplementedError

    def render_header(self, width: int) -> Strip:
        """Return the titles of the columns."""
        titles = (Cell(column.title, "column-list--header") for column in self.columns)
        return self._join((Cell(""), *titles), width, ())

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return row `index`, exactly `width` cells wide."""
        return self._join(self.row_cells(self._rows[index]), width, ("line-list--cursor",) if selected else ())

    def _join(self, cells: Iterable[Cell], width: int, base: tuple[str, ...]) -> Strip:
        segments = list(self._segments(iter(cells), width, base))
        used = sum(segment.cell_length for segment in segments)
        if used < width:
            segments.append(Segment(" " * (width - used), self.ink(*base)))
        return Strip(segments, max(used, width)).crop(0, width)

    def _segments(self, cells: Iterator[Cell], width: int, base: tuple[str, ...]) -> Iterator[Segment]:
        sign = next(cells)
        yield Segment(BAR if base else " ", self.ink(*base, "line-list--bar"))
        yield Segment(sign.text or " ", self.ink(*base, *filter(None, [sign.ink])))
        columns = self.columns
        widths = spread(columns, width - 3)
        for at, (column, wide, cell) in enumerate(zip(columns, widths, cells, strict=False)):
            if at:
                yield Segment(" " * GAP, self.ink(*base))
            yield Segment(column.fit(cell.text, wide), self.ink(*base, *filter(None, [cell.ink])))
