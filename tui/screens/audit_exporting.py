"""Exporting what the audit screen shows: asked how and where to, and itself noted in our own log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.interchange.audit_export import Format, export
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Denied, VaultError
from tui.screens.audit_reader import filtered
from tui.screens.audit_sources import Log, OwnLog, ServiceLog
from tui.screens.export_path import audit_name, free_path, path_problem, typed_path
from tui.screens.modals import Ask, Choice, Choose

if TYPE_CHECKING:
    from pathlib import Path

    from tui.screens.audit import AuditScreen

FORMATS = (
    Choice(Format.CSV, "CSV", "c", "for spreadsheets, safe from formulas"),
    Choice(Format.JSON_LINES, "JSON Lines", "j", "for programs, exact"),
)


class Exporting:
    """Exports a log, as far as the filter shows it."""

    def __init__(self, screen: AuditScreen) -> None:
        self._screen = screen

    def action_export(self) -> None:
        """Ask how and where to, and write what the filter shows, all pages of it."""
        _: Worker[None] = self._screen.run_worker(
            self._ask, name="export", group="export", exclusive=True, description="export the audit log"
        )

    async def _ask(self) -> None:
        screen = self._screen
        pages = filtered(screen.source, screen.wanted)
        whose = _whose(screen.source)
        chosen = await screen.app.push_screen_wait(Choose("Export what is shown", FORMATS))
        if chosen is None:
            return
        name = free_path(audit_name(chosen))
        answer = await screen.app.push_screen_wait(Ask("Export what is shown", "New file", name, check=path_problem))
        if answer is not None:
            with screen.reporting():
                await self._export(typed_path(answer), Format(chosen), pages, whose)
            screen.read()

    async def _export(self, path: Path, form: Format, pages: AsyncIterator[Sequence[AuditEvent]], whose: str) -> None:
        audit = self._screen.session.audit
        self._screen.say(f"Exporting to {path} …")
        try:
            count = await export(path, form, pages)
        except VaultError as error:
            result = AuditResult.REFUSED if isinstance(error, Denied) else AuditResult.FAILED
            audit.record(AuditAction.EXPORT, detail=str(error), result=result)
            raise
        lacking = ", which are not all" if _lacks(self._screen.source) else ""
        audit.record(AuditAction.EXPORT, detail=f"{count} audit events{whose}{lacking} to {path}")
        self._screen.say(f"Exported {count:,} events{lacking} to {path}.", "warning" if lacking else "success")


def _whose(log: Log) -> str:
    """Return whose log it is, within a sentence; nothing of our own."""
    if isinstance(log, OwnLog):
        return ""
    return f" of “{log.name}”" if isinstance(log, ServiceLog) else f" of {log.name}"


def _lacks(log: Log) -> bool:
    """Whether something could not be read, or was not yet."""
    return bool(log.problem) or any(gathering.running for gathering in log.gatherings)
