"""The driver: how Textual reads from the terminal and writes to it."""

from __future__ import annotations

import atexit
import sys
from contextlib import suppress
from functools import partial
from typing import Any, TextIO

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from tui.guard import paste
from tui.host import relaunch

NAMES = ("getincrementaldecoder", "LinuxDriver")
"""What is changed or used in Textual's module."""


class _Lasting:
    """What Textual's writer writes to: when the terminal has gone, nobody waits for it or fails with it.

    Its thread must not end before the terminal was given back, be it for a character that cannot be encoded.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, while there is a terminal."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Send what was written, while there is a terminal."""
        with suppress(OSError, ValueError):
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

    def start_application_mode(self) -> None:
        """Take the terminal; from now on Textual gives it back."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        atexit.unregister(relaunch.uncover)

    def run_input_thread(self) -> None:
        """Read keys; bytes that are no UTF-8 are shown as such, and what is pasted is text."""
        vars(linux_driver)["getincrementaldecoder"] = lambda name: partial(paste.Decoder, name)
        super().run_input_thread()
