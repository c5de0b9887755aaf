"""What a terminal shows: a small emulator for the tests.

It knows what a terminal of the xterm family does with the sequences that may reach it, and nothing else: whatever else
comes is kept in `strange`, so that a test can say that there was none.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import cache, cached_property

ENOUGH = 64
"""No sequence that a terminal needs is longer than this, those for the clipboard excepted."""

_CSI = re.compile(r"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
_OSC = re.compile(r"\x1b\]([^\x07\x1b]*)(?:\x07|\x1b\\)")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
_BLANK = " "
_REST_OF_WIDE = ""

ALTERNATE = "?1049"
CURSOR = "?25"
WRAPPING = "?7"
_SWITCHES = {WRAPPING, CURSOR, "?1000", "?1003", "?1004", "?1006", "?1015", ALTERNATE, "?2004", "?2026", "?2048"}


class Screen:
    """The cells of a terminal and its switches, from the bytes that were written to it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.switches = {CURSOR, WRAPPING}
        """The modes that are on, by the number in their sequence."""
        self.keyboards = 0
        """How often the kitty protocol for keys was asked for, less how often it was given back."""
        self.clipboard: list[str] = []
        """What OSC 52 carried, in its base64."""
        self.colours: set[str] = set()
        """The parameters of every SGR sequence."""
        self.strange: list[str] = []
        """Sequences and controls that no terminal was to be sent."""
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._cells = self._empty()
        self._below = self._cells
        self._x = self._y = 0

    def page(self) -> str:
        """Return what is on the screen, line by line, without the blanks at their ends."""
        return "\n".join("".join(row).rstrip() for row in self._cells)

    def copied(self) -> list[str]:
        """Return what was sent to the clipboard, decoded; what is no base64 asks to clear it, and is None's text."""
        return [_decoded(payload) for payload in self.clipboard]

    def feed(self, data: bytes) -> None:
        """Take up what was written to the terminal."""
        text = self._rest + self._decoder.decode(data)
        at = 0
        while at < len(text):
            if plain := _PLAIN.match(text, at):
                self._write(plain[0])
                at = plain.end()
            elif text[at] != "\x1b":
                self._control(text[at])
                at += 1
            else:
                length = self._escape(text, at)
                if not length:
                    break
                at += length
        self._rest = text[at:]

    def resize(self, columns: int, rows: int) -> None:
        """Become larger or smaller, and empty: whoever shows something paints it anew."""
        self.columns, self.rows = columns, rows
        self._cells = self._below = self._empty()
        self._x = self._y = 0

    # Sequences

    def _escape(self, text: str, at: int) -> int:
        """Carry out the sequence at `at` and return its length, 0 where it is not all there yet."""
        if found := _CSI.match(text, at):
            self._csi(*found.groups())
        elif found := _OSC.match(text, at):
            self._osc(found[1])
        elif len(text) - at < ENOUGH or text.startswith("\x1b]52;", at):
            return 0
        else:
            self.strange.append(text[at : at + ENOUGH])
            return 1
        return found.end() - at

    def _csi(self, private: str, numbers: str, between: str, final: str) -> None:
        deed = self._deeds.get(private + between + final)
        if deed is None:
            self.strange.append(f"CSI {private}{numbers}{between}{final}")
        else:
            deed(numbers)

    @cached_property
    def _deeds(self) -> dict[str, Callable[[str], object]]:
        return {
            "m": self.colours.add,
            "H": self._move,
            "J": self._clear,
            "K": lambda numbers: self._clear_line(),
            "?h": lambda numbers: self._switch(numbers, on=True),
            "?l": lambda numbers: self._switch(numbers, on=False),
            "?$p": lambda numbers: None,
            ">u": lambda numbers: self._keyboard(1),
            "<u": lambda numbers: self._keyboard(-1),
        }

    def _osc(self, body: str) -> None:
        if body.startswith("52;c;"):
            self.clipboard.append(body.removeprefix("52;c;"))
        elif not body.startswith(("8;", "22;")):  # links, and the shape of the pointer
            self.strange.append(f"OSC {body}")

    def _switch(self, numbers: str, *, on: bool) -> None:
        name = f"?{numbers}"
        if name not in _SWITCHES:
            self.strange.append(f"CSI {name}{'h' if on else 'l'}")
        if name == ALTERNATE and on is not (ALTERNATE in self.switches):
            self._cells, self._below = (self._empty(), self._cells) if on else (self._below, self._below)
            self._x = self._y = 0 if on else self._y
        (self.switches.add if on else self.switches.discard)(name)

    def _keyboard(self, step: int) -> None:
        self.keyboards += step

    # Cells

    def _empty(self) -> list[list[str]]:
        return [[_BLANK] * self.columns for _ in range(self.rows)]

    def _move(self, numbers: str) -> None:
        row, _, column = numbers.partition(";")
        self._y = min(max(int(row or 1), 1), self.rows) - 1
        self._x = min(max(int(column or 1), 1), self.columns) - 1

    def _clear(self, numbers: str) -> None:
        if numbers == "2":
            self._cells = self._empty()
        else:
            self.strange.append(f"CSI {numbers}J")

    def _clear_line(self) -> None:
        self._cells[self._y][self._x :] = [_BLANK] * (self.columns - self._x)

    def _control(self, char: str) -> None:
        match char:
            case "\n":
                self._line_feed()
            case "\r":
                self._x = 0
            case "\b":
                self._x = max(0, self._x - 1)
            case "\a":
                pass
            case _:
                self.strange.append(repr(char))

    def _line_feed(self) -> None:
        if self._y < self.rows - 1:
            self._y += 1
        else:
            self._cells.append([_BLANK] * self.columns)
            del self._cells[0]

    def _write(self, text: str) -> None:
        if text.isascii() and self._x + len(text) <= self.columns:
            self._cells[self._y][self._x : self._x + len(text)] = text
            self._x += len(text)
            return
        for char in text:
            width = _width(char)
            if width and self._x + width > self.columns:
                if WRAPPING not in self.switches:
                    continue
                self._x = 0
                self._line_feed()
            if not width:
                self._cells[self._y][max(0, self._x - 1)] += char
                continue
            self._cells[self._y][self._x : self._x + width] = [char, *[_REST_OF_WIDE] * (width - 1)]
            self._x += width


@cache
def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _decoded(payload: str) -> str:
    try:
        return base64.b64decode(payload, validate=True).decode()
    except ValueError:
        return payload
