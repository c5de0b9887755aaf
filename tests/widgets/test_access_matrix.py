"""Groups and permissions in a matrix: what fits into a width, where the cursor is, what a click means."""

from __future__ import annotations

import pytest

from tests.widgets.stage import on_stage
from tui.tools.permissions import ABOUT, LEVELS
from tui.widgets.access_matrix import AccessMatrix, Heading, Mark, MatrixRow
from tui.widgets.line_list import LineList

HEADINGS = [Heading(about.short, about.shortest) for about in ABOUT]
YES, NO = Mark("✓"), Mark("·", "none")
ROWS = [
    MatrixRow("Developers of the north", [YES, YES, *[NO] * 9, Mark("(+)", "follows")], Mark("•", "given")),
    MatrixRow("共有チーム", [YES] * 12),
]


async def test_long_headings_where_there_is_room_and_short_ones_where_there_is_not() -> None:
    matrix = AccessMatrix()
    async with on_stage(matrix, 118, 5) as show:
        matrix.show_rows(HEADINGS, ROWS)
        await show.pilot.pause()
        assert show.lines()[0].split() == ["Group", *(about.short for about in ABOUT)]
        await show.pilot.resize_terminal(80, 5)
        await show.pilot.pause()
        assert show.lines()[:3] == [
            "  Group                view pass hist new edit arch del imp exp share print mng",
            "▌•Developers of the n…  ✓    ✓    ·    ·   ·    ·    ·   ·   ·    ·     ·   (+)",
            "  共有チーム            ✓    ✓    ✓    ✓   ✓    ✓    ✓   ✓   ✓    ✓     ✓    ✓",
        ]


@pytest.mark.parametrize("headings", [HEADINGS, [Heading(level.short, level.shortest) for level in LEVELS], []])
async def test_every_line_is_as_wide_as_the_list_whatever_that_is(headings: list[Heading]) -> None:
    matrix = AccessMatrix()
    async with on_stage(matrix, 200, 4):
        matrix.show_rows(headings, [MatrixRow(row.name, row.marks[: len(headings)], row.sign) for row in ROWS])
        for column in (0, 5, 11):
            matrix.go_to_column(column)
            for width in range(200):
                strips = [matrix.render_header(width), *(matrix.render_row(at, width, at == 0) for at in range(2))]
                assert [strip.cell_length for strip in strips] == [width] * 3, (column, width)


@pytest.mark.parametrize("width", [20, 24, 40, 60, 80, 200])
async def test_the_column_under_the_cursor_is_always_seen(width: int) -> None:
    matrix = AccessMatrix()
    async with on_stage(matrix, width, 4) as show:
        matrix.show_rows(HEADINGS, ROWS)
        for column, heading in enumerate(HEADINGS):
            matrix.go_to_column(column)
            await show.pilot.pause()
            words = show.lines()[0].split()
            assert heading.short in words or heading.long in words, (column, words)


async def test_the_cursor_stays_within_the_columns_and_tells_where_it_goes() -> None:
    matrix = AccessMatrix()
    async with on_stage(matrix, 120, 5) as show:
        matrix.show_rows(HEADINGS, ROWS)
        await show.pilot.pause()
        matrix.move_column(-1)
        assert matrix.column == 0
        matrix.move_column(99)
        await show.pilot.pause()
        assert matrix.column == 11
        assert [message.index for message in show.said(LineList.Highlighted)][-1] == 0
        matrix.show_rows(HEADINGS[:3], [MatrixRow("a", [NO] * 3)])
        assert matrix.column == 2


async def test_a_second_click_on_the_same_cell_chooses_it_and_one_beside_it_does_not() -> None:
    matrix = AccessMatrix()
    async with on_stage(matrix, 120, 5) as show:
        matrix.show_rows(HEADINGS, ROWS)
        await show.pilot.pause()
        head = show.lines()[0]
        await show.pilot.click(offset=(head.index("edit"), 2))
        await show.pilot.click(offset=(head.index("archive"), 2))
        await show.pilot.pause()
        assert (matrix.cursor, matrix.column) == (1, 5)
        assert show.said(LineList.Chosen) == []
        await show.pilot.click(offset=(head.index("archive"), 2))
        await show.pilot.pause()
        assert [message.index for message in show.said(LineList.Chosen)] == [1]
