"""What a service is to generate: length, kinds of characters, and those to leave out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui.model.recipe import ServerRecipe
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.form import line_input
from tui.widgets.picker import Pick, Picker

LONGEST = 64
"""Characters that a service generates at most."""
CLASSES = ("Letters", "Digits", "Symbols")
USED = (Pick("used", "used"), Pick("", "not used"))


class RecipeDialog(Dialog[ServerRecipe | None]):
    """Answers with a recipe that can be sent. It begins with `recipe`."""

    def __init__(self, field: str, recipe: ServerRecipe) -> None:
        super().__init__(f"Generate “{field}” on the server", cancelled=None)
        self._length = line_input(str(recipe.length), id="length")
        self._exclude = line_input(recipe.exclude, id="exclude")
        chosen = (recipe.letters, recipe.digits, recipe.symbols)
        self._pickers = [Picker(USED, USED[0].id if used else "") for used in chosen]

    def body(self) -> Iterator[Widget]:
        """Yield the lines."""
        yield shown(f"Length, 1 to {LONGEST} characters", "label")
        yield self._length
        for name, picker in zip(CLASSES, self._pickers, strict=True):
            yield Horizontal(shown(name, "label"), picker, classes="kind")
        yield shown("Leave out these characters", "label gap")
        yield self._exclude

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move, switch and answer."""
        return [("Tab ↑↓", "Move"), ("←→", "Change"), ("Ctrl+S", "Go on"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin with the length."""
        self._length.focus()

    def handle(self, key: str) -> bool:
        """Move between the lines, or answer."""
        match key:
            case "down" | "tab":
                self.focus_next()
            case "up" | "shift+tab":
                self.focus_previous()
            case "ctrl+s":
                self.answer()
            case _:
                return False
        return True

    @on(Picker.Changed)
    def forget_problem(self, event: Picker.Changed) -> None:
        """What was wrong may be right now."""
        event.stop()
        self.tell("")

    @on(Input.Submitted)
    def advance(self, event: Input.Submitted) -> None:
        """Enter answers."""
        event.stop()
        self.answer()

    def answer(self) -> None:
        """Answer with the recipe, unless something is wrong with it."""
        letters, digits, symbols = (bool(picker.chosen) for picker in self._pickers)
        length, exclude = self._length.value.strip(), self._exclude.value
        problem = _problem(length, exclude, any_class=letters or digits or symbols)
        if problem is not None:
            self.tell(problem)
        else:
            self.dismiss(ServerRecipe(int(length), letters, digits, symbols, exclude))


def _problem(length: str, exclude: str, *, any_class: bool) -> str | None:
    """Return what is wrong with a recipe as it was typed, or None."""
    if not (length.isascii() and length.isdigit() and 1 <= int(length) <= LONGEST):
        return f"The length must be a number from 1 to {LONGEST}."
    if not any_class:
        return "Choose at least one kind of characters."
    twice = next((char for char in exclude if exclude.count(char) > 1), None)
    return None if twice is None else f"“{twice}” is to be left out twice; type it once."
