"""Choosing whose log the audit screen shows: our own, one that a service keeps, several in one, or those of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.screens.audit_offers import offered
from tui.screens.audit_sources import Log
from tui.screens.modals import Choice, Choose

if TYPE_CHECKING:
    from tui.screens.audit import AuditScreen


class LogChoice:
    """Asks whose log to show."""

    def __init__(self, screen: AuditScreen) -> None:
        self._screen = screen

    def action_source(self) -> None:
        """Ask, and show it."""
        _: Worker[None] = self._screen.run_worker(
            self._ask, name="log", group="log", exclusive=True, description="choose a log"
        )

    async def _ask(self) -> None:
        logs = offered(self._screen.session, self._screen.ref)
        choices = [
            Choice(str(number), log.name, str(number + 1) if number < 9 else "", self._whose(log))
            for number, log in enumerate(logs)
        ]
        chosen = await self._screen.app.push_screen_wait(Choose("Whose log?", choices))
        if chosen is not None:
            self._screen.show_log(logs[int(chosen)])

    def _whose(self, log: Log) -> str:
        if log.several:
            keeper = "all of them in one"
        elif log.gatherings:
            keeper = f"asked of the service for {log.gatherings[0].total:,} entries"
        else:
            keeper = "what you did here" if log.account is None else "kept by the service"
        return f"{keeper}, shown now" if log.name == self._screen.source.name else keeper
