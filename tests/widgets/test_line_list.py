"""The list that draws only what is seen."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip

from tests.widgets.stage import on_stage
from tui.widgets.cells import fit
from tui.widgets.line_list import LineList


class Numbers(LineList):
    """Rows that say their number; it counts how often it is asked."""

    asked = 0

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        self.asked += 1
        names = ("line-list--cursor",) if selected else ()
        return Strip([Segment(fit(f"{'>' if selected else ' '}{index}", width), self.ink(*names))], width)


async def test_only_what_is_seen_is_drawn_even_of_a_million_rows() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 20) as show:
        numbers.asked = 0
        numbers.show(1_000_000, 0)
        await show.pilot.pause()
        assert numbers.asked <= 40
        for go in (numbers.end, numbers.home, lambda: numbers.go_to(500_000), lambda: numbers.page(1)):
            numbers.asked = 0
            go()
            await show.pilot.pause()
            assert 0 < numbers.asked <= 20
        assert numbers.cursor == 500_019
        assert ">500019" in show.lines()


async def test_a_move_within_sight_draws_two_rows() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 20) as show:
        numbers.show(1_000_000, 5)
        await show.pilot.pause()
        numbers.asked = 0
        numbers.move(1)
        await show.pilot.pause()
        assert numbers.asked == 2
        assert show.lines()[4:8] == [" 4", " 5", ">6", " 7"]


@pytest.mark.parametrize(
    ("start", "delta", "top"),
    [(0, 6, 0), (0, 7, 0), (0, 8, 1), (0, 50, 43), (0, 99, 90), (99, -1, 90), (99, -8, 89), (99, -99, 0)],
)
async def test_two_rows_are_kept_in_sight_around_the_cursor(start: int, delta: int, top: int) -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(100, start)
        numbers.move(delta)
        await show.pilot.pause()
        assert show.lines()[0].lstrip("> ") == str(top)


async def test_the_cursor_stays_within_the_rows_and_says_where_it_is() -> None:
    numbers = Numbers()
    async with on_stage(numbers) as show:
        numbers.show(3, 1)  # the move that follows at once supersedes what this says
        for delta, cursor in ((5, 2), (-9, 0), (1, 1), (0, 1)):
            numbers.move(delta)
            assert numbers.cursor == cursor
            await show.pilot.pause()
        assert [message.index for message in show.said(LineList.Highlighted)] == [2, 0, 1]
        numbers.show(3, 99)
        assert numbers.cursor == 2
        numbers.show(0, 5)
        assert numbers.cursor == -1
        await show.pilot.pause()
        assert show.said(LineList.Highlighted)[-1].index == -1
        numbers.move(1)
        assert numbers.cursor == -1


async def test_pages_go_by_what_is_seen() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 11) as _show:
        numbers.show(100, 0)
        numbers.page(1)
        assert numbers.cursor == 10
        numbers.page(1, half=True)
        assert numbers.cursor == 15
        numbers.page(-1)
        assert numbers.cursor == 5


async def test_a_list_that_grows_under_the_cursor_stays_where_it_is() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(100, 50)
        await show.pilot.pause()
        before = show.lines()
        numbers.show(100_000, 50)
        await show.pilot.pause()
        assert show.lines() == before
        numbers.show(20, 50)
        await show.pilot.pause()
        assert show.lines()[-1] == ">19"
        assert show.lines()[0] == " 10"


async def test_the_cursor_is_in_sight_after_the_window_shrinks() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 30) as show:
        numbers.show(100, 28)
        await show.pilot.pause()
        await show.pilot.resize_terminal(40, 8)
        await show.pilot.pause()
        assert ">28" in show.lines()


async def test_clicks_select_and_choose() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(100, 0)
        await show.pilot.pause()
        await show.pilot.click(Numbers, offset=(3, 4))
        assert numbers.cursor == 4
        assert show.said(LineList.Chosen) == []
        await show.pilot.click(Numbers, offset=(9, 4))
        assert [message.index for message in show.said(LineList.Chosen)] == [4]
        await show.pilot.click(Numbers, offset=(9, 6), times=2)
        assert [message.index for message in show.said(LineList.Chosen)] == [4, 6]
        await show.pilot.click(Numbers, offset=(9, 5))
        numbers.move(1)
        numbers.move(-1)
        await show.pilot.click(Numbers, offset=(9, 5))
        assert [message.index for message in show.said(LineList.Chosen)] == [4, 6]


async def test_a_click_below_the_last_row_does_nothing() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(3, 1)
        await show.pilot.click(Numbers, offset=(3, 8))
        assert numbers.cursor == 1


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(100, 0)
        await show.pilot.pause()
        numbers.post_message(events.MouseScrollDown(numbers, 3, 3, 0, 1, 0, False, False, False))
        await show.pilot.pause()
        assert numbers.cursor == 0
        assert int(show.lines()[0].lstrip("> ")) > 0


async def test_an_empty_list_says_why_in_the_middle() -> None:
    numbers = Numbers(empty=Content("Loading …"))
    async with on_stage(numbers, 42, 11) as show:
        assert numbers.cursor == -1
        assert show.lines()[5] == " " * 16 + "Loading …"
        numbers.empty = Content("Nothing matches [b]x[/b].")
        await show.pilot.pause()
        assert show.lines()[5].strip() == "Nothing matches [b]x[/b]."
        numbers.show(1)
        await show.pilot.pause()
        assert show.lines()[0] == ">0"
        assert show.lines()[5] == ""


async def test_letters_and_arrows_are_left_to_the_screen() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(100, 0)
        await show.pilot.press("j", "down", "end", "pagedown", "enter")
        assert numbers.cursor == 0
        assert show.lines()[0] == ">0"


async def test_focus_and_theme_change_the_colours_of_the_cursor() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 10) as show:
        numbers.show(10, 0)
        await show.pilot.pause()
        focused = numbers.ink("line-list--cursor")
        show.pilot.app.screen.set_focus(None)
        await show.pilot.pause()
        blurred = numbers.ink("line-list--cursor")
        show.pilot.app.theme = "textual-light"
        await show.pilot.pause()
        assert len({focused, blurred, numbers.ink("line-list--cursor")}) == 3


async def test_half_pages_scroll_seldom_and_keep_the_cursor_in_sight() -> None:
    numbers = Numbers()
    numbers.half_pages = True
    async with on_stage(numbers, 40, 20) as show:
        numbers.show(200)
        await show.pilot.pause()
        tops = set()
        for direction in (1, -1):
            for _ in range(100):
                numbers.move(direction)
                await show.pilot.pause()
                top = numbers.scroll_offset.y
                assert top <= numbers.cursor < top + numbers.size.height
                tops.add(top)
        assert len(tops) <= 25


async def test_rows_that_come_behind_draw_themselves_alone() -> None:
    numbers = Numbers()
    async with on_stage(numbers, 40, 20) as show:
        numbers.show(5, 3)
        await show.pilot.pause()
        numbers.asked = 0
        numbers.add(8)
        assert show.lines()[3:9] == [">3", " 4", " 5", " 6", " 7", ""]
        assert numbers.asked == 3
        assert numbers.cursor == 3
        numbers.add(1_000)
        assert show.lines()[19] == " 19"
        numbers.asked = 0
        numbers.add(2_000)
        show.lines()
        assert numbers.asked == 0  # none of them is seen
        numbers.end()
        assert numbers.cursor == 1_999
        numbers.show(0)
        numbers.add(2)
        assert numbers.cursor == 0
