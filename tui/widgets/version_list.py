"""A list of the versions of an item: number, when it was saved, and its title then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from tui.widgets.cells import fit
from tui.widgets.line_list import BAR, LineList

NUMBER, WHEN = 5, 18


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A row. All of it is safe to show."""

    number: int
    when: str
    title: str
    current: bool = False


class VersionList(LineList):
    """Versions, newest first; the current one says so."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"version-list--number", "version-list--subtle", "version-list--current"}
    """
    | Class | Description |
    | :- | :- |
    | `version-list--number` | The number. |
    | `version-list--subtle` | When it was saved. |
    | `version-list--current` | What marks the current one. |
    """
    DEFAULT_CSS = """
    VersionList {
        & > .version-list--number { color: $text-muted; }
        & > .version-list--subtle { color: $text-muted; }
        & > .version-list--current { color: $text-success; }
        &:ansi > .version-list--number { text-style: dim; }
        &:ansi > .version-list--subtle { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[VersionRow] = ()

    def show_rows(self, rows: Sequence[VersionRow], cursor: int = 0) -> None:
        """Show these rows, with the cursor on `cursor` or the nearest there is."""
        self._rows = rows
        self.show(len(rows), cursor)

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return row `index`, exactly `width` cells wide."""
        return Strip(self._segments(self._rows[index], width, selected)).adjust_cell_length(width)

    def _segments(self, row: VersionRow, width: int, selected: bool) -> Iterator[Segment]:
        base = ("line-list--cursor",) if selected else ()
        yield Segment(BAR if selected else " ", self.ink(*base, "line-list--bar"))
        yield Segment(" " + fit(str(row.number), NUMBER), self.ink(*base, "version-list--number"))
        yield Segment(fit(row.when, WHEN), self.ink(*base, "version-list--subtle"))
        mark = " current " if row.current else " "
        room = max(width - 2 - NUMBER - WHEN - len(mark), 0)
        yield Segment(fit(row.title, room), self.ink(*base))
        yield Segment(mark, self.ink(*base, "version-list--current"))
