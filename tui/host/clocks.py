"""A clock that nobody can set, and that goes on while the machine sleeps."""

from __future__ import annotations

import sys
import time


def steady() -> float:
    """Return the seconds since some moment in the past, the same one for every process of this machine.

    On Linux `time.monotonic()` stands still while the machine sleeps (clock_gettime(2)), and so it does on macOS, where
    Python reads mach_absolute_time(); CLOCK_BOOTTIME here and CLOCK_MONOTONIC there count the sleep.
    """
    if sys.platform == "linux":
        try:
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        except OSError:  # a Linux that is none, such as the first WSL
            return time.monotonic()
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
