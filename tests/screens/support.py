"""What the tests of the screens share: a session over a real store, an app that keeps messages, the screen as text."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from textual import events, on
from textual._context import visible_screen_stack
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from tests.stores import lay_store
from tui import messages
from tui.model.secret import Secret
from tui.services.clipboard import Clipboard
from tui.services.home import new_home, open_store
from tui.services.session import Session
from tui.services.settings import Settings
from tui.widgets.themes import THEMES

MASTER = Secret("s3cret-master")


async def open_session(tmp_path: Path) -> Session:
    """Return a session over a new store with one vault, "Work". Whoever asks for it closes it."""
    clipboard = Clipboard(lambda _: None, 30, "osc52", env={})
    session = Session(Settings(), lambda: clipboard, lambda sentence, severity: None, lambda: None)
    home = new_home(session.written, session.activity)
    place = tmp_path / "home.strongroom"
    lay_store(place, MASTER.reveal())
    await open_store(home, place, tmp_path / "state", MASTER, keep_versions=50)
    session.adopt(home, "Home")
    await home.create_vault("Work")
    await session.load()
    return session


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; a text that begins with "=" is put in at once, as a paste, since every key press takes 80 ms."""
    for key in keys:
        if len(key) > 1 and key.startswith("="):
            pilot.app.post_message(events.Paste(key[1:]))
            await pilot.pause()
        else:
            await pilot.press(key)
    await pilot.pause()


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 45.0) -> None:
    """Wait until something holds; a test that waits in vain fails here."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        await pilot.pause(0.01)


class ScreenApp(App[None], inherit_bindings=False):
    """Shows one screen, and keeps the messages that would lead elsewhere."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Screen[None] | None = None) -> None:
        super().__init__()
        self.first = screen
        self.kept: list[Message] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def on_mount(self) -> None:
        """Show the screen."""
        if self.first is not None:
            self.push_screen(self.first)

    @on(messages.EditItem)
    @on(messages.GoBack)
    @on(messages.GoToVaults)
    @on(messages.LockNow)
    @on(messages.OpenVault)
    @on(messages.QuitApp)
    @on(messages.ShowAbout)
    @on(messages.ShowAccounts)
    @on(messages.ShowAudit)
    @on(messages.ShowConnection)
    @on(messages.ShowDue)
    @on(messages.ShowItem)
    @on(messages.ShowMembers)
    @on(messages.ShowVaultAccess)
    def keep(self, message: Message) -> None:
        """Keep a message."""
        self.kept.append(message)

    def page(self) -> str:
        """Return the screen as a person sees it, line by line."""
        # The lines that the terminal is sent: there is no public way to them, and an SVG loses the cells.
        visible_screen_stack.set(list(self._background_screens))  # as where it is painted
        rows = self.screen._compositor.render_strips()
        return "\n".join("".join(strip.text for strip in row).rstrip() for row in rows)

    def shows(self, *texts: str) -> bool:
        """Whether all these texts are on the screen."""
        page = self.page()
        return all(text in page for text in texts)
