"""Where the cursor of an item goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.ids import FieldId
from tui.widgets.inks import Piece
from tui.widgets.sheet import Sheet
from tui.widgets.sheet_cursor import View, followed, paged, stepped


def sheet_of(heights: list[int], head: int = 3, tail: int = 4) -> Sheet:
    """Return a sheet with targets of these heights after `head` lines and before `tail` lines."""
    sheet = Sheet(40, 8)
    for _ in range(head):
        sheet.put()
    for at, height in enumerate(heights):
        sheet.row("x", [[Piece("y", "value")]] * height, FieldId(str(at)))
    for _ in range(tail):
        sheet.put()
    return sheet


SHEETS = st.builds(sheet_of, st.lists(st.integers(1, 30), max_size=6), st.integers(0, 5), st.integers(0, 9))


@given(SHEETS, st.integers(1, 20), st.sampled_from([1, -1]))
def test_stepping_shows_every_line_and_visits_every_target_in_order(sheet: Sheet, room: int, direction: int) -> None:
    last = len(sheet.targets) - 1
    end = max(len(sheet.lines) - room, 0)
    view = View(min(len(sheet.targets), 1) - 1, 0) if direction > 0 else View(last, end)
    seen, visited = set[int](), [view.slot]
    for _ in range(len(sheet.lines) + len(sheet.targets) + 5):
        seen.update(range(view.top, min(view.top + room, len(sheet.lines))))
        view = stepped(sheet, view, room, direction)
        if view.slot != visited[-1]:
            visited.append(view.slot)
    assert visited == (list(range(last + 1)) if direction > 0 else list(range(last, -1, -1))) or last < 0
    assert view.top == (end if direction > 0 else 0)
    assert seen == set(range(len(sheet.lines)))


@given(SHEETS, st.integers(1, 20), st.integers(-1, 99), st.integers(-50, 50))
def test_after_a_page_the_cursor_is_in_sight(sheet: Sheet, room: int, top: int, lines: int) -> None:
    start = followed(sheet, View(min(len(sheet.targets), 1) - 1, max(top, 0)), room)
    view = paged(sheet, start, room, lines)
    assert 0 <= view.top <= max(len(sheet.lines) - room, 0)
    slots = {line.slot for line in sheet.lines[view.top : view.top + room]} - {-1}
    if slots and view.top != start.top:
        assert view.slot in slots


@pytest.mark.parametrize(
    ("slot", "top", "expected"),
    [(0, 9, 0), (1, 0, 0), (5, 0, 1), (9, 0, 5), (9, 99, 7), (4, 7, 5)],
)
def test_following_keeps_a_margin_and_shows_the_head_above_the_first(slot: int, top: int, expected: int) -> None:
    assert followed(sheet_of([1] * 10), View(slot, top), 10).top == expected
