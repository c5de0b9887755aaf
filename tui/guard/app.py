"""The app itself: crash output, clipboard and terminal as Strongroom wants them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import PurePath
from typing import Any, TypeVar, overload

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import CompositorUpdate
from textual._context import visible_screen_stack
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed, get_current_worker

from tui.guard import partial, taker
from tui.guard.driver import GuardedDriver
from tui.guard.keys import Turns
from tui.host import boot, crash, signals
from tui.host.outputs import Outputs
from tui.model.errors import VaultError

R = TypeVar("R")

SHEETS = 512
"""So many pieces of style are kept as they were parsed: more than all screens and widgets have."""


class GuardedApp(App[None]):
    """An App that tells nothing it should not. `outputs` are silent as long as it is on the screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, css_path: list[str | PurePath], outputs: Outputs | None = None) -> None:
        self.outputs = outputs
        super().__init__(css_path=css_path)
        self.stylesheet._parse_cache.grow(SHEETS)
        self._turns = Turns(self, self._deliver, self._handle_exception)
        self._end_hearing: Callable[[], None] = lambda: None

    # Keys, one after the other

    @property
    def keys_waiting(self) -> bool:
        """Whether a key has not been dealt with yet."""
        return self._turns.waiting

    def beginning(self) -> AbstractContextManager[None]:
        """Hold keys back until the workers that are started meanwhile have ended, or ask something."""
        return self._turns.beginning()

    async def on_event(self, event: events.Event) -> None:
        """Take an event; keys wait their turn."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def _deliver(self, event: events.Event) -> None:
        """Hand out a key or a text: as Textual does, but past those who would only hand it on."""
        target = taker.taker(self) if isinstance(event, events.Key) and self.app_focus else None
        if target is None or not isinstance(event, events.Key):
            await super().on_event(event)
            return
        self.screen._clear_tooltip()
        if not await self._check_bindings(event.key, priority=True):
            target._forward_event(event)

    @overload
    async def push_screen_wait(self, screen: Screen[R], *, mode: str | None = None) -> R: ...

    @overload
    async def push_screen_wait(self, screen: str, *, mode: str | None = None) -> Any: ...

    async def push_screen_wait(self, screen: Screen[R] | str, *, mode: str | None = None) -> R | Any:
        """Show a screen and return its answer; remembers that the worker waits for it."""
        if not isinstance(screen, Screen):
            return await super().push_screen_wait(screen, mode=mode)
        with self._turns.asking(get_current_worker(), screen):
            return await super().push_screen_wait(screen, mode=mode)

    # What is told

    @property
    def clipboard(self) -> str:
        """Always empty: Textual keeps no copies of ours."""
        return ""

    def copy_to_clipboard(self, text: str) -> None:
        """Send selected plain text to the terminal, and keep nothing. Secrets go by services/clipboard.py.

        Raises:
            Invalid: the text is too long, or is not valid Unicode.
        """
        from tui.host.clipboard import osc52

        if text:  # what cannot be selected gives nothing, with which the terminal would empty its clipboard
            self.write_terminal(osc52(text))

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Take a screenshot for our own tests and documents; no key and no palette entry leads here."""
        return super().export_screenshot(title=title, simplify=simplify)

    def write_terminal(self, sequence: str) -> None:
        """Write a control sequence of ours to the terminal."""
        driver: Driver | None = self._driver
        if driver is not None:
            driver.write(sequence)
            driver.flush()

    # What is painted

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the sheets of a screen that are not known yet.

        Textual parses all that it knows anew with each of them, and forgets what it parsed beyond a few dozen: that
        stopped everything for longer than to make the screen.
        """
        new = [path for path in screen.css_path if not self.stylesheet.has_source(str(path), "")]
        for path in new:
            self.stylesheet.read(path)
        if new:
            self.stylesheet.update(self)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that are seen through the topmost: none where it hides them.

        Textual also names the one below; whenever something changed there, it painted all of the topmost anew.
        """
        hides = bool(self.screen_stack) and self.screen.styles.background.a == 1
        return [] if hides else super()._background_screens

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write an update to the terminal, as far as it does not show it already."""
        driver = self._driver
        if not isinstance(driver, GuardedDriver) or not isinstance(renderable, CompositorUpdate):
            super()._display(screen, renderable)
        elif not self._batch_count and self._running and not self._closed:
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            colours = self.console._color_system or ColorSystem.TRUECOLOR
            shown_for = (self.screen, self.screen.outer_size)
            written = driver.painter.paint(renderable, shown_for, cursor, colours)
            if written and self._sync_available:
                written = f"{SYNC_START}{written}{SYNC_END}"
            if written:
                driver.write(written)
            self.post_display_hook()

    def paint_now(self, *widgets: Widget) -> None:
        """Paint what has changed in some widgets, and what waits to be painted, before anything else is done.

        Textual paints once all that follows from a key was dealt with; here one sees the key first.
        """
        screen = self.screen
        if self._running and not self._batch_count and not screen._layout_required:
            compositor = screen._compositor
            compositor.update_widgets({*widgets, *screen._dirty_widgets})
            if self._background_screens or compositor.size.region in compositor._dirty_regions:
                screen._compositor_refresh()
                return
            visible_screen_stack.set([])
            self._display(screen, partial.compose(compositor))
            screen._dirty_widgets.clear()

    def paint_anew(self) -> None:
        """Paint everything, whatever the terminal shows."""
        if isinstance(self._driver, GuardedDriver):
            self._driver.painter.forget()
        self.refresh(layout=True)

    async def _on_resize(self, event: events.Resize) -> None:
        """The window has another size, or had one meanwhile: of sizes that come at once the last is told.

        Textual does nothing where that is the size of before, although the terminal has forgotten what it showed.
        """
        await super()._on_resize(event)
        if self.screen_stack and event.size == self.screen.outer_size:
            self.paint_anew()

    # The terminal

    def get_driver_class(self) -> type[Driver]:
        """Return our own."""
        return GuardedDriver

    def leave_terminal(self) -> None:
        """Give the terminal back as it was, to take it again later."""
        if self._driver is not None:
            self._driver.suspend_application_mode()
            boot.restore_echo()

    def take_terminal(self) -> None:
        """Take the terminal again, and paint everything."""
        if self._driver is not None:
            boot.hide_echo()
            self._driver.resume_application_mode()
            self.paint_anew()

    # Bugs

    def on_load(self) -> None:
        """Let no error go unseen, or be told by Python in its own words, and no signal come between what we do."""
        loop = asyncio.get_running_loop()
        signals.when_asked_to_end(lambda code: self.exit(return_code=code))
        loop.set_exception_handler(lambda _, context: self._unforeseen(context.get("exception")))

        def in_thread(error: BaseException) -> None:
            loop.call_soon_threadsafe(self._unforeseen, error)

        self._end_hearing = crash.tell_of_threads(in_thread)

    async def on_unmount(self) -> None:
        """From now on threads tell on their own."""
        self._end_hearing()

    def _unforeseen(self, error: BaseException | None) -> None:
        """End after an error in a task, a callback or a thread for which nobody waits. A VaultError is no bug."""
        if isinstance(error, Exception) and not isinstance(error, VaultError):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, NoMatches | ScreenStackError):
            return  # who ends mounts nothing any more: a screen that was just opening finds none of its widgets
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._exit_renderables.append(crash.describe(cause))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End the app without printing what was handed over."""
        self._return_code = 1
        self._exit_renderables.append("Strongroom has ended because of an error in the terminal's input.")
        self._close_messages_no_wait()
