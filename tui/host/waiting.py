"""The waiting keeper: a process that outlives the app, to clear in time what the app has copied.

It is told what to do then (programs to run with a keyed digest, bytes for the terminal), and until when; it never held
what was copied. As long as the app is there the app clears by itself, and this process only sees that it does. It is
gone when everything is cleared, forgotten or given up.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tui.host.clocks import steady

TICK_SECONDS = 1.0
"""How often both clocks are looked at, and whether the terminal is still there."""
SHORT_SECONDS = 0.02
GRACE_SECONDS = 0.5
"""So long after the time the app, while it is there, is left to clear by itself."""
BUSY_SECONDS = 10.0
"""So long, where it has said that it is at it, or is still copying."""
LATE_SECONDS = 11.0
"""After so long no copy can arrive any more that was being made when we were told to clear."""
PATIENCE_SECONDS = 30.0
"""What could not be cleared for so long is given up."""


class Word(bytes, Enum):
    """What the app says to the waiting keeper, one byte each; a closed pipe says that the app is gone."""

    SENDING = b"s"
    """Something is about to be sent to the terminal: from now on that is to be cleared too."""
    DONE = b"d"
    """The copy is made; its time starts now."""
    CLEARING = b"w"
    """The app is clearing."""
    NOW = b"c"
    """Clear now what can be cleared without the terminal; the terminal has until its time."""
    FORGET = b"f"
    """Everything is cleared, or in other hands."""


@dataclass(slots=True)
class Task:
    """One place to clear: by a program with something on its stdin; without one, or where it fails, by a sequence."""

    sent: bool
    """Whether it is cleared whatever is there, and so only once the app has said that something was sent there."""
    argv: tuple[str, ...] = ()
    given: bytes = b""
    env: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 2.0
    fd: int = -1
    sequence: bytes = b""
    now: bool = False
    again: bool = False
    """Whether it is to be done once more, LATE_SECONDS later."""
    not_before: float = 0.0
    tries: int = 0
    first: float = 0.0


@dataclass(slots=True)
class Order:
    """What the keeper is told at its start. `words` is the pipe from the app."""

    words: int
    after: float | None
    wall: float
    steady: float
    sent: bool
    tasks: list[Task]

    @classmethod
    def read(cls, text: bytes) -> Order:
        """Read it from JSON."""
        table: dict[str, Any] = json.loads(text)
        tasks = [
            Task(**{**task, "given": bytes.fromhex(task["given"]), "sequence": bytes.fromhex(task["sequence"])})
            for task in table.pop("tasks")
        ]
        return cls(**table, tasks=tasks)


def main(text: bytes) -> int:
    """Carry out an order: let go of whoever started us, and wait."""
    order = Order.read(text)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, lambda *_: None)  # who is ignored stays so in the programs that we run
    if os.fork():  # a child of the app would be left to it as a zombie
        os.write(1, b"ready\n")
        return 0
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    watch = Watch(order)
    signal.signal(signal.SIGTERM, lambda *_: watch.hurry())
    watch.keep()
    return 0


class Watch:
    """Waits for the time, for a word, and for the end of the app."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._tasks = order.tasks
        self._app = True
        self._copying = True
        self._patience = GRACE_SECONDS

    def keep(self) -> None:
        """Return when nothing is left to do."""
        while self._tasks:
            self._listen()
            late = self._left() <= 0
            self._tasks = [task for task in self._tasks if not self._over(task, late=late)]

    def hurry(self) -> None:
        """Clear everything now: somebody asks us to end."""
        self._now(everything=True)

    def _left(self) -> float:
        """Return the seconds until it is our turn, by the clock that is further on."""
        left = min(self._order.wall - time.time(), self._order.steady - steady())
        if not self._app:
            return left
        return left + (BUSY_SECONDS if self._copying else self._patience)  # the time of a copy starts when it is made

    def _listen(self) -> None:
        """Wait for a word, but no longer than until there is something to do."""
        left = self._left()
        due = [task.not_before - time.monotonic() for task in self._tasks if task.now or left <= 0]
        pause = max(SHORT_SECONDS, min([TICK_SECONDS, *due, *([left] if left > 0 else [])]))
        if not self._app:
            time.sleep(pause)
        elif select.select([self._order.words], [], [], pause)[0]:
            words = os.read(self._order.words, 100)
            for word in words:
                self._hear(Word(bytes([word])))
            if not words:
                self._left_alone()

    def _hear(self, word: Word) -> None:
        match word:
            case Word.SENDING:
                self._order.sent = True
            case Word.DONE:
                self._copying = False
                self._let_go()
                if self._order.after is not None:
                    self._order.wall = time.time() + self._order.after
                    self._order.steady = steady() + self._order.after
            case Word.CLEARING:
                self._patience = BUSY_SECONDS
            case Word.NOW:
                self._now(everything=False)
            case Word.FORGET:
                self._tasks = []

    def _let_go(self) -> None:
        """The copy is made, and nothing was sent to a terminal: none is of any use."""
        if not self._order.sent:
            for task in self._tasks:
                if task.sent and task.fd >= 0:
                    os.close(task.fd)
            self._tasks = [task for task in self._tasks if not task.sent]

    def _left_alone(self) -> None:
        """The app is gone."""
        self._app = False
        for task in self._tasks:
            task.again = self._copying and not task.sent
        if self._order.after is None:
            self._now(everything=True)

    def _now(self, *, everything: bool) -> None:
        for task in self._tasks:
            task.now = task.now or everything or bool(task.argv)
            task.again = self._copying and not task.sent

    def _over(self, task: Task, *, late: bool) -> bool:
        """Whether nothing is to be done any more for a task, after doing it where it is time to."""
        if not task.argv and _is_gone(task.fd):
            return True
        if not (late or task.now) or time.monotonic() < task.not_before:
            return False
        if task.sent and not self._order.sent:
            return late
        return self._tried(task)

    def _tried(self, task: Task) -> bool:
        started = time.monotonic()  # tries are counted in time awake: sleep is no reason to give up
        task.first = task.first or started
        task.tries += 1
        done = _is_cleared(task)
        if done and task.again:
            task.again, task.not_before, task.tries, task.first = False, started + LATE_SECONDS, 0, 0.0
            return False
        task.not_before = started + min(8.0, 0.25 * 2**task.tries)
        return done or started - task.first > PATIENCE_SECONDS


def _is_cleared(task: Task) -> bool:
    """Try it, and return whether it is done, or cannot be done any more."""
    code = _run(task) if task.argv else 1
    if code in (0, None) or not task.sent:
        return code == 0
    return task.fd < 0 or _is_gone(task.fd) or _write(task)  # what ran in the terminal, and cleared it, has ended


def _is_gone(fd: int) -> bool:
    """Whether a terminal was closed; a new one of the same name is another one."""
    import termios

    try:
        termios.tcgetattr(fd)
    except (termios.error, OSError):
        return True
    return False


def _write(task: Task) -> bool:
    """Write to the terminal without waiting for it."""
    try:
        task.sequence = task.sequence[os.write(task.fd, task.sequence) :]
    except BlockingIOError:
        return False
    except OSError:
        return True
    return not task.sequence


def _run(task: Task) -> int | None:
    """Run a program and return its exit code; None where it could not be started, or did not end."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the app's own command
            task.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=dict(task.env),
            start_new_session=True,
        )
    except OSError:
        return None
    with process:
        try:
            process.communicate(task.given, timeout=task.seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            return None
    return process.returncode
