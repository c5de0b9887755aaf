"""The generator's inside: a recipe, and a password made by it, shown in the clear by intent.

The screen and the panel in the editor both have one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.services.generated import Generated
from tui.tools import strength
from tui.tools.generator import Recipe, generate
from tui.widgets.generated_text import GeneratedText
from tui.widgets.knobs import described
from tui.widgets.recipe_form import RecipeForm
from tui.widgets.strength_meter import StrengthMeter


class GeneratorPane(Vertical):
    """Makes a password whenever the recipe changes or another one is asked for."""

    DEFAULT_CSS = """
    GeneratorPane {
        height: auto;
        & > #made { height: auto; min-height: 6; padding: 1 2; margin-bottom: 1; background: $panel; }
        & #bits { color: $text-muted; margin-top: 1; }
        & #impossible { display: none; color: $text-error; }
    }
    """

    class Made(Message):
        """There is another password, or none: other keys may work."""

    def __init__(self, generated: Generated) -> None:
        super().__init__()
        self._generated = generated
        self._recipe: Recipe | None = None
        self.value: Secret | None = None
        self.form = RecipeForm()

    def compose(self) -> ComposeResult:
        yield Vertical(*self._made(), id="made")
        yield self.form

    def _made(self) -> Iterator[Widget]:
        yield GeneratedText()
        yield Static(id="impossible")
        yield Static(id="bits")
        yield StrengthMeter()

    def on_mount(self) -> None:
        """Make the first one."""
        self.make()
        self.form.focus()

    @on(RecipeForm.Changed)
    def _another_recipe(self, event: RecipeForm.Changed) -> None:
        event.stop()
        self.make()

    @work(exclusive=True, group="generate", description="generate")
    async def make(self) -> None:
        """Make a password by the recipe, or say why none can be made."""
        recipe = self.form.recipe
        await asyncio.to_thread(strength.prepare)
        impossible = ""
        try:
            self.value, self._recipe = generate(recipe), recipe
        except Invalid as error:
            self.value, impossible = None, str(error)
        self._show(recipe, impossible)

    def again(self) -> None:
        """Make another one; the one before is remembered."""
        self.remember()
        self.make()

    def take(self, value: Secret) -> None:
        """Show one that was made before."""
        self.value, self._recipe = value, None
        self._show(None, "")

    def remember(self) -> None:
        """Remember the value: it was used, or may still be wanted."""
        if self.value is not None and self._recipe is not None:
            self._generated.note(self.value, described(self._recipe))

    def _show(self, recipe: Recipe | None, impossible: str) -> None:
        text = self.value.reveal() if self.value is not None else ""
        self.query_one(GeneratedText).show(text)
        self.query_one(GeneratedText).display = not impossible
        self.query_one("#impossible", Static).update(Content(impossible))
        self.query_one("#impossible").display = bool(impossible)
        bits = "" if recipe is None or impossible else f"{recipe.entropy():.0f} bits: {described(recipe)}"
        self.query_one("#bits", Static).update(Content(bits))
        self.query_one(StrengthMeter).show(strength.estimate(text) if text else None)
        self.post_message(self.Made())
