"""The bar that says how strong a password is."""

from __future__ import annotations

import pytest

from tests.widgets.stage import on_stage
from tui.tools.strength import Strength
from tui.widgets.strength_meter import StrengthMeter


@pytest.mark.parametrize(
    ("score", "line"),
    [
        (0, "■□□□□ very weak  Because."),
        (1, "■■□□□ weak  Because."),
        (2, "■■■□□ fair  Because."),
        (3, "■■■■□ good  Because."),
        (4, "■■■■■ strong  Because."),
    ],
)
async def test_bar_word_and_reason(score: int, line: str) -> None:
    meter = StrengthMeter()
    async with on_stage(meter, 40, 3) as show:
        assert show.lines() == ["□□□□□"]
        meter.show(Strength(score, "Because."))
        await show.pilot.pause()
        assert show.lines() == [line]
        meter.show(None)
        await show.pilot.pause()
        assert show.lines() == ["□□□□□"]


async def test_weak_fair_and_strong_differ_in_colour_too() -> None:
    meter = StrengthMeter()
    async with on_stage(meter, 40, 3) as show:
        colours = set()
        for score in (0, 2, 4):
            meter.show(Strength(score, "Because."))
            await show.pilot.pause()
            colours.add(next(str(segment.style) for segment in show.strips()[0]))
        assert len(colours) == 3


async def test_a_long_reason_is_cut_not_wrapped() -> None:
    meter = StrengthMeter()
    async with on_stage(meter, 30, 3) as show:
        meter.show(Strength(4, "It is long enough, and more."))
        await show.pilot.pause()
        assert show.lines() == ["■■■■■ strong  It is long enou…"]
