"""A stage for one widget: a tiny app that shows it and remembers what it says."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

PATIENCE = 45.0
"""Seconds after which what was waited for will not come."""

M = TypeVar("M", bound=Message)


class Stage(App[None]):
    """An app with a single widget in it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, theme: Theme | None = None) -> None:
        super().__init__()
        self._widget = widget
        if theme is not None:
            self.register_theme(theme)
            self.theme = theme.name

    def compose(self) -> ComposeResult:
        """Show the widget, and nothing else."""
        yield self._widget


@dataclass
class Show:
    """A running stage."""

    pilot: Pilot[None]
    widget: Widget
    heard: list[Message] = field(default_factory=list)

    def said(self, kind: type[M]) -> list[M]:
        """Return the messages of this kind so far, each once, in order."""
        return list({id(message): message for message in self.heard if isinstance(message, kind)}.values())

    def strips(self) -> list[Strip]:
        """Return the lines of the widget as they would be painted now: what is not refreshed comes from the cache."""
        return self.widget.render_lines(self.widget.outer_size.region)

    async def until(self, holds: Callable[[list[str]], bool]) -> None:
        """Wait until something holds of the lines."""
        until = time.monotonic() + PATIENCE
        while not holds(lines := self.lines()):
            assert time.monotonic() < until, "it never came to that:\n" + "\n".join(lines)
            await self.pilot.pause(0.01)

    def lines(self) -> list[str]:
        """Return the texts of these lines, without what is blank at their ends."""
        return [strip.text.rstrip() for strip in self.strips()]


@asynccontextmanager
async def on_stage(
    widget: Widget, width: int = 80, height: int = 24, theme: Theme | None = None
) -> AsyncIterator[Show]:
    """Run a stage of this size with the widget on it and in focus."""
    app = Stage(widget, theme)
    heard: list[Message] = []
    async with app.run_test(size=(width, height), message_hook=heard.append) as pilot:
        widget.focus()
        await pilot.pause()
        yield Show(pilot, widget, heard)
