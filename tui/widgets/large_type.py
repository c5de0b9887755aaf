"""A secret as large as there is room for, to be read from afar: its characters with their places, kinds and names.

Kinds are told by colour and by a word below each character. What is shown is given to it, and forgotten with the next.
Each character is a piece of its own, for the reason that `exact` gives.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip

from tui.tools.qr import QrCode
from tui.tools.spelling import Kind, Sign
from tui.widgets import dots
from tui.widgets.cells import clip
from tui.widgets.exact import exact
from tui.widgets.inks import Piece
from tui.widgets.line_pane import LinePane

GROUP = 5
"""Characters that stand together; what follows is a little further off."""
LARGEST = 2
MARGIN = 2
"""Cells before every line."""

INKS = {
    Kind.LETTER: "letter",
    Kind.CAPITAL: "capital",
    Kind.DIGIT: "digit",
    Kind.SYMBOL: "symbol",
    Kind.SPACE: "other",
    Kind.OTHER: "other",
}
WORDS = {
    Kind.LETTER: "abc",
    Kind.CAPITAL: "ABC",
    Kind.DIGIT: "123",
    Kind.SYMBOL: "#+&",
    Kind.SPACE: "space",
    Kind.OTHER: "other",
}
"""What is written below a character of a kind."""


class Row(NamedTuple):
    """Characters that stand beside each other, and the lines of how they are read."""

    signs: Sequence[Sign]
    readings: Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large everything is, in cells, where letters are `scale` times as large as they must be."""

    scale: int

    @property
    def letter(self) -> int:
        """Cells of a letter."""
        return dots.WIDE * self.scale

    @property
    def gap(self) -> int:
        """Cells between letters, and once more between groups."""
        return 2 * self.scale

    @property
    def high(self) -> int:
        """Lines of a letter."""
        return dots.HIGH // 2 * self.scale

    def wide(self, count: int, group: int) -> int:
        """Return the cells of `count` characters in groups."""
        return count * self.letter + (count - 1 + (count - 1) // group) * self.gap

    def a_row(self, width: int, count: int, group: int) -> int:
        """Return how many of `count` characters stand in a row: all, or whole groups, or at least 1."""
        if self.wide(count, group) <= width:
            return max(count, 1)
        groups = next((some for some in range(1, count // group + 2) if self.wide(some * group, group) > width), 1) - 1
        return groups * group or max((width + self.gap) // (self.letter + self.gap), 1)


class LargeType(LinePane):
    """Shows characters, or a QR code, or `empty`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "large-type--capital",
        "large-type--code",
        "large-type--digit",
        "large-type--letter",
        "large-type--other",
        "large-type--place",
        "large-type--symbol",
    }
    """
    | Class | Description |
    | :- | :- |
    | `letter`, `capital`, `digit`, `symbol`, `other` | The characters, by what they are. |
    | `place` | The numbers above them, and what stands between their names. |
    | `code` | The modules of a QR code: black on white in every theme, since readers look for that. |
    """
    DEFAULT_CSS = """
    LargeType {
        & > .large-type--letter { text-style: bold; }
        & > .large-type--capital { color: $text-success; text-style: bold; }
        & > .large-type--digit { color: $text-accent; text-style: bold; }
        & > .large-type--symbol { color: $text-secondary; text-style: bold; }
        & > .large-type--other { color: $text-error; text-style: bold; }
        & > .large-type--place { color: $text-muted; }
        & > .large-type--code { color: #000000; background: #ffffff; }
        &:ansi > .large-type--place { text-style: dim; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._signs: Sequence[Sign] = ()
        self._group = GROUP
        self._code: QrCode | None = None
        self._code_lines: Sequence[str] = ()
        self._sizes = Sizes(1)
        self._rows: list[Row] = []
        self._tops: list[int] = []

    def show(self, signs: Sequence[Sign], group: int = GROUP) -> None:
        """Show characters, so many of them close together."""
        self._signs, self._group, self._code = signs, group, None
        self._lay_out()

    def show_code(self, code: QrCode) -> None:
        """Show a QR code, where it fits; where it does not, say so."""
        self._signs, self._code, self._code_lines = (), code, code.lines()
        self._lay_out()
        self.jump(0)

    def forget(self, instead: str) -> None:
        """Show nothing of what was there any more, and say `instead`."""
        self._signs, self._code, self._code_lines, self.empty = (), None, (), Content(instead)
        self._lay_out()
        self.jump(0)

    def move(self, delta: int) -> None:
        """Scroll by `delta` lines."""
        self.jump(self.scroll_offset.y + delta)

    def page(self, direction: int, half: bool = False) -> None:
        """Scroll by a page, or half of one, down (1) or up (-1)."""
        self.move(direction * max(self.size.height // 2 if half else self.size.height - 1, 1))

    def home(self) -> None:
        """Scroll to the first characters."""
        self.jump(0)

    def end(self) -> None:
        """Scroll to the last ones."""
        self.jump(self.line_count)

    def on_resize(self, _event: events.Resize) -> None:
        """Take the room there is now."""
        self._lay_out()

    def on_unmount(self) -> None:
        """Forget everything."""
        self._signs, self._code, self._code_lines, self._rows, self._tops = (), None, (), [], []

    # Laying out

    def _lay_out(self) -> None:
        """Take the largest letters with which all is seen at once, or the smallest."""
        if not self.size.width:
            return  # it is not seen yet
        for scale in range(LARGEST, 0, -1):
            self._sizes = Sizes(scale)
            self._rows = list(self._in_rows())
            self._tops = list(accumulate(map(self._height, self._rows), initial=1))
            whole = self._sizes.wide(min(self._group, len(self._signs)), self._group) <= self._room
            if whole and self._tops[-1] <= self.size.height:
                break
        if self._code is not None and not self._fits(self._code):
            self.empty = Content(
                f"The terminal is too small for this QR code.\nIt takes {self._code.width} columns and "
                f"{len(self._code_lines)} lines here; there are {self.line_width} and {self.size.height}."
            )
        self.set_line_count(self._tops[-1])

    @property
    def _room(self) -> int:
        return max(self.line_width - MARGIN - 1, 1)

    def _in_rows(self) -> Iterator[Row]:
        count = self._sizes.a_row(self._room, len(self._signs), self._group)
        for at in range(0, len(self._signs), count):
            signs = self._signs[at : at + count]
            yield Row(signs, list(_readings(signs, self._group, self._room)))

    def _height(self, row: Row) -> int:
        return 1 + self._sizes.high + 1 + len(row.readings) + 1

    def _fits(self, code: QrCode) -> bool:
        return code.width <= self.line_width and len(self._code_lines) <= self.size.height

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen."""
        width = self.line_width
        if self._code is not None and self._fits(self._code):
            return self._code_line(self._code, y)
        if not self._rows:
            return self.empty_line(y)
        at = y + self.scroll_offset.y
        place = bisect_right(self._tops, at) - 1
        if not 0 <= place < len(self._rows):
            return Strip.blank(width, self.ink())
        pieces = self._line(self._rows[place], at - self._tops[place])
        segments = [Segment(text, self.ink(f"large-type--{ink}") if ink else self.ink()) for text, ink in pieces]
        return Strip([Segment(" " * MARGIN, self.ink()), *segments]).adjust_cell_length(width, self.ink())

    def _line(self, row: Row, at: int) -> Iterator[Piece]:
        """Yield line `at` of a row: the numbers, the letters, their kinds, or how they are read."""
        sizes = self._sizes
        if at > 1 + sizes.high:
            yield from row.readings[at - 2 - sizes.high] if at - 2 - sizes.high < len(row.readings) else ()
            return
        for beside, sign in enumerate(row.signs):
            if beside:
                yield Piece(" " * (sizes.gap * 2 if beside % self._group == 0 else sizes.gap), "")
            if at == 0:
                numbered = sign.place == 1 or sign.place % self._group == 0
                yield Piece(str(sign.place if numbered else "").center(sizes.letter), "place")
            elif at <= sizes.high:
                yield Piece(_drawn(sign, sizes)[at - 1], INKS[sign.kind])
            else:
                yield Piece(WORDS[sign.kind].center(sizes.letter), INKS[sign.kind])

    def _code_line(self, code: QrCode, y: int) -> Strip:
        lines, width = self._code_lines, self.line_width
        at = y - max((self.size.height - len(lines)) // 2, 0)
        if not 0 <= at < len(lines):
            return Strip.blank(width, self.ink())
        left = (width - code.width) // 2
        ink = self.ink("large-type--code")
        return Strip(
            [Segment(" " * left, self.ink()), *(Segment(char, ink) for char in lines[at])], left + code.width
        ).adjust_cell_length(width, self.ink())


def _drawn(sign: Sign, sizes: Sizes) -> Sequence[str]:
    """Return the lines of a letter; of one that has no drawing a box with what a terminal makes of it."""
    if dots.has(sign.char):
        return dots.drawn(sign.char, sizes.scale)
    text = "".join(piece.text for piece in exact(sign.char)) or f"\\u{{{ord(sign.char):x}}}"
    inner, middle = sizes.letter - 2, (sizes.high - 2) // 2
    if cell_len(text) > inner:
        text = ""  # it is read below
    left = (inner - cell_len(text)) // 2
    filled = "│" + " " * left + text + " " * (inner - left - cell_len(text)) + "│"
    blank = "│" + " " * inner + "│"
    sides = [filled if line == middle else blank for line in range(sizes.high - 2)]
    return ["╭" + "─" * inner + "╮", *sides, "╰" + "─" * inner + "╯"]


def _readings(signs: Sequence[Sign], size: int, room: int) -> Iterator[list[Piece]]:
    """Yield a line for each group of `size`, or more where one has no room: its first place, and its signs' names."""
    label = len(str(signs[-1].place)) if signs else 0
    for at in range(0, len(signs), size):
        group = signs[at : at + size]
        line, used = [Piece(f"{group[0].place:>{label}}  ", "place")], label + 2
        for beside, sign in enumerate(group):
            comma = Piece(", ", "place") if beside + 1 < len(group) else Piece("", "place")
            reading = clip(sign.reading, max(room - label - 4, 1))
            more = cell_len(reading) + len(comma.text)
            if used + more > room and len(line) > 1:
                yield line
                line, used = [Piece(" " * (label + 2), "place")], label + 2
            line += [Piece(reading, INKS[sign.kind]), comma]
            used += more
        yield line
