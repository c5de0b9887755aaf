"""A secret that is read off the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.security.hostile import CLASSES, Hostile
from tui.host.display import display_text
from tui.widgets.exact import exact


@pytest.mark.parametrize(
    ("text", "shown", "inks"),
    [
        ("aZ", ["a", "Z"], ["letter"] * 2),
        ("O0", ["O", "0"], ["letter", "digit"]),
        ("-é漢", ["-", "é", "漢"], ["symbol", "letter", "letter"]),
        (" ␣", ["␣", "␣"], ["escape", "symbol"]),
        ("\t\n\x1b\x7f", ["␉", "␤", "␛", "␡"], ["escape"] * 4),
        (
            "\u200b\u202e\u3164\xa0\u3000",
            [r"\u{200b}", r"\u{202e}", r"\u{3164}", r"\u{a0}", r"\u{3000}"],
            ["escape"] * 5,
        ),
        ("e\u0301", ["e", "◌\u0301"], ["letter", "escape"]),
        ("👍🏽🇨🇭", ["👍", r"\u{1f3fd}", r"\u{1f1e8}", r"\u{1f1ed}"], ["symbol", "escape", "escape", "escape"]),
        ("\ufffd\x9b", ["\ufffd", r"\u{9b}"], ["symbol", "escape"]),
    ],
)
def test_every_character_is_seen_and_of_a_kind(text: str, shown: list[str], inks: list[str]) -> None:
    pieces = list(exact(text))
    assert [piece.text for piece in pieces] == shown
    assert [piece.ink for piece in pieces] == inks


@given(st.text(max_size=30))
def test_nothing_is_left_out_and_all_of_it_may_be_shown(text: str) -> None:
    pieces = list(exact(text))
    assert len(pieces) == len(text)
    for piece in pieces:
        assert cell_len(piece.text) >= 1
        assert display_text(piece.text) == piece.text


@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_two_secrets_never_look_alike_piece_by_piece(texts: list[str]) -> None:
    assert list(exact(texts[0])) != list(exact(texts[1]))


@pytest.mark.parametrize("name", CLASSES)
def test_of_a_hostile_secret_every_character_is_seen_and_none_is_sent(name: str) -> None:
    for secret in CLASSES[name]:
        shown = [piece.text for piece in exact(secret)]
        assert len(shown) == len(secret)
        for char, seen in zip(secret, shown, strict=True):
            assert seen.isprintable()
            assert seen
            if seen == f"\\u{{{ord(char):x}}}" or seen == char:
                continue
            pictures = (PICTURES.get(char), chr(0x2400 + ord(char) % 128), f"◌{char}")
            assert seen in pictures


PICTURES = {" ": "␣", "\t": "␉", "\n": "␤", "\x7f": "␡"}


def test_every_break_of_a_line_is_told_from_every_other() -> None:
    breaks = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    assert len({tuple(exact(char)) for char in breaks}) == len(breaks)


def test_two_hostile_secrets_are_told_apart() -> None:
    secrets = {text[8:] for text in Hostile(3).texts(2000)}
    assert len({tuple(exact(secret)) for secret in secrets}) == len(secrets)
