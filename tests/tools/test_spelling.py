"""Passwords read aloud: every character has a place, a kind and a name of its own."""

from __future__ import annotations

import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SoakScale
from tui.tools.spelling import Kind, spell


@pytest.mark.parametrize(
    ("char", "kind", "reading"),
    [
        ("a", Kind.LETTER, "alfa"),
        ("G", Kind.CAPITAL, "capital Golf"),
        ("j", Kind.LETTER, "juliett"),
        ("X", Kind.CAPITAL, "capital X-ray"),
        ("0", Kind.DIGIT, "zero"),
        ("9", Kind.DIGIT, "nine"),
        ("&", Kind.SYMBOL, "ampersand"),
        ("`", Kind.SYMBOL, "backtick"),
        ("$", Kind.SYMBOL, "dollar sign"),
        (" ", Kind.SPACE, "space"),
        ("\xa0", Kind.SPACE, "no-break space"),
        ("\t", Kind.OTHER, "tab"),
        ("\x1b", Kind.OTHER, "U+001B"),
        ("\u2010", Kind.SYMBOL, "hyphen U+2010"),
        ("é", Kind.LETTER, "latin small letter e with acute"),
        ("É", Kind.CAPITAL, "latin capital letter e with acute"),
        ("\u0301", Kind.OTHER, "combining acute accent"),
        ("字", Kind.LETTER, "cjk unified ideograph-5b57"),
        ("\u0430", Kind.LETTER, "cyrillic small letter a"),
        ("\u0661", Kind.DIGIT, "arabic-indic digit one"),
        ("€", Kind.SYMBOL, "euro sign"),
        ("🔐", Kind.SYMBOL, "closed lock with key"),
        ("\u200b", Kind.OTHER, "zero width space"),
        ("\ud800", Kind.OTHER, "U+D800"),
        ("\ue000", Kind.OTHER, "U+E000"),
    ],
)
def test_how_characters_are_read(char: str, kind: Kind, reading: str) -> None:
    (sign,) = spell(char)
    assert (sign.place, sign.char, sign.kind, sign.reading) == (1, char, kind, reading)


def test_every_printable_ascii_character_has_a_kind_and_a_name_of_its_own() -> None:
    signs = spell(string.printable)
    assert len({sign.reading.lower() for sign in signs}) == len(string.printable)
    by_kind = {kind: "".join(sign.char for sign in signs if sign.kind is kind) for kind in Kind}
    assert by_kind[Kind.LETTER] == string.ascii_lowercase
    assert by_kind[Kind.CAPITAL] == string.ascii_uppercase
    assert by_kind[Kind.DIGIT] == string.digits
    assert by_kind[Kind.SYMBOL] == string.punctuation
    assert all(not sign.reading.startswith("U+") for sign in spell(string.printable[:-2]))


@pytest.mark.soak
def test_no_two_characters_are_read_alike(soak_scale: SoakScale) -> None:
    readings = [sign.reading.lower() for sign in spell("".join(map(chr, range(soak_scale(sys.maxunicode)))))]
    assert len(set(readings)) == len(readings)


def test_places_and_what_is_said() -> None:
    signs = spell("G7&")
    assert [sign.place for sign in signs] == [1, 2, 3]
    assert [sign.reading for sign in signs] == ["capital Golf", "seven", "ampersand"]
    assert spell("") == ()


def test_a_sign_does_not_print_what_it_is() -> None:
    assert repr(spell("G")[0]) == "Sign(place=1, kind=<Kind.CAPITAL: 'capital letter'>)"


@given(st.text(st.characters()))
def test_any_text_is_read_to_the_last_character(text: str) -> None:
    signs = spell(text)
    assert "".join(sign.char for sign in signs) == text
    assert all(sign.reading for sign in signs)
