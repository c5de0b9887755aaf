"""QR codes: what makes them readable, and that they hold what was given."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools.qr import QUIET, QrCode, encode

FINDER = ("#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######")


def picture(code: QrCode) -> list[str]:
    return ["".join("#" if dark else " " for dark in row) for row in code.modules]


def test_a_code_has_its_three_corners_and_its_margin() -> None:
    code = encode(Secret("s3cret-otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"))
    rows = picture(code)
    assert (code.width - 2 * QUIET - 17) % 4 == 0
    assert all(len(row) == code.width for row in rows)
    inner = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    assert not "".join(rows[:QUIET] + rows[-QUIET:]).strip()
    assert not any(row[:QUIET].strip() or row[-QUIET:].strip() for row in rows)
    assert [row[:7] for row in inner[:7]] == [*FINDER]
    assert [row[-7:] for row in inner[:7]] == [*FINDER]
    assert [row[:7] for row in inner[-7:]] == [*FINDER]


def test_lines_show_two_rows_each() -> None:
    code = encode(Secret("s3cret-wifi"))
    lines = code.lines()
    assert len(lines) == (code.width + 1) // 2
    upper = [[char in "█▀" for char in line] for line in lines]
    lower = [[char in "█▄" for char in line] for line in lines]
    rows = [tuple(row) for pair in zip(upper, lower, strict=True) for row in pair]
    assert tuple(rows[: code.width]) == code.modules
    assert not any(any(row) for row in rows[code.width :])


@pytest.mark.parametrize(("char", "most"), [("1", 7089), ("a", 2953), ("é", 1476)])
def test_the_longest_that_fits(char: str, most: int) -> None:
    """By table 7 of ISO/IEC 18004."""
    assert encode(Secret(char * most)).width == 177 + 2 * QUIET
    with pytest.raises(Invalid, match="too long"):
        encode(Secret(char * (most + 1)))


@pytest.mark.parametrize("text", ["", "\ud800"])
def test_what_no_code_can_hold_is_said(text: str) -> None:
    with pytest.raises(Invalid, match=r"half a character|nothing to make"):
        encode(Secret(text))


def test_a_code_does_not_print_itself() -> None:
    assert repr(encode(Secret("s3cret-x"))) == "QrCode()"


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=30)
def test_any_text_is_a_code_or_a_sentence(text: str) -> None:
    try:
        code = encode(Secret(text))
    except Invalid:
        return
    assert len(code.lines()[0]) == code.width


def test_the_library_waits_until_it_is_needed() -> None:
    code = "import sys, tui.tools.qr; print('segno' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
