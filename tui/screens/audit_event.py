"""One audit event, whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tui.model.audit import AuditEvent
from tui.screens.facts import FactsDialog

NOT_REPORTED = "not reported"
"""Stands for what a service could have told."""


class EventDialog(FactsDialog):
    """Shows all that is known of an event: also what its service told that we have no place for, as it came."""

    def __init__(self, event: AuditEvent) -> None:
        bad = ("Result",) if event.result.bad else ()
        super().__init__(event.deed.capitalize(), _facts(event), bad)


def _facts(event: AuditEvent) -> dict[str, str]:
    untold = "" if event.serial else NOT_REPORTED
    return {
        "When": _when(event.at),
        "Who": event.actor,
        "Result": event.result.value,
        "Item": event.title,
        "Field": event.field,
        "Vault": event.vault_name,
        "Detail": event.detail,
        "From": event.ip or untold,
        "With": event.client or untold,
        "Log": event.source,
        "Its word": event.word if event.word.casefold() != event.deed.casefold() else "",
        "Entry": event.id or (str(event.serial) if event.serial else ""),
        "Item id": event.ref.item if event.ref else "",
        "Vault id": event.ref.vault if event.ref else "",
        **dict(_raw(event)),
    }


def _raw(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """Yield what is told raw, the first with a label."""
    for number, (name, text) in enumerate(event.raw):
        yield "Also told" if not number else " " * number, f"{name}: {text}"


def _when(at: float) -> str:
    try:
        return datetime.fromtimestamp(at).strftime("%A %Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):
        return "unknown"
