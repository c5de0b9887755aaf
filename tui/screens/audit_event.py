"""One audit event, whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.model.audit import AuditEvent, AuditResult
from tui.screens.dialog import Dialog, Hint
from tui.widgets.cells import fit

LABEL = 10
"""Cells for the labels."""


class EventDialog(Dialog[None]):
    """Shows all that is known of an event; what is not known is left out."""

    def __init__(self, event: AuditEvent) -> None:
        super().__init__(event.action.capitalize(), cancelled=None)
        self._event = event

    def body(self) -> Iterator[Widget]:
        """Yield a line for each thing."""
        for label, text in _facts(self._event):
            bad = label == "Result" and self._event.result is not AuditResult.OK
            line = Content.assemble((fit(label, LABEL), "dim"), (display_text(text), "bold" if bad else ""))
            yield Static(line, classes="fact danger" if bad else "fact")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that leave."""
        return [("Enter Esc", "Close")]

    def handle(self, key: str) -> bool:
        """Close with Enter too."""
        if key in ("enter", "q"):
            self.dismiss(None)
        return key in ("enter", "q")


def _facts(event: AuditEvent) -> Iterator[tuple[str, str]]:
    facts = {
        "When": _when(event.at),
        "Who": event.actor,
        "Result": event.result.value,
        "Item": event.title,
        "Field": event.field,
        "Vault": event.vault_name,
        "Detail": event.detail,
        "Entry": str(event.serial) if event.serial else "",
        "Item id": event.ref.item if event.ref else "",
    }
    return ((label, text) for label, text in facts.items() if text)


def _when(at: float) -> str:
    try:
        return datetime.fromtimestamp(at).strftime("%A %Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):
        return "unknown"
