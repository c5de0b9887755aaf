"""What of a text is marked: where in the original, in characters, the words of a query lie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tui.tools.folding import Span, fold, fold_words
from tui.tools.near import one_off, pieces

_TOKEN = re.compile(r"[^\W_]+")
_WORD_START = re.compile(r"(?:(?<![^\W_])|(?<=[a-z0-9])(?=[A-Z]))[^\W_]")


def spans(text: str, query: str, *, near: bool = False) -> tuple[Span, ...]:
    """Return where the words of `query` lie in `text`: in characters, in order, not touching each other.

    Every occurrence counts. A word that does not occur but begins the initials of `text` marks these letters. With
    `near` a word that is neither marks what is nearly so: see `tui.tools.near`.
    """
    return spans_of(text, fold_words(query), near=near)


def spans_of(text: str, words: tuple[str, ...], *, near: bool = False) -> tuple[Span, ...]:
    """The same, of words that `fold_words` returned."""
    folded, places = _placed(text)
    found: list[Span] = []
    for word in words:
        at = folded.find(word)
        if at < 0:
            found += _initials(text, word) or (_near(text, word, folded, places) if near else [])
        while at >= 0:
            found.append((places[at], _end(text, places[at + len(word) - 1])))
            at = folded.find(word, at + 1)
    return _merged(found)


def _near(text: str, word: str, folded: str, places: Sequence[int]) -> list[Span]:
    """Return where the word is with an error in it, or else the beginnings of words that it is made of."""
    found = []
    for token in _TOKEN.finditer(folded):
        if reach := one_off(word, token[0]):
            found.append((places[token.start()], _end(text, places[token.start() + reach - 1])))
    if found:
        return found
    starts = sorted({*(match.start() for match in _WORD_START.finditer(text))})
    begins = [places.index(start) for start in starts if start in places]
    words = [folded[begin:end] for begin, end in pairwise((*begins, len(folded)))]
    return [
        (places[begins[number]], _end(text, places[begins[number] + letters - 1]))
        for number, letters in pieces(word, [_letters(one) for one in words])
    ]


def _letters(text: str) -> str:
    found = _TOKEN.match(text)
    return found[0] if found else ""


def _placed(text: str) -> tuple[str, Sequence[int]]:
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
