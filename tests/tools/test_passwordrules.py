"""Passwords by the rules of a site: Apple's syntax, what it means, and that chance stays even."""

from __future__ import annotations

import itertools
import math
import string
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.chance import assert_even
from tui.model.errors import Invalid
from tui.tools.generator import generate
from tui.tools.passwordrules import parse
from tui.tools.ruled_recipe import RuledRecipe

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
SPECIAL = string.punctuation
ALL = {*LOWER, *UPPER, *DIGITS, *SPECIAL}


def longest_run(text: str) -> int:
    return max(len(list(run)) for _, run in itertools.groupby(text))


@pytest.mark.parametrize(
    ("rules", "allowed", "required"),
    [
        ("required: upper", UPPER, [UPPER]),
        ("required: UPPER;", UPPER, [UPPER]),
        ("Required : upper ; ", UPPER, [UPPER]),
        ("required: upper;;; ;", UPPER, [UPPER]),
        ("required: upper; required: lower", UPPER + LOWER, [UPPER, LOWER]),
        ("required: upper, lower", UPPER + LOWER, [UPPER + LOWER]),
        ("required: upper,  \tlower", UPPER + LOWER, [UPPER + LOWER]),
        ("required: upper; required: upper", UPPER, [UPPER]),
        ("required: upper; allowed: [ab]", UPPER + "ab", [UPPER]),
        ("allowed: upper; allowed: lower", UPPER + LOWER, []),
        ("allowed: upper, [*], lower", UPPER + LOWER + "*", []),
        ("required: upper, [*], lower", UPPER + LOWER + "*", [UPPER + LOWER + "*"]),
        ("required: special", SPECIAL, [SPECIAL]),
        ("required: ascii-printable", "".join(ALL), ["".join(ALL)]),
        ("allowed: unicode", "".join(ALL), []),
        ("minlength: 8", "".join(ALL), []),
        ("required: ; minlength: 8", "".join(ALL), []),
        ("required: []; allowed: [x]", "x", []),
        # The classes in brackets as Apple's own tests have them.
        ("allowed: [a-]", "a", []),
        ("allowed: [a-b]", "ab", []),
        ("allowed: [-a]", "-a", []),
        ("allowed: [-]", "-", []),
        ("allowed: []]", "]", []),
        ("allowed: [a]]", "a]", []),
        ("allowed: [-a]]", "-a]", []),
        ("allowed: [a]], [b]", "a]b", []),
        ("allowed: [], [b]", "b", []),
        ("allowed: [a☃b]", "ab", []),
        ("allowed: [;,:]", ";,:", []),
        ("allowed: [ab ]", "ab", []),
        ("required: [ ]; allowed: [ab]", "ab ", [" "]),
    ],
)
def test_what_the_rules_mean(rules: str, allowed: str, required: list[str]) -> None:
    recipe = parse(rules)
    assert set(recipe.allowed) == set(allowed)
    assert len(recipe.allowed) == len(set(allowed))
    assert [set(chars) for chars in recipe.required] == [set(chars) for chars in required]


@pytest.mark.parametrize(
    ("rules", "length", "run"),
    [
        ("required: lower", 20, 0),
        ("minlength: 8; maxlength: 16", 16, 0),
        ("minlength: 30", 30, 0),
        ("minlength: 30; minlength: 8", 30, 0),
        ("maxlength: 30; maxlength: 12", 12, 0),
        ("maxlength: 73", 20, 0),
        ("maxlength: 500", 20, 0),
        ("minlength: 0; maxlength: 0", 20, 0),
        ("max-consecutive: 2", 20, 2),
        ("max-consecutive: 3; max-consecutive: 2", 20, 2),
        ("max-consecutive: 0", 20, 0),
        ("minlength:12;maxlength:12", 12, 0),
    ],
)
def test_lengths_and_runs(rules: str, length: int, run: int) -> None:
    recipe = parse(rules)
    assert (recipe.length, recipe.max_consecutive) == (length, run)


def test_the_length_is_as_near_to_the_wish_as_the_rules_let_it_be() -> None:
    assert [parse("minlength: 8; maxlength: 20", wish).length for wish in (1, 8, 14, 20, 64)] == [8, 8, 14, 20, 20]
    assert parse("required: lower; required: digit", 1).length == 2


def test_the_whole_attribute_may_be_pasted() -> None:
    recipe = parse('<input type="password" passwordrules="minlength: 9; maxlength: 9; allowed: [&quot;&amp;a]" name=x>')
    assert (recipe.length, set(recipe.allowed)) == (9, {'"', "&", "a"})


