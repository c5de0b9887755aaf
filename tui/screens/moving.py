"""The moves of a cursor, for every screen that has a pane to move in."""

from __future__ import annotations

from typing import Protocol


class Pane(Protocol):
    """What has a cursor: a list, or an item's detail."""

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` lines."""

    def page(self, direction: int, half: bool = False) -> None:
        """Move the cursor by a page, or half of one, down (1) or up (-1)."""

    def home(self) -> None:
        """Move the cursor to the top."""

    def end(self) -> None:
        """Move the cursor to the bottom."""


class Moving:
    """Does the commands of the context "move" in `pane`."""

    @property
    def pane(self) -> Pane:
        """The pane where the cursor moves now."""
        raise NotImplementedError

    def action_down(self) -> None:
        """Move down."""
        self.pane.move(1)

    def action_up(self) -> None:
        """Move up."""
        self.pane.move(-1)

    def action_top(self) -> None:
        """Move to the top."""
        self.pane.home()

    def action_bottom(self) -> None:
        """Move to the bottom."""
        self.pane.end()

    def action_page_down(self) -> None:
        """Move a page down."""
        self.pane.page(1)

    def action_page_up(self) -> None:
        """Move a page up."""
        self.pane.page(-1)

    def action_half_down(self) -> None:
        """Move half a page down."""
        self.pane.page(1, half=True)

    def action_half_up(self) -> None:
        """Move half a page up."""
        self.pane.page(-1, half=True)
