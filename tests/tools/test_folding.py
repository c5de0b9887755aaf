"""Text as search compares it, and where in the original a match lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools.folding import fold, fold_lines, fold_words, initials, searchable, title_words
from tui.tools.marking import spans

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aäÄåﬁßẞİ\u0131Σςé\u0301\u0345\u0308ΰ한하각ｶﾞガ가\uff21ø½ﷺ\u1e9b\u0323 -_.Xx9\n"),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("GitHub", "github"),
        ("Zürich", "zurich"),
        ("Zu\u0308rich", "zurich"),
        ("STRASSE", fold("Straße")),
        ("Łódź Ærø", "lodz aero"),
        ("\uff27\uff29\uff34 ﬁle", "git file"),
        ("İstanbul \u0131I", "istanbul ii"),
        ("ΟΔΟΣ", fold("οδος")),
        ("Việt Nam", "viet nam"),
    ],
)
def test_case_accents_and_forms_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXT, TEXT)
def test_folding_is_done_character_by_character_and_once(first: str, second: str) -> None:
    assert fold(first + second) == fold(first) + fold(second)
    assert fold(fold(first)) == fold(first)


@given(TEXT)
def test_what_is_searchable_is_folded_save_for_the_case_of_plain_letters(text: str) -> None:
    found = searchable(text)
    assert "".join([char.lower() if char.isascii() else char for char in found]) == fold(text)
    assert searchable("Zürich GitHub Ünal") == "Zurich GitHub Unal"


@given(st.lists(TEXT, max_size=6))
def test_many_lines_fold_as_each_does(lines: list[str]) -> None:
    assert fold_lines(lines) == [fold(line) for line in lines]
    assert title_words(lines) == [title_words([line])[0] for line in lines]


@pytest.mark.parametrize(
    ("title", "words", "letters"),
    [
        ("GitHub (work)", ["git", "hub", "work"], "ghw"),
        ("wi-fi_home.2", ["wi", "fi", "home", "2"], "wfh2"),
        ("1Password", ["1", "password"], "1p"),
        ("AWS", ["aws"], ""),
        ("Crédit Agricole", ["credit", "agricole"], "ca"),
        ("", [], ""),
        ("  !! ", [], ""),
        ("a\nb", ["a", "b"], "ab"),
    ],
)
def test_words_of_a_title(title: str, words: list[str], letters: str) -> None:
    (line,) = title_words([title])
    assert line.startswith(" ")
    assert line.split() == words
    assert initials(line) == letters


def test_words_of_a_query() -> None:
    assert fold_words("  Git  hub GIT Zürich\x1f\n") == ("git", "hub", "zurich")
    assert fold_words("") == ()


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("GitHub", "git", ["Git"]),
        ("GitHub", "hub GIT", ["GitHub"]),
        ("my GitHub", "git my", ["my", "Git"]),
        ("banana", "an", ["anan"]),
        ("banana", "ana", ["anana"]),
        ("Straße 7", "asse", ["aße"]),
        ("Straße 7", "s", ["S", "ß"]),
        ("Zu\u0308rich", "u", ["u\u0308"]),
        ("Zu\u0308rich", "zurich", ["Zu\u0308rich"]),
        ("ﬁle", "f", ["ﬁ"]),
        ("Amazon Web Services", "aws", ["A", "W", "S"]),
        ("Amazon Web Services", "aw", ["A", "W"]),
        ("GitHub", "gh", ["G", "H"]),
        ("GitHub", "hg", []),
        ("한국", "하", ["한"]),
        ("日本銀行", "銀行", ["銀行"]),
        ("", "a", []),
        ("abc", "", []),
    ],
)
def test_what_is_marked(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, query)] == marked


@given(TEXT, TEXT)
def test_spans_are_in_order_apart_and_hold_what_was_sought(text: str, query: str) -> None:
    found = spans(text, query)
    ends = -1
    for start, end in found:
        assert ends < start < end <= len(text)
        ends = end
    words = fold_words(query)
    if len(words) == 1 and words[0] in fold(text):
        assert words[0] in "".join(fold(text[start:end]) for start, end in found)


@given(TEXT, st.integers(0, 11), st.integers(1, 12))
def test_any_piece_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    words = fold_words(text[start : start + length])
    for word in words:
        assert spans(text, word)
