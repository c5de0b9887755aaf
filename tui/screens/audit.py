"""The audit log, ours or that of a service: who did what to which item, newest first, as far as one scrolls.

It shows names and never values, and it says so where the log ends with this run or is not what was written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
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
from tui.model.audit import AuditEvent
from tui.model.errors import VaultError
from tui.model.ids import AccountId, ItemRef
from tui.screens.audit_choice import LogChoice
from tui.screens.audit_event import EventDialog
from tui.screens.audit_exporting import Exporting
from tui.screens.audit_filter import EXPOSURES, REFUSALS, AuditFilter, next_action, parse, spaced, toggled
from tui.screens.audit_gather import Gather
from tui.screens.audit_offers import has_log, log_of, logs_of_item
from tui.screens.audit_reader import AuditReader, EventRows, pile_of_refusals
from tui.screens.audit_sources import Log
from tui.screens.base import BaseScreen
from tui.screens.filtering import Filtering
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


class AuditScreen(Moving, BaseScreen):
    """Shows a log, filters and exports it: that of an `account` whose service keeps one, otherwise our own.

    With a `ref` it shows what there is of that item alone.
    """

    CSS_PATH = Path(__file__).with_name("audit.tcss")

    def __init__(
        self, session: Session, keymap: Keymap, account: AccountId | None = None, ref: ItemRef | None = None
    ) -> None:
        super().__init__(session, keymap)
        self.ref = ref
        self.filter = PlainInput(
            placeholder="filter: words, who: action: result: day: from: to: account: vault: item:",
            compact=True,
            id="filter",
        )
        self.heading, self.kept = Static(id="heading", markup=False), Static(id="kept", markup=False)
        self.count = Static(id="count", markup=False)
        self.banner = Static(id="banner", markup=False)
        self.list = AuditList(empty=Content("Loading …"))
        self.source: Log = log_of(session, account) if ref is None else logs_of_item(session, ref)[0]
        self._unnamed = self.source if ref is not None and not session.catalog.title(ref) else None
        self.reader = AuditReader(self.source, AuditFilter())
        self.gather = Gather(self)
        self.filtering = Filtering(self.filter, self.list)
        self.parts = (*self.parts, self.filtering, Exporting(self), LogChoice(self))
        self._reading: AuditReader | None = None
        self._more_came = False
        self._end_listening: Callable[[], None] | None = None

    def mark(self, place: Place) -> Place:
        """The log, that of an item with the item."""
        return replace(place, screen="audit") if self.ref is None else replace(place, screen="item audit", ref=self.ref)

    def body(self) -> Iterator[Widget]:
        """Yield the filter line, the warning if there is one, and the list."""
        with Horizontal(id="top"):
            yield self.heading
            yield self.filter
            yield self.count
        yield self.kept
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
        """The event under the cursor, as its log has it."""
        return self.reader.events[self.list.cursor] if 0 <= self.list.cursor < len(self.reader.events) else None

    @property
    def wanted(self) -> AuditFilter:
        """What the filter line says today."""
        names = {worker.account: self.session.accounts.name(worker.account) for worker in self.session.accounts}
        return parse(self.filter.value, date.today(), names)

    def refusal(self, command: Command) -> str | None:
        """Also look whether there is an event."""
        if command.id == "audit.open" and self.event is None:
            return "There is no event under the cursor."
        if command.id == "audit.source" and self.ref is None and not has_log(self.session):
            return "No account that is open keeps a log of its own; this is the only one."
        return super().refusal(command)

    # Reading

    def on_mount(self) -> None:
        """Begin in the list; titles that come to be known are shown."""
        self.list.focus()
        self._end_listening = self.session.catalog.listen(self._rename)
        self._name_log()
        self.gather.begin()

    def on_unmount(self) -> None:
        """Listen no longer."""
        if self._end_listening is not None:
            self._end_listening()

    def on_screen_resume(self) -> None:
        """Read what happened since the screen was last seen; a service is asked again only where one wants it."""
        if self.source.account is None or not (self.reader.read or self._reading):
            self.read()

    def action_refresh(self) -> None:
        """Read the log anew, too."""
        super().action_refresh()
        self.source = self.source.anew()
        self.gather.begin()
        self.read()

    @work(exclusive=True, group="read", description="read the audit log")
    async def read(self, *, typed: bool = False) -> None:
        """Read from the newest event on; the cursor stays on its event, unless a filter was `typed`."""
        if typed:
            await asyncio.sleep(PAUSE)
        kept = self.event if not typed and self.list.cursor > 0 else None
        await self._advance(AuditReader(self.source, self.wanted), (self.list.cursor if kept else 0) + AHEAD, kept)

    @work(exclusive=True, group="read", description="read more of the audit log")
    async def _read_on(self) -> None:
        await self._advance(self.reader, self.list.cursor + 2 * AHEAD, self.event)

    async def _advance(self, reader: AuditReader, count: int, kept: AuditEvent | None) -> None:
        """Read until there are `count` events to show; where none is to be `kept` under the cursor, show all pages."""
        self._reading = reader
        if not self.reader.events:
            self._show(self.reader)
        try:
            async for _ in reader.until(count):
                if kept is None:
                    self._show(reader)
        except VaultError as error:
            reader.problem = self.source.trouble(str(error), reader.read)
        finally:
            if self._reading is reader:
                self._reading = None
        self._show(self._better(reader), kept)
        if self._more_came and self._reading is None:
            self.show_gathered()

    def _better(self, reader: AuditReader) -> AuditReader:
        """Return the reader, or the one before where that had read more of the same and this one was stopped."""
        before = self.reader
        same = (before.source, before.wanted) == (reader.source, reader.wanted)
        if not (reader.problem and same and len(before.events) > len(reader.events)):
            return reader
        before.problem = reader.problem
        return before

    def _show(self, reader: AuditReader, kept: AuditEvent | None = None) -> None:
        if not self.query("#count"):
            return  # the screen was left meanwhile
        cursor = max(self.list.cursor, 0)
        if reader is not self.reader:
            cursor = next((n for n, event in enumerate(reader.events) if event == kept), 0)
        self.reader = reader
        self.list.empty, self.list.several = Content(self._why_empty()), self.source.several
        self.list.show_rows(EventRows(reader.events, reader.source), cursor)
        problem = reader.problem or self.source.problem
        self._warn(problem or pile_of_refusals(reader.newest, time.time()), wrong=bool(problem))
        count = len(reader.events)
        reading = f", {reader.read:,} searched …" if self._reading is reader else "" if reader.ended else "+"
        self.count.update(Content(f"{count:,} event{'' if count == 1 else 's'}{reading}"))

    def _why_empty(self) -> str:
        if self._reading is not None or any(gathering.running for gathering in self.source.gatherings):
            return "Searching …" if self.filter.value else "Loading …"
        if self.reader.problem or self.source.problem:
            return "Nothing could be read."
        return "No event matches this filter.\nEsc clears it." if self.filter.value else "No events yet."

    def show_gathered(self) -> None:
        """Show what was gathered by now; what is being read is read first."""
        self._more_came = self._reading is not None
        self._name_log()
        if not self._more_came:
            self.read()

    def _rename(self) -> None:
        """Show the names that are known now, where the log has none of its own; and all of an item known only now."""
        if self.is_running and self.ref is not None and self.source is self._unnamed:
            if self.session.catalog.title(self.ref):
                self.show_log(logs_of_item(self.session, self.ref)[0])
        elif self.is_running and self.source.account is not None:
            self._show(self.reader)

    def _name_log(self) -> None:
        """Say whose log it is."""
        self.heading.update(Content(display_text(self.source.heading)))
        self.kept.update(Content(display_text(self.source.note)))
        self.kept.set_class(not self.source.kept, "-lost")

    def _warn(self, sentence: str, *, wrong: bool = False) -> None:
        self.banner.update(Content(display_text(sentence)))
        self.banner.set_class(bool(sentence), "-shown").set_class(wrong, "-wrong")

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        stopped = self.reader.ended or self.reader.problem
        if event.index + AHEAD > len(self.reader.events) and not stopped and not self._reading:
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
            self.app.push_screen(EventDialog(self.source.named(self.event)))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.read(typed=True)

    def action_back(self) -> None:
        """From gathering to an end of it, from a filter to none, from there to where one came from."""
        if self.gather.stop():
            return
        if not self.filtering.left():
            super().action_back()

    def action_cycle_result(self) -> None:
        """Only refusals and failures, or all."""
        self.filter.value = spaced(toggled(self.filter.value, REFUSALS))

    def action_cycle_exposures(self) -> None:
        """Only what let values out, or all."""
        self.filter.value = spaced(toggled(self.filter.value, EXPOSURES))

    def action_cycle_action(self) -> None:
        """Only the next kind of action."""
        self.filter.value = spaced(next_action(self.filter.value))

    def show_log(self, log: Log) -> None:
        """Show another log, with the filter that there is."""
        self.source = log
        self._reading = None
        self.list.go_to(0)
        self._show(AuditReader(log, self.wanted))
        self._name_log()
        self.gather.begin()
        self.read()
