"""A form for the recipe of a new password: one line per part, turned with ←/→, switched with Space, or typed.

It makes no password; it says which recipe is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.tools.generator import MemorableRecipe, PinRecipe, RandomRecipe, Recipe
from tui.widgets.cells import fit
from tui.widgets.knobs import KIND, KNOBS, Knob, kind_of
from tui.widgets.line_list import BAR, LineList

LABEL = 18
"""Cells of the column of labels, with the bar."""
TOGETHER = 1.2
"""Digits typed within so many seconds make one number."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """Digits typed on a line, and when the last was (monotonic seconds)."""

    line: int = -1
    digits: str = ""
    at: float = 0.0


class RecipeForm(LineList):
    """The parts of a recipe. Each kind of recipe is remembered while another one is looked at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"recipe-form--chosen", "recipe-form--label", "recipe-form--track"}
    """
    | Class | Description |
    | :- | :- |
    | `recipe-form--chosen` | What is chosen: the kind, the part of the slider that is on, a switch that is on. |
    | `recipe-form--label` | The labels, and what is not chosen. |
    | `recipe-form--track` | The part of the slider that is off. |
    """
    DEFAULT_CSS = """
    RecipeForm {
        height: auto;
        background: transparent;
        scrollbar-size-vertical: 0;
        & > .recipe-form--chosen { color: $accent; text-style: bold; }
        & > .recipe-form--label { color: $text-muted; }
        & > .recipe-form--track { color: $foreground 25%; }
        &:ansi > .recipe-form--label { text-style: dim; }
        &:ansi > .recipe-form--track { color: ansi_default; text-style: dim; }
    }
    """

    @dataclass
    class Changed(Message):
        """Another recipe is asked for."""

        recipe: Recipe

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._recipes: dict[str, Recipe] = {
            "Random": RandomRecipe(),
            "Memorable": MemorableRecipe(),
            "PIN": PinRecipe(),
        }
        self._kind = "Random"
        self._typed = _Typed()

    @property
    def recipe(self) -> Recipe:
        """The recipe that is asked for."""
        return self._recipes[self._kind]

    @recipe.setter
    def recipe(self, recipe: Recipe) -> None:
        self._kind = kind_of(recipe)
        self._recipes[self._kind] = recipe
        self._show()

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """The lines that are shown."""
        return KNOBS[self._kind]

    @property
    def knob(self) -> Knob:
        """The line under the cursor."""
        return self.knobs[max(self.cursor, 0)]

    def on_mount(self) -> None:
        """Show the first recipe."""
        self._show()

    def _show(self) -> None:
        self.styles.height = len(self.knobs)
        self.show(len(self.knobs), max(self.cursor, 0))

    # Turning

    def turn(self, steps: int) -> None:
        """Take the value `steps` further in the line under the cursor."""
        self._take(self.knob.turned(self.recipe, steps))

    def toggle(self) -> None:
        """Switch the line under the cursor."""
        self._take(self.knob.toggled(self.recipe))

    def _take(self, value: Any) -> None:
        before = self.recipe
        if self.knob.name == KIND:
            self._kind = value
        else:
            self._recipes[self._kind] = self.knob.set(before, value)
        if self.recipe != before:
            self._show()
            self.post_message(self.Changed(self.recipe))

    def on_key(self, event: events.Key) -> None:
        """Take digits as the number of the line under the cursor."""
        values = self.knob.values
        if not isinstance(values, range) or not event.character or event.character not in "0123456789":
            return
        event.stop()
        now, before = time.monotonic(), self._typed
        together = before.line == self.cursor and now - before.at < TOGETHER
        self._typed = _Typed(self.cursor, (before.digits if together else "") + event.character, now)
        self._take(max(values[0], min(int(self._typed.digits[-3:]), values[-1])))

    def on_click(self, event: events.Click) -> None:
        """Go to the line; a click on the value of a switch or slider sets it."""
        event.stop()
        event.prevent_default()
        index = event.y
        if not 0 <= index < self.count:
            return
        self.go_to(index)
        if event.x < LABEL:
            return
        if self.knob.slider:
            values = self.knob.values
            place = (event.x - LABEL) * (len(values) - 1) // max(self._track(self.size.width) - 1, 1)
            self._take(values[min(place, len(values) - 1)])
        else:
            self.toggle()

    # Drawing

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return a line."""
        return Strip(self._segments(self.knobs[index], width, selected)).adjust_cell_length(
            width, self.ink(*self._base(selected))
        )

    def _base(self, selected: bool) -> tuple[str, ...]:
        return ("line-list--cursor",) if selected and self.has_focus else ()

    def _segments(self, knob: Knob, width: int, selected: bool) -> Iterator[Segment]:
        base = self._base(selected)
        yield Segment(BAR if selected else " ", self.ink(*base, "line-list--bar"))
        yield Segment(" " + fit(knob.label, LABEL - 2), self.ink(*base, "recipe-form--label"))
        value = knob.of(self.recipe)
        if knob.name == KIND:
            for name in knob.values:
                chosen = "recipe-form--chosen" if name == value else "recipe-form--label"
                yield Segment(f"{'●' if name == value else '○'} {name}   ", self.ink(*base, chosen))
        elif knob.slider:
            yield from self._slider(knob, width, base)
        else:
            plain, label = self.ink(*base), self.ink(*base, "recipe-form--label")
            off = knob.on is not None and value == knob.off
            if knob.on is not None:
                yield Segment("□ " if off else "■ ", label if off else self.ink(*base, "recipe-form--chosen"))
            yield Segment(knob.words(value), label if off else plain)

    def _slider(self, knob: Knob, width: int, base: tuple[str, ...]) -> Iterator[Segment]:
        track = self._track(width)
        filled = 1 + knob.place(self.recipe) * (track - 1) // max(len(knob.values) - 1, 1)
        yield Segment("━" * filled, self.ink(*base, "recipe-form--chosen"))
        yield Segment("─" * (track - filled), self.ink(*base, "recipe-form--track"))
        yield Segment(f"  {knob.words(knob.of(self.recipe))}", self.ink(*base))

    def _track(self, width: int) -> int:
        return max(min(width - LABEL - 6, 40), 4)
