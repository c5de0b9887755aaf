"""What we change in Textual: the only file that touches its private names.

At start it checks that each of them exists, and otherwise refuses with a sentence. What is changed: a crash prints
type, file, line and function names and not one value; Textual keeps no copy of what is selected and copied; a key goes
where it was meant to go, however fast one types.
"""

from __future__ import annotations

import asyncio
import sys
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TextIO, TypeVar, overload

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, get_current_worker

from tui.host import boot, crash
from tui.model.errors import VaultError

PRIVATE_NAMES = (
    "_close_messages_no_wait",
    "_driver",
    "_exception",
    "_exception_event",
    "_exit_renderables",
    "_handle_exception",
    "_return_code",
)
DRIVER_NAMES = ("getincrementaldecoder", "LinuxDriver")


def refusal() -> str | None:
    """Return None where Textual is one that we know, or the sentence why we do not start."""
    probe = dir(App) + list(App().__dict__)
    missing = [name for name in PRIVATE_NAMES if name not in probe]
    missing += [name for name in DRIVER_NAMES if name not in vars(linux_driver)]
    if not missing:
        return None
    return f"This Textual is not one that Strongroom knows ({', '.join(missing)} missing). Install textual>=8.2,<9."


class _Lasting:
    """What Textual's writer writes to: when the terminal has gone, nobody waits for it or fails with it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, while there is a terminal."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Send what was written, while there is a terminal."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._file.fileno()


class GuardedDriver(LinuxDriver):
    """A driver that a lost terminal does not hold up, and that wrong bytes do not end."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if sys.__stderr__ is not None:
            self._file = _Lasting(sys.__stderr__)  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Read keys; bytes that are no UTF-8 are shown as such."""
        vars(linux_driver)["getincrementaldecoder"] = lambda name: partial(getincrementaldecoder(name), "replace")
        super().run_input_thread()


HOLD_SECONDS = 1.0
"""A key is held back no longer than this, whatever the one before it has begun."""

LOOK_SECONDS = 0.005
"""How often is looked, where nobody tells."""

R = TypeVar("R")


class GuardedApp(App[None]):
    """An App that tells nothing it should not."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Event] = deque()
        self._handing_out: asyncio.Task[None] | None = None
        self._begun: set[Worker[Any]] = set()
        self._asking: dict[Worker[Any], Screen[Any]] = {}
        self._end_hearing: Callable[[], None] = lambda: None

    # Keys, one after the other

    @property
    def keys_waiting(self) -> bool:
        """Whether a key has not been dealt with yet."""
        return bool(self._typed) or (self._handing_out is not None and not self._handing_out.done())

    async def on_event(self, event: events.Event) -> None:
        """Take an event; keys wait their turn.

        Textual gives a key to whatever has the focus when it arrives. Where several arrive at once, as over SSH or from
        a program that types, those after "/" or "n" would be commands in the list below.
        """
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            if self._handing_out is None or self._handing_out.done():
                self._handing_out = asyncio.create_task(self._hand_out(), name="keys")
                self._handing_out.add_done_callback(self._handed_out)
        else:
            await super().on_event(event)

    async def _hand_out(self) -> None:
        while self._typed:
            event = self._typed.popleft()
            if not self.screen_stack:
                return  # the app ends: there is nobody to type to
            path = [node for node in (self.focused or self.screen).ancestors_with_self if node is not self]
            self._begun = {worker for worker in self.workers if self._asks(worker)}
            await super().on_event(event)
            with suppress(TimeoutError):
                async with asyncio.timeout(HOLD_SECONDS):
                    await self._dealt_with(path)

    def _handed_out(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._handle_exception(error)

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Hold keys back until the workers that are started meanwhile have ended, or ask something."""
        before = set(self.workers)
        yield
        self._begun |= set(self.workers) - before

    async def _dealt_with(self, path: Sequence[DOMNode]) -> None:
        """Wait until a key has gone along its path, and what it has begun or answered has ended, or asks something."""
        for node in path:
            await self._reached(node)
        while any(worker.is_running and not self._asks(worker) for worker in self._begun):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
        if self.screen_stack and (self._begun or self.message_queue_size or self.screen not in path):
            for node in (self, self.screen, self):  # a message opens a screen, which says where the focus is
                await self._reached(node)

    async def _reached(self, node: DOMNode) -> None:
        """Wait until `node` has dealt with everything that it has been sent so far, or is gone."""
        reached = asyncio.Event()
        if node.call_later(reached.set):
            while node.is_running and not reached.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(reached.wait(), LOOK_SECONDS)

    def _asks(self, worker: Worker[Any]) -> bool:
        return self._asking.get(worker) in self.screen_stack

    @overload
    async def push_screen_wait(self, screen: Screen[R], *, mode: str | None = None) -> R: ...

    @overload
    async def push_screen_wait(self, screen: str, *, mode: str | None = None) -> Any: ...

    async def push_screen_wait(self, screen: Screen[R] | str, *, mode: str | None = None) -> R | Any:
        """Show a screen and return its answer; remembers that the worker waits for it."""
        worker = get_current_worker()
        if isinstance(screen, Screen):
            self._asking[worker] = screen
        try:
            return await super().push_screen_wait(screen, mode=mode)
        finally:
            self._asking.pop(worker, None)

    # What is told

    @property
    def clipboard(self) -> str:
        """Always empty: Textual keeps no copies of ours."""
        return ""

    def copy_to_clipboard(self, text: str) -> None:
        """Send selected plain text to the terminal, and keep nothing. Secrets go by services/clipboard.py."""
        from tui.host.clipboard import osc52

        self.write_terminal(osc52(text))

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Take a screenshot for our own tests and documents; no key and no palette entry leads here."""
        return super().export_screenshot(title=title, simplify=simplify)

    def terminal_writer(self) -> Callable[[str], None]:
        """Return what writes a control sequence of ours to the terminal."""
        return self.write_terminal

    def write_terminal(self, sequence: str) -> None:
        """Write a control sequence of ours to the terminal."""
        driver: Driver | None = self._driver
        if driver is not None:
            driver.write(sequence)
            driver.flush()

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
            self.refresh(layout=True)

    # Bugs

    def on_load(self) -> None:
        """Let no error go unseen, or be told by Python in its own words."""
        loop = asyncio.get_running_loop()
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
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._exit_renderables.append(crash.describe(error.error if isinstance(error, WorkerFailed) else error))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End the app without printing what was handed over."""
        self._return_code = 1
        self._exit_renderables.append("Strongroom has ended because of an error in the terminal's input.")
        self._close_messages_no_wait()
