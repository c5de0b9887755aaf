"""How hard a password is to guess, in a number and in words. Never raises, and never keeps a key waiting.

The judge is zxcvbn (Wheeler, USENIX Security 2016): it looks for words, names, dates, rows of keys and repeats.
Its work grows with the square of the length and with the number of look-alike characters ("4" for "a"), so only as long
a beginning is judged as fits into the time; more characters never make a password easier to guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.secret import Secret

WORDS = ("very weak", "weak", "fair", "good", "strong")
"""What the scores 0 to 4 are called."""

LONGEST = 40
"""At most so many characters are judged."""

_LENGTHS = (LONGEST, 32, 24, 20, 16, 12, 8)
_BUDGET = 6000  # length² × ways to read the look-alikes; about 2.5 µs each on a slow machine
_STRONG = "It is long enough and follows no pattern that is easy to guess."
_GOOD = "It is hard to guess; a few characters more would make it strong."
_MORE = "It is short, or made of common parts; another word or more characters would help."
_OWN = "It contains words of the title, the user name or the website."


@dataclass(frozen=True, slots=True)
class Strength:
    """A judgement: `score` from 0 (guessed at once) to 4 (strong), and a whole sentence why."""

    score: int
    reason: str

    @property
    def word(self) -> str:
        """The score in words."""
        return WORDS[self.score]


def prepare() -> None:
    """Load the word lists, about 70 ms once. Called in a thread before the first `estimate`, no key waits for it."""
    import zxcvbn  # noqa: F401


def of_secret(secret: Secret, context: Sequence[str] = ()) -> Strength:
    """Judge a password that nobody sees. See `estimate`."""
    return estimate(secret.reveal(), context)


def estimate(text: str, context: Sequence[str] = ()) -> Strength:
    """Judge a password. `context` is what a guesser knows: title, user name, website. Never raises."""
    if not text:
        return Strength(0, "There is no password.")
    from zxcvbn import zxcvbn

    judged = _beginning(text)
    found = zxcvbn(judged, user_inputs=_known(context), max_length=LONGEST)
    score = int(found["score"])
    reason = _reason(score, found)
    if len(judged) < len(text):
        reason += f" Only the first {len(judged)} characters were judged."
    return Strength(score, reason)


def _reason(score: int, found: Mapping[str, object]) -> str:
    """Return in one sentence why."""
    if score == len(WORDS) - 1:
        return _STRONG
    sequence, feedback = found["sequence"], found["feedback"]
    if isinstance(sequence, list) and any(part.get("dictionary_name") == "user_inputs" for part in sequence):
        return _OWN
    if score == len(WORDS) - 2:
        return _GOOD
    warning = feedback.get("warning", "") if isinstance(feedback, dict) else ""
    return str(warning) or _MORE


def _beginning(text: str) -> str:
    """Return as long a beginning of `text` as can be judged in time."""
    for length in _LENGTHS:
        beginning = text[:length]
        if len(beginning.lower()) ** 2 * _readings(beginning) <= _BUDGET:
            return beginning
    return text[: _LENGTHS[-1]]


def _readings(text: str) -> int:
    """Return in how many ways zxcvbn reads the look-alikes of `text`."""
    from zxcvbn.matching import L33T_TABLE

    readings = 1
    for lookalikes in L33T_TABLE.values():
        readings *= max(1, sum(char in text for char in lookalikes))
    return readings


def _known(context: Sequence[str]) -> list[str]:
    """Return the words of `context`, and each of its texts whole."""
    known: dict[str, None] = {}
    for text in context[:10]:
        start = text[:200].lower()
        known[start] = None
        words = [*re.split(r"[\s@/]+", start), *re.split(r"[\W_]+", start)]  # "example.com", and "example"
        known.update(dict.fromkeys(word for word in words if len(word) > 2))
    known.pop("", None)
    return list(known)
