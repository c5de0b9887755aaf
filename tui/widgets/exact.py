"""A secret as it may be read off the screen: every character is seen, and told apart from those it resembles.

Each character is a piece of its own. Rich and Textual remember whole pieces of text to measure them faster, and a
secret must not be remembered.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import get_character_cell_size

from tui.host.display import display_text
from tui.widgets.inks import Piece

_LOST = "\N{REPLACEMENT CHARACTER}"
_SPACES = {" ": "␣", "\t": "␉"}
_LINE_FEED = "␤"


def exact(text: str) -> Iterator[Piece]:
    r"""Yield a piece for every character of `text`, as letter, digit, symbol or escape.

    What would not be seen is written out: a space ␣, controls as their pictures, a mark on a dotted circle, anything
    else by its number, as in `\u{200b}`. Such a piece is an escape, so that ␣ and a space are told apart.
    """
    for char in text:
        shown = _SPACES.get(char) or display_text(char)
        if shown == char and not char.isspace() and not _melts(char):
            yield Piece(char, "digit" if char.isdecimal() else "letter" if char.isalpha() else "symbol")
        elif shown in ("", char, _LOST) or (shown == _LINE_FEED and char != "\n"):  # other breaks are seen as others
            yield Piece(f"\\u{{{ord(char):x}}}", "escape")
        else:
            yield Piece(shown, "escape")


def _melts(char: str) -> bool:
    """Whether a terminal may make one sign of this character and its neighbour: flags, and the colours of skin."""
    return "\U0001f1e6" <= char <= "\U0001f1ff" or not get_character_cell_size(char)


def spelled(text: str, ink: str) -> Iterator[Piece]:
    """Yield a piece for every character of a text that is short-lived but not concealed, such as a one-time code."""
    for char in text:
        yield Piece(char, ink)
