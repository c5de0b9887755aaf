"""The generator as a modal: answers with a password for the field that asked, or with None."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events
from textual.widget import Widget

from tui.commands import Command, Keymap, command
from tui.model.secret import Secret
from tui.screens.dialog import Dialog, Hint
from tui.screens.generator_pane import GeneratorPane
from tui.screens.keys import Keys
from tui.screens.moving import Moving
from tui.services.generated import Generated
from tui.services.recipes import Recipes, Where
from tui.widgets.footer import key_label
from tui.widgets.recipe_form import RecipeForm

CONTEXTS = ("panel", "generator", "move")


class GeneratorPanel(Moving, Dialog[Secret | None]):
    """Generates in place. The keys are those of the generator, and one that takes the password."""

    def __init__(self, keymap: Keymap, generated: Generated, recipes: Recipes, where: Where) -> None:
        super().__init__("Generate", cancelled=None)
        self._keys = Keys(keymap)
        self.generator = GeneratorPane(generated, recipes, where)

    def body(self) -> Iterator[Widget]:
        """Yield the generator."""
        yield self.generator

    def hints(self) -> Sequence[Hint]:
        """Return the keys that work."""
        keys = self._keys.keymap
        named = [("panel.use", "Use it"), ("generator.again", "Again"), ("generator.rules", "Site rules")]
        found = [(keys.keys(command(name)), what) for name, what in named]
        return [
            *((key_label(pressed[0]), what) for pressed, what in found if pressed),
            ("↑↓←→", "Change"),
            ("Esc", "Cancel"),
        ]

    @property
    def pane(self) -> RecipeForm:
        """The recipe, where the cursor moves."""
        return self.generator.form

    def on_key(self, event: events.Key) -> None:
        """Run a command of the generator; leave the rest to what every modal does."""
        found = self._keys.feed(event, CONTEXTS, typing=False)
        if isinstance(found, Command):
            run = getattr(self, f"action_{found.action}", None)
            if run is not None:
                run()
        if found is not None:
            event.stop()
            event.prevent_default()

    def action_use(self) -> None:
        """Take the password into the field."""
        if self.generator.value is not None:
            self.generator.remember()
            self.dismiss(self.generator.value)

    def action_again(self) -> None:
        """Make another one."""
        self.generator.again()

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
