"""The generator on its own: makes passwords that belong to no item yet, and copies them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from textual import work
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap
from tui.model.secret import DOTS
from tui.screens.base import BaseScreen
from tui.screens.generator_pane import GeneratorPane
from tui.screens.modals import Choice, Choose
from tui.screens.moving import Moving
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.recipe_form import RecipeForm


class GeneratorScreen(Moving, BaseScreen):
    """Generates. What was generated before is remembered until the session ends, and shown as dots."""

    CSS_PATH = Path(__file__).with_name("generator.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.generator = GeneratorPane(session.generated, session.recipes)

    def mark(self, place: Place) -> Place:
        """The generator."""
        return replace(place, screen="generator")

    def body(self) -> Iterator[Widget]:
        """Yield the generator, and what it made before."""
        with VerticalScroll(can_focus=False), Vertical(id="card"):
            yield Static("Generator", id="heading")
            yield self.generator
            yield Static(id="earlier")

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("generator", "move", "app")

    @property
    def pane(self) -> RecipeForm:
        """The recipe, where the cursor moves."""
        return self.generator.form

    def on_mount(self) -> None:
        """Show what was made before."""
        self._show_earlier()

    def on_generator_pane_made(self, event: GeneratorPane.Made) -> None:
        """Show what can be done with the password."""
        event.stop()
        self._show_earlier()

    def on_unmount(self) -> None:
        """Remember the one that was seen last."""
        self.generator.remember()

    def refusal(self, command: Command) -> str | None:
        """Some commands need a password, or earlier ones."""
        if command.id in ("generator.copy",) and self.generator.value is None:
            return "There is no password to copy."
        if command.id == "generator.earlier" and not self.session.generated.all:
            return "Nothing was generated before."
        if command.id == "generator.leave_out" and not self.generator.leaves_out:
            return "Only random passwords by a recipe of your own leave characters out."
        return super().refusal(command)

    def _show_earlier(self) -> None:
        made = self.session.generated.all
        lines = [f"{DOTS}   {datetime.fromtimestamp(one.at):%H:%M}   {one.recipe}" for one in made]
        text = "\n".join(["Earlier ones, until Strongroom is locked", *lines]) if lines else ""
        self.query_one("#earlier", Static).update(Content(text))
        self.refresh_footer()

    def action_again(self) -> None:
        """Make another one."""
        self.generator.again()
        self._show_earlier()

    @work(exclusive=True, group="copy", description="copy generated")
    async def action_copy(self) -> None:
        """Copy the password."""
        value = self.generator.value
        if value is not None:
            with self.reporting():
                copied = await self.session.access.copy_generated(value)
                self.generator.remember()
                self._show_earlier()
                self.say(copied.sentence, "success")

    @work(exclusive=True, group="earlier", description="earlier ones")
    async def action_earlier(self) -> None:
        """Choose one that was made before."""
        made = self.session.generated.all
        choices = [
            Choice(str(index), f"{DOTS}  {datetime.fromtimestamp(one.at):%H:%M:%S}", note=one.recipe)
            for index, one in enumerate(made)
        ]
        chosen = await self.app.push_screen_wait(Choose("Earlier ones", choices))
        if chosen is not None:
            self.generator.remember()
            self.generator.take(made[int(chosen)].value)
            self._show_earlier()

    def action_rules(self) -> None:
        """Ask for the rules of a site."""
        self.generator.ask_for_rules()

    def action_leave_out(self) -> None:
        """Ask which characters are left out."""
        self.generator.ask_what_to_leave_out()

    def action_less(self) -> None:
        """Less."""
        self.generator.turn(-1)

    def action_more(self) -> None:
        """More."""
        self.generator.turn(1)

    def action_switch(self) -> None:
        """Switch."""
        self.generator.toggle()
