"""Text as search compares it: without case and accents; and where in the original a match lies.

Folding a text is folding its characters one by one (`fold(a + b) == fold(a) + fold(b)`), so that every place in the
folded text belongs to one character of the original.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import lru_cache
from unicodedata import combining, normalize

Span = tuple[int, int]
"""A stretch of a text in characters, half-open."""

# Letters that people take for the plain one, although Unicode does not decompose them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe"})
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))
_APART = re.compile(r"[\W_]")
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_HUMP = re.compile(r"[a-z0-9](?=[A-Z])")


def fold(text: str) -> str:
    """Return `text` without case, accents and compatibility forms ("Zürich" → "zurich", "Straße" → "strasse")."""
    if text.isascii():
        return text.lower()
    folded = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join([char for char in folded if not combining(char)]).translate(_PLAIN)


def searchable(text: str) -> str:
    """Return `text` folded, save that letters without accents keep their case: humps ("GitHub") can still be seen."""
    if text.isascii():
        return text
    return _OTHERS.sub(_searchable_part, text)


def _searchable_part(found: re.Match[str]) -> str:
    part = found[0]
    return _searchable_char(part) if len(part) == 1 else "".join(map(_searchable_char, part))


@lru_cache(maxsize=2048)
def _searchable_char(char: str) -> str:
    return "".join([one if one.isascii() else fold(one) for one in normalize("NFKD", char)])


def fold_words(query: str) -> tuple[str, ...]:
    """Return the words of a query, folded; the same word twice counts once."""
    return tuple(dict.fromkeys(fold(query).split()))


def fold_lines(lines: list[str]) -> list[str]:
    """Fold every line; quick where most are ASCII."""
    return _in_bulk(lines, str.lower, fold)


def title_words(titles: list[str]) -> list[str]:
    """Return of each title its words, folded, each after a space: "GitHub (work)" → " git hub  work"."""

    def plain(text: str) -> str:
        return _HUMP.sub(r"\g<0> ", text.translate(_PUNCTUATION)).lower()

    def other(text: str) -> str:
        return fold(_HUMP.sub(r"\g<0> ", _APART.sub(" ", normalize("NFC", text))))

    return [f" {line.strip()}" for line in _in_bulk(titles, plain, other)]


def initials(words: str) -> str:
    """Return the first letters of a line of `title_words`, or "" where it has only one word."""
    firsts = "".join([word[0] for word in words.split()])
    return firsts if len(firsts) > 1 else ""


def _in_bulk(lines: list[str], plain: Callable[[str], str], other: Callable[[str], str]) -> list[str]:
    """Return the lines, those in ASCII treated all at once."""
    joined = "\n".join([line for line in lines if line.isascii()])
    done = plain(joined).split("\n")
    if len(done) + sum(not line.isascii() for line in lines) != max(len(lines), 1):  # a line break in a line
        return [other(line) for line in lines]
    quick = iter(done)
    return [next(quick) if line.isascii() else other(line) for line in lines]
