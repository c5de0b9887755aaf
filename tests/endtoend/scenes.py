"""What a person does at a terminal again and again."""

from __future__ import annotations

from tests.app.person import MASTER
from tests.endtoend.terminal import Terminal
from tui.screens.items import WIDE


def unlock(terminal: Terminal) -> None:
    """Give the master password."""
    terminal.sees("Master password")
    terminal.type(MASTER)
    terminal.press("enter")


def vaults(terminal: Terminal) -> str:
    """Unlock, and wait for the vault list with everything in it."""
    unlock(terminal)
    return terminal.sees("All items", "Work")


def browse(terminal: Terminal, *texts: str) -> str:
    """Unlock, and open all items; wait for some texts."""
    vaults(terminal)
    terminal.press("enter")
    page = terminal.sees("words, tag:", *texts)  # what the filter shows while it is empty
    if any(text.startswith("user-") for text in texts) and terminal.screen.columns >= WIDE:
        page = terminal.sees("https://", *texts)  # the item under the cursor is there too: keys are for it
    return page
