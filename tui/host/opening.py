"""Starting a program that goes on without us: no child of the app, so that none is left to it when its image changes.

Run as a program it reads one order on stdin, and leaves the starting to a process of its own, which nobody waits for.
That tells through a pipe when what was started has failed at once, and is gone soon.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

UMASK = 0o022
"""What most systems give their users; ours keeps everything from everybody else, also from what a browser saves."""


def command() -> tuple[str, ...]:
    """Return the command line of this very file, in isolated mode."""
    return (sys.executable, "-I", os.path.realpath(__file__))


def order(program: list[str], told: int, seconds: float) -> bytes:
    """Return the order to start a program, to be given on stdin.

    `told` is the pipe: a byte comes if the program fails within `seconds`; it is closed when no byte comes any more.
    """
    return json.dumps({"program": program, "told": told, "seconds": seconds}).encode()


def main() -> int:
    """Start what is asked for. Our end says no more than that it is in hand."""
    asked = json.load(sys.stdin)
    if os.fork():
        return 0
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    if _failed(asked["program"], asked["seconds"]):
        with contextlib.suppress(OSError):  # nobody listens any more
            os.write(asked["told"], b"!")
    return 0


def _failed(program: list[str], seconds: float) -> bool:
    """Start a program, and see whether it fails soon. The limit of core dumps stays: a hard one cannot be raised."""
    try:
        exactly = [word.encode() for word in program]
        process = subprocess.Popen(exactly, umask=UMASK, start_new_session=True)  # noqa: S603 - the app's own command
    except OSError:
        return True
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    return bool(process.returncode)


if __name__ == "__main__":
    sys.exit(main())
