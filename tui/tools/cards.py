"""Numbers of payment cards: kept as digits, shown in groups, checked as far as a number tells by itself.

Whose a number is, and how its digits are grouped, is in its first digits (ISO/IEC 7812); its last one is a check digit
(Luhn). Neither says whether there is such a card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u00a0]+")
_DIGITS = re.compile(r"[0-9]+")
_SHOWN_LAST = 4
_DOT = "•"
_FOURS = (4, 4, 4, 4, 4)


@dataclass(frozen=True, slots=True)
class CardType:
    """A kind of card: 1Password's word for it, its name, its first digits, how many digits, and their groups."""

    id: str
    name: str
    begins: str = ""
    lengths: tuple[int, ...] = (16,)
    groups: tuple[int, ...] = _FOURS


TYPES = (
    CardType("visa", "Visa", "4", (13, 16, 19)),
    CardType("mc", "Mastercard", "5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"),
    CardType("amex", "American Express", "3[47]", (15,), (4, 6, 5)),
    CardType("diners", "Diners Club", "30[0-5]|3095|36|3[89]", (14, 15, 16, 17, 18, 19), (4, 6, 4)),
    CardType("carteblanche", "Carte Blanche"),
    CardType("discover", "Discover", "6011|64[4-9]|65", (16, 17, 18, 19)),
    CardType("jcb", "JCB", "35(2[89]|[3-8])", (16, 17, 18, 19)),
    CardType("maestro", "Maestro", "5018|5020|5038|5893|6304|6759|676[1-3]", tuple(range(12, 20))),
    CardType("visaelectron", "Visa Electron"),
    CardType("laser", "Laser"),
    CardType("unionpay", "UnionPay", "62", (16, 17, 18, 19)),
)
"""The kinds that 1Password knows, by its own words."""

_FIRST = tuple((re.compile(one.begins), one) for one in TYPES if one.begins)


def kept(text: str) -> str:
    """Return a number as it is kept and copied: without what is between its digits. Other texts stay as they are."""
    bare = _BETWEEN.sub("", text)
    return bare if _DIGITS.fullmatch(bare) else text


def kind_of(text: str) -> CardType | None:
    """Return whose card the first digits of a number say it is, or None."""
    number = kept(text)
    return next((one for begins, one in _FIRST if begins.match(number)), None)


def grouped(text: str) -> str:
    """Return a number as it stands on the card, as much as there is of it. A text that is no number stays as it is."""
    number = kept(text)
    if not _DIGITS.fullmatch(number):
        return text
    kind = kind_of(number)
    groups = kind.groups if kind is not None and len(number) <= sum(kind.groups) else _FOURS
    parts, at = [], 0
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    return " ".join(filter(None, (*parts, number[at:])))


def masked(text: str) -> str:
    """Return a number in its groups with dots for all but the last four digits. All of another text is dots."""
    shown = grouped(text)
    number = kept(text)
    if not _DIGITS.fullmatch(number) or len(number) <= 2 * _SHOWN_LAST:
        return _DOT * 8
    left = len(number) - _SHOWN_LAST
    made = []
    for char in shown:
        if char != " ":
            made.append(char if left <= 0 else _DOT)
            left -= 1
        else:
            made.append(char)
    return "".join(made)


def checks(text: str) -> bool:
    """Whether the last digit of a number is the one that the others ask for."""
    number = kept(text)
    if not _DIGITS.fullmatch(number):
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def problem(text: str) -> str:
    """Return what looks wrong about a number, "" where nothing does. What is not whole yet is told so."""
    number = kept(text)
    if not _DIGITS.fullmatch(number):
        return "A card number has digits only."
    kind = kind_of(number)
    lengths = kind.lengths if kind is not None else range(12, 20)
    if len(number) not in lengths:
        name = f"of a {kind.name} card" if kind is not None else "of a card"
        few = "too few" if len(number) < max(lengths) else "too many"
        return f"{len(number)} digits are {few} for the number {name}."
    return "" if checks(number) else "A digit is wrong: the last one does not fit the others."
