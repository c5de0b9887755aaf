"""The driver: how Textual reads from the terminal and writes to it."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import Any, TextIO

from textual import events
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui.guard import paste
from tui.guard.paint import Painter
from tui.host import relaunch
from tui.host.outputs import Outputs

NAMES = ("getincrementaldecoder", "LinuxDriver")
"""What is changed or used in Textual's module."""
DRIVER_NAMES = ("_get_terminal_size", "_in_band_window_resize")
"""What is used of Textual's driver."""


SWITCH_SECONDS = 0.0005
"""How long a thread may go on while another waits for the interpreter. With Python's own 5 ms the thread that writes
came to it only once all that follows from a key was done, and a key waited as long for a thread that searches."""


class _Lasting:
    """What Textual's writer writes to: when the terminal has gone, nobody waits for it or fails with it.

    Its thread must not end before the terminal was given back, be it for a character that cannot be encoded.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._written = 0
        self.sent = 0
        """How many texts have been sent."""

    def write(self, text: str | bytes) -> None:
        """Write, while there is a terminal. Bytes are the rest of what was begun elsewhere."""
        with suppress(OSError, ValueError):
            if isinstance(text, bytes):
                self._file.flush()
                self._file.buffer.write(text)
            else:
                self._file.write(text)
        self._written += 1

    def flush(self) -> None:
        """Send what was written, while there is a terminal."""
        written = self._written
        with suppress(OSError, ValueError):
            self._file.flush()
        self.sent = written

    def encoded(self, text: str) -> bytes:
        """Return a text as it would be written."""
        return text.encode(self._file.encoding, self._file.errors or "strict")

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._file.fileno()


def _opened_again(terminal: int) -> int | None:
    """Open the same terminal for writing without waiting; None where that cannot be. Others who have it still wait."""
    try:
        again = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError):
        return None
    if os.fstat(again).st_rdev != os.fstat(terminal).st_rdev:
        os.close(again)
        return None
    return again


def _opened_apart(stream: TextIO, outputs: Outputs | None) -> TextIO:
    """Return the stream that Textual paints on, by the descriptor that the terminal keeps; without one, as it is."""
    if outputs is None:
        return stream
    return open(outputs.terminal, "w", 1, encoding=stream.encoding, errors=stream.errors, newline="\n", closefd=False)


class GuardedDriver(LinuxDriver):
    """A driver that a lost terminal does not hold up, and that wrong bytes do not end."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.painter = Painter()
        self._outputs: Outputs | None = getattr(app, "outputs", None)
        self._lasting = _Lasting(_opened_apart(sys.__stderr__, self._outputs)) if sys.__stderr__ is not None else None
        if self._lasting is not None:
            self._file = self._lasting  # type: ignore[assignment]
        self._queued = 0
        self._direct: int | None = None

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself: where Textual asks, nothing may be told while it is painted."""
        if self._outputs is not None:
            with suppress(OSError):
                columns, rows = os.get_terminal_size(self._outputs.terminal)
                if columns and rows:
                    return columns, rows
        return super()._get_terminal_size()

    def start_application_mode(self) -> None:
        """Take the terminal, of which nothing is known; from now on Textual gives it back."""
        self.painter.forget()
        sys.setswitchinterval(SWITCH_SECONDS)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: self._loop.call_soon_threadsafe(self.tell_size))
        self._direct = _opened_again(self._lasting.fileno()) if self._lasting is not None else None
        atexit.unregister(relaunch.uncover)
        if self._outputs is not None:
            self._outputs.silence()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        direct, self._direct = self._direct, None
        super().stop_application_mode()
        if self._outputs is not None:
            self._outputs.restore()
        if direct is not None:
            os.close(direct)

    def write(self, data: str) -> None:
        """Write at once what the terminal takes at once; the thread that may wait for it writes the rest, in order.

        To wake that thread takes longer than to write the few cells that a key changes.
        """
        rest: str | bytes = data
        if self._direct is not None and self._lasting is not None and self._lasting.sent == self._queued:
            encoded = self._lasting.encoded(data)
            with suppress(OSError):  # it takes nothing now, or is gone: that is for the thread
                encoded = encoded[os.write(self._direct, encoded) :]
                rest = encoded
        if rest:
            self._queued += 1
            super().write(rest)  # type: ignore[arg-type]

    def tell_size(self) -> None:
        """Tell the app which size the window has by now.

        Textual asks for it where the signal comes. Where the next one comes before that was told, it is told first: the
        size of before was the last that the app heard of, and it painted for that.
        """
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def send_message(self, message: Message) -> None:
        """Hand what was typed to the app: without a task of its own for each, in which it waited for its turn."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def run_input_thread(self) -> None:
        """Read keys; bytes that are no UTF-8 are shown as such, and what is pasted is text."""
        vars(linux_driver)["getincrementaldecoder"] = lambda name: partial(paste.Decoder, name)
        super().run_input_thread()
