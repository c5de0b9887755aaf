"""What is pasted is text, wherever the reads cut it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.guard.paste import BEGIN, END, Decoder

pytestmark = pytest.mark.security

TEXTS = st.lists(st.sampled_from(["\x1b", "[", "2", "0", "1", "~", "\x9b", "ä", "q", "\r", END[:4], END[:5]])).map(
    "".join
)


def read(text: str, cuts: list[int]) -> str:
    """Return what is decoded of a text that comes in pieces of these sizes."""
    data, decoder, done, at = text.encode(), Decoder(), "", 0
    for size in [*cuts, len(data)]:
        done += decoder.decode(data[at : at + size])
        at += size
    return done + decoder.decode(b"", final=True)


@given(TEXTS, TEXTS, TEXTS, st.lists(st.integers(1, 7)))
def test_only_what_is_pasted_loses_its_escapes(before: str, inside: str, after: str, cuts: list[int]) -> None:
    inside = inside.replace(END, "")
    if BEGIN in before or BEGIN in after or END in inside or (inside + END).index(END) != len(inside):
        return
    plain = inside.replace("\x1b", "").replace("\x9b", "")
    assert read(before + BEGIN + inside + END + after, cuts) == before + BEGIN + plain + END + after


def test_keys_are_never_held_back() -> None:
    decoder = Decoder()
    assert [decoder.decode(bytes([byte])) for byte in b"\x1b[20x"] == ["\x1b", "[", "2", "0", "x"]
    assert decoder.decode(b"caf\xe9\xff") == "caf\ufffd\ufffd"
