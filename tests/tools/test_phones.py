"""Telephone numbers: looked at, never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools import phones


@pytest.mark.parametrize(
    "text", ["+1 (555) 010-0123", "0055/1234", "+49 30 901820", "555 0100 ext. 12", "*100#", "+00 555 0170 00", "112"]
)
def test_what_can_be_dialled_is_fine(text: str) -> None:
    assert phones.problem(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("call me", "A phone number has digits."),
        ("555 CATS", "This has signs in it that no telephone has."),
        ("030 +49 901820", "The + stands before the country's code, at the beginning."),
        ("1234567890123456", "More than 15 digits are no phone number."),
    ],
)
def test_what_cannot_be_dialled_is_said(text: str, said: str) -> None:
    assert phones.problem(text) == said


@given(st.text(st.one_of(st.characters(), st.sampled_from("+0123456789 ()-x#")), max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    assert phones.problem(text) == "" or phones.problem(text).endswith(".")
