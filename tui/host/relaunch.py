"""Locking for good: the process image is replaced by a fresh one, so that nothing that was opened is in memory.

Python cannot wipe its memory; the system does it, when a process executes its own program anew. What the next image
must know travels through a pipe, and none of it is secret.
"""

from __future__ import annotations

import atexit
import os
import signal
import stat
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, NoReturn

from tui.host import signals
from tui.host.outputs import Outputs

VARIABLE = "STRONGROOM_NEXT"
"""The environment variable that names the pipe's file descriptor. It is removed when it was read."""
MOST = 4096
"""Bytes. Every pipe holds as many, so that writing into one that nobody reads yet does not block."""

END_SECONDS = 2.0
"""So long what is to be put in order at the end may take."""

COVER = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H"
"""The terminal's other screen, empty: what the shell showed is not seen while the program starts anew."""
UNCOVER = "\x1b[?1049l\x1b[?25h"
LEAVE = (
    "\x18\x1b\\"  # whatever sequence was cut off ends here
    "\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1004l"
)
"""What Textual would have written to give the terminal back, but for the screen, which stays covered."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What one image of the process tells the next.

    `why` is the sentence for the lock screen; `demo` is the folder of the demo that goes on, with the file descriptor
    that holds it. `echo`: the terminal showed what is typed before we came. `left`: it was given back in order. `given`
    are kind, address and name of each account whose token came from outside, where it is no longer: it is asked for
    again.
    """

    why: str
    demo: tuple[str, int] | None = None
    echo: bool = False
    left: bool = True
    given: tuple[tuple[str, str, str], ...] = ()


class Image:
    """What this process runs. `modes` are the terminal's modes to give back, `echo`: it showed what is typed.

    `outputs` are given back before anything is written there, or another image is to write there. Both ways may be
    taken on any thread: the others are gone with the image.
    """

    def __init__(self, modes: list[Any] | None, outputs: Outputs, *, echo: bool) -> None:
        self.outputs = outputs
        self._modes = modes
        self._echo = echo

    def begin_anew(self, notes: Notes) -> NoReturn:
        """Replace it by a fresh start of the same program.

        Signals that ask to end or to stop wait until the new one can deal with them.

        Raises:
            OSError: the program cannot be executed any more; the old image goes on.
        """
        import json

        _check_program()
        held = signal.pthread_sigmask(signal.SIG_BLOCK, signals.HELD)
        reading, writing = os.pipe()
        kept = [reading] + ([notes.demo[1]] if notes.demo else [])
        with suppress(OSError):
            os.write(writing, json.dumps(asdict(replace(notes, echo=self._echo))).encode()[:MOST])
        os.close(writing)
        self.outputs.give_back()
        if notes.left:
            with suppress(OSError):
                os.write(2, COVER.encode())
        _set_modes(self._modes)
        for fd in kept:
            os.set_inheritable(fd, True)
        try:
            os.execve(  # noqa: S606 - no shell is what is wanted here
                sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, VARIABLE: str(reading)}
            )
        finally:  # reached only where that failed
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            for fd in kept:
                os.set_inheritable(fd, False)
            os.close(reading)

    def end(self, code: int) -> NoReturn:
        """End it with this exit code, and give the terminal back as far as it takes anything."""
        from threading import Timer

        Timer(END_SECONDS, os._exit, (code,)).start()
        _set_modes(self._modes)
        self.outputs.give_back()
        with suppress(OSError):
            terminal = os.open(os.ttyname(2), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            os.write(terminal, (LEAVE + UNCOVER).encode())
        try:
            atexit._run_exitfuncs()
        finally:
            os._exit(code)


def _check_program() -> None:
    """Raise OSError where what is to be executed is not there any more: the terminal is still in order then."""
    script = [path for path in sys.orig_argv[1:2] if not path.startswith("-")]
    for path in (__file__, *script):
        os.stat(path)


def from_before() -> Notes | None:
    """Return what the image before this one has left, None where this is the first. To be called once, at the start.

    `signals.let_through` is to be called when everything is ready for them.
    """
    name = os.environ.pop(VARIABLE, "")
    if not (name.isascii() and name.isdecimal() and len(name) < 6) or int(name) <= 2:
        return None
    try:
        if not stat.S_ISFIFO(os.fstat(int(name)).st_mode):
            return None
        import json

        os.set_blocking(int(name), False)
        found = json.loads(os.read(int(name), MOST))
        os.close(int(name))
        demo = found["demo"]
        if demo is not None:
            os.set_inheritable(int(demo[1]), False)
        return Notes(
            str(found["why"]),
            (str(demo[0]), int(demo[1])) if demo else None,
            bool(found["echo"]),
            bool(found["left"]),
            tuple((str(kind), str(url), str(name)) for kind, url, name in found["given"]),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def leave_terminal() -> None:
    """Give the terminal back as Textual would have done it, where the image before could not."""
    with suppress(OSError):
        os.write(2, (LEAVE + COVER).encode())


def uncover() -> None:
    """Show what the shell showed, where the program ends before Textual has begun; once."""
    atexit.unregister(uncover)
    with suppress(OSError):
        os.write(2, UNCOVER.encode())


def terminal_modes(fd: int = 0) -> list[Any] | None:
    """Return the terminal's modes now; None where there is no terminal."""
    import termios

    try:
        return termios.tcgetattr(fd)
    except termios.error:
        return None


def _set_modes(modes: list[Any] | None, fd: int = 0) -> None:
    import termios

    if modes is None:
        return
    with suppress(termios.error):
        termios.tcsetattr(fd, termios.TCSANOW, modes)
