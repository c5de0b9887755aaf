"""Foreign text on its way to the screen."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.host.display import LIMIT, LINES, display_lines, display_text, plain_lines

ANY = st.text(st.characters(), max_size=60)
"""Any characters at all, lone surrogates among them."""

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x07\x00\x9b\x9d\r\n\t\x7f\u202e\u2066\u2069\u200b\u200d\ufeff\u0301\u0308\u20dd\u093e"),
        st.sampled_from("\ud83d\udc69\U000e0041\U000e01ef\ufe0f\u1160\u1161\u11a8\u3164\u2028\uffff\U0001f469[]/@$"),
    ),
    max_size=40,
)


def assert_harmless(shown: str) -> None:
    """Nothing left that moves the cursor, hides, reorders, piles up or cannot be encoded."""
    shown.encode("utf-8")
    piled = 2
    for char in shown:
        category = unicodedata.category(char)
        assert category not in ("Cc", "Cs", "Zl", "Zp"), f"U+{ord(char):04X}"
        assert not 0x202A <= ord(char) <= 0x202E
        assert not 0x2060 <= ord(char) <= 0x206F
        assert not 0xE0000 <= ord(char) <= 0xE0FFF
        piled = piled + 1 if category in ("Mn", "Me") else piled if category == "Mc" else 0
        assert piled <= 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("GitHub – work", "GitHub – work"),
        ("銀行 Überweisung 🔑", "銀行 Überweisung 🔑"),
        ("\x1b]52;c;UFdORUQ=\x1b\\", "␛]52;c;UFdORUQ=␛\\"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x00\x08\x0b\x0c\x0e\x7f", "␀␈␋␌␎␡"),
        ("a\nb\r\nc\td", "a␤b␍␤c d"),
        ("\x9b2J\x9d52;c\x9c\x85", "\ufffd2J\ufffd52;c\ufffd\ufffd"),
        ("moc.elgoog\u202e//:sptth", "moc.elgoog\ufffd//:sptth"),
        ("\u2066a\u2069", "\ufffda\ufffd"),
        ("pay\u200bpal\u2060\ufeff\u00ad", "paypal"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("👩\u200d👩\u200d👧", "👩👩👧"),
        ("\u2764\ufe0f", "\u2764"),
        ("\ud800x\udfff", "\ufffdx\ufffd"),
        ("\ufffe\uffff\U0010ffff\ufdd0", "\ufffd" * 4),
        ("a\u2028b\u2029c", "a␤b␤c"),
        ("e" + "\u0301" * 600 + "f", "e\u0301\u0301f"),
        ("e\u0301\u200b\u0301\u200b\u0301", "e\u0301\u0301"),
        ("\u0301", "\u25cc\u0301"),
        ("[/] [@click=app.quit]x a\\", "[/] [@click=app.quit]x a\\"),
        ("\u1112\u1161\u11ab" + "\u1161" * 9, "\u1112\u1161\u11ab"),
        ("\u3164\u115f\uffa0", ""),
    ],
)
def test_each_danger_is_shown_or_goes(text: str, shown: str) -> None:
    assert display_text(text) == shown
    assert_harmless(shown)


@pytest.mark.parametrize("text", ["हिन्दी", "ကြောင့်", "שָׁלוֹם", "العربية", "ภาษาไทย", "Việt", "한국어", "ᾅδης", "🇨🇭 👍🏽"])
def test_ordinary_writing_is_left_alone(text: str) -> None:
    assert display_text(text) == text


@given(st.one_of(ANY, NASTY))
def test_any_text_becomes_harmless_and_stays_as_it_is_then(text: str) -> None:
    shown = display_text(text)
    assert_harmless(shown)
    assert display_text(shown) == shown


@given(st.integers(0, 0x10FFFF))
def test_any_code_point_after_a_letter(code: int) -> None:
    assert_harmless(display_text("a" + chr(code) * 3 + "b"))


@pytest.mark.parametrize("unit", ["x", "ü", "\u200b", "\u0301", "\x1b", "e\u0301\u0301\u0301"])
def test_long_text_is_cut_and_says_so(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    before = time.thread_time()
    shown = display_text(text)
    assert time.thread_time() - before < 5
    assert len(shown) <= LIMIT
    assert shown.endswith("…")
    assert display_text(shown) == shown


def test_text_of_exactly_the_limit_is_whole() -> None:
    assert display_text("ü" * LIMIT) == "ü" * LIMIT
    assert display_text("x" * (LIMIT + 1)) == "x" * (LIMIT - 1) + "…"


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("", [""]),
        ("one", ["one"]),
        ("one\ntwo\r\nthree\rfour\u2028five", ["one", "two", "three", "four", "five"]),
        ("\n\n", ["", "", ""]),
        ("a\tb\n\tc", ["a   b", "    c"]),
        ("x\x0by\x0cz\x1e\x85", ["x␋y␌z␞\ufffd"]),
        ("\u0301\n\x1b[2J", ["\u25cc\u0301", "␛[2J"]),
    ],
)
def test_a_note_keeps_its_lines(note: str, lines: list[str]) -> None:
    assert display_lines(note) == lines


@given(NASTY)
def test_every_line_of_any_note_is_harmless(note: str) -> None:
    lines = display_lines(note)
    assert lines
    for line in lines:
        assert_harmless(line)
        assert display_text(line) == line


def test_nothing_of_a_long_line_is_hidden() -> None:
    note = "".join(chr(0x4E00 + n % 5000) for n in range(50_000))
    assert "".join(display_lines(note)) == note
    assert "".join(display_lines("\t" * 3000)) == " " * 12_000


def test_a_note_without_end_is_cut() -> None:
    lines = display_lines("\n" * 1_000_000)
    assert len(lines) == LINES + 1
    assert lines[-1] == "…"


@given(
    st.lists(NASTY | st.text("aé\u0301\t", max_size=5) | st.sampled_from(["x" * LIMIT, "x" * (LIMIT + 1)]), max_size=5)
)
def test_lines_that_are_plain_are_shown_as_they_are(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines]
    if plain_lines("\n".join(lines)):
        assert [display_text(line) for line in lines] == lines


@pytest.mark.parametrize("at", [0, 1, 7, LIMIT // 2 - 1, LIMIT // 2, LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT])
def test_no_line_that_is_too_long_is_plain_wherever_it_is(at: int) -> None:
    assert not plain_lines("a\n" * at + "x" * (LIMIT + 1))
    assert not plain_lines("a\n" * at + "x" * (LIMIT + 1) + "\na" * at)


@pytest.mark.parametrize("text", ["", "GitHub\n\nÜberweisung\n銀行", "a\n" * 10_000])
def test_many_plain_lines_are_plain(text: str) -> None:
    assert plain_lines(text)
