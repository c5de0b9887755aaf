"""A program in a terminal of our own, timed from outside: when text is on its screen, and what a key costs.

Nothing is looked at while the program works: what it writes is only taken up, with the time. It is played on the
emulated screen when the program rests, so that the emulator does not compete with it. What is asked of the terminal is
answered at once, as a modern one does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import statistics
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Self

from benchmarks.answers import Answers
from benchmarks.screen import Screen

DOWN, UP, END, HOME, ENTER, ESCAPE, BACKSPACE = "\x1b[B", "\x1b[A", "\x1b[F", "\x1b[H", "\r", "\x1b", "\x7f"
HALF_PAGE = "\x04"
SIZE = (120, 40)
PATIENCE = 20.0
"""Seconds after which what is waited for will not come."""
REST = 0.03
"""Seconds of silence after which a program is taken to rest."""
GRACE = 2.0
"""Seconds that a program has to end when it is asked to."""


class NeverCame(Exception):
    """What was waited for did not come; the message has the screen."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What one key cost: milliseconds to the first and to the last byte, and how many bytes there were."""

    first: float
    last: float
    size: int


class Terminal:
    """A program in a terminal, ended with the block. `env` is all of its environment, `size` columns and rows."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        size: tuple[int, int] = SIZE,
        cwd: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        columns, rows = size
        self._screen = Screen(*size)
        self._taken: list[tuple[float, bytes]] = []
        self._played = 0
        self._answers = Answers(*size)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._marked = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=dict(env),
            pass_fds=pass_fds,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - there are no threads here
        )
        os.close(slave)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    # What it shows

    def shows(self, text: str, seconds: float = PATIENCE) -> float:
        """Wait for text on the screen; return the milliseconds from the start or the last key to it.

        Raises:
            NeverCame: it did not.
        """
        return self.fulfils(lambda page: text in page, f"{text!r}", seconds, hint=text.encode())

    def fulfils(
        self, holds: Callable[[str], bool], what: str = "it", seconds: float = PATIENCE, hint: bytes = b""
    ) -> float:
        """Wait until the screen is as wanted; return the milliseconds to the bytes that made it so.

        What was written so far is played when the program rests, and as soon as `hint` was in it.
        """
        until = time.perf_counter() + seconds
        while True:
            came = self._take(REST)
            if not came or (hint and hint in self._taken[-1][1]):
                for moment in self._play():
                    if holds(self._screen.page()):
                        return (moment - self._marked) * 1000
                if holds(self._screen.page()):
                    return (self._taken[-1][0] - self._marked) * 1000
            if time.perf_counter() > until or (not came and self._process.poll() is not None):
                raise NeverCame(f"{what} never came:\n{self.page()}")

    def page(self) -> str:
        """Return what is on the screen."""
        for _ in self._play():
            pass
        return self._screen.page()

    def rests(self, seconds: float = 0.3, most: float = 5.0) -> None:
        """Wait until nothing was written for so long, but not longer than `most`: some programs never rest."""
        until = time.perf_counter() + most
        while self._take(seconds) and time.perf_counter() < until:
            pass

    def drop(self) -> int:
        """Return how many bytes were written since they were last looked at; the screen shows them only."""
        before = len(self._taken)
        while self._take(0):
            pass
        return sum(len(data) for _, data in self._taken[before:])

    # What is done to it

    def press(self, keys: str, quiet: float = 0.06, seconds: float = PATIENCE) -> Pressed:
        """Press keys at once, and wait until nothing was written for `quiet` seconds after something was.

        What was written before is taken up first: it does not belong to these keys.

        Raises:
            NeverCame: nothing was written.
        """
        self.drop()
        before = len(self._taken)
        self.send(keys)
        if not self._take(seconds):
            raise NeverCame(f"{keys!r} changed nothing:\n{self.page()}")
        while self._take(quiet):
            pass
        answer = self._taken[before:]
        first, last = (round((answer[at][0] - self._marked) * 1000, 3) for at in (0, -1))
        return Pressed(first, last, sum(len(data) for _, data in answer))

    def send(self, keys: str) -> None:
        """Press keys, and wait for nothing; times count from now."""
        self._marked = time.perf_counter()
        os.write(self._master, keys.encode())

    # How it ends

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            until = time.perf_counter() + GRACE
            while self._process.poll() is None and time.perf_counter() < until:
                self._take(0.01)
        self._process.wait()
        os.close(self._master)

    def _take(self, seconds: float) -> bool:
        """Take up what is written, waiting at most so long for it; whether there was something."""
        ready, _, _ = select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # nobody has the other side open any more
            time.sleep(min(seconds, 0.01))
            return False
        self._taken.append((time.perf_counter(), data))
        if answer := self._answers.to(data):
            os.write(self._master, answer)
        return True

    def _play(self) -> Iterator[float]:
        """Play what was taken up on the screen; yield the time of each piece when it is there."""
        while self._played < len(self._taken):
            moment, data = self._taken[self._played]
            self._played += 1
            self._screen.feed(data)
            yield moment


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def middle(pressed: Sequence[Pressed]) -> Pressed:
    """Return the medians."""
    firsts, lasts, sizes = zip(*((one.first, one.last, one.size) for one in pressed), strict=True)
    return Pressed(statistics.median(firsts), statistics.median(lasts), int(statistics.median(sizes)))
