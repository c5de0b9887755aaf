"""What is written makes the terminal show what was painted, in few bytes, and leaves nothing of what was before."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.guard.paint import Painter
from tui.guard.pens import PLAIN, Pen, change, pen_of, sgr

WIDTH = 12
STYLES = tuple(
    map(
        Style.parse,
        ("none", "bold", "#010203", "bold #010203 on #040506", "underline on #040506", "dim italic", "reverse red"),
    )
)
TEXTS = ("\u0301b", "a", "abc", "   ", " b ", "é★", "日本", "👍🏽", "e\u0301", "\u2764\ufe0f", "ﷺ", "\u0e19\u0e33")
_TOKEN = re.compile(r"\x1b\[([0-9;]*)([mH])|([^\x1b])")


class Terminal:
    """Cells, each with the text and the pen it was last written with. `width` says how wide it makes a character."""

    def __init__(self, width: Callable[[str], int] = cell_len) -> None:
        self.cells = {(x, y): ("#", PLAIN) for x in range(WIDTH) for y in range(4)}
        self.pen, self.x, self.y = PLAIN, 0, 0
        self._width = width

    def feed(self, text: str) -> None:
        """Take up what was written."""
        for numbers, final, char in _TOKEN.findall(text):
            if final == "H":
                y, x = numbers.split(";")
                self.x, self.y = int(x) - 1, int(y) - 1
            elif final == "m":
                self.pen = _applied(self.pen, numbers)
            else:
                self._write(char)

    def _write(self, char: str) -> None:
        width = self._width(char)
        for n in range(width):
            self.cells[self.x + n, self.y] = (char if n == 0 else "", self.pen)
        if not width and (self.x - 1, self.y) in self.cells:
            before, pen = self.cells[self.x - 1, self.y]
            self.cells[self.x - 1, self.y] = (before + char, pen)
        self.x += width

    def seen(self) -> dict[tuple[int, int], tuple[str, Pen]]:
        """Return the cells as they are seen: of a blank its colour does not matter, unless it is lined or reversed."""
        return {at: (text, _seen(text, pen)) for at, (text, pen) in self.cells.items() if at[0] < WIDTH}


def _seen(text: str, pen: Pen) -> Pen:
    return pen if text != " " or pen.attributes & {"4", "7"} else Pen(ground=pen.ground)


def _applied(pen: Pen, numbers: str) -> Pen:
    """Return what SGR makes of a pen, number by number."""
    rest = (numbers or "0").split(";")
    while rest:
        number = rest.pop(0)
        if number in ("38", "48"):
            colour = ";".join([number, *(rest.pop(0) for _ in range(4))])
            pen = pen._replace(colour=colour) if number == "38" else pen._replace(ground=colour)
        elif number == "0":
            pen = PLAIN
        elif number in ("39", "49"):
            pen = pen._replace(colour="") if number == "39" else pen._replace(ground="")
        elif number in ("22", "23", "24", "27"):
            off = {"22": {"1", "2"}}.get(number, {number[1]})
            pen = pen._replace(attributes=pen.attributes - off)
        elif len(number) == 2:
            pen = pen._replace(colour=number)
        else:
            pen = pen._replace(attributes=pen.attributes | {number})
    return pen


def line(pieces: list[tuple[str, Style]]) -> Strip:
    """Return pieces as a strip as wide as the terminal."""
    return Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(WIDTH)


def whole(strip: Strip, y: int = 0) -> LayoutUpdate:
    """Return a paint of a whole line."""
    return LayoutUpdate([[strip]], Region(0, y, WIDTH, 1))


def chops(strip: Strip, begin: int, end: int, y: int = 0) -> ChopsUpdate:
    """Return a paint of some columns of a line, in two chops."""
    cut = (begin + end) // 2
    parts = {begin: strip.crop(begin, cut), cut: strip.crop(cut, end)}
    return ChopsUpdate([{}] * y + [parts], [(y, begin, end)], [[]] * y + [[cut, end]])


def paint(painter: Painter, update: CompositorUpdate, screen: object = "one") -> str:
    """Return what is written for a paint."""
    return painter.paint(update, screen, (0, 0), ColorSystem.TRUECOLOR)


PIECES = st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(STYLES)), max_size=6)
SPANS = st.tuples(st.integers(0, WIDTH - 2), st.integers(2, WIDTH)).filter(lambda span: span[1] - span[0] > 1)
PAINTS = st.lists(st.tuples(PIECES, st.one_of(st.none(), SPANS)), min_size=1, max_size=6)


def test_a_wide_character_that_was_half_written_over_is_written_again() -> None:
    painter = Painter()
    wide, narrow = line([("界", Style())]), line([("ab", Style())])
    paint(painter, whole(wide))
    paint(painter, chops(narrow, 1, 3))
    assert "界" in paint(painter, whole(wide))
    assert paint(painter, whole(wide)) == ""


def test_a_mark_at_the_beginning_of_a_text_goes_with_it() -> None:
    painter, terminal = Painter(), Terminal()
    for text in ("\u0301bc", "xbc"):
        terminal.feed(paint(painter, whole(line([("a  ", STYLES[0]), (text, STYLES[1])]))))
    assert terminal.seen()[2, 0] == (" ", PLAIN), "the mark is still seen on the sign before"


@given(PAINTS)
def test_the_terminal_shows_what_a_terminal_shows_that_is_written_all_of_it(
    paints: list[tuple[list[tuple[str, Style]], tuple[int, int] | None]],
) -> None:
    painter, terminal = Painter(), Terminal()
    terminal.feed(paint(painter, whole(line([]))))
    for pieces, span in paints:
        strip = line(pieces)
        terminal.feed(paint(painter, chops(strip, *span) if span else whole(strip)))
        other = Terminal()
        other.cells = dict(terminal.cells)
        begin, end = span or (0, WIDTH)
        other.feed(paint(Painter(), chops(strip, begin, end) if span else whole(strip)))
        assert terminal.seen() == other.seen()
        assert terminal.pen == PLAIN
        assert (terminal.x, terminal.y) == (0, 0)
        assert paint(painter, chops(strip, *span) if span else whole(strip)) == ""


@pytest.mark.parametrize("width", [lambda char: 1, lambda char: 2 if char > "\u0600" else 1], ids=["narrow", "wide"])
@given(st.lists(PIECES, min_size=2, max_size=5))
def test_nothing_stays_of_what_was_there_whatever_the_terminal_thinks_of_widths(
    width: Callable[[str], int], lines: list[list[tuple[str, Style]]]
) -> None:
    painter, terminal = Painter(), Terminal(width)
    for pieces in lines:
        terminal.feed(paint(painter, whole(line(pieces))))
        there = {char for text, _ in terminal.seen().values() for char in text}
        assert there <= {char for text, _ in pieces for char in text} | {" ", "#"}
        assert "#" not in "".join(text for (x, y), (text, _) in terminal.seen().items() if y == 0)


@given(st.sampled_from(STYLES), st.sampled_from(STYLES))
def test_a_change_of_pen_is_no_longer_than_the_pen_itself(old: Style, new: Style) -> None:
    before, after = (pen_of(sgr(style, ColorSystem.TRUECOLOR)) for style in (old, new))
    if before != after:
        assert _applied(before, change(before, after)[2:-1]) == after
        assert len(change(before, after)) <= len(change(PLAIN, after)) + 2


def test_what_is_shown_already_is_not_written_again() -> None:
    painter = Painter()
    rows = [line([("user name ", STYLES[0]), (str(n), STYLES[1])]) for n in range(10)]
    assert paint(painter, whole(rows[0]))
    assert paint(painter, whole(rows[0])) == ""
    for _, row in pairwise(rows):
        assert paint(painter, whole(row)) == f"\x1b[1;11H\x1b[1m{row.text[10]}\x1b[0m\x1b[1;1H"


def test_all_is_written_for_another_screen_and_where_all_is_forgotten() -> None:
    painter, row = Painter(), line([("abc", STYLES[1])])
    first = paint(painter, whole(row))
    assert paint(painter, whole(row), "another") == first
    painter.forget()
    assert paint(painter, whole(row), "another") == first
