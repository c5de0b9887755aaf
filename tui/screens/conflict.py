"""Somebody else saved the item meanwhile: both sides, part by part, and a choice where they clash.

What only one side changed is taken without a question, and said. Nothing is chosen beforehand, so that nothing is
overwritten by a stray Enter. Concealed values are seen only on request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.cells import cached_cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.model import merge
from tui.model.field import Field
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.merge import Clash, Part, PartValue
from tui.screens.dialog import Dialog, Hint, shown
from tui.tools import shown as values
from tui.widgets.change_lines import content, described, lines
from tui.widgets.exact import exact

Reveal = Callable[[Item, FieldId], str]
"""Returns the value of a concealed field, and notes that it was shown."""


class ClashRow(Static, can_focus=True):
    """One clash: both sides, and which of them was chosen."""

    def __init__(self, clash: Clash, mine: Item, theirs: Item) -> None:
        super().__init__(classes="clash")
        self.clash = clash
        self.keep_mine: bool | None = None
        self._mine = described(clash.part, clash.mine, mine)
        self._theirs = described(clash.part, clash.theirs, theirs)
        self._show()

    @property
    def concealed(self) -> bool:
        """Whether a side has a concealed value."""
        return any(isinstance(side, Field) and side.hidden for side in (self.clash.mine, self.clash.theirs))

    def choose(self, mine: bool | None) -> None:
        """Choose a side; None: the other one than now."""
        self.keep_mine = not self.keep_mine if mine is None else mine
        self._show()

    def reveal(self, mine: str, theirs: str) -> None:
        """Show both values in the clear."""
        self._mine, self._theirs = mine, theirs
        self._show()

    def _show(self) -> None:
        label = self.clash.label or self.clash.part.kind
        self.update(
            Content.assemble(
                (display_text(label), "bold"),
                "\n",
                *_side("mine", self._mine, self.keep_mine is True),
                "\n",
                *_side("theirs", self._theirs, self.keep_mine is False),
            )
        )

    def on_click(self, event: events.Click) -> None:
        """Choose the side that was clicked."""
        if event.y in (1, 2):
            self.choose(event.y == 1)


class ConflictScreen(Dialog[frozenset[Part] | None]):
    """Answers with the clashes where our side is kept, or None to go back to the editor."""

    CSS_PATH = Path(__file__).with_name("conflict.tcss")

    def __init__(self, base: Item, mine: Item, theirs: Item, reveal: Reveal) -> None:
        super().__init__("This item was changed meanwhile", cancelled=None)
        self._base, self._mine, self._theirs = base, mine, theirs
        self._reveal = reveal
        self._rows = [ClashRow(clash, mine, theirs) for clash in merge.clashes(base, mine, theirs)]

    def body(self) -> Iterator[Widget]:
        """Yield the clashes, and what is merged without a question."""
        if self._rows:
            yield shown("Both sides changed the same. Choose for each: mine or theirs.", "detail")
        yield from self._rows
        clashing = {row.clash.part for row in self._rows}
        for said, after in (("Theirs, taken over:", self._theirs), ("Yours, taken over:", self._mine)):
            taken = [c for c in merge.changes(self._base, after) if c.part not in clashing]
            if taken:
                yield shown(said, "label gap")
                yield Static(content(lines(taken, self._base, after)))

    def hints(self) -> Sequence[Hint]:
        """Return the keys that choose."""
        if not self._rows:
            return [("Enter", "Save both"), ("Esc", "Back to the editor")]
        reveal = [("r", "Reveal")] if any(row.concealed for row in self._rows) else []
        return [("m", "Mine"), ("t", "Theirs"), ("M/T", "All"), *reveal, ("Enter", "Save"), ("Esc", "Back")]

    def on_mount(self) -> None:
        """Begin on the first clash."""
        if self._rows:
            self._rows[0].focus()

    def handle(self, key: str) -> bool:
        """Choose, move, reveal or save."""
        match key:
            case "m" | "left" | "h":
                self._choose(mine=True)
            case "t" | "right" | "l":
                self._choose(mine=False)
            case "M" | "T":
                for row in self._rows:
                    row.choose(key == "M")
            case "r" | "ctrl+t":
                self._reveal_here()
            case "enter" | "ctrl+s":
                self._save()
            case "down" | "j":
                self._move(1)
            case "up" | "k":
                self._move(-1)
            case _:
                return False
        return True

    @property
    def _here(self) -> ClashRow | None:
        return self.focused if isinstance(self.focused, ClashRow) else None

    def _move(self, step: int) -> None:
        if not self._rows:
            self.scroll.scroll_relative(y=step)
        elif step > 0:
            self.focus_next(ClashRow)
        else:
            self.focus_previous(ClashRow)

    def _choose(self, *, mine: bool) -> None:
        if self._here is not None:
            self._here.choose(mine)
            self.tell("")

    def _reveal_here(self) -> None:
        row = self._here
        if row is None or not row.concealed:
            self.tell("There is nothing concealed here.")
            return
        self.tell("")
        row.reveal(self._clear(row.clash.mine, self._mine), self._clear(row.clash.theirs, self._theirs))

    def _clear(self, side: PartValue, item: Item) -> str:
        if isinstance(side, Field) and side.hidden and not side.empty:
            clear = self._reveal(item, side.id)
            return "".join(piece.text for piece in exact(clear)) if side.concealed else values.asked(side, clear)
        return described(Part("field"), side, item)

    def on_unmount(self) -> None:
        """Have Rich forget the texts it measured: what was revealed is among them."""
        cached_cell_len.cache_clear()

    def _save(self) -> None:
        open_ones = [row for row in self._rows if row.keep_mine is None]
        if open_ones:
            open_ones[0].focus()
            self.tell("Choose mine (m) or theirs (t) for this one first.")
        else:
            self.dismiss(frozenset(row.clash.part for row in self._rows if row.keep_mine))


def _side(name: str, text: str, chosen: bool) -> Iterator[Content | tuple[str, str]]:
    yield ("  ● " if chosen else "  ○ ", "bold $accent" if chosen else "$text-muted")
    yield (f"{name:8}", "bold" if chosen else "$text-muted")
    yield Content(display_text(text))
