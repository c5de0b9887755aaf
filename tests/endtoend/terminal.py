"""A terminal of the test's own, with a Strongroom in it: a child process that knows nothing of the test."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from select import select
from struct import pack
from threading import Condition, Thread
from typing import Any, Self

from tests.endtoend.screen import CURSOR, WRAPPING, Screen
from tests.settling import AT_WORK, state

ROOT = Path(__file__).resolve().parent.parent.parent
APP = (sys.executable, "-m", "tui")
PATIENCE = 60.0
"""Seconds after which what was waited for will not come."""

_KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
}
LAST = b"\x1b]8;;end\x1b\\"
"""Comes after everything that was written: the system passes that on in its own time, also when its writer is gone."""
ESCAPE_SECONDS = 0.25
"""What follows an Escape sooner than this might be taken for the rest of a sequence."""


class Terminal:
    """A program in a terminal, Strongroom if no other is given, with its arguments.

    Without `echo` the terminal never shows what is typed. With `shell=False` it is as in a window opened for the
    program alone: nobody lets it go on where it is stopped.
    """

    def __init__(
        self,
        *args: str | Path,
        env: Mapping[str, str],
        size: tuple[int, int] = (120, 36),
        program: Iterable[str] = APP,
        shell: bool = True,
        cwd: Path = ROOT,
        echo: bool = True,
    ) -> None:
        columns, rows = size
        self.screen = Screen(columns, rows)
        self.written = bytearray()
        self.reports: list[str] = []
        self._news = Condition()
        self._master, self._slave = pty.openpty()
        ioctl(self._slave, termios.TIOCSWINSZ, pack("HHHH", rows, columns, 0, 0))
        if not echo:
            modes = self.modes()
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(self._slave, termios.TCSANOW, modes)
        self.modes_before = self.modes()
        reading, writing = os.pipe()
        self._stop, self._stopped = os.pipe()
        command = [*program, *map(str, args)]
        starter = [sys.executable, "-I", "-S", str(Path(__file__).with_name("shell.py")), str(writing)]
        if not shell:
            starter.append("alone")
        terminal = self._slave
        self._shell = subprocess.Popen(
            [*starter, *command],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=cwd,
            env=dict(env),
            pass_fds=(writing,),
            start_new_session=True,
        )
        os.close(writing)
        self._threads = [Thread(target=self._watch), Thread(target=self._hear, args=(reading,))]
        for thread in self._threads:
            thread.start()
        self.wait_until(lambda: bool(self.reports), "the program starts")
        self.pid = int(self.reports[0].removeprefix("started "))

    # What it shows

    def page(self) -> str:
        """Return what is on the screen."""
        with self._news:
            return self.screen.page()

    def sees(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Wait until all the texts are on the screen, and return it."""
        return self._wait(lambda page: all(text in page for text in texts), f"{texts} never came", seconds)

    def sees_no(self, text: str, seconds: float = PATIENCE) -> str:
        """Wait until a text is gone from the screen, and return it."""
        return self._wait(lambda page: text not in page, f"{text!r} never went", seconds)

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Wait until something holds."""
        self._wait(lambda _: holds(), f"it never came to this: {what}", seconds)

    def _wait(self, holds: Callable[[str], bool], complaint: str, seconds: float) -> str:
        until = time.monotonic() + seconds
        with self._news:
            while not holds(page := self.screen.page()):
                assert time.monotonic() < until, f"{complaint}; {self.reports}\n{page}"
                self._news.wait(0.05)
        return page

    def at_rest(self) -> bool:
        """Whether no thread of the program does anything, or waits for a processor; always where nobody tells."""
        threads = Path(f"/proc/{self.pid}/task")
        return not threads.is_dir() or all(state(thread) not in AT_WORK for thread in threads.iterdir())

    # What is done to it

    def press(self, *keys: str) -> None:
        """Press keys: names, "ctrl+g", or single characters."""
        for key in keys:
            control = chr(ord(key[-1]) & 0x1F) if key.startswith("ctrl+") else key
            self.send(_KEYS.get(key, control).encode())
            if key == "escape":
                time.sleep(ESCAPE_SECONDS)

    def type(self, text: str) -> None:
        """Type a text, at once."""
        self.send(text.encode())

    def send(self, data: bytes) -> None:
        """Send bytes as if they had been typed."""
        os.write(self._master, data)

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def disown(self) -> None:
        """Have the shell not tell the program when the terminal is gone."""
        self._shell.send_signal(signal.SIGUSR1)
        self.wait_until(lambda: self.reports[-1] == "disowned", "the shell forgets the program")

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        with self._news:
            self.screen.resize(columns, rows)
        self.tell_size(columns, rows)

    def tell_size(self, columns: int, rows: int) -> None:
        """Tell the program of a size, whatever the window shows."""
        ioctl(self._slave, termios.TIOCSWINSZ, pack("HHHH", rows, columns, 0, 0))

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Take up nothing of what is written meanwhile, like a terminal that hangs. Nothing can be waited for then."""
        with self._news:
            yield

    def hang_up(self) -> None:
        """Close the terminal's window, as when a connection is lost."""
        self._end_watching()
        os.close(self._master)
        self._master = -1

    # How it ended

    def stops(self, times: int) -> None:
        """Wait until the program was stopped so often, and the shell has the terminal."""
        self.wait_until(lambda: self.reports.count("stopped") == times, "the program stops")

    @property
    def code(self) -> int | None:
        """The exit code (minus the number of a signal that killed it), None while it runs."""
        last = self.reports[-1]
        return int(last.removeprefix("ended ")) if last.startswith("ended ") else None

    def ends(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended, and all it wrote was read; return its exit code."""
        self.wait_until(lambda: self.code is not None, "the program ends", seconds)
        self._shell.wait()
        self._read_all()
        self._end_watching()
        code = self.code
        assert code is not None
        return code

    def modes(self) -> list[Any]:
        """Return the terminal's modes now, as from `termios.tcgetattr`."""
        return termios.tcgetattr(self._slave)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(self.modes()[3] & termios.ECHO)

    def assert_restored(self) -> None:
        """Check that the terminal is as it was before the program."""
        as_at_first = {CURSOR, WRAPPING}
        self.wait_until(lambda: self.screen.switches == as_at_first, "the terminal is as it was")
        assert self.screen.keyboards == 0
        assert self.modes() == self.modes_before

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.code is None:
            self.kill(signal.SIGKILL)
            self._shell.kill()
        self._shell.wait()
        self._end_watching()
        self._threads[1].join()
        for descriptor in {self._master, self._slave} - {-1}:
            os.close(descriptor)

    # The threads

    def _watch(self) -> None:
        """Take up what is written to the terminal, until told to end; then what is left."""
        while True:
            ready, _, _ = select([self._master, self._stop], [], [])
            if ready == [self._stop]:
                break
            if self._master in ready:
                data = os.read(self._master, 65536)
                with self._news:
                    self.written += data
                    self.screen.feed(data)
                    self._news.notify_all()
        os.close(self._stop)

    def _read_all(self) -> None:
        """Wait until all that was written to the terminal was taken up."""
        if self._stopped >= 0:
            os.write(self._slave, LAST)
            self.wait_until(lambda: self.written.endswith(LAST), "the terminal is read to its end")
            del self.written[-len(LAST) :]

    def _end_watching(self) -> None:
        if self._stopped >= 0:
            os.close(self._stopped)
            self._stopped = -1
            self._threads[0].join()

    def _hear(self, reading: int) -> None:
        """Take up what the shell reports."""
        with os.fdopen(reading) as lines:
            for line in lines:
                with self._news:
                    self.reports.append(line.strip())
                    self._news.notify_all()
