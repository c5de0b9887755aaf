"""A line to type in what to find, above a list whose rows are marked with Space."""

from __future__ import annotations

from textual import events

from tui.widgets.plain_input import PlainInput


class FindInput(PlainInput):
    """Leaves Space to whoever shows it."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here."""
        return key != "space" and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Let Space pass."""
        if event.key == "space":
            event.prevent_default()
