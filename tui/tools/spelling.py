"""Passwords to be read aloud, or typed from a screen: each character with its place, its kind and its name.

Letters are read by the NATO alphabet, ASCII symbols by the names that people use, everything else by its Unicode name,
so that no two characters are read alike.
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What sort of character it is."""

    LETTER = "letter"
    CAPITAL = "capital letter"
    DIGIT = "digit"
    SYMBOL = "symbol"
    SPACE = "space"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sign:
    """A character of a password: its place from 1, its kind, and how it is read. Prints neither itself nor its name."""

    place: int
    char: str = field(repr=False)
    kind: Kind
    reading: str = field(repr=False)


_NATO = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)
_DIGITS = "zero one two three four five six seven eight nine"
_SYMBOLS = {
    " ": "space",
    "!": "exclamation mark",
    '"': "double quote",
    "#": "hash",
    "$": "dollar sign",
    "%": "percent sign",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "opening parenthesis",
    ")": "closing parenthesis",
    "*": "asterisk",
    "+": "plus",
    ",": "comma",
    "-": "hyphen",
    ".": "full stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less-than sign",
    "=": "equals sign",
    ">": "greater-than sign",
    "?": "question mark",
    "@": "at sign",
    "[": "opening bracket",
    "\\": "backslash",
    "]": "closing bracket",
    "^": "caret",
    "_": "underscore",
    "`": "backtick",
    "{": "opening brace",
    "|": "vertical bar",
    "}": "closing brace",
    "~": "tilde",
    "\t": "tab",
    "\n": "line feed",
    "\r": "carriage return",
}
_READINGS = {
    **dict(zip(string.ascii_lowercase, _NATO.lower().split(), strict=True)),
    **{letter: f"capital {word}" for letter, word in zip(string.ascii_uppercase, _NATO.split(), strict=True)},
    **dict(zip(string.digits, _DIGITS.split(), strict=True)),
    **_SYMBOLS,
}
_TAKEN = frozenset(_READINGS.values())
_KINDS = {"Lu": Kind.CAPITAL, "Lt": Kind.CAPITAL, "Nd": Kind.DIGIT, "Zs": Kind.SPACE}
_FAMILIES = {"L": Kind.LETTER, "P": Kind.SYMBOL, "S": Kind.SYMBOL}


def spell(text: str) -> tuple[Sign, ...]:
    """Return each character (code point) of a text. Never raises."""
    return tuple(Sign(place, char, _kind(char), _reading(char)) for place, char in enumerate(text, 1))


def _kind(char: str) -> Kind:
    category = unicodedata.category(char)
    return _KINDS.get(category) or _FAMILIES.get(category[0], Kind.OTHER)


def _reading(char: str) -> str:
    """Return the name of a character; its number where it has none, and with it where an ASCII one is read so."""
    if char in _READINGS:
        return _READINGS[char]
    name, number = unicodedata.name(char, "").lower(), f"U+{ord(char):04X}"
    return f"{name} {number}" if name in _TAKEN else name or number
