"""What is done first, before Textual or anything else is imported: the process is made fit to hold secrets.

Environment variables that turn Textual into a key logger, or TLS into plain text, are removed; the terminal stops
showing what is typed ahead; nothing of the process is written to a core file or shown to other processes.
"""

from __future__ import annotations

import atexit
import os
import sys

FRAMES_PER_SECOND = "240"
"""With Textual's own 60 the second paint that a key asks for waits 17 to 33 ms."""

_SCRUBBED = ("SSLKEYLOGFILE", "RUST_BACKTRACE", "RUST_LIB_BACKTRACE", "RUST_LOG")
_SCRUBBED_PREFIX = "TEXTUAL"
_PR_SET_DUMPABLE = 4  # linux/prctl.h
_PT_DENY_ATTACH = 31  # macOS, sys/ptrace.h


def prepare(*, echoed: bool = False) -> bool:
    """Make the process fit to hold secrets. Called once, as the first thing of the program.

    Returns whether the terminal is to show what is typed again at the end: it did so before, or `echoed` says that it
    did when this process began another time.
    """
    scrub_environment()
    os.umask(0o077)
    forbid_dumps()
    hidden = hide_echo() or echoed
    if hidden:
        atexit.register(restore_echo)
    return hidden


def scrub_environment() -> None:
    """Remove what makes libraries log keys or TLS secrets, and set the frame rate.

    Textual's TEXTUAL_DEBUG, TEXTUAL_LOG and TEXTUAL write down what is typed; TEXTUAL_DRIVER imports any class;
    TEXTUAL_SCREENSHOT draws revealed values into a file. RUST_… lets native libraries write pages over the screen.
    """
    for name in list(os.environ):
        if name.startswith(_SCRUBBED_PREFIX) or name in _SCRUBBED:
            del os.environ[name]
    os.environ["TEXTUAL_FPS"] = FRAMES_PER_SECOND


def forbid_dumps() -> None:
    """No core files; no other process of the same user may read this one's memory (Linux) or debug it (Linux, macOS).

    The kernel forgets this where a process executes another program, or its own anew: it is done at each start.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import ctypes

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).ptrace(_PT_DENY_ATTACH, 0, None, 0)


def hide_echo(fd: int = 0) -> bool:
    """Stop the terminal from showing what is typed; True where it did before. Nothing happens without a terminal."""
    return _set_echo(fd, shown=False)


def restore_echo(fd: int = 0) -> bool:
    """Let the terminal show what is typed again; True where it did not before. Nothing happens without a terminal."""
    return _set_echo(fd, shown=True)


def _set_echo(fd: int, *, shown: bool) -> bool:
    """Switch the terminal's echo; True where that was a change."""
    if sys.platform == "win32" or not os.isatty(fd):
        return False
    import termios

    try:
        attributes = termios.tcgetattr(fd)
        flags = attributes[3] | termios.ECHO if shown else attributes[3] & ~termios.ECHO
        changed = bool(flags != attributes[3])
        if changed:
            attributes[3] = flags
            termios.tcsetattr(fd, termios.TCSANOW, attributes)
    except (termios.error, OSError):  # the terminal has gone away: nobody sees an echo
        return False
    return changed
