"""A key is held back until the one before was dealt with: for a while, which is longer where the machine is busy."""

from __future__ import annotations

import asyncio
import time

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from tests.app.person import PATIENCE, key_event
from tui.guard import keys
from tui.guard.app import GuardedApp


class Working(GuardedApp):
    """An app whose key "a" begins something, while "b" is dealt with at once."""

    BINDINGS = [("a", "begin", ""), ("b", "note", "")]

    def __init__(self) -> None:
        super().__init__([])
        self.done: list[str] = []
        self.go_on = asyncio.Event()
        self.busy = 0
        """How many times a tenth of a second the loop stands still meanwhile, as on a busy machine."""

    def compose(self) -> ComposeResult:
        """Show something."""
        yield Static("")

    def action_begin(self) -> None:
        """Begin it."""
        with self.beginning():
            self.run_worker(self._work())

    async def _work(self) -> None:
        for _ in range(self.busy):
            time.sleep(0.1)  # noqa: ASYNC251 - that nothing goes on is what is tested
            await asyncio.sleep(0)
        await self.go_on.wait()
        self.done.append("a")

    def action_note(self) -> None:
        """Note it."""
        self.done.append("b")

    async def until(self, *done: str) -> None:
        """Wait until this was done."""
        until = time.monotonic() + PATIENCE
        while self.done != list(done):
            assert time.monotonic() < until, self.done
            await asyncio.sleep(0.005)


async def test_on_a_busy_machine_a_key_is_held_back_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "HOLD_SECONDS", 0.2)
    app = Working()
    app.busy = 6
    app.go_on.set()
    async with app.run_test():
        for key in ("a", "b"):
            app.post_message(key_event(key))
        await app.until("a", "b")


async def test_what_does_not_end_holds_no_key_back_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "HOLD_SECONDS", 0.2)
    app = Working()
    async with app.run_test():
        for key in ("a", "b"):
            app.post_message(key_event(key))
        await app.until("b")
        app.go_on.set()
        await app.until("b", "a")


async def test_a_key_that_waits_for_none_is_with_its_taker_at_once() -> None:
    app = Working()
    async with app.run_test():
        await app.on_event(key_event("b"))
        assert app.screen.message_queue_size == 1
        assert app.keys_waiting
        await app.on_event(key_event("a"))
        assert app.screen.message_queue_size == 1
        app.go_on.set()
        await app.until("b", "a")
