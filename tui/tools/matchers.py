"""What frizbee is asked: patterns, and scorings that count nothing but places, so that a score is a rank."""

from __future__ import annotations

from collections.abc import Iterable

from frizbee import Matcher, Pattern, Scoring


def _scoring(letter: int, first: int, title: int) -> Scoring:
    """Return a scoring of places: what a letter counts, and what it does at the start of a word and of the line."""
    return Scoring(
        match_score=letter,
        prefix_bonus=title,
        capitalization_bonus=first,
        delimiter_bonus=first,
        mismatch_penalty=0,
        gap_open_penalty=0,
        gap_extend_penalty=0,
        matching_case_bonus=0,
        exact_match_bonus=0,
    )


LETTER, FIRST, TITLE = 2, 10, 40
WORD_BEGINS, LINE_BEGINS = 3, 5
BEGINS, ANYWHERE = _scoring(0, WORD_BEGINS, LINE_BEGINS), _scoring(0, 0, 0)
INITIALS = _scoring(LETTER, FIRST, TITLE)
LIKENESS = Scoring(matching_case_bonus=0, capitalization_bonus=2)


def encodable(text: str) -> str:
    """Return a text that Rust can take: half a surrogate pair is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pattern(word: str, *, negated: bool = False, scoring: Scoring = BEGINS) -> Pattern:
    """Return what finds a word as it is spelt, anywhere."""
    return Pattern(encodable(word), matching="substring", negated=negated, scoring=scoring)


def initials_of(word: str) -> tuple[Pattern, int]:
    """Return what finds the letters of a word in this order, and the least score where they all begin words."""
    text = encodable(word)
    return Pattern(text, scoring=INITIALS), FIRST * len(word) + LETTER * len(text.encode())


def matcher(patterns: Iterable[Pattern], scoring: Scoring | None = None, most: int | None = None) -> Matcher:
    """Return what finds lines that match all of some patterns, the best `most` of them. Each thread needs its own."""
    return Matcher.from_patterns(list(patterns), casing="ignore", unicode="ignore", scoring=scoring, max_items=most)
