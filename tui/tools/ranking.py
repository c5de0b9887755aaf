"""How well a row fits words, and how well it fits them where some are not spelt so: the order that people see.

Points for each word, by the best place where it is: the title begins with it, a word of the title does (or the title's
initials do), it is inside the title, a word elsewhere begins with it, it is inside something elsewhere. A word that
ends there too, and so is all that was meant, gives one more. The points of the words are added up; among equals
shorter titles come first, and then older rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from tui.tools.folding import fold, initials, title_words
from tui.tools.near import abbreviates, one_off
from tui.tools.rows import Line, Rows

TITLE, START, INSIDE, ELSEWHERE, DEEP, WHOLE = 10, 8, 6, 4, 2, 1
NEAR_TITLE, NEAR_START, NEAR_ELSEWHERE = 7, 5, 3

Rank = tuple[int, int]
"""Points, the more the less: sorts best first; then the length of the title."""

_WORD = re.compile(r"[^\W_]+")


class Texts:
    """A row as it is compared: its title, and all else."""

    __slots__ = ("_words", "length", "raw", "rest", "title")

    def __init__(self, line: Line) -> None:
        self.raw = line.title
        self.title = fold(line.title)
        self.length = len(line.title)
        self.rest = fold(line.text[self.length + 1 :])
        self._words: str | None = None

    @property
    def words(self) -> str:
        """The title's words, each after a space."""
        if self._words is None:
            (self._words,) = title_words([self.raw])
        return self._words


def exact_points(word: str, texts: Texts) -> int:
    """Return the points of a word as it is spelt; 0: it is not there."""
    title = texts.title
    at = title.find(word)
    if at < 0 and not (len(word) > 1 and initials(texts.words).startswith(word)):
        return _elsewhere(word, texts.rest)
    if at == 0:
        return TITLE + _ends(title, len(word))
    if (begun := _begun(word, title)) >= 0:
        return START + _ends(title, begun + len(word))
    begins = at < 0 or f" {word}" in texts.words or (len(word) > 1 and initials(texts.words).startswith(word))
    return START if begins else INSIDE


def _elsewhere(word: str, rest: str) -> int:
    if word not in rest:
        return 0
    begun = _begun(word, rest)
    return DEEP if begun < 0 else ELSEWHERE + _ends(rest, begun + len(word))


def rank(words: Sequence[str], line: Line) -> Rank | None:
    """Return the rank of a row that has all words, or None."""
    texts, points = Texts(line), 0
    for word in words:
        found = exact_points(word, texts)
        if not found:
            return None
        points += found
    return -points, texts.length


def is_literal(words: Sequence[str], line: Line) -> bool:
    """Whether every word is in the row as it is spelt, not only as initials."""
    texts = Texts(line)
    return all(word in texts.title or word in texts.rest for word in words)


def ordered(words: Sequence[str], found: Collection[int], rows: Rows, known: Mapping[int, Rank]) -> list[int]:
    """Return rows that have all words, best first. The ranks of some are known."""
    ranks = {row: known.get(row) or rank(words, rows[row]) or (0, 0) for row in found}
    return sorted(found, key=lambda row: (ranks[row], row))


def near_rank(words: Sequence[str], line: Line) -> Rank | None:
    """Return the rank of a row that has all words where some may have an error, and some do; otherwise None."""
    texts, points, wrong = Texts(line), 0, False
    for word in words:
        found = exact_points(word, texts)
        if not found:
            found, wrong = near_points(word, texts), True
        if not found:
            return None
        points += found
    return (-points, texts.length) if wrong else None


def near_points(word: str, texts: Texts) -> int:
    """Return the points of a word that is not spelt so in the row; 0: nor nearly so."""
    best = 0
    for number, token in enumerate(_tokens(texts.title)):
        if reach := one_off(word, token):
            best = max(best, (NEAR_START if number else NEAR_TITLE) + WHOLE * (reach == len(token)))
    own = texts.words.split()
    if not best and abbreviates(word, own):
        best = NEAR_TITLE if word.startswith(own[0][:1]) else NEAR_START
    if not best:
        for token in _tokens(texts.rest):
            if reach := one_off(word, token):
                best = max(best, NEAR_ELSEWHERE + WHOLE * (reach == len(token)))
    return best


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def _ends(text: str, at: int) -> int:
    """Return a point where a word ends at a place in the text."""
    return 0 if text[at : at + 1].isalnum() else WHOLE


def _begun(word: str, text: str) -> int:
    """Return where a word of the text begins so, or -1."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at
