"""A filter above a list: into it, on from it, and out of it."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import Input


class Filtering:
    """Does the commands of a filter, for one screen. `shown` is where one goes from it."""

    def __init__(self, filter: Input, shown: Widget) -> None:
        self._filter = filter
        self._shown = shown

    def action_filter(self) -> None:
        """Type a filter."""
        self._filter.focus()

    def action_accept(self) -> None:
        """Keep the filter and go to what it leaves."""
        self._shown.focus()

    def action_clear(self) -> None:
        """Clear the filter."""
        self._filter.value = ""
        self._shown.focus()

    def left(self) -> bool:
        """Clear the filter, and return whether there was one."""
        filtered = bool(self._filter.value)
        if filtered:
            self.action_clear()
        return filtered
