"""Text as search compares it: without case and accents; and where in the original a match lies.

Folding a text is folding its characters one by one (`fold(a + b) == fold(a) + fold(b)`), so that every place in the
folded text belongs to one character of the original.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from unicodedata import combining, normalize

Span = tuple[int, int]
"""A stretch of a text in characters, half-open."""

# Letters that people take for the plain one, although Unicode does not decompose them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe"})
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))
_APART = re.compile(r"[\W_]")
_HUMP = re.compile(r"[a-z0-9](?=[A-Z])")
_WORD_START = re.compile(r"(?:(?<![^\W_])|(?<=[a-z0-9])(?=[A-Z]))[^\W_]")


def fold(text: str) -> str:
    """Return `text` without case, accents and compatibility forms ("Zürich" → "zurich", "Straße" → "strasse")."""
    if text.isascii():
        return text.lower()
    folded = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join([char for char in folded if not combining(char)]).translate(_PLAIN)


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


def spans(text: str, query: str) -> tuple[Span, ...]:
    """Return where the words of `query` lie in `text`: in characters, in order, not touching each other.

    Every occurrence counts. A word that does not occur but begins the initials of `text` marks these letters.
    """
    return spans_of(text, fold_words(query))


def spans_of(text: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    """The same, of words that `fold_words` returned."""
    folded, places = _placed(text)
    found: list[Span] = []
    for word in words:
        at = folded.find(word)
        if at < 0:
            found += _initials(text, word)
        while at >= 0:
            found.append((places[at], _end(text, places[at + len(word) - 1])))
            at = folded.find(word, at + 1)
    return _merged(found)


def _placed(text: str) -> tuple[str, list[int] | range]:
    """Return the folded text, and of each of its characters the place in `text` that it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [fold(char) for char in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _end(text: str, last: int) -> int:
    """Return the end of a match whose last character is at `last`: with the marks that stand on it."""
    end = last + 1
    while end < len(text) and not fold(text[end]):
        end += 1
    return end


def _initials(text: str, word: str) -> list[Span]:
    """Return where the first letters of the words of `text` are, as far as they spell `word`."""
    if len(word) < 2:
        return []
    starts = [match.start() for match in _WORD_START.finditer(text)][: len(word)]
    if "".join(fold(text[start])[:1] for start in starts) != word:
        return []
    return [(start, _end(text, start)) for start in starts]


def _merged(found: list[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
