"""New passwords: random ones, memorable ones and PINs, from the system's random source (`secrets`) and no other.

Every password that a recipe allows is exactly as likely as every other, so that `entropy()` is exact and no estimate.
"""

from __future__ import annotations

import math
import secrets
import string
from dataclasses import dataclass
from functools import lru_cache

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools.ruled_recipe import RuledRecipe

LONGEST = 128
"""The greatest length of a password or PIN, in characters."""

MOST_WORDS = 20
LOOKALIKES = "Il1|O0o"
SYMBOLS = string.punctuation

_EFF_WORDS = 7776


@dataclass(frozen=True, slots=True)
class RandomRecipe:
    """Characters drawn at random.

    `lower`, `upper`, `digits` and `symbols` say how many of each class there are at least: True is 1, and False (0)
    leaves the class out. Without `every_class` a class of 1 may also be missing.
    """

    length: int = 20
    lower: int = True
    upper: int = True
    digits: int = True
    symbols: int = True
    exclude_lookalikes: bool = False
    exclude: str = ""
    every_class: bool = True

    def entropy(self) -> float:
        """Return the bits of a password: log2 of how many passwords there are. Raises `Invalid`."""
        alphabets, least = self._classes()
        return math.log2(_ways(tuple(map(len, alphabets)), least, self.length)[0][self.length])

    def draw(self) -> str:
        """Return one of all passwords that fit. Raises `Invalid`.

        How many characters come from which class is drawn by the number of passwords that each split has; then each
        character and their order are drawn. So none is favoured, as "one of each, then fill up" would.
        """
        alphabets, least = self._classes()
        ways = _ways(tuple(map(len, alphabets)), least, self.length)
        drawn: list[str] = []
        for at, alphabet in enumerate(alphabets):
            left = self.length - len(drawn)
            ticket = secrets.randbelow(ways[at][left])
            count = least[at]
            while ticket >= (share := math.comb(left, count) * len(alphabet) ** count * ways[at + 1][left - count]):
                ticket -= share
                count += 1
            drawn += [secrets.choice(alphabet) for _ in range(count)]
        secrets.SystemRandom().shuffle(drawn)
        return "".join(drawn)

    def _classes(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the characters of each chosen class, and the least number of each."""
        _check_between("A password", "characters", self.length, 1, LONGEST)
        gone = set(self.exclude + (LOOKALIKES if self.exclude_lookalikes else ""))
        alphabets: list[str] = []
        least: list[int] = []
        for name, characters, asked in (
            ("small letters", string.ascii_lowercase, self.lower),
            ("capital letters", string.ascii_uppercase, self.upper),
            ("digits", string.digits, self.digits),
            ("symbols", SYMBOLS, self.symbols),
        ):
            if asked < 0:
                raise Invalid(f"The least number of {name} cannot be below 0.")
            if asked:
                alphabets.append("".join(char for char in characters if char not in gone))
                least.append(int(asked) if self.every_class or asked > 1 else 0)
                if not alphabets[-1]:
                    raise Invalid(f"No {name} are left when the excluded characters are taken away.")
        if not alphabets:
            raise Invalid("A password needs at least one kind of character.")
        if sum(least) > self.length:
            raise Invalid(f"{self.length} characters are too few for the {sum(least)} that are asked for at least.")
        return tuple(alphabets), tuple(least)


@dataclass(frozen=True, slots=True)
class MemorableRecipe:
    """Words of the EFF's large list, joined by `separator`; `digit` puts one digit behind one of the words."""

    words: int = 4
    separator: str = "-"
    capitalise: bool = False
    digit: bool = False

    def entropy(self) -> float:
        """Return the bits of a passphrase. Raises `Invalid`.

        Exact for any separator, since no word of the list begins another one. Capitals add nothing.
        """
        _check_between("A passphrase", "words", self.words, 1, MOST_WORDS)
        return self.words * math.log2(_EFF_WORDS) + (math.log2(10 * self.words) if self.digit else 0.0)

    def draw(self) -> str:
        """Return one of all passphrases that fit. Raises `Invalid`."""
        _check_between("A passphrase", "words", self.words, 1, MOST_WORDS)
        drawn = [secrets.choice(_eff_words()) for _ in range(self.words)]
        if self.capitalise:
            drawn = [word.capitalize() for word in drawn]
        if self.digit:
            drawn[secrets.randbelow(self.words)] += secrets.choice(string.digits)
        return self.separator.join(drawn)


@dataclass(frozen=True, slots=True)
class PinRecipe:
    """Digits only."""

    length: int = 6

    def entropy(self) -> float:
        """Return the bits of a PIN. Raises `Invalid`."""
        _check_between("A PIN", "digits", self.length, 1, LONGEST)
        return self.length * math.log2(10)

    def draw(self) -> str:
        """Return one of all PINs. Raises `Invalid`."""
        _check_between("A PIN", "digits", self.length, 1, LONGEST)
        return "".join(secrets.choice(string.digits) for _ in range(self.length))


Recipe = RandomRecipe | MemorableRecipe | PinRecipe


def generate(recipe: Recipe | RuledRecipe) -> Secret:
    """Return a new password. Raises `Invalid` with a sentence where no password can fit the recipe."""
    return Secret(recipe.draw())


def _check_between(what: str, unit: str, asked: int, least: int, most: int) -> None:
    if not least <= asked <= most:
        raise Invalid(f"{what} has between {least} and {most} {unit}; {asked} cannot be made.")


@lru_cache(maxsize=4)
def _ways(sizes: tuple[int, ...], least: tuple[int, ...], length: int) -> list[list[int]]:
    """Return how many texts there are: `[class][n]` counts those of n characters from this class and the later ones."""
    ways = [[0] * (length + 1) for _ in sizes] + [[1] + [0] * length]
    for at in reversed(range(len(sizes))):
        for n in range(length + 1):
            ways[at][n] = sum(
                math.comb(n, count) * sizes[at] ** count * ways[at + 1][n - count] for count in range(least[at], n + 1)
            )
    return ways


@lru_cache(maxsize=1)
def _eff_words() -> tuple[str, ...]:
    """Return the EFF's large word list (eff.org/dice, CC BY), as the package xkcdpass carries it."""
    from importlib.resources import files

    words = tuple(files("xkcdpass").joinpath("static", "eff-long").read_text("ascii").split())
    if len(set(words)) != _EFF_WORDS:
        raise RuntimeError("the word list of xkcdpass is not the EFF's large list")
    return words
