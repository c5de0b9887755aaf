"""One of a few, all of them seen: turned with ←/→ or Space, or clicked. Texts come safe to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

GAP = 3
"""Cells between two choices."""


class Pick(NamedTuple):
    """Something to choose."""

    id: str
    label: str


class Picker(Static, can_focus=True):
    """Shows every choice, and which is chosen."""

    DEFAULT_CSS: ClassVar[str] = """
    Picker {
        width: 1fr;
        height: auto;
        padding: 0 1;
        &:focus { background: $accent 16%; }
        &:ansi:focus { text-style: reverse; }
    }
    """

    @dataclass
    class Changed(Message):
        """Another one is chosen."""

        picker: Picker
        chosen: str

        @property
        def control(self) -> Picker:
            """The picker."""
            return self.picker

    def __init__(self, picks: Sequence[Pick], chosen: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picks = tuple(picks)
        self._at = next((at for at, pick in enumerate(picks) if pick.id == chosen), 0)
        self._show()

    @property
    def chosen(self) -> str:
        """The id of what is chosen."""
        return self._picks[self._at].id

    def choose(self, at: int) -> None:
        """Choose the one at this place, where there is one."""
        if at != self._at and 0 <= at < len(self._picks):
            self._at = at
            self._show()
            self.post_message(self.Changed(self, self.chosen))

    def _show(self) -> None:
        parts: list[tuple[str, str]] = []
        for at, pick in enumerate(self._picks):
            mark, ink = ("●", "bold $accent") if at == self._at else ("○", "$text-muted")
            parts += [(" " * GAP if at else "", ""), (f"{mark} {pick.label}", ink)]
        self.update(Content.assemble(*parts))

    def on_key(self, event: events.Key) -> None:
        """Choose the one beside, or with Space the next one, after the last the first."""
        match event.key:
            case "left" | "h":
                self.choose(self._at - 1)
            case "right" | "l":
                self.choose(self._at + 1)
            case "space":
                self.choose((self._at + 1) % len(self._picks))
            case _:
                return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked, as long as all stand in one line."""
        offset, end = event.get_content_offset(self), 0
        for at, pick in enumerate(self._picks):
            start, end = end, end + cell_len(f"● {pick.label}") + GAP
            if offset is not None and not offset.y and start <= offset.x < end - GAP:
                self.choose(at)
