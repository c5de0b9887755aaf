"""The number at the right: told without a layout, unless it needs more room."""

from __future__ import annotations

from tests.widgets.stage import on_stage
from tui.widgets.tally import Tally


async def test_it_ends_at_the_right_and_becomes_wider_where_it_must() -> None:
    tally = Tally()
    async with on_stage(tally, 40, 3) as show:
        for text, width in (("100,000", 7), ("88", 7), ("best 5,000 of 61,234", 20), ("1", 20)):
            tally.tell(text)
            await show.pilot.pause()
            assert tally.size.width == width
            assert show.lines()[0] == f"  {text:>{width}}"
