"""Large type: every character is seen for what it is, with its place and its name, in any size."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.stage import on_stage
from tui.model.secret import Secret
from tui.tools import qr
from tui.tools.spelling import spell
from tui.widgets import dots
from tui.widgets.large_type import LargeType

LONG = "s3cret-" + (string.ascii_letters + string.digits + string.punctuation) * 2


def test_no_two_letters_look_alike() -> None:
    signs = [chr(code) for code in range(0x20, 0x7F)]
    for scale in (1, 2):
        drawings = {dots.drawn(sign, scale) for sign in signs}
        assert len(drawings) == len(signs)
        assert {len(line) for one in drawings for line in one} == {dots.WIDE * scale}
        assert {len(one) for one in drawings} == {dots.HIGH // 2 * scale}


async def test_places_kinds_and_names_stand_by_the_characters() -> None:
    large = LargeType()
    async with on_stage(large, 80, 12) as show:
        large.show(spell("s3cret-X 0O"))
        lines = show.lines()
        assert lines[1].split() == ["1", "5", "10"]
        assert lines[6].split() == ["abc", "123", "abc", "abc", "abc", "abc", "#+&", "ABC", "space", "123"]
        assert lines[7] == "   1  sierra, three, charlie, romeo, echo"
        assert lines[8] == "   6  tango, hyphen, capital X-ray, space, zero"


async def test_what_is_all_seen_in_larger_letters_has_them() -> None:
    large = LargeType()
    async with on_stage(large, 100, 36) as show:
        large.show(spell("492817"), 3)
        lines = show.lines()
        assert lines[1].split() == ["1", "3", "6"]
        assert "██████████" in "".join(lines)
        assert lines[11] == "  1  four, nine, two"
        assert lines[12] == "  4  eight, one, seven"


async def test_a_long_one_is_scrolled_through_to_its_end() -> None:
    large = LargeType()
    text = LONG[:128]
    async with on_stage(large, 80, 20) as show:
        large.show(spell(text))
        seen: list[str] = []
        for _ in range(large.line_count):
            seen += [line for line in show.lines()[:1] if line not in seen[-1:]]
            large.move(1)
        large.end()
        assert f"{len(text)}" not in show.lines()[0]
        assert any("126" in line for line in show.lines())
        large.home()
        assert show.lines()[1].split() == ["1", "5", "10"]


@pytest.mark.parametrize("char", ["é", "日", "🙂", "\u0301", "\u200b", "\x1b", "\u202e", "\U0001f1e6", "\U0010fffd"])
async def test_what_has_no_drawing_stands_in_a_box_and_is_named(char: str) -> None:
    large = LargeType()
    async with on_stage(large, 80, 20) as show:
        large.show(spell(f"a{char}b"))
        lines = show.lines()
        assert "╭───" in "".join(lines)
        assert spell(char)[0].reading.split()[0] in " ".join(lines)
        assert all(strip.cell_length == 80 for strip in show.strips())
        assert "\x1b" not in "".join(lines)
        assert "\u202e" not in "".join(lines)


@given(st.text(max_size=40), st.integers(1, 90), st.integers(1, 30))
def test_rows_never_lose_a_character(text: str, width: int, height: int) -> None:
    from tui.widgets.large_type import Sizes

    for scale in (1, 2):
        sizes = Sizes(scale)
        count = sizes.a_row(width, len(text), 5)
        assert count >= 1
        assert count == 1 or sizes.wide(count, 5) <= width or count < 5


async def test_a_qr_code_is_black_on_white_with_its_margin_where_it_fits() -> None:
    large = LargeType()
    code = qr.encode(Secret("s3cret-x"))
    async with on_stage(large, 60, 24) as show:
        large.show_code(code)
        lines = [
            line
            for line in show.strips()
            if any(s.style and s.style.bgcolor and s.style.bgcolor.name == "#ffffff" for s in line)
        ]
        assert len(lines) == len(code.lines())
        for strip, expected in zip(lines, code.lines(), strict=True):
            white = "".join(s.text for s in strip if s.style and s.style.bgcolor and s.style.bgcolor.name == "#ffffff")
            assert white == expected


async def test_a_qr_code_without_room_says_what_it_takes() -> None:
    large = LargeType()
    code = qr.encode(Secret("s3cret-" * 20))
    async with on_stage(large, 60, 20) as show:
        large.show_code(code)
        page = "\n".join(show.lines())
        assert "too small for this QR code" in page
        assert f"{code.width} columns" in page
        await show.pilot.resize_terminal(120, 60)
        await show.pilot.pause()
        assert "too small" not in "\n".join(show.lines())


async def test_nothing_of_it_stays_when_it_is_forgotten() -> None:
    large = LargeType()
    async with on_stage(large, 80, 24) as show:
        large.show(spell("s3cret-Large-9!"))
        assert "sierra" in "".join(show.lines())
        large.forget("Hidden.")
        page = show.lines()
        assert any("Hidden." in line for line in page)
        assert "sierra" not in "".join(page)
