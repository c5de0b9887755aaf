"""New passwords: what a recipe promises, and that chance is even."""

from __future__ import annotations

import itertools
import math
import random
import string
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.tools.chance import assert_even
from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools import generator
from tui.tools.generator import LOOKALIKES, SYMBOLS, MemorableRecipe, PinRecipe, RandomRecipe, Recipe, generate

CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)


def excluding_all_but(kept: str) -> str:
    return "".join(char for char in "".join(CLASSES) if char not in kept)


@given(
    st.integers(4, 128),
    st.tuples(*[st.integers(0, 3)] * 4).filter(any),
    st.booleans(),
    st.text(string.printable, max_size=8),
)
@settings(max_examples=examples(60), deadline=None)
def test_a_password_is_what_was_asked_for(
    length: int, least: tuple[int, int, int, int], lookalikes: bool, exclude: str
) -> None:
    recipe = RandomRecipe(length, *least, exclude_lookalikes=lookalikes, exclude=exclude)
    if sum(least) > length:
        with pytest.raises(Invalid):
            generate(recipe)
        return
    password = generate(recipe).reveal()
    assert len(password) == length
    for alphabet, count in zip(CLASSES, least, strict=True):
        found = sum(char in alphabet for char in password)
        assert found >= count
        assert count or not found
    assert not set(password) & set(exclude)
    assert not lookalikes or not set(password) & set(LOOKALIKES)


@pytest.mark.parametrize(
    "recipe",
    [
        RandomRecipe(4, exclude=excluding_all_but("abA12?")),
        RandomRecipe(4, lower=2, upper=1, digits=0, symbols=0, exclude=excluding_all_but("abcABC")),
        RandomRecipe(3, upper=False, symbols=False, exclude=excluding_all_but("ab123"), every_class=False),
        RandomRecipe(5, lower=3, upper=False, digits=True, symbols=False, exclude=excluding_all_but("ab7")),
    ],
)
def test_every_password_that_fits_is_equally_likely(recipe: RandomRecipe) -> None:
    """All that fit are written down by brute force; draws must fall on each of them, evenly."""
    gone = set(recipe.exclude)
    chosen = [
        ([char for char in alphabet if char not in gone], count if recipe.every_class or count > 1 else 0)
        for alphabet, count in zip(CLASSES, (recipe.lower, recipe.upper, recipe.digits, recipe.symbols), strict=True)
        if count
    ]
    fitting = {
        "".join(letters)
        for letters in itertools.product(*[[char for alphabet, _ in chosen for char in alphabet]] * recipe.length)
        if all(sum(char in alphabet for char in letters) >= count for alphabet, count in chosen)
    }
    assert recipe.entropy() == pytest.approx(math.log2(len(fitting)))
    seen = Counter(recipe.draw() for _ in range(len(fitting) * 40))
    assert set(seen) <= fitting
    assert_even(seen, len(fitting))


def test_a_class_that_must_be_there_is_at_no_favourite_place() -> None:
    places: Counter[str] = Counter()
    for _ in range(4000):
        password = RandomRecipe(
            length=6, lower=True, upper=False, digits=False, symbols=True, exclude=SYMBOLS[1:]
        ).draw()
        places.update(str(place) for place, char in enumerate(password) if char == SYMBOLS[0])
    assert_even(places, 6)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (RandomRecipe(length=3), "3 characters are too few for the 4"),
        (RandomRecipe(3, lower=1, upper=1, digits=1, symbols=1), "3 characters are too few for the 4"),
        (RandomRecipe(length=0), "between 1 and 128"),
        (RandomRecipe(length=129), "between 1 and 128"),
        (RandomRecipe(length=-1), "between 1 and 128"),
        (RandomRecipe(lower=0, upper=0, digits=0, symbols=0), "at least one kind"),
        (RandomRecipe(digits=-1), "below 0"),
        (RandomRecipe(length=20, lower=10, upper=10, digits=1), "too few"),
        (RandomRecipe(exclude=string.digits), "No digits are left"),
        (RandomRecipe(exclude=SYMBOLS), "No symbols are left"),
        (MemorableRecipe(words=0), "between 1 and 20"),
        (MemorableRecipe(words=21), "between 1 and 20"),
        (PinRecipe(length=0), "between 1 and 128"),
        (PinRecipe(length=129), "between 1 and 128"),
    ],
)
def test_an_impossible_recipe_is_a_sentence(recipe: Recipe, words: str) -> None:
    attempts: tuple[Callable[[], object], ...] = (lambda: generate(recipe), recipe.entropy)
    for attempt in attempts:
        with pytest.raises(Invalid) as raised:
            attempt()
        assert words in str(raised.value)
        assert str(raised.value).endswith(".")


def test_the_shortest_and_the_longest() -> None:
    assert len(generate(RandomRecipe(length=4)).reveal()) == 4
    assert len(generate(RandomRecipe(length=128)).reveal()) == 128
    assert generate(RandomRecipe(length=1, upper=False, digits=False, symbols=False)).reveal().islower()


def test_the_word_list_is_the_eff_large_one_and_no_word_begins_another() -> None:
    words = sorted(generator._eff_words())
    assert len(words) == 7776
    assert (words[0], words[-1]) == ("abacus", "zoom")
    assert not any(second.startswith(first) for first, second in itertools.pairwise(words))


@pytest.mark.parametrize("capitalise", [True, False])
@pytest.mark.parametrize("separator", ["-", " ", "", "12", "é"])
def test_memorable_passwords_are_words_of_the_list(separator: str, capitalise: bool) -> None:
    known = {word.capitalize() if capitalise else word for word in generator._eff_words()}

    def reads_as(text: str, words: int) -> bool:
        if not words:
            return not text
        starts = [text[:end] for end in range(3, 10) if text[:end] in known]
        rest = [text[len(word) :] for word in starts]
        if words > 1:
            rest = [text.removeprefix(separator) for text in rest if text.startswith(separator)]
        return any(reads_as(text, words - 1) for text in rest)

    for words in (1, 4, 8):
        assert reads_as(generate(MemorableRecipe(words, separator, capitalise)).reveal(), words)


def test_the_digit_stands_behind_any_of_the_words() -> None:
    seen: Counter[str] = Counter()
    for _ in range(4000):
        parts = generate(MemorableRecipe(words=4, separator=" ", digit=True)).reveal().split(" ")
        (place,) = [at for at, part in enumerate(parts) if part[-1].isdigit()]
        seen[f"{place}{parts[place][-1]}"] += 1
    assert_even(seen, 40)


def test_entropy_in_bits() -> None:
    assert PinRecipe(6).entropy() == pytest.approx(19.93, abs=0.01)
    assert MemorableRecipe(4).entropy() == pytest.approx(51.70, abs=0.01)
    assert MemorableRecipe(4, digit=True).entropy() == pytest.approx(57.02, abs=0.01)
    assert RandomRecipe(20, every_class=False).entropy() == pytest.approx(20 * math.log2(94))
    assert 130.9 < RandomRecipe(20).entropy() < 20 * math.log2(94)


def test_seeding_the_ordinary_random_source_changes_nothing() -> None:
    drawn: set[str] = set()
    for _ in range(3):
        random.seed(7)
        drawn.update(generate(recipe).reveal() for recipe in (RandomRecipe(), MemorableRecipe(8), PinRecipe(30)))
    assert len(drawn) == 9


def test_a_generated_password_is_a_secret() -> None:
    secret = generate(RandomRecipe())
    assert isinstance(secret, Secret)
    assert secret.reveal() not in f"{secret!r}{secret}"
