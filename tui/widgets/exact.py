"""A secret as it may be read off the screen: every character is seen, and told apart from those it resembles.

Each character is a piece of its own. Rich and Textual remember whole pieces of text to measure them faster, and a
secret must not be remembered.
"""

from __future__ import annotations

from collections.abc import Iterator

from tui.host.display import display_text
from tui.widgets.inks import Piece

_LOST = "\N{REPLACEMENT CHARACTER}"
_SPACES = {" ": "␣", "\t": "␉"}


def exact(text: str) -> Iterator[Piece]:
    r"""Yield a piece for every character of `text`, as letter, digit, symbol or escape.

    What would not be seen is written out: a space ␣, controls as their pictures, a mark on a dotted circle, anything
    else by its number, as in `\u{200b}`. Such a piece is an escape, so that ␣ and a space are told apart.
    """
    for char in text:
        shown = _SPACES.get(char) or display_text(char)
        if shown == char and not char.isspace():
            yield Piece(char, "digit" if char.isdecimal() else "letter" if char.isalpha() else "symbol")
        elif shown in ("", char, _LOST):
            yield Piece(f"\\u{{{ord(char):x}}}", "escape")
        else:
            yield Piece(shown, "escape")


def spelled(text: str, ink: str) -> Iterator[Piece]:
    """Yield a piece for every character of a text that is short-lived but not concealed, such as a one-time code."""
    for char in text:
        yield Piece(char, ink)