def test_the_value_alone_may_be_pasted_as_it_stands_in_the_page() -> None:
    recipe = parse("required: upper; required: [-().&@?'#,/&quot;+]; max-consecutive: 2; minlength: 8")
    assert recipe.required[1] == "-().&@?'#,/\"+"
    assert parse("required: [&quot]").required == ("&quot",)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("", "no rules"),
        (" ; ", "no rules"),
        ("☃", "a rule is expected"),
        ("dummy", "a rule is expected"),
        ("required", "a rule is expected"),
        ("dummy: 1", "a name that no rule has"),
        ("required: dummy", "a kind of characters"),
        ("required: upper, dummy", "a kind of characters"),
        ("required: upper,", "a kind of characters"),
        ("required: upper d", "a comma or a semicolon"),
        ("allowed: [a", "a kind of characters"),
        ("allowed: [a]b]", "a comma or a semicolon"),
        ("minlength: a", "whole number"),
        ("minlength: 12a", "whole number"),
        ("minlength: -1", "whole number"),
        ("minlength: 9999999999", "whole number"),
        ("minlength: 200", "more than 128"),
        ("minlength: 9; maxlength: 8", "at least 9 characters and for at most 8"),
        ("maxlength: 3; required: lower; required: upper; required: digit; required: [-]", "No password of 3"),
        ("required: digit; required: [é¿]", "none that can be made"),
        ("allowed: [é]", "none that can be made"),
        ("allowed: [a]; max-consecutive: 1; minlength: 5", "No password of 20"),
        (";".join(f"required: [{char}]" for char in LOWER[:20]), "too many rules"),
        ("x" * 5000, "too long"),
    ],
)
def test_what_cannot_be_followed_is_said(rules: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as raised:
        parse(rules)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "recipe",
    [
        RuledRecipe(4, "ab1", ("ab", "1")),
        RuledRecipe(4, "abAB", ("abA", "AB"), 2),
        RuledRecipe(5, "ab", (), 2),
        RuledRecipe(3, "abc1-", ("1-",), 1),
        RuledRecipe(3, "xyz"),
    ],
)
def test_every_password_that_fits_is_equally_likely(recipe: RuledRecipe) -> None:
    """All that fit are written down by brute force; draws must fall on each of them, evenly."""
    fitting = {
        text
        for text in map("".join, itertools.product(recipe.allowed, repeat=recipe.length))
        if all(set(text) & set(chars) for chars in recipe.required)
        and longest_run(text) <= (recipe.max_consecutive or recipe.length)
    }
    assert recipe.entropy() == pytest.approx(math.log2(len(fitting)))
    seen = Counter(recipe.draw() for _ in range(len(fitting) * 40))
    assert set(seen) <= fitting
    assert_even(seen, len(fitting))


KINDS = ["lower", "upper", "digit", "special", "ascii-printable", "[-_!]", "[ab]", "[1]"]
SETS = st.lists(st.sampled_from(KINDS), min_size=1, max_size=3).map(", ".join)


@given(
    st.lists(SETS, max_size=3), st.none() | SETS, st.none() | st.integers(1, 40), st.none() | st.integers(1, 40),
    st.none() | st.integers(1, 3),
)  # fmt: skip
@settings(max_examples=60)
def test_what_is_generated_follows_the_rules(
    required: list[str], allowed: str | None, least: int | None, most: int | None, run: int | None
) -> None:
    said = [f"required: {one}" for one in required]
    said += [f"{name}: {value}" for name, value in (("allowed", allowed), ("minlength", least), ("maxlength", most),
                                                    ("max-consecutive", run)) if value is not None]  # fmt: skip
    try:
        recipe = parse("; ".join(said))
    except Invalid:
        return
    password = generate(recipe).reveal()
    assert (least or 0) <= len(password) <= (most or 128)
    assert set(password) <= set(recipe.allowed)
    assert all(set(password) & set(chars) for chars in recipe.required)
    assert longest_run(password) <= (run or len(password))


PIECES = ["required", "allowed", "minlength", "maxlength", "max-consecutive", ":", ";", ",", " ", "[", "]", "-",
          "lower", "digit", "8", "40", "a", "é", "passwordrules=", '"', "\n"]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_a_recipe_or_a_sentence(text: str) -> None:
    try:
        recipe = parse(text)
    except Invalid as error:
        assert str(error).endswith(".")
        return
    assert len(recipe.draw()) == recipe.length
