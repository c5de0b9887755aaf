"""How hard a password is to guess: the judgement, its words, and its time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tui.tools.generator import MemorableRecipe, PinRecipe, RandomRecipe, generate
from tui.tools.strength import LONGEST, WORDS, estimate, prepare

LOOKALIKES = "4@8({[<36904!|1$5+7%2"


@pytest.mark.parametrize(
    ("text", "score", "word"),
    [
        ("", 0, "very weak"),
        ("password", 0, "very weak"),
        ("qwertyuiop", 0, "very weak"),
        ("aaaaaaaaaaaaaaaa", 0, "very weak"),
        ("19851203", 1, "weak"),
        ("p4ssw0rd1", 1, "weak"),
        ("dragonfly88x", 2, "fair"),
        ("blue kitchen", 3, "good"),
        ("k7#mQ", 1, "weak"),
        ("correct horse battery staple", 4, "strong"),
    ],
)
def test_known_judgements(text: str, score: int, word: str) -> None:
    strength = estimate(text)
    assert (strength.score, strength.word) == (score, word)
    assert strength.reason.endswith(".")


def test_the_reason_says_what_is_wrong() -> None:
    assert "common password" in estimate("password").reason
    assert "Repeats" in estimate("aaaaaaaaaaaa").reason
    assert "no password" in estimate("").reason


def test_what_a_guesser_knows_of_the_item_counts() -> None:
    text = "Grünhagen-7531"
    alone, known = estimate(text), estimate(text, ["Strom Grünhagen", "me@example.com"])
    assert known.score < alone.score
    assert "title" in known.reason
    assert estimate("Example.Com", ["", "me@example.com"]).score == 0


def test_generated_passwords_are_strong() -> None:
    for _ in range(40):
        assert estimate(generate(RandomRecipe()).reveal()).word == "strong"
        assert estimate(generate(MemorableRecipe()).reveal()).word == "strong"
        assert estimate(generate(PinRecipe(4)).reveal()).score <= 1


@given(st.text(st.characters(), max_size=60), st.lists(st.text(st.characters()), max_size=4))
@settings(deadline=None, max_examples=examples(150))
def test_any_text_is_judged(text: str, context: list[str]) -> None:
    strength = estimate(text, context)
    assert strength.word == WORDS[strength.score]
    assert strength.reason.endswith(".")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "ab",
        "1",
        "password",
        "p@$$w0rd",
        LOOKALIKES,
        LOOKALIKES[::-1] + "abc",
        "qwertz",
        "1.2.1999",
        "é",
        "字",
        "İ",  # two characters in small letters
        "\ud800",
    ],
)
def test_ten_thousand_characters_take_no_time(unit: str) -> None:
    prepare()
    text = (unit * 10_000)[:10_000]
    spent = []
    for _ in range(3):
        before = time.process_time()
        strength = estimate(text, [text, text])
        spent.append(time.process_time() - before)
    assert min(spent) < 0.05
    assert "Only the first" in strength.reason


@given(st.text(st.sampled_from(LOOKALIKES + "aA-"), min_size=8, max_size=LONGEST))
@settings(deadline=None, max_examples=examples(60))
def test_lookalikes_do_not_multiply_the_work(text: str) -> None:
    spent = []
    for _ in range(2):
        before = time.process_time()
        estimate(text)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.05


def test_the_word_lists_wait_until_they_are_needed() -> None:
    code = (
        "import sys, tui.tools.strength, tui.tools.generator; print('zxcvbn' in sys.modules, 'xkcdpass' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
