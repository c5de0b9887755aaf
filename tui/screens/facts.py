"""A box of facts: labels in one column, texts in the other. Texts are foreign, and only shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.screens.dialog import Dialog, Hint
from tui.widgets.cells import fit

LABEL = 10
"""Cells for the labels."""


class FactsDialog(Dialog[None]):
    """Shows all that is known of something; what is not known ("") is left out. Labels in `bad` stand out."""

    def __init__(self, heading: str, facts: Mapping[str, str], bad: Collection[str] = ()) -> None:
        super().__init__(heading, cancelled=None)
        self._facts = facts
        self._bad = bad

    def body(self) -> Iterator[Widget]:
        """Yield a line for each thing."""
        for label, text in self._facts.items():
            bad = label in self._bad
            line = Content.assemble((fit(label, LABEL), "dim"), (display_text(text), "bold" if bad else ""))
            if text:
                yield Static(line, classes="fact danger" if bad else "fact")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that leave."""
        return [("Enter Esc", "Close")]

    def handle(self, key: str) -> bool:
        """Close with Enter too."""
        if key in ("enter", "q"):
            self.dismiss(None)
        return key in ("enter", "q")
