"""Sizes as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.sizes import size_words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (-1, "size unknown"),
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (214_000_000, "214 MB"),
        (5_000_000_000_000_000, "5000 TB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


@given(st.integers(-(2**70), 2**70))
def test_any_number_is_said_in_few_words(size: int) -> None:
    number, unit = size_words(size).split()
    assert unit == "unknown" or number.replace(".", "").isdecimal()
