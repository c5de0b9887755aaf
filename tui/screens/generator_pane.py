"""The generator's inside: a recipe, and a password made by it, shown in the clear by intent.

The screen and the panel in the editor both have one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.screens.modals import Ask
from tui.screens.rules_dialog import RulesDialog
from tui.services.generated import Generated
from tui.services.recipes import Recipes, Where
from tui.tools import strength
from tui.tools.generator import LONGEST, RandomRecipe, Recipe, generate
from tui.tools.passwordrules import USUAL_LENGTH, parse
from tui.tools.ruled_recipe import RuledRecipe
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
        & > #rules { display: none; height: auto; padding: 0 1; color: $text-muted; }
    }
    """

    class Made(Message):
        """There is another password, or none: other keys may work."""

    def __init__(self, generated: Generated, recipes: Recipes, where: Where = None) -> None:
        super().__init__()
        self._generated = generated
        self._recipes = recipes
        self._where = where
        self._recipe: Recipe | RuledRecipe | None = None
        self._length = USUAL_LENGTH
        self.rules = ""
        """The rules of a site as they were given; none: the recipe of the form."""
        self.value: Secret | None = None
        self.form = RecipeForm()

    def compose(self) -> ComposeResult:
        yield Vertical(*self._made(), id="made")
        yield Static(id="rules", markup=False)
        yield self.form

    def _made(self) -> Iterator[Widget]:
        yield GeneratedText()
        yield Static(id="impossible")
        yield Static(id="bits")
        yield StrengthMeter()

    def on_mount(self) -> None:
        """Make the first one, by the recipe that was used last."""
        self.form.focus()
        self.make(first=True)

    @on(RecipeForm.Changed)
    def _another_recipe(self, event: RecipeForm.Changed) -> None:
        event.stop()
        self.make()

    @work(exclusive=True, group="generate", description="generate")
    async def make(self, *, first: bool = False) -> None:
        """Make a password by the recipe, or say why none can be made."""
        if first and (last := await self._recipes.of(self._where)) is not None:
            self.form.recipe = last
        await asyncio.to_thread(strength.prepare)
        recipe: Recipe | RuledRecipe | None = None
        impossible = ""
        try:
            # What can follow many rules is counted out first, which may take a while.
            recipe = await asyncio.to_thread(parse, self.rules, self._length) if self.rules else self.form.recipe
            self.value = await asyncio.to_thread(generate, recipe) if self.rules else generate(recipe)
            self._recipe = recipe
        except Invalid as error:
            self.value, impossible = None, str(error)
        self._show(recipe, impossible)
        self._show_rules(recipe)

    @work(exclusive=True, group="rules", description="ask for the rules of a site")
    async def ask_for_rules(self) -> None:
        """Ask for the rules of a site, and follow them."""
        rules = await self.app.push_screen_wait(RulesDialog(self.rules))
        if rules is not None:
            self.follow(rules)

    @work(exclusive=True, group="rules", description="ask what to leave out")
    async def ask_what_to_leave_out(self) -> None:
        """Ask which characters random passwords never have."""
        before = self.form.recipe
        if not self.leaves_out or not isinstance(before, RandomRecipe):
            return
        answer = await self.app.push_screen_wait(
            Ask("Leave out characters", "All that are never wanted", before.exclude)
        )
        if answer is not None:
            self.form.recipe = replace(before, exclude="".join(dict.fromkeys("".join(answer.split()))))
            self.make()

    @property
    def leaves_out(self) -> bool:
        """Whether passwords are made now by a recipe that can leave characters out."""
        return not self.rules and isinstance(self.form.recipe, RandomRecipe)

    def follow(self, rules: str) -> None:
        """Make passwords by the rules of a site from now on; none: by the recipe of the form again."""
        self.remember()
        self.rules = rules.strip()
        self._length = self.form.recipe.length if isinstance(self.form.recipe, RandomRecipe) else USUAL_LENGTH
        self.make()

    @property
    def recipe(self) -> Recipe | RuledRecipe | None:
        """How the value was made; None where it was made before."""
        return self._recipe

    def turn(self, steps: int) -> None:
        """Take what is under the cursor `steps` further; where rules are followed, the length."""
        if not self.rules:
            self.form.turn(steps)
        elif isinstance(self._recipe, RuledRecipe):
            self._length = max(1, min(self._recipe.length + steps, LONGEST))
            self.make()

    def toggle(self) -> None:
        """Switch what is under the cursor."""
        if not self.rules:
            self.form.toggle()

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
            self._generated.note(self.value, _in_words(self._recipe))
            if not isinstance(self._recipe, RuledRecipe):
                self._recipes.note(self._where, self._recipe)

    def _show(self, recipe: Recipe | RuledRecipe | None, impossible: str) -> None:
        text = self.value.reveal() if self.value is not None else ""
        self.query_one(GeneratedText).show(text)
        self.query_one(GeneratedText).display = not impossible
        self.query_one("#impossible", Static).update(Content(impossible))
        self.query_one("#impossible").display = bool(impossible)
        bits = "" if recipe is None or impossible else f"{recipe.entropy():.0f} bits: {_in_words(recipe)}"
        self.query_one("#bits", Static).update(Content(bits))
        self.query_one(StrengthMeter).show(strength.estimate(text) if text else None)
        self.post_message(self.Made())

    def _show_rules(self, recipe: Recipe | RuledRecipe | None) -> None:
        """Show the rules in the place of the form, which waits behind them."""
        line, ruled = self.query_one("#rules", Static), bool(self.rules)
        turned = f"\n← → length: {recipe.length} characters" if isinstance(recipe, RuledRecipe) else ""
        line.update(Content(f"Site rules: {display_text(self.rules)}{turned}" if ruled else ""))
        if ruled == self.form.display:
            line.display, self.form.display = ruled, not ruled
            self.form.focus()


def _in_words(recipe: Recipe | RuledRecipe) -> str:
    if isinstance(recipe, RuledRecipe):
        return f"by a site's rules, {recipe.length} characters"
    return described(recipe)
