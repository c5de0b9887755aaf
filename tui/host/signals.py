"""Signals that ask the process to end or to stop, and the loss of the terminal: calls, so that all is left in order."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT") if hasattr(signal, name))

LOST = 128 + 1
"""The exit code where the terminal was lost: that of SIGHUP."""


def terminal_is_lost(fd: int = 0) -> bool:
    """Whether the terminal has gone away. Only the first process of its session is sent a signal then."""
    import termios

    try:
        termios.tcgetattr(fd)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def let_go_of_terminal() -> None:
    """Let what is still to be written to a lost terminal go nowhere, since Python's own end would fail with it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.close(nowhere)


def end_in_order() -> None:
    """As long as no event loop runs: end so that what is registered for the end is done, with code 128 + signal."""
    for number in ENDING:
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def when_asked_to_end(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code (128 + the signal's number) when the process is asked to end."""
    import asyncio

    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, leave, 128 + number)


def when_asked_to_stop(leave: Callable[[], None], come_back: Callable[[], None]) -> None:
    """Give the terminal back with `leave` when the process is asked to stop, and take it again with `come_back`.

    Whoever is in our process group stops with us, since the shell waits for them too. A group that no shell looks after
    is not stopped by the system: nobody could let it go on.
    """
    import asyncio

    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.remove_signal_handler(signal.SIGCONT)
        loop.remove_signal_handler(signal.SIGTSTP)
        leave()
        os.kill(0, signal.SIGTSTP)
        come_back()
        listen()

    def go_on() -> None:
        """Somebody stopped us without asking, and the terminal is not as it was."""
        leave()
        come_back()

    def listen() -> None:
        loop.add_signal_handler(signal.SIGTSTP, stop)
        loop.add_signal_handler(signal.SIGCONT, go_on)

    listen()
