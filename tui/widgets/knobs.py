"""The lines of the recipe form as data: which values a part of a recipe can have, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.host.display import display_text
from tui.tools.generator import LONGEST, LOOKALIKES, MOST_WORDS, MemorableRecipe, PinRecipe, RandomRecipe, Recipe

KIND = "kind"
"""The knob that turns one recipe into another."""

KINDS: dict[str, type[RandomRecipe] | type[MemorableRecipe] | type[PinRecipe]] = {
    "Random": RandomRecipe,
    "Memorable": MemorableRecipe,
    "PIN": PinRecipe,
}


@dataclass(frozen=True, slots=True)
class Knob:
    """A part of a recipe: `name` is its attribute, `values` all that it can be, in order.

    `slider` is drawn as one, and takes numbers that are typed. Space switches between `on` and `off`. What can be
    anything has no `values`, and is not turned.
    """

    name: str
    label: str
    values: Sequence[Any]
    words: Callable[[Any], str] = str
    slider: bool = False
    on: Any = None
    off: Any = None

    def of(self, recipe: Recipe) -> Any:
        """Return the value in a recipe."""
        return kind_of(recipe) if self.name == KIND else getattr(recipe, self.name)

    def place(self, recipe: Recipe) -> int:
        """Return the place of the value in a recipe among `values`."""
        value = self.of(recipe)
        return self.values.index(value) if value in self.values else 0

    def set(self, recipe: Recipe, value: Any) -> Recipe:
        """Return a recipe with another value."""
        changed: Recipe = replace(recipe, **{self.name: value})
        return changed

    def turned(self, recipe: Recipe, steps: int) -> Any:
        """Return the value `steps` further, at most the first or last."""
        if not self.values:
            return self.of(recipe)
        return self.values[max(0, min(self.place(recipe) + steps, len(self.values) - 1))]

    def toggled(self, recipe: Recipe) -> Any:
        """Return the other value of a switch; of anything else the next one, after the last the first."""
        if not self.values:
            return self.of(recipe)
        if self.on is None:
            return self.values[(self.place(recipe) + 1) % len(self.values)]
        return self.off if self.of(recipe) != self.off else self.on


def kind_of(recipe: Recipe) -> str:
    """Return what the kind of a recipe is called."""
    return next(name for name, kind in KINDS.items() if isinstance(recipe, kind))


def described(recipe: Recipe) -> str:
    """Return a recipe in a few words."""
    match recipe:
        case MemorableRecipe():
            return f"{recipe.words} words"
        case PinRecipe():
            return f"PIN, {recipe.length} digits"
        case RandomRecipe():
            return f"random, {recipe.length} characters"


def _separator(value: str) -> str:
    return {"": "none", " ": "space"}.get(value, value)


def _at_least(count: int) -> str:
    return f"at least {int(count)}" if count else "none"


def _left_out(chars: str) -> str:
    return f"{display_text(' '.join(chars))}   (x: others)" if chars else "nothing else   (x: characters)"


def _class_of(name: str, label: str) -> Knob:
    return Knob(name, label, range(10), _at_least, on=1, off=0)


def _switch(name: str, label: str, words: str) -> Knob:
    return Knob(name, label, (False, True), lambda _: words, on=True, off=False)


_KIND = Knob(KIND, "Kind", tuple(KINDS))
KNOBS: dict[str, tuple[Knob, ...]] = {
    "Random": (
        _KIND,
        Knob("length", "Length", range(1, LONGEST + 1), slider=True),
        _class_of("lower", "Small letters"),
        _class_of("upper", "Capital letters"),
        _class_of("digits", "Digits"),
        _class_of("symbols", "Symbols"),
        _switch("exclude_lookalikes", "Leave out", f"look-alikes {' '.join(LOOKALIKES)}"),
        Knob("exclude", "and also", (), _left_out),
    ),
    "Memorable": (
        _KIND,
        Knob("words", "Words", range(1, MOST_WORDS + 1), slider=True),
        Knob("separator", "Separator", ("-", " ", ".", ",", "_", "/", ""), _separator),
        _switch("capitalise", "Capitals", "each word"),
        _switch("digit", "Digit", "one, behind a word"),
    ),
    "PIN": (_KIND, Knob("length", "Length", range(1, LONGEST + 1), slider=True)),
}
"""The lines of the form, by kind of recipe."""
