"""Where output and errors go: nowhere as long as the screen is painted, but for what paints it.

Native libraries write there past Python, a page of theirs over ours. The terminal keeps descriptors of its own, which
no other program is given.
"""

from __future__ import annotations

import os
from threading import Lock

_BOTH = (1, 2)


class Outputs:
    """The descriptors 1 and 2 of the process. To be made before anything is painted; used from any thread."""

    def __init__(self) -> None:
        self._kept = {fd: os.dup(fd) for fd in _BOTH}
        self._lock = Lock()
        self._given_back = False

    @property
    def terminal(self) -> int:
        """The descriptor by which the terminal is painted, whatever has become of the others."""
        return self._kept[2]

    def silence(self) -> None:
        """Let both lead nowhere; no longer where they were given back."""
        with self._lock:
            if self._given_back:
                return
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for fd in _BOTH:
                os.dup2(nowhere, fd)
            os.close(nowhere)

    def restore(self) -> None:
        """Let both lead where they led at first."""
        with self._lock:
            for fd, kept in self._kept.items():
                os.dup2(kept, fd)

    def give_back(self) -> None:
        """Restore both for good: the process ends, or begins anew, whatever other threads are at."""
        self._given_back = True
        self.restore()
