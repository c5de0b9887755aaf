"""Lines with labels in one column and values in the other, and which of them the cursor can stand on.

Laid out once for a width; what changes by the second is asked for when the line is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.model.ids import FieldId, FileId
from tui.widgets.cells import fit
from tui.widgets.inks import Piece
from tui.widgets.line_list import BAR
from tui.widgets.sheet_style import PREFIX

MARGIN = 2
"""Cells before every line: the bar of the cursor and a space. One more is free at the end."""

GAP = 2
"""Cells between label and value."""

Live = Callable[[float, int], Iterable[Piece]]
"""The end of a line that changes with time: given Unix seconds and the room in cells, its pieces."""


@dataclass(frozen=True, slots=True)
class WebsiteTarget:
    """A website of the item, by its place among them."""

    index: int


@dataclass(frozen=True, slots=True)
class FileTarget:
    """A file of the item."""

    id: FileId


Target = FieldId | WebsiteTarget | FileTarget
"""What the cursor of an item can stand on."""


class Line(NamedTuple):
    """One line. `slot` is the place of its target among the targets, -1 for a line that is none."""

    pieces: tuple[Piece, ...] = ()
    slot: int = -1
    live: Live | None = None


@dataclass(slots=True)
class Sheet:
    """Lines as they come to be. `width` is that of the widget, `label` that of the column of labels, in cells."""

    width: int
    label: int
    lines: list[Line] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def whole(self) -> int:
        """Cells of a line without a label."""
        return max(self.width - MARGIN - 1, 2)

    @property
    def room(self) -> int:
        """Cells of a value."""
        return max(self.whole - self.label - GAP, 2)

    def put(self, *pieces: Piece) -> None:
        """Add a line without a label."""
        self.lines.append(Line(pieces))

    def row(
        self, label: str, values: Sequence[Sequence[Piece]], target: Target | None = None, live: Live | None = None
    ) -> None:
        """Add a label with the lines of its value. `live` ends the last of them."""
        slot = -1
        if target is not None:
            slot = len(self.targets)
            self.targets.append(target)
        for at, value in enumerate(values):
            name = Piece(fit(label if at == 0 else "", self.label, right=True) + " " * GAP, "label")
            self.lines.append(Line((name, *value), slot, live if at == len(values) - 1 else None))

    def extent(self, slot: int) -> tuple[int, int]:
        """Return the first and the last line of a target."""
        lines = [at for at, line in enumerate(self.lines) if line.slot == slot]
        return lines[0], lines[-1]


def flow(pieces: Iterable[Piece], room: int, gap: str) -> list[list[Piece]]:
    """Return `pieces` in lines of at most `room` cells, with `gap` between them; a wider one has a line of its own."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in pieces:
        size = cell_len(piece.text)
        if lines[-1] and used + len(gap) + size > room:
            lines.append([])
            used = 0
        if lines[-1]:
            lines[-1].append(Piece(gap, "subtle"))
            used += len(gap)
        lines[-1].append(Piece(fit(piece.text, min(size, room)), piece.ink))
        used += size
    return lines


def draw(line: Line, width: int, ink: Callable[..., Style], base: tuple[str, ...], now: float) -> Strip:
    """Return a line as it is at `now` (Unix seconds), exactly `width` cells wide.

    `ink` has the styles by the names of component classes; those of `base` lie below all of it: the cursor's, or none.
    """
    segments = [Segment(BAR + " " if base else " " * MARGIN, ink(*base, PREFIX + "bar"))]
    used = MARGIN

    def add(pieces: Iterable[Piece]) -> None:
        nonlocal used
        for text, name in pieces:
            segments.append(Segment(text, ink(*base, PREFIX + name)))
            used += cell_len(text)

    add(line.pieces)
    if line.live is not None:
        add(line.live(now, width - used - 1))
    if used < width:
        segments.append(Segment(" " * (width - used), ink(*base)))
        return Strip(segments, width)
    return Strip(segments, used).adjust_cell_length(width)
