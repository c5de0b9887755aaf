"""Writes to the terminal only what it does not show already.

The compositor paints whole widgets and, after a layout, the whole screen; over a slow line that is what one waits for.
Here it is compared, cell by cell, with what was written before, and colours are named only where they change. Text
of whose width terminals may disagree is a block: it is blanked first and nothing after it relies on where it ended,
so that nothing of what was there before stays to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.cells import cell_len
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import NULL_REGION
from textual.strip import Strip

from tui.guard import strips
from tui.guard.pens import ON_BLANK, PLAIN, Pen, change, pen_of, sgr

NAMES = (
    (ChopsUpdate([], [], []), ("chop_ends", "chops", "spans")),
    (LayoutUpdate([], NULL_REGION), ("region", "strips")),
)
"""What is used here of the compositor's updates."""

# Text without marks that cling to letters, without joiners, and of scripts whose letters each have a cell. What Textual
# counts as two cells, such as many signs that can be pictures, is found by its length.
_SINGLE = re.compile(
    r"[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff]*"
)

_GAP = 8
"""So many cells that are right already are written once more rather than jumped over."""


class Cell(NamedTuple):
    """What one cell shows. A block has all its text in its first cell, and "" in the others."""

    text: str
    pen: Pen
    more: int = 0
    """So many cells more than we count the terminal may take for it."""
    block: bool = False


class Alphabet(dict[str, Cell]):
    """The cells of single characters that were drawn with a pen: making each anew took a third of a paint."""

    def __init__(self, pen: Pen) -> None:
        super().__init__({" ": _blank(pen)})
        self._pen = pen

    def __missing__(self, char: str) -> Cell:
        more = not char.isascii() and east_asian_width(char) == "A"
        cell = self[char] = Cell(char, self._pen, more)
        return cell


Line = list[Cell | None]
"""What the cells of a line show; None where that is not known."""


class Painter:
    """Remembers what the terminal shows."""

    def __init__(self) -> None:
        self._lines: dict[int, Line] = {}
        self._alphabets: dict[Pen, Alphabet] = {}
        self._shown_for: object = None
        self._cursor: tuple[int, int] | None = None

    def forget(self) -> None:
        """Whatever the terminal shows now, it is all to be written anew."""
        self._lines.clear()
        self._cursor = None

    def paint(self, update: CompositorUpdate, shown_for: object, cursor: tuple[int, int], colours: ColorSystem) -> str:
        """Return what makes the terminal show an update, "" where it does; `cursor` (x, y) is where its cursor stays.

        Where this is `shown_for` something else than the last, nothing is taken for granted.
        """
        if shown_for != self._shown_for:
            self._shown_for = shown_for
            self.forget()
        writing = _Writing()
        for y, x, parts in _parts(update):
            self._line(writing, y, x, [cell for strip in parts for cell in self._cells(strip, colours)])
        if not writing.sequences and cursor == self._cursor:
            return ""
        self._cursor = cursor
        return writing.ended(*cursor)

    def _line(self, writing: _Writing, y: int, x: int, cells: list[Cell]) -> None:
        end, line = x + len(cells), self._lines.setdefault(y, [])
        line += [None] * (end - len(line))
        if line[x:end] != cells:
            new = [*line[:x], *cells, *line[end:]]
            begin = x
            while (wrong := _next_wrong(line, new, begin)) is not None:
                begin = writing.run(y, wrong, line, new)
            self._lines[y] = new

    def _cells(self, strip: Strip, colours: ColorSystem) -> list[Cell]:
        """Return what a strip puts into each cell."""
        cells: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            text = strips.clean(text)  # noqa: PLW2901
            pen = pen_of(sgr(style, colours)) if style is not None else PLAIN
            width = cell_len(text)
            if width == len(text) and _SINGLE.fullmatch(text):
                alphabet = self._alphabets.get(pen)
                if alphabet is None:
                    alphabet = self._alphabets[pen] = Alphabet(pen)
                cells += map(alphabet.__getitem__, text)
                continue
            marks = next((at for at, char in enumerate(text) if cell_len(char)), len(text))
            if marks and cell_len(text[marks:]) == width:
                _cling(cells, text[:marks])
                text = text[marks:]  # noqa: PLW2901
            if width:
                cells.append(Cell(text, pen, max(2 * len(text) - width, 1), block=True))
                cells += [Cell("", pen, block=True)] * (width - 1)
        return cells


def _cling(cells: list[Cell], marks: str) -> None:
    """Give marks that stand at the beginning of a text to the sign before it: there the terminal puts them."""
    at = next((at for at in reversed(range(len(cells))) if cells[at].text), None)
    if at is not None:
        text, pen, more, _ = cells[at]
        cells[at] = Cell(text + marks, pen, more + len(marks), block=True)


