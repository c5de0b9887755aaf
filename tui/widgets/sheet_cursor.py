"""Where the cursor of a sheet goes, and how far the sheet is scrolled for it. Pure sums, no widget."""

from __future__ import annotations

from typing import NamedTuple

from tui.widgets.line_pane import nearest_top
from tui.widgets.sheet import Sheet


class View(NamedTuple):
    """The slot under the cursor (-1: none), and the first line that is seen."""

    slot: int
    top: int


def followed(sheet: Sheet, view: View, room: int) -> View:
    """Scroll until the cursor is seen, and on the first slot also what is before it, if there is room for both."""
    if view.slot < 0:
        return _held(sheet, view, room)
    first, last = sheet.extent(view.slot)
    if view.slot == 0 and last < room:
        first = 0
    return _held(sheet, View(view.slot, nearest_top(first, last, view.top, room)), room)


def stepped(sheet: Sheet, view: View, room: int, direction: int) -> View:
    """Go one slot down (1) or up (-1); or one line, where there is more of this slot to see or no other one."""
    slot = view.slot + direction
    first, last = sheet.extent(view.slot) if view.slot >= 0 else (view.top, view.top)
    more = last >= view.top + room if direction > 0 else first < view.top
    if more or not 0 <= slot < len(sheet.targets):
        return _held(sheet, View(view.slot, view.top + direction), room)
    first, last = sheet.extent(slot)
    if direction < 0 and last - first >= room:
        return View(slot, last + 1 - room)
    return followed(sheet, View(slot, view.top), room)


def paged(sheet: Sheet, view: View, room: int, lines: int) -> View:
    """Scroll by `lines`; a cursor left behind comes along, and at the very end or beginning it goes there."""
    top = _held(sheet, View(view.slot, view.top + lines), room).top
    slots = [line.slot for line in sheet.lines[top : top + room] if line.slot >= 0]
    if top == view.top:
        return View(len(sheet.targets) - 1 if lines > 0 else min(len(sheet.targets), 1) - 1, top)
    if slots and view.slot not in slots:
        return View(slots[0] if lines > 0 else slots[-1], top)
    return View(view.slot, top)


def _held(sheet: Sheet, view: View, room: int) -> View:
    """Return `view`, scrolled no further than there are lines."""
    return View(view.slot, min(max(view.top, 0), max(len(sheet.lines) - room, 0)))
