"""The first step of a new account: which kind, with what is to be known to choose. Enter goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.backends.registry import Kind, Reach
from tui.host.display import display_text
from tui.screens.account_kinds import about
from tui.screens.dialog import Dialog, Hint
from tui.widgets.cells import fit, wrap

NAME, FACT = 27, 10
"""Cells for the name of a kind, and of a fact."""


class KindChoice(Dialog[str | None]):
    """Answers with the id of the kind that was chosen."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("account_form.tcss")]

    def __init__(self, kinds: Sequence[Kind], environ: Mapping[str, str] = os.environ) -> None:
        super().__init__("New account: which way in?", cancelled=None)
        self._kinds = tuple(kinds)
        self._list = OptionList(*(Option(_row(at, kind), id=kind.id) for at, kind in enumerate(kinds, 1)))
        self._facts = Static(id="facts", markup=False)
        self._first = _first(self._kinds, environ)

    def body(self) -> Iterator[Widget]:
        """Yield the kinds, and the facts of the one under the cursor."""
        yield self._list
        yield self._facts

    def hints(self) -> Sequence[Hint]:
        """Return the keys that choose."""
        return [("↑↓", "Compare"), ("Enter", "Go on"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin with the one that fits where we are."""
        self._list.highlighted = self._first
        self._list.focus()

    def on_resize(self, event: object) -> None:
        """Lay the facts out for the new width, too."""
        self.call_after_refresh(self._show)
        self.call_after_refresh(self._share_room)

    def handle(self, key: str) -> bool:
        """Choose by number, or move."""
        if key.isdecimal() and 1 <= int(key) <= len(self._kinds):
            self._choose(int(key) - 1)
        elif key in ("j", "k"):
            self._list.action_cursor_down() if key == "j" else self._list.action_cursor_up()
        else:
            return False
        return True

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.tell("")
        self._show()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, at: int) -> None:
        self.dismiss(self._kinds[at].id)

    def _show(self) -> None:
        kind, parts = self._kinds[self._list.highlighted or 0], list[tuple[str, str]]()
        width = max(self.scroll.content_size.width - FACT - 2, 20)
        missing = kind.missing()
        for name, fact in (*about(kind).facts, *((("Not here", missing),) if missing else ())):
            lines = wrap(display_text(fact), width)
            parts += [("\n " + fit(name, FACT), "$text-warning" if fact == missing else "$text-muted")]
            parts += [(("\n " + " " * FACT).join(lines), "")]
        self._facts.update(Content.assemble(*parts))
        self.call_after_refresh(self._share_room)


def _row(at: int, kind: Kind) -> Content:
    return Content.assemble(
        (f" {at}  ", "$text-muted"), fit(kind.name, NAME), (f"  {about(kind).suits}", "$text-muted")
    )


def _first(kinds: Sequence[Kind], environ: Mapping[str, str]) -> int:
    """Return which kind fits best: over SSH no app can ask anybody, and what is not installed comes later."""
    remote = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    fits = (at for at, kind in enumerate(kinds) if not kind.missing() and not (remote and kind.reach is Reach.APP))
    return next(fits, 0)