def _parts(update: CompositorUpdate) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    """Yield the pieces of lines that are new: line, first column, text."""
    if isinstance(update, LayoutUpdate):
        for y, parts in enumerate(update.strips, update.region.y):
            yield y, update.region.x, parts
    elif isinstance(update, ChopsUpdate):
        for y, first, last in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < last and end > first:
                    yield y, x, (strip,)


def _next_wrong(old: Line, new: Line, begin: int) -> int | None:
    """Return the first column from `begin` on where the terminal shows something else: of a block, its first."""
    at = next((at for at in range(begin, len(new)) if old[at] != new[at]), None)
    while at is not None and (cell := new[at]) is not None and not cell.text:
        at -= 1
    return at


def _alike(pen: Pen, old: Line, new: Line, begin: int) -> list[str]:
    """Return the texts of the cells from `begin` on that are to be written, and with the same pen.

    So it is with most of a line whose ground changes, as under a cursor, and with the first paint.
    """
    texts: list[str] = []
    unseen = not pen.attributes & ON_BLANK
    for known, cell in zip(islice(old, begin, None), islice(new, begin, None), strict=True):
        if cell is None or cell == known:
            break
        text, own, more, block = cell
        blank = unseen and text == " " and own.ground == pen.ground and not own.attributes & ON_BLANK
        if more or block or not (own is pen or blank or own == pen):
            break
        texts.append(text)
    return texts


class _Writing:
    """Sequences as they come to be, with the pen and the place that the terminal has by then."""

    def __init__(self) -> None:
        self.sequences: list[str] = []
        self._pen = PLAIN
        self._at: tuple[int, int] | None = None
        self._near: tuple[int, int] | None = None
        """Where the terminal is after a sign, unless it made it wider: another sign may follow there."""

    def run(self, y: int, at: int, old: Line, new: Line) -> int:
        """Write from column `at` on until the terminal is right again; return the column after."""
        more = 0
        while at < len(new) and (cell := new[at]) is not None:
            width = 1
            while cell.block and at + width < len(new) and (rest := new[at + width]) is not None and not rest.text:
                width += 1
            right = old[at : at + width] == new[at : at + width]  # of a block some cells may have been written over
            if right and not more and not self._worth(old[at : at + _GAP], new[at : at + _GAP]):
                break
            self._put(y, at, cell, width)
            if not cell.block and not cell.more:
                alike = _alike(self._pen, old, new, at + 1)
                self.sequences += alike
                width += len(alike)
                self._at = (y, at + width)
            more = max(more - width, 0) if not cell.more else more + cell.more
            at += width
        return at

    def _worth(self, old: Line, new: Line) -> bool:
        """Whether it is shorter to write what is right already than to jump over it."""
        for known, cell in zip(old, new, strict=True):
            if cell is None or cell.more or self._target(cell) != self._pen:
                return False
            if known != cell:
                return True
        return False

    def _target(self, cell: Cell) -> Pen:
        """Return the pen a cell needs; where there is nothing to see, that of now but for what is seen."""
        pen = self._pen
        if cell.text == " " and not (pen.attributes | cell.pen.attributes) & ON_BLANK:
            return Pen(pen.attributes, pen.colour, cell.pen.ground)
        return cell.pen

    def _put(self, y: int, at: int, cell: Cell, width: int) -> None:
        """Write a cell; a block over blanks, since the terminal may make it narrower, too."""
        if cell.block or not cell.more or self._near != (y, at):
            self._go(y, at)
        self._take(self._target(cell))
        if cell.block:
            self.sequences.append(" " * width)
            self._at = None
            self._go(y, at)
        self.sequences.append(cell.text)
        after = (y, at + width)
        self._at, self._near = (None, None if cell.block else after) if cell.more else (after, None)

    def _go(self, y: int, x: int) -> None:
        if self._at != (y, x):
            self.sequences.append(f"\x1b[{y + 1};{x + 1}H")
            self._at = (y, x)

    def _take(self, pen: Pen) -> None:
        if pen != self._pen:
            self.sequences.append(change(self._pen, pen))
            self._pen = pen

    def ended(self, x: int, y: int) -> str:
        """Return all of it, with a pen and a cursor as they were."""
        self._take(PLAIN)
        self._go(y, x)
        return "".join(self.sequences)


@lru_cache(maxsize=1024)
def _blank(pen: Pen) -> Cell:
    """Return a cell without a character: what is not seen of a pen makes no difference between two of them."""
    seen = pen.attributes & ON_BLANK
    return Cell(" ", pen if seen else Pen(ground=pen.ground))
