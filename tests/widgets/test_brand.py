"""The name of the house."""

from __future__ import annotations

from tests.widgets.stage import on_stage
from tui.widgets.brand import WORDMARK, Brand


def test_the_wordmark_is_a_block_that_old_terminals_can_draw() -> None:
    assert {len(line) for line in WORDMARK} == {30}
    for line in WORDMARK:
        line.encode("cp437")


async def test_it_stands_in_the_middle_over_its_motto() -> None:
    brand = Brand("Where [keys] live")
    async with on_stage(brand, 50, 10) as show:
        assert [line.strip() for line in show.lines()] == [*WORDMARK, "Where [keys] live"]
        assert show.lines()[0].startswith(" " * 10 + "╔")
        await show.pilot.resize_terminal(24, 10)
        await show.pilot.pause()
        assert show.lines() == [" " * 7 + "STRONGROOM", "   Where [keys] live"]
