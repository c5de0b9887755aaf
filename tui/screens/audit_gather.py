"""Gathering what the log on the screen is made of, while what has come is shown already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import Worker

from tui.services import background

if TYPE_CHECKING:
    from tui.screens.audit import AuditScreen

EVERY = 0.5
"""What has come is shown after so many seconds."""


class Gather:
    """Gathers for one screen; one log at a time."""

    def __init__(self, screen: AuditScreen) -> None:
        self._screen = screen
        self._running: Worker[None] | None = None
        self._soon: Timer | None = None

    def begin(self) -> None:
        """Gather for the log that is shown now, and for no other any more."""
        self.stop()
        if self._screen.source.gatherings:
            self._running = self._screen.run_worker(
                self._run, name="gather", group="gather", description="gather what was done to many entries"
            )

    def stop(self) -> bool:
        """Stop it; whether there was something to stop."""
        running, self._running = self._running, None
        if running is None or running.is_finished:
            return False
        running.cancel()
        return True

    async def _run(self) -> None:
        gatherings = self._screen.source.gatherings
        await background.together(gathering.run(self._came) for gathering in gatherings)

    def _came(self) -> None:
        if self._soon is None:
            self._soon = self._screen.set_timer(EVERY, self._show)

    def _show(self) -> None:
        self._soon = None
        self._screen.show_gathered()
