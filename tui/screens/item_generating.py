"""Having the service of an item generate a value by itself: it is saved there before anybody has seen it."""

from __future__ import annotations

from tui.model.errors import Conflict, NotFound
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.recipe import ServerRecipe
from tui.screens.base import BaseScreen, focused_within
from tui.screens.modals import Confirm
from tui.screens.recipe_dialog import RecipeDialog
from tui.screens.selection import Selection
from tui.widgets.item_detail import ItemDetail


class Generating:
    """Generates into the concealed field under the cursor, or the password. The last recipe is offered again."""

    def __init__(self, screen: BaseScreen, selection: Selection, detail: ItemDetail) -> None:
        self._screen = screen
        self._selection = selection
        self._detail = detail
        self._recipe = ServerRecipe()

    def action_server_generate(self) -> None:
        """Ask for a recipe, say what happens, and have it done."""
        self._screen.run_worker(self._generate(), name="generate", group="deed", description="generate on the server")

    async def _generate(self) -> None:
        screen, ref = self._screen, self._selection.ref
        if ref is None:
            return
        with screen.reporting():
            item = self._selection.shown or await screen.session.api(ref.account).item(ref)
            field = self._field(item)
            name = field.label or "password"
            recipe = await screen.app.push_screen_wait(RecipeDialog(name, self._recipe))
            if recipe is None:
                return
            self._recipe = recipe
            question = f"Give “{name}” of “{item.title}” a new value?"
            detail = f"{described(recipe)}\nThe server makes a new value; the old one stays in its history."
            if await screen.app.push_screen_wait(Confirm(question, detail, yes="Generate", no="Leave it")):
                await self._ask(ref, item, field, recipe)
                screen.say(f"The server made a new value for “{name}” of “{item.title}”.", "success")

    async def _ask(self, ref: ItemRef, item: Item, field: Field, recipe: ServerRecipe) -> None:
        """Have it done. The list hears of it and the new item is shown; after a conflict the other one is."""
        api = self._screen.session.api(ref.account)
        try:
            await api.generate(ref, field.id, recipe, item.version, item.title)
            await self._screen.session.past.note(item)
        except Conflict as conflict:
            if conflict.current is not None:
                self._screen.session.catalog.put(conflict.current.summary())
            raise

    def _field(self, item: Item) -> Field:
        """Return the field that is meant. Raises NotFound where there is none that can be generated."""
        if focused_within(self._screen, self._detail):
            target = self._detail.cursor_target
            under = item.field(target) if isinstance(target, str) else None
            if under is not None and under.kind is FieldKind.CONCEALED:
                return under
        field = item.of(Purpose.PASSWORD) or next((f for f in item.fields if f.kind is FieldKind.CONCEALED), None)
        if field is None:
            raise NotFound("This item has no password, nor another concealed field, to generate.")
        return field


def described(recipe: ServerRecipe) -> str:
    """Return a recipe as a sentence."""
    kinds = [
        name for name, on in (("letters", recipe.letters), ("digits", recipe.digits), ("symbols", recipe.symbols)) if on
    ]
    named = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    without = f", without {' '.join(recipe.exclude)}" if recipe.exclude else ""
    return f"{recipe.length} characters: {named}{without}."
