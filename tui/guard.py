"""What we change in Textual: the only file that touches its private names.

At start it checks that each of them exists, and otherwise refuses with a sentence. What is changed: a crash prints
type, file, line and function names and not one value; Textual keeps no copy of what is selected and copied; a key goes
where it was meant to go, however fast one types.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, overload

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from tui.host.display import display_text

PRIVATE_NAMES = (
    "_close_messages_no_wait",
    "_driver",
    "_exception",
    "_exception_event",
    "_exit_renderables",
    "_handle_exception",
    "_return_code",
)


def refusal() -> str | None:
    """Return None where Textual is one that we know, or the sentence why we do not start."""
    probe = dir(App) + list(App().__dict__)
    missing = [name for name in PRIVATE_NAMES if name not in probe]
    if not missing:
        return None
    return f"This Textual is not one that Strongroom knows ({', '.join(missing)} missing). Install textual>=8.2,<9."


def describe(error: BaseException) -> str:
    """Return where an error happened, without a single value: types, files, lines and function names."""
    lines = ["Strongroom has crashed. This is a bug; nothing that was typed into the editor is lost."]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(display_text(line) for line in lines)


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

    # Keys, one after the other

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
        if self._begun or self.message_queue_size or self.screen not in path:
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

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._exit_renderables.append(describe(error))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End the app without printing what was handed over."""
        self._return_code = 1
        self._exit_renderables.append("Strongroom has ended because of an error in the terminal's input.")
        self._close_messages_no_wait()
