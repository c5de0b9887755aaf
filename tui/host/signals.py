"""Signals that ask the process to end or to stop, and the loss of the terminal: calls, so that all is left in order."""

from __future__ import annotations

import atexit
import errno
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

Handler = Callable[[int, FrameType | None], object] | int | None

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT") if hasattr(signal, name))

HELD = (*ENDING, *(getattr(signal, name) for name in ("SIGTSTP",) if hasattr(signal, name)))
"""What waits while one process image follows another."""

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


def let_through() -> None:
    """Take the signals that ask to end, also those that have waited since the process image before this one.

    The one that asks to stop waits until `when_asked_to_stop`.
    """
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def leave_to_others() -> None:
    """Take none of the signals on this thread, which lives as long as the process image.

    Else what the main thread holds back, since another image is to follow, would be given to this one and be lost.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD)


def end_in_order() -> None:
    """As long as no event loop runs: end at once when asked to, with code 128 + signal, after what `atexit` knows.

    Nothing is raised. Python hears of a signal anywhere, in the callback of a weak reference or in `__del__` too, and
    what is raised there is told as a crash and lost, while the start goes on.
    """
    for number in ENDING:
        signal.signal(number, _end_now)


def _end_now(number: int, _: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    try:
        atexit._run_exitfuncs()
    finally:
        os._exit(128 + number)


def when_asked_to_end(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code (128 + the signal's number) when the process is asked to end.

    It is called by the event loop and never in the midst of something, such as taking the terminal. Once the loop is
    closed, what was done about the signals before is done again; with asyncio's own handlers they would kill then.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    for number in ENDING:
        signal.signal(number, _Leaving(loop, leave, signal.getsignal(number)))
        signal.siginterrupt(number, False)


class _Leaving:
    """What is done about a signal as long as an event loop is there.

    A thread that waits in `select` is woken by the signal itself; where another one was given it, by what asyncio has
    set up for the signals of `when_asked_to_stop`.
    """

    def __init__(self, loop: AbstractEventLoop, leave: Callable[[int], None], before: Handler) -> None:
        self._loop, self._leave = loop, leave
        self._before: Handler = before._before if isinstance(before, _Leaving) else before

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave, 128 + number)
        elif callable(self._before):
            self._before(number, frame)
        else:
            signal.signal(number, self._before or signal.SIG_DFL)
            signal.raise_signal(number)


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
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTSTP})
