"""Whether a word is meant that is not there as it was typed: one error in it, or words that were run together.

Narrow on purpose. Letters that merely occur in this order, scattered over a line, are no match: people do not see one
in them.
"""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST = 4
"""In shorter words nothing is forgiven: too much is like them."""

SURE = 6
"""Of a shorter word the first and the last letter must be right, and the whole be there: its beginning is like much."""

LONGEST = 60
"""Letters of a word, and words of a title, with which it is tried what was run together."""


def one_off(word: str, token: str) -> int:
    """Return how much of a token it is that `word` spells with one error, or 0.

    An error is a letter too many, one left out, another one, or two that changed places. The token may go on where the
    word is not short, or its letters are all there.
    """
    if len(word) < SHORTEST or len(token) < len(word) - 1:
        return 0
    at = _common(word, token)
    ours, theirs, length = word[at:], token[at:], len(word)
    if len(ours) > 1 and theirs[:2] == ours[1::-1] and theirs[2:].startswith(ours[2:]):
        return length
    if theirs[1:].startswith(ours):
        reach = length + 1
    elif theirs and theirs[1:].startswith(ours[1:]):
        reach = length
    elif theirs.startswith(ours[1:]):
        reach = length - 1
    else:
        return 0
    whole = reach == len(token) and at and (at < length - 1 or reach < length)
    return reach if length >= SURE or whole else 0


def abbreviates(word: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the beginnings of words, in order: neighbours' initials, or two letters and more."""
    return bool(pieces(word, words))


def pieces(word: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return which of the words it is made of, and how many letters of each; none where it is not."""
    if len(word) >= 3:
        firsts = "".join([one[:1] for one in words])
        at = firsts.find(word)
        if at >= 0:
            return [(number, 1) for number in range(at, at + len(word))]
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    made: dict[int, list[tuple[int, int]]] = {0: []}  # by how many letters are made, the shortest way
    for number, one in enumerate(words[:LONGEST]):
        for done, way in sorted(made.items(), reverse=True):
            for more in range(2, _common(word[done:], one) + 1):
                made.setdefault(done + more, [*way, (number, more)])
    way = made.get(len(word), [])
    return way if len(word) >= SURE or any(letters > 2 for _, letters in way) else []


def _common(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
