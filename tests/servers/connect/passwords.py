"""Generated values by a recipe, and what the server says of a password: its entropy, its strength, the ones before."""

from __future__ import annotations

import math
import random
import string
from typing import Any

from tests.servers.connect.refused import Refused

SETS = {"LETTERS": string.ascii_letters, "DIGITS": string.digits, "SYMBOLS": "!@.-_*#"}
_STRENGTHS = ("TERRIBLE", "WEAK", "FAIR", "GOOD", "VERY_GOOD", "EXCELLENT", "FANTASTIC")


def generate(recipe: object, dice: random.Random) -> str:
    """Return a value that has a character of every set. Raises `Refused` with 400 for a recipe that is none."""
    if recipe is None:
        recipe = {}
    if not isinstance(recipe, dict):
        raise Refused(400, "Invalid recipe")
    length = recipe.get("length", 32)
    if type(length) is not int or not 1 <= length <= 64:
        raise Refused(400, "Invalid recipe: length must be between 1 and 64")
    names = recipe.get("characterSets") or list(SETS)
    if not isinstance(names, list) or len(set(names)) != len(names) or not set(names) <= set(SETS):
        raise Refused(400, "Invalid recipe: characterSets")
    without = recipe.get("excludeCharacters") or ""
    if not isinstance(without, str) or len(set(without)) != len(without):
        raise Refused(400, "Invalid recipe: excludeCharacters has repeated characters")
    sets = ["".join(letter for letter in SETS[name] if letter not in without) for name in names]
    letters = "".join(sets)
    if not letters:
        raise Refused(400, "Invalid recipe: no characters are left")
    value = [dice.choice(each) for each in sets if each][:length]
    value += dice.choices(letters, k=length - len(value))
    dice.shuffle(value)
    return "".join(value)


def entropy(value: str) -> float:
    """Return a rough estimate in bits, which is all that the server's number is here."""
    return len(value) * math.log2(max(2, len(set(value))))


def details(value: str, before: dict[str, Any], *, generated: bool, old: str) -> dict[str, Any]:
    """Return the `passwordDetails` of a value. `before` are those of the old one; "" for `old`: there was none."""
    history = [old, *before.get("history", ())] if old and old != value else list(before.get("history", ()))
    bits = round(entropy(value))
    told: dict[str, Any] = {"entropy": bits, "strength": _STRENGTHS[min(len(_STRENGTHS) - 1, bits // 20)]}
    if generated:
        told["generated"] = True
    return told | ({"history": history} if history else {})
