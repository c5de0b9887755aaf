"""The audit log: who did what to which item, newest first, as far as one scrolls.

It shows names and never values, and it says so where the log ends with this run or is not what was written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.interchange.audit_export import Format, export
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Denied, VaultError
from tui.screens.audit_event import EventDialog
from tui.screens.audit_filter import AuditFilter, next_action, parse, spaced, toggled_refusals
from tui.screens.audit_reader import PAGE, AuditReader, EventRows, pages, pile_of_refusals
from tui.screens.base import BaseScreen
from tui.screens.export_path import free_name, path_problem, typed_path
from tui.screens.modals import Ask, Choice, Choose
from tui.screens.moving import Moving
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.audit_list import AuditList
from tui.widgets.line_list import LineList
from tui.widgets.plain_input import PlainInput

AHEAD = 100
"""So many events are kept ready below the cursor."""
PAUSE = 0.05
"""Seconds without typing before the log is read for a filter."""

FORMATS = (
    Choice(Format.CSV, "CSV", "c", "for spreadsheets, safe from formulas"),
    Choice(Format.JSON_LINES, "JSON Lines", "j", "for programs, exact"),
)


class AuditScreen(Moving, BaseScreen):
    """Shows the log, filters and exports it."""

    CSS_PATH = Path(__file__).with_name("audit.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.filter = PlainInput(
            placeholder="filter: words, action:copy result:refused day:today", compact=True, id="filter"
        )
        self.banner = Static(id="banner", markup=False)
        self.list = AuditList(empty=Content("Loading …"))
        self.reader = AuditReader(session.audit, AuditFilter())
        self._reading: AuditReader | None = None

    def mark(self, place: Place) -> Place:
        """The log."""
        return replace(place, screen="audit")

    def body(self) -> Iterator[Widget]:
        """Yield the filter line, the warning if there is one, and the list."""
        with Horizontal(id="top"):
            yield Static(Content("Audit log"), id="heading")
            yield self.filter
            yield Static(id="count", markup=False)
        kept = self.session.audit.kept
        note = "Kept sealed in your store." if kept else "Nothing is kept: without a store this log ends with this run."
        yield Static(Content(note), id="kept", classes="" if kept else "-lost")
        yield self.banner
        yield self.list

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of where the focus is."""
        return ("filter", "audit", "app") if self.focused is self.filter else ("audit", "move", "app")

    @property
    def pane(self) -> AuditList:
        """The list."""
        return self.list

    @property
    def event(self) -> AuditEvent | None:
        """The event under the cursor."""
        return self.reader.events[self.list.cursor] if 0 <= self.list.cursor < len(self.reader.events) else None

    @property
    def wanted(self) -> AuditFilter:
        """What the filter line says today."""
        return parse(self.filter.value, date.today())

    def refusal(self, command: Command) -> str | None:
        """Also look whether there is an event."""
        if command.id == "audit.open" and self.event is None:
            return "There is no event under the cursor."
        return super().refusal(command)

    # Reading

    def on_mount(self) -> None:
        """Begin in the list."""
        self.list.focus()

    def on_screen_resume(self) -> None:
        """Read what happened since the screen was last seen."""
        self.read()

    @work(exclusive=True, group="read", description="read the audit log")
    async def read(self, *, typed: bool = False) -> None:
        """Read from the newest event on; the cursor stays on its event, unless a filter was `typed`."""
        if typed:
            await asyncio.sleep(PAUSE)
        kept = self.event if not typed and self.list.cursor > 0 else None
        reader = AuditReader(self.session.audit, self.wanted)
        with self._telling_damage():
            self._warn(pile_of_refusals(await self.session.audit.page(None, PAGE), time.time()))
        await self._advance(reader, (self.list.cursor if kept else 0) + AHEAD, kept)

    @work(exclusive=True, group="read", description="read more of the audit log")
    async def _read_on(self) -> None:
        await self._advance(self.reader, self.list.cursor + 2 * AHEAD, self.event)

    async def _advance(self, reader: AuditReader, count: int, kept: AuditEvent | None) -> None:
        """Read until there are `count` events to show; where none is to be `kept` under the cursor, show all pages."""
        self._reading = reader
        try:
            with self._telling_damage():
                async for _ in reader.until(count):
                    if kept is None:
                        self._show(reader)
        finally:
            if self._reading is reader:
                self._reading = None
        self._show(reader, kept)

    def _show(self, reader: AuditReader, kept: AuditEvent | None = None) -> None:
        if not self.query("#count"):
            return  # the screen was left meanwhile
        cursor = max(self.list.cursor, 0)
        if reader is not self.reader:
            cursor = next((n for n, event in enumerate(reader.events) if kept and event.serial == kept.serial), 0)
        self.reader = reader
        self.list.empty = Content(self._why_empty())
        self.list.show_rows(EventRows(reader.events), cursor)
        count = len(reader.events)
        searched = f", {reader.read:,} searched …" if self._reading is reader else "" if reader.ended else "+"
        self.query_one("#count", Static).update(Content(f"{count:,} event{'' if count == 1 else 's'}{searched}"))

    def _why_empty(self) -> str:
        if self._reading is not None:
            return "Searching …"
        return "No event matches this filter.\nEsc clears it." if self.filter.value else "No events yet."

    @contextmanager
    def _telling_damage(self) -> Iterator[None]:
        """Say so where the log is not what was written; what could be read before is shown all the same."""
        try:
            yield
        except VaultError as error:
            self._warn(f"The audit log cannot be read to its end. {error}", wrong=True)

    def _warn(self, sentence: str, *, wrong: bool = False) -> None:
        self.banner.update(Content(display_text(sentence)))
        self.banner.set_class(bool(sentence), "-shown")
        self.banner.set_class(wrong, "-wrong")

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        if event.index + AHEAD > len(self.reader.events) and not self.reader.ended and not self._reading:
            self._read_on()
        self.refresh_footer()

    # Commands

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Show everything about the event."""
        if self.event is not None:
            self.app.push_screen(EventDialog(self.event))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.read(typed=True)

    def action_filter(self) -> None:
        """Type a filter."""
        self.filter.focus()

    def action_accept(self) -> None:
        """Keep the filter and go to the list."""
        self.list.focus()

    def action_clear(self) -> None:
        """Clear the filter."""
        self.filter.value = ""
        self.list.focus()

    def action_back(self) -> None:
        """From a filter to none, from there to where one came from."""
        if self.filter.value:
            self.action_clear()
        else:
            super().action_back()

    def action_cycle_result(self) -> None:
        """Only refusals and failures, or all."""
        self.filter.value = spaced(toggled_refusals(self.filter.value))

    def action_cycle_action(self) -> None:
        """Only the next kind of action."""
        self.filter.value = spaced(next_action(self.filter.value))

    @work(exclusive=True, group="export", description="export the audit log")
    async def action_export(self) -> None:
        """Ask how and where to, and write what the filter shows, all pages of it."""
        wanted = self.wanted
        chosen = await self.app.push_screen_wait(Choose("Export what is shown", FORMATS))
        if chosen is None:
            return
        answer = await self.app.push_screen_wait(
            Ask("Export what is shown", "New file", free_name(chosen), check=path_problem)
        )
        if answer is None:
            return
        path = typed_path(answer)
        self.say(f"Exporting to {path} …")
        with self.reporting():
            try:
                count = await export(path, Format(chosen), pages(self.session.audit, wanted))
            except VaultError as error:
                result = AuditResult.REFUSED if isinstance(error, Denied) else AuditResult.FAILED
                self.session.audit.record(AuditAction.EXPORT, detail=str(error), result=result)
                raise
            self.session.audit.record(AuditAction.EXPORT, detail=f"{count} audit events to {path}")
            self.say(f"Exported {count:,} events to {path}.", "success")
        self.read()
