"""The Environments of services: the variables of projects, kept apart from vaults. They can only be read here.

An Environment is read when a person opens it or asks anew, never by itself: each reading counts against the limits of
the account. Values are dots until one is asked for, and go with the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.action import Action
from tui.model.environment import Variable
from tui.screens import environment_words as words
from tui.screens.base import BaseScreen, focused_within
from tui.screens.environment_deeds import EnvironmentDeeds
from tui.screens.environment_readings import Readings
from tui.screens.environment_values import EnvironmentValues
from tui.screens.filtering import Filtering
from tui.screens.moving import Moving
from tui.services.environments import Known
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.environment_lists import EnvironmentList, VariableList, VariableRow
from tui.widgets.line_list import LineList
from tui.widgets.plain_input import PlainInput

WIDE = 100
"""From so many columns on the two lists stand side by side."""


class EnvironmentsScreen(Moving, BaseScreen):
    """Lists Environments, and the variables of the one under the cursor."""

    CSS_PATH = Path(__file__).with_name("environments.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.list = EnvironmentList(empty=Content("Loading …"))
        self.variables = VariableList()
        self.filter = PlainInput(placeholder="filter: words of a name", compact=True, id="filter")
        self._note = Static(id="note", markup=False)
        self._about = Static(id="about", markup=False)
        self._whole = Static(id="whole", markup=False)
        self.deeds = EnvironmentDeeds(self)
        self.values = EnvironmentValues(self)
        self.filtering = Filtering(self.filter, self.variables)
        self.parts = (*self.parts, self.filtering, self.deeds, self.values)
        self.known: tuple[Known, ...] = ()
        self.shown: tuple[Variable, ...] = ()
        """The variables that the filter leaves."""
        self.readings = Readings(session)
        self._seen_of: Known | None = None
        self._end_listening: Callable[[], None] | None = None

    def mark(self, place: Place) -> Place:
        """The Environments."""
        return replace(place, screen="environments")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the two lists, and the variable under the cursor whole."""
        with Horizontal(id="top"):
            yield Static(Content("Environments"), id="heading")
            yield self._note
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.list
            with Vertical(id="right"):
                with Horizontal(id="bar"):
                    yield self._about
                    yield Static("/ ", id="slash")
                    yield self.filter
                yield self.variables
                yield self._whole

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of where the focus is."""
        if self.focused is self.filter:
            return ("filter", "environments", "app")
        side = "variables" if focused_within(self, self.variables) else "known"
        return (side, "environments", "move", "app")

    @property
    def pane(self) -> EnvironmentList | VariableList:
        """The side where the cursor moves."""
        return self.variables if focused_within(self, self.variables) else self.list

    @property
    def chosen(self) -> Known | None:
        """The Environment under the cursor."""
        return self.known[self.list.cursor] if 0 <= self.list.cursor < len(self.known) else None

    @property
    def read_of(self) -> tuple[Variable, ...]:
        """All variables of the Environment under the cursor, as they were read."""
        return self.readings.of(self.chosen).variables if self.chosen is not None else ()

    @property
    def variable(self) -> Variable | None:
        """The variable under the cursor."""
        return self.shown[self.variables.cursor] if 0 <= self.variables.cursor < len(self.shown) else None

    def refusal(self, command: Command) -> str | None:
        """Also look at what is under the cursors."""
        if command.id == "environments.new":
            return self.deeds.refusal()
        if command.context in ("known", "environments") and self.chosen is None:
            return "There is no Environment under the cursor."
        if command.id in ("known.open", "known.read") and self.chosen is not None:
            return self._refused(self.chosen)
        if command.id in ("environments.copy_all", "environments.filter") and not self.read_of:
            return "No variables are read of this Environment."
        if command.context == "variables" and self.variable is None:
            return "There is no variable under the cursor."
        return super().refusal(command)

    def _refused(self, known: Known) -> str | None:
        """Return None where an Environment may be read, or the sentence why not."""
        return self.session.refusal(Action.READ_ENVIRONMENT, known.account, None)

    # Reading

    def on_mount(self) -> None:
        """Say what is remembered; follow whether the accounts are open."""
        self.list.focus()
        self._note.update(Content(words.READ_ONLY if self.session.environments.kept else words.NOT_KEPT))
        self._end_listening = self.session.remotes.listen(self._show)
        self.remember()

    def on_unmount(self) -> None:
        """Nothing of the values stays."""
        super().on_unmount()
        if self._end_listening is not None:
            self._end_listening()
        self.values.hide_all()
        self.readings.clear()
        self.shown = ()

    @work(exclusive=True, group="remember", description="read what is remembered")
    async def remember(self) -> None:
        """Show what is remembered."""
        with self.reporting():
            self.take(await self.session.environments.all())
            self.list.empty = Content(words.NONE)
        self._show()

    def take(self, known: tuple[Known, ...], on_it: Known | None = None) -> None:
        """Show these Environments, with the cursor on `on_it`, or on the one it is on."""
        on_it = on_it or self.chosen
        self.known = known
        at = next((n for n, one in enumerate(known) if on_it is not None and one.key == on_it.key), self.list.cursor)
        self.readings.keep(known)
        self._show(max(at, 0))

    def action_refresh(self) -> None:
        """Read the Environment anew, and nothing else: other accounts have limits too."""
        self.action_redraw()
        if self.chosen is not None:
            self.perform(command("known.read"))

    def action_read(self) -> None:
        """Read the Environment anew."""
        if self.chosen is not None:
            self.read(self.chosen)

    def action_open(self) -> None:
        """Go to the variables, which are read if they were not yet."""
        if self.chosen is not None and not self.readings.of(self.chosen).at:
            self.read(self.chosen)
        self.variables.focus()

    @work(exclusive=True, group="read", description="read an Environment")
    async def read(self, known: Known) -> None:
        """Read the variables of an Environment."""
        self.readings.begin(known)
        self.values.hide_all()
        self._show()
        problem = await self.readings.read(known)
        if problem:
            self.say(problem, "error")
        if self.is_running:
            self._show()
            if self.readings.of(known).problem and self.pane is self.variables:
                self.list.focus()

    # What it shows

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        if event.line_list is self.list and self.chosen != self._seen_of:
            self._seen_of = self.chosen
            self.values.hide_all()
            self.variables.home()
            self._show_variables()
        self.show_whole()
        self.refresh_footer()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("known.open" if event.line_list is self.list else "variables.reveal"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_variables()

    def _show(self, at: int | None = None) -> None:
        if not self.query("#note"):
            return  # the screen was left meanwhile
        rows = [
            words.row(one, self._account(one), self.readings.of(one), going_on=self.readings.goes_on(one))
            for one in self.known
        ]
        self.list.show_rows(rows, max(self.list.cursor, 0) if at is None else at)
        self._show_variables()

    def _account(self, known: Known) -> str:
        """Return the name of the account, where there is such an account in this window."""
        name = self.session.name_of(known.account)
        return name if name != known.account else "–"

    def _show_variables(self) -> None:
        """Show the variables that the filter leaves of the Environment under the cursor, or why there are none."""
        chosen, wanted = self.chosen, self.filter.value.casefold().split()
        self.shown = tuple(one for one in self.read_of if all(word in one.name.casefold() for word in wanted))
        about, why = Content(), ""
        if chosen is not None:
            reading, refusal = self.readings.of(chosen), self._refused(chosen)
            about = words.about(chosen, reading)
            why = words.why_none(reading, refusal, going_on=self.readings.goes_on(chosen))
        self._about.update(about)
        self.variables.empty = Content(display_text(why))
        for one in self.query("#slash, #filter"):
            one.display = bool(self.read_of)
        self.show_values()

    def show_values(self) -> None:
        """Show the variables, with what is revealed of them."""
        rows = [
            VariableRow(words.name_of(one), display_text(self.values.seen(one)), empty=not one.value, masked=one.masked)
            for one in self.shown
        ]
        self.variables.show_rows(rows, max(self.variables.cursor, 0))
        self.show_whole()
        self.refresh_footer()

    def show_whole(self) -> None:
        """Show the whole value of the variable under the cursor, as far as it is revealed."""
        variable = self.variable
        self._whole.update(words.whole(variable, self.values.seen(variable)) if variable is not None else "")

    # Moving about

    def action_switch(self) -> None:
        """Go to the other side."""
        (self.list if self.pane is self.variables else self.variables).focus()

    def action_back(self) -> None:
        """From a filter to none, from the variables to the Environments, from there to where one came from."""
        if self.filtering.left():
            return
        if self.pane is self.variables:
            self.list.focus()
        else:
            super().action_back()
