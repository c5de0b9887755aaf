"""Every key, by the part of the app where it works: what works here first. Made from the command table alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import COMMANDS, CONTEXT_TITLES, Command, Keymap
from tui.keynames import key_names
from tui.screens.dialog import Dialog, Hint
from tui.screens.form import line_input
from tui.widgets.cells import fit, wrap

KEYS = 17
"""Cells for the keys."""
TITLE = 22
"""Cells for the title."""
IDS = 26
"""Cells for the ids, which are wanted for the settings file ..."""
ROOMY = 110
"""... where there are so many."""
LEAST = 24
"""With fewer cells for what a command does, that stands below it, ..."""
INDENT = 2
"""... so far to the right."""

Part = str | tuple[str, str]


class HelpScreen(Dialog[None]):
    """Shows all commands with the user's own keys. `contexts` are those that are live, the innermost first."""

    def __init__(self, keymap: Keymap, contexts: Sequence[str]) -> None:
        super().__init__("Keys", cancelled=None)
        others = [context for context in CONTEXT_TITLES if context not in contexts]
        self._keymap = keymap
        self._here = tuple(contexts)
        self._order = (*contexts, *others)
        self._filter = line_input("", placeholder="type to find a key or a command", id="filter")
        self._page = Static(id="keys", markup=False)

    def body(self) -> Iterator[Widget]:
        """Yield the filter line and the page."""
        yield self._filter
        yield self._page

    def hints(self) -> Sequence[Hint]:
        """Return the keys that work in the help."""
        return [("↑↓ PgUp PgDn", "Scroll"), ("/", "Find"), ("Esc", "Close")]

    def on_mount(self) -> None:
        """Begin without a filter."""
        self._filter.display = False

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the page out for the new width."""
        self.call_after_refresh(self._show)

    def cancel(self) -> None:
        """Clear the filter first, then leave."""
        if self._filter.display:
            self._filter.value = ""
            self._filter.display = False
            self.set_focus(None)
        else:
            super().cancel()

    def handle(self, key: str) -> bool:
        """Scroll, begin to filter, or close; while one types, only by keys that the input has no use for."""
        scroll = self.scroll
        moves: dict[str, Callable[..., None]] = {
            "down": scroll.scroll_down,
            "up": scroll.scroll_up,
            "pagedown": scroll.scroll_page_down,
            "pageup": scroll.scroll_page_up,
        }
        if self.focused is not self._filter:
            moves |= {
                "j": scroll.scroll_down,
                "k": scroll.scroll_up,
                "space": scroll.scroll_page_down,
                "ctrl+d": scroll.scroll_page_down,
                "ctrl+u": scroll.scroll_page_up,
                "g": scroll.scroll_home,
                "home": scroll.scroll_home,
                "G": scroll.scroll_end,
                "end": scroll.scroll_end,
            }
            if key == "/":
                self._filter.display = True
                self._filter.focus()
                return True
            if key in ("?", "f1", "q"):
                self.dismiss(None)
                return True
        if key in moves:
            moves[key](animate=False)
        return key in moves

    def typed(self) -> None:
        """Show only what has all the words typed."""
        self._show()
        self.scroll.scroll_home(animate=False)

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Keep the filter, and scroll again."""
        event.stop()
        self.set_focus(None)

    def _show(self) -> None:
        parts = list(self._parts(self.scroll.scrollable_content_region.width))
        self._page.update(Content.assemble(*parts) if parts else Content("No key and no command is called that."))

    def _parts(self, width: int) -> Iterator[Part]:
        words = self._filter.value.casefold().split()
        begun = False
        for context in self._order:
            found = [c for c in COMMANDS if c.context == context and self._matches(c, words)]
            if not found:
                continue
            yield ("\n" if begun else "") + CONTEXT_TITLES[context], "bold $accent" if context in self._here else "bold"
            yield ("" if context in self._here else "  not here") + "\n", "dim"
            for command in found:
                yield from self._row(command, width)
            begun = True

    def _row(self, command: Command, width: int) -> Iterator[Part]:
        ids = IDS if width >= ROOMY else 0
        keys = key_names(self._keymap.keys(command)) or "–"
        room = width - KEYS - TITLE - ids
        beside = room >= LEAST
        yield fit(keys, KEYS - 1) + " ", "$accent"
        yield (fit(command.title, TITLE) if beside else command.title + "\n")
        for number, line in enumerate(wrap(command.help, room - 1 if beside else width - INDENT)):
            yield " " * ((KEYS + TITLE) * (number > 0) if beside else INDENT)
            yield fit(line, room) if ids else line, "dim"
            yield (command.id if ids and not number else "") + "\n", "dim italic"

    def _matches(self, command: Command, words: Sequence[str]) -> bool:
        keys = " ".join((key_names(self._keymap.keys(command)), *self._keymap.keys(command)))
        text = f"{command.title} {command.help} {command.id} {keys}".casefold()
        return all(word in text for word in words)
