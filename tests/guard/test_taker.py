"""A key is handed past those who would only hand it on, and past nobody else."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.messages import Prompt
from textual.widget import Widget
from textual.widgets import Input

from tui.guard.taker import taker


class Pane(Widget, can_focus=True):
    """Does nothing with keys."""


class Listening(Vertical):
    """Does something with every key."""

    def on_key(self, event: events.Key) -> None:
        """Hear it."""


class Named(Pane):
    """Does something with one key."""

    def key_x(self) -> None:
        """Hear it."""


class Nested(App[None]):
    """Widgets in widgets."""

    def compose(self) -> ComposeResult:
        """Show them."""
        with Horizontal():
            yield Pane(id="plain")
            yield Named(id="named")
            yield Input(id="input")
            with Listening(id="around"), Vertical():
                yield Pane(id="inside")


@pytest.mark.parametrize(
    ("focused", "takes"), [("plain", "screen"), ("named", ""), ("input", ""), ("inside", "around")]
)
async def test_who_takes_a_key(focused: str, takes: str) -> None:
    app = Nested()
    async with app.run_test() as pilot:
        app.query_one(f"#{focused}").focus()
        await pilot.pause()
        found = taker(app)
        assert found is {"screen": app.screen, "": None, "around": app.query_one("#around")}[takes]


async def test_nobody_is_passed_over_for_whom_something_waits() -> None:
    app = Nested()
    async with app.run_test() as pilot:
        app.query_one("#plain").focus()
        await pilot.pause()
        around = app.query_one(Horizontal)
        around.post_message(Prompt())
        assert taker(app) is around
        app.query_one("#plain").post_message(Prompt())
        assert taker(app) is None
