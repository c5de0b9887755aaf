"""From keys to commands, for one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui.commands import Keymap


class Keys:
    """Turns keys into commands for one screen: sequences, contexts, and whether somebody is typing text."""

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.typed: list[str] = []

    def feed(self, event: events.Key, contexts: Sequence[str], *, typing: bool) -> Command | Sequence[Command] | None:
        """Take one key: the command it completes, the commands it begins, or None where it means nothing here."""
        names = [event.key]
        if event.character and event.is_printable:
            names.insert(0, event.character if event.character != " " else "space")
        for name in names:
            found = self.keymap.resolve([*self.typed, name], contexts, typing=typing)
            if isinstance(found, Command):
                self.typed = []
                return found
            if found:
                self.typed.append(name)
                return found
        pending, self.typed = bool(self.typed), []
        return () if pending else None
