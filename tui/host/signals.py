"""Signals that ask the process to end: they become a call on the event loop, so that everything is left in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))


def when_asked_to_end(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code (128 + the signal's number) when the process is asked to end."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, leave, 128 + number)
