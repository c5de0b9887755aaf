"""Chance over a million characters of every recipe: even within each class, at each place, and between the places."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.conftest import SoakScale
from tests.tools.chance import assert_even
from tui.tools.generator import LOOKALIKES, SYMBOLS, MemorableRecipe, PinRecipe, RandomRecipe
from tui.tools.passwordrules import parse
from tui.tools.ruled_recipe import RuledRecipe

CHARACTERS = 1_000_000
CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)

RECIPES = [
    ("one of each class at least", RandomRecipe(), CLASSES),
    ("as chance has it", RandomRecipe(every_class=False), CLASSES),
    ("short, with more of some", RandomRecipe(8, lower=2, upper=1, digits=3, symbols=1), CLASSES),
    (
        "no look-alikes",
        RandomRecipe(16, symbols=False, exclude_lookalikes=True),
        ["".join(char for char in alphabet if char not in LOOKALIKES) for alphabet in CLASSES[:3]],
    ),
    ("a PIN", PinRecipe(6), [string.digits]),
    (
        "by the rules of a site",
        parse(
            "required: lower; required: upper; required: digit; allowed: [-_!]; max-consecutive: 1; minlength: 12", 12
        ),
        [*CLASSES[:3], "-_!"],
    ),
]


@pytest.mark.soak
@pytest.mark.parametrize(("recipe", "alphabets"), [row[1:] for row in RECIPES], ids=[row[0] for row in RECIPES])
def test_a_million_characters_are_even(
    recipe: RandomRecipe | PinRecipe | RuledRecipe, alphabets: Sequence[str], soak_scale: SoakScale
) -> None:
    length = recipe.length
    seen = [Counter[str]() for _ in range(length)]
    for _ in range(soak_scale(CHARACTERS) // length):
        password = recipe.draw()
        assert len(password) == length
        for place, char in enumerate(password):
            seen[place][char] += 1
    assert set().union(*seen) == set("".join(alphabets))
    for alphabet in alphabets:
        places = Counter[str]()
        for place, chars in enumerate(seen):
            of_class = Counter({char: chars[char] for char in alphabet})
            assert_even(of_class, len(alphabet))
            places[str(place)] = of_class.total()
        assert_even(Counter({char: sum(chars[char] for chars in seen) for char in alphabet}), len(alphabet))
        assert_even(places, length)


@pytest.mark.soak
def test_every_class_is_there_whenever_it_is_asked_for(soak_scale: SoakScale) -> None:
    """The shortest passwords that can have them have them all; a fill-up that favours a class or a place would show."""
    recipe = RandomRecipe(4)
    orders = Counter[str]()
    for _ in range(soak_scale(24_000)):
        password = recipe.draw()
        order = [next(at for at, alphabet in enumerate(CLASSES) if char in alphabet) for char in password]
        assert sorted(order) == [0, 1, 2, 3]
        orders["".join(map(str, order))] += 1
    assert_even(orders, 24)


@pytest.mark.soak
def test_a_million_characters_of_words_are_even(soak_scale: SoakScale) -> None:
    """The 7776 words in 96 equal heaps, so that a tenth of the run still has enough in each."""
    recipe = MemorableRecipe(words=4, separator=" ")
    heaps = {word: str(at % 96) for at, word in enumerate(recipe_words())}
    seen = [Counter[str]() for _ in range(4)]
    characters = 0
    while characters < soak_scale(CHARACTERS):
        phrase = recipe.draw()
        characters += len(phrase)
        for place, word in enumerate(phrase.split(" ")):
            seen[place][heaps[word]] += 1
    for counts in seen:
        assert_even(counts, 96)


def recipe_words() -> Sequence[str]:
    """Return the EFF's large word list as its package carries it."""
    from importlib.resources import files

    return files("xkcdpass").joinpath("static", "eff-long").read_text("ascii").split()
