"""Locking for good: the process image is replaced by a fresh one, so that nothing that was opened is in memory.

Python cannot wipe its memory; the system does it, when a process executes its own program anew. What the next image
must know travels through a pipe, and none of it is secret.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from tui.host import signals

VARIABLE = "STRONGROOM_NEXT"
"""The environment variable that names the pipe's file descriptor. It is removed when it was read."""
MOST = 4096
"""Bytes. Every pipe holds as many, so that writing into one that nobody reads yet does not block."""

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
    that holds it. `echo`: the terminal showed what is typed before we came. `left`: it was given back in order.
    """

    why: str
    demo: tuple[str, int] | None = None
    echo: bool = False
    left: bool = True


def go_on(notes: Notes, modes: list[Any] | None) -> NoReturn:
    """Replace this process by a fresh start of the same program, in the terminal modes `modes`.

    May be called on any thread: the others are gone with the old image. Signals that ask to end wait until the new one
    can deal with them.

    Raises:
        OSError: the program cannot be executed any more; the old image goes on.
    """
    reading, writing = os.pipe()
    kept = [reading] + ([notes.demo[1]] if notes.demo else [])
    with suppress(OSError):
        os.write(writing, json.dumps(asdict(notes)).encode()[:MOST])
    os.close(writing)
    if notes.left:
        with suppress(OSError):
            os.write(2, COVER.encode())
    if modes is not None:
        _set_modes(modes)
    for fd in kept:
        os.set_inheritable(fd, True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals.ENDING)
    try:
        os.execve(  # noqa: S606 - no shell is what is wanted here
            sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, VARIABLE: str(reading)}
        )
    finally:  # reached only where that failed
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for fd in kept:
            os.set_inheritable(fd, False)
        os.close(reading)


def from_before() -> Notes | None:
    """Return what the image before this one has left, None where this is the first. To be called once, at the start."""
    name = os.environ.pop(VARIABLE, "")
    if not (name.isascii() and name.isdecimal() and len(name) < 6) or int(name) <= 2:
        return None
    try:
        if not stat.S_ISFIFO(os.fstat(int(name)).st_mode):
            return None
        os.set_blocking(int(name), False)
        found = json.loads(os.read(int(name), MOST))
        os.close(int(name))
        demo = found["demo"]
        if demo is not None:
            os.set_inheritable(int(demo[1]), False)
        return Notes(
            str(found["why"]), (str(demo[0]), int(demo[1])) if demo else None, bool(found["echo"]), bool(found["left"])
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals.ENDING)


def leave_terminal() -> None:
    """Give the terminal back as Textual would have done it, where the image before could not."""
    with suppress(OSError):
        os.write(2, (LEAVE + COVER).encode())


def uncover() -> None:
    """Show what the shell showed, where the program ends before Textual has begun."""
    with suppress(OSError):
        os.write(2, UNCOVER.encode())


def terminal_modes(fd: int = 0) -> list[Any] | None:
    """Return the terminal's modes now; None where there is no terminal."""
    import termios

    try:
        return termios.tcgetattr(fd)
    except termios.error:
        return None


def _set_modes(modes: list[Any], fd: int = 0) -> None:
    import termios

    with suppress(termios.error):
        termios.tcsetattr(fd, termios.TCSANOW, modes)
