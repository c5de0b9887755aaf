"""The least that Textual can do: one word painted, and a key whose handler writes a cell to the terminal.

What Strongroom takes is told as a multiple of this.
"""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Floor(App[None]):
    """One word; each key changes one cell."""

    def compose(self) -> ComposeResult:
        """Show the word."""
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        """Write a cell, past all of Textual's painting."""
        if self._driver is not None:
            self._driver.write(f"\x1b[1;{ord(event.key[0]) % 80 + 1}Hx")
            self._driver.flush()


if __name__ == "__main__":
    Floor().run()
