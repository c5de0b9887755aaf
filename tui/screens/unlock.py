"""The first screen: make a store, look around, or give the master password of the one that is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from tui import messages
from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.secret import Secret
from tui.screens.keys import Keys
from tui.widgets.brand import Brand
from tui.widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from tui.tools.strength import Strength

LONGEST_PAUSE = 30.0
"""Seconds to wait after many wrong passwords."""


class Door(StrEnum):
    """What there is behind this screen."""

    NEW = "new"
    STORE = "store"
    DEMO = "demo"
    TOKEN = "token"  # noqa: S105 - the name of a door


class Entrance(NamedTuple):
    """What the screen is told.

    `place` names the file, `hint` is only ever the demo's password, `why` says why it is locked. Not `ready`: it only
    covers what was there, while that is closed.
    """

    door: Door
    place: str = ""
    hint: str = ""
    why: str = ""
    ready: bool = True


class UnlockScreen(Screen[None]):
    """Asks for the master password, or for a new one. It knows no session; there is none yet."""

    CSS_PATH = Path(__file__).with_name("unlock.tcss")

    def __init__(self, entrance: Entrance, keymap: Keymap) -> None:
        super().__init__()
        self._entrance = entrance
        self._keys = Keys(keymap)
        self._wrong = 0
        self._until = 0.0
        self._since = 0.0
        self._ticker: Timer | None = None

    # What it shows

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield Brand()
            if self._entrance.ready:
                yield from self._welcome() if self._entrance.door is Door.NEW else self._door()
            yield Static(id="message")
            yield Static(id="hints")

    def _welcome(self) -> Iterator[Widget]:
        from textual.widgets.option_list import Option

        from tui.widgets.strength_meter import StrengthMeter

        yield Static("Welcome. There is no store here yet.", id="lead")
        yield Static(Content(display_text(self._entrance.place)), id="place")
        yield OptionList(
            Option("Make a store here\n[dim]An encrypted file of your own. No account, no network.[/]", id="make"),
            Option("Look around\n[dim]A demo with sample data; nothing of it stays.[/]", id="look"),
            id="choice",
        )
        with Vertical(id="making"):
            yield Static("Choose a master password. Nobody can recover it for you.", classes="label")
            yield SecretInput(placeholder="master password", id="first")
            yield StrengthMeter()
            yield SecretInput(placeholder="once more", id="second")

    def _door(self) -> Iterator[Widget]:
        yield Static(Content(display_text(self._entrance.place)), id="place")
        if self._entrance.door is Door.DEMO:
            yield Static(Content(f"The demo is locked.\nIts master password: {self._entrance.hint}"), id="lead")
        token = self._entrance.door is Door.TOKEN
        yield Static("Its token, once more" if token else "Master password", classes="label")
        yield SecretInput(id="password")

    def on_mount(self) -> None:
        """Put the cursor where one begins."""
        if not self._entrance.ready:
            self.tell("Locking …")
            return
        self.query_one("#choice, #password").focus()
        if self._entrance.door is Door.NEW:
            self.query_one("#making").display = False
        self.tell(self._entrance.why)
        self._show_hints()

    def _show_hints(self) -> None:
        making = self._entrance.door is Door.NEW and self.query_one("#making").display
        words = "↑ ↓ choose" if self._entrance.door is Door.NEW else "Enter unlock"
        if making:
            words = "Enter make the store · Esc back"
        elif self._entrance.door is Door.NEW:
            words += " · Enter go"
        self.query_one("#hints", Static).update(Content(f"{words} · Ctrl+Q quit"))

    def tell(self, sentence: str, severity: str = "info") -> None:
        """Show a sentence under the input."""
        message = self.query_one("#message", Static)
        message.update(Content(display_text(sentence)))
        message.set_classes(severity)

    # What the app answers

    def refuse(self, sentence: str, *, wrong_password: bool = False) -> None:
        """Opening failed: say why, and after a wrong password let some time pass."""
        self._stop()
        self.tell(sentence, "error")
        if wrong_password:
            self._wrong += 1
            pause = min(LONGEST_PAUSE, 2.0 ** (self._wrong - 1))
            self._until = time.monotonic() + pause
            self._ticker = self.set_interval(0.25, self._tick_pause)
            self._tick_pause()
        else:
            self._enable(True)

    def _tick_pause(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            self._stop()
            self._enable(True)
            self.tell("Wrong master password. Try again.", "error")
        else:
            self.tell(f"Wrong master password. Try again in {max(left, 1):.0f} s.", "error")

    def _work(self, sentence: str) -> None:
        self._enable(False)
        self._since = time.monotonic()

        def tick() -> None:
            dots = "·" * (1 + int((time.monotonic() - self._since) * 4) % 8)
            self.tell(f"{sentence} {dots}")

        tick()
        self._ticker = self.set_interval(0.1, tick)

    def _stop(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def _enable(self, enabled: bool) -> None:
        for each in self.query(SecretInput):
            each.disabled = not enabled
        if enabled:
            first = self.query("#password, #first").first(SecretInput)
            if first.is_on_screen or first.id == "password":
                first.clear()
                first.focus()

    # What is typed

    def on_key(self, event: events.Key) -> None:
        """Take the few keys that work before anything is open."""
        if event.key == "escape" and self._entrance.door is Door.NEW and self.query_one("#making").display:
            event.stop()
            self._show_making(False)
            return
        found = self._keys.feed(event, ("app",), typing=True)
        if isinstance(found, Command) and found.id in ("app.exit", "app.suspend"):
            event.stop()
            self.post_message(messages.QuitApp(ask=False) if found.id == "app.exit" else messages.Suspend())

    @on(OptionList.OptionSelected, "#choice")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == "look":
            self.post_message(messages.LookAround())
        else:
            self._show_making(True)

    def _show_making(self, shown: bool) -> None:
        self.query_one("#making").display = shown
        self.query_one("#choice").display = not shown
        self.query_one("#first" if shown else "#choice").focus()
        self.tell("")
        self._show_hints()

    @on(Input.Changed, "#first")
    def _rate(self, event: Input.Changed) -> None:
        from tui.widgets.strength_meter import StrengthMeter

        event.stop()
        typed = self.query_one("#first", SecretInput).secret
        self.query_one(StrengthMeter).show(_rate(typed) if typed else None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "first":
            self.query_one("#second").focus()
        elif event.input.id == "second":
            self._make()
        elif secret := self._given():
            self._work("Asking the service" if self._entrance.door is Door.TOKEN else "Opening the store")
            self.post_message(messages.UnlockStore(secret))

    def _given(self) -> Secret:
        """Return what was typed; spaces around a token are no part of it, since it was copied from somewhere."""
        line = self.query_one("#password", SecretInput)
        return Secret(line.value.strip()) if self._entrance.door is Door.TOKEN else line.secret

    def _make(self) -> None:
        first, second = self.query_one("#first", SecretInput), self.query_one("#second", SecretInput)
        if not first.secret:
            self.tell("Type a master password first.", "error")
            first.focus()
        elif first.secret != second.secret:
            self.tell("The two are not the same. Type the second one again.", "error")
            second.clear()
        else:
            self._work("Making the store")
            self.post_message(messages.MakeStore(first.secret))


def _rate(typed: Secret) -> Strength:
    from tui.tools.strength import estimate

    return estimate(typed.reveal())
