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
from tui.host.clocks import steady
from tui.host.routes import Route
from tui.host.waiting import Word

START_LIMIT = 5.0
"""Seconds that the keeper may take to start."""
LOCK_LIMIT = 0.1
NEVER = 1e18
"""A time that does not come."""


class Keeping:
    """A waiting keeper. It goes on when the app is gone: the pipe to it is closed then, also by `exec`."""

    def __init__(self, words: int, places: Sequence[Place]) -> None:
        self._words = words
        self._places = tuple(places)
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

    def keeps(self, place: Place) -> bool:
        """Whether it clears this place, should the app be killed."""
        return place in self._places

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
    terminal is to be sent needs the terminal that is open as `terminal_fd`; where that cannot be opened anew the keeper
    cannot clear it, and says so when it is asked what it keeps.
    """
    terminals: list[int] = []
    found = [(place, task) for place in places if (task := _task(place, terminal_fd, terminals)) is not None]
    if not found:
        return None
    tasks = [task for _, task in found]
    tasks.sort(key=lambda task: ("argv" in task, not task["sent"]))  # a desktop that hangs holds up nothing else
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    keeping = Keeping(writing, [place for place, _ in found])
    handed = [reading, *terminals]
    order = {
        "words": reading,
        "after": after,
        "wall": NEVER if after is None else time.time() + after,
        "steady": NEVER if after is None else steady() + after,
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


def _task(place: Place, terminal_fd: int | None, terminals: list[int]) -> dict[str, object] | None:
    """Return what the keeper is to do at a place, in words that JSON has; a terminal for it is opened."""
    task: dict[str, object] = {"sent": not place.route.reads_back, "given": "", "sequence": "", "fd": -1}
    if not place.route.reads_back:
        outer = place.seat.attached.tty if place.seat.attached is not None else ""
        opened = _opened(_name(terminal_fd) if place.route.is_sequence else outer)
        if opened is not None:
            terminals.append(opened)
            plain = Route.OSC52 if place.route is Route.TMUX else place.route
            task |= {"fd": opened, "sequence": clipboard.clearing_sequence(plain).encode().hex()}
        elif place.route.is_sequence:
            return None
    if not place.route.is_sequence:
        call = clipboard.clearing_call(place)
        task |= {"argv": call.command, "given": call.given.hex(), "env": call.env, "seconds": call.seconds}
    return task


def _name(fd: int | None) -> str:
    """Return the path of a terminal, an empty text where there is none."""
    try:
        return os.ttyname(fd) if fd is not None else ""
    except OSError:
        return ""


def _opened(name: str) -> int | None:
    """Open a terminal anew, so that writing to it need not wait; None where there is no terminal."""
    try:
        fd = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None
    if os.isatty(fd):
        return fd
    os.close(fd)
    return None
