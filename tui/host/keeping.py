"""The app's end of the waiting keeper: it is started before a copy is made, and told what becomes of it.

Nothing here waits for anything but the keeper's start.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Mapping, Sequence

from tui.host import clipboard, keeper, programs
from tui.host.clipboard import Place
from tui.host.waiting import Word

START_LIMIT = 5.0
"""Seconds that the keeper may take to start."""
LOCK_LIMIT = 0.1
NEVER = 1e18
"""A time that does not come."""


class Keeping:
    """A waiting keeper. It goes on when the app is gone: the pipe to it is closed then, also by `exec`."""

    def __init__(self, words: int) -> None:
        self._words = words
        self._lock = threading.Lock()

    def say(self, word: Word) -> None:
        """Tell the keeper something, from any thread, without ever waiting. A keeper that is gone has done its work."""
        if self._lock.acquire(timeout=LOCK_LIMIT):
            try:
                if self._words >= 0:
                    with contextlib.suppress(OSError):
                        os.write(self._words, word.value)
            finally:
                self._lock.release()

    def forget(self) -> None:
        """Let the keeper end: there is nothing left to clear, or another one does it."""
        self.say(Word.FORGET)
        with self._lock:
            if self._words >= 0:
                os.close(self._words)
                self._words = -1

    def __del__(self) -> None:
        if self._words >= 0:
            os.close(self._words)


async def start(
    places: Sequence[Place], after: float | None, *, sent: bool, terminal_fd: int | None, env: Mapping[str, str]
) -> Keeping | None:
    """Start a keeper that clears `places` in `after` seconds (None: when the app is gone); None if that fails.

    Places that cannot be read back are cleared only if something was `sent` there, or once it is told so. What the
    terminal is to be sent needs the terminal that is open as `terminal_fd`.
    """
    terminal = _opened(terminal_fd) if any(place.route.is_sequence for place in places) else None
    tasks = [task for place in places if (task := _task(place, terminal)) is not None]
    if not tasks:
        return Keeping(-1)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    keeping = Keeping(writing)
    handed = [fd for fd in (reading, terminal) if fd is not None]
    order = {
        "words": reading,
        "after": after,
        "wall": NEVER if after is None else time.time() + after,
        "monotonic": NEVER if after is None else time.monotonic() + after,
        "sent": sent,
        "tasks": tasks,
    }
    request = b"wait\n" + json.dumps(order).encode()
    try:
        _, said = await programs.run(keeper.command(), request, programs.environment(env, ""), START_LIMIT, handed)
    except (OSError, TimeoutError):
        return None
    finally:
        for fd in handed:
            os.close(fd)
    return keeping if said == b"ready\n" else None


def _task(place: Place, terminal: int | None) -> dict[str, object] | None:
    """Return what the keeper is to do at a place, in words that JSON has."""
    if place.route.is_sequence:
        given = clipboard.clearing_sequence(place.route).encode()
        return None if terminal is None else {"sent": True, "fd": terminal, "given": given.hex()}
    call = clipboard.clearing_call(place)
    return {
        "sent": not place.route.reads_back,
        "argv": call.command,
        "given": call.given.hex(),
        "env": call.env,
        "seconds": call.seconds,
    }


def _opened(fd: int | None) -> int | None:
    """Open the terminal anew, so that writing to it need not wait; None where there is no terminal."""
    try:
        if fd is None or not os.isatty(fd):
            return None
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None
