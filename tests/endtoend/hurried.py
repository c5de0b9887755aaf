"""A Strongroom whose window has another size already while it asks for the size: `hurried.py COLUMNS ROWS ARGUMENT…`.

Where the window has one column, it gets COLUMNS and ROWS between what is read and what is told of it.
"""

from __future__ import annotations

import sys
import termios
from fcntl import ioctl
from struct import pack

from tui.__main__ import main
from tui.guard.driver import GuardedDriver

_read = GuardedDriver._get_terminal_size


def read_too_late(driver: GuardedDriver) -> tuple[int, int]:
    """Read the size; if it is one column, the window has another by now, as the next signal tells."""
    size = _read(driver)
    if size[0] == 1:
        columns, rows = map(int, sys.argv[1:3])
        ioctl(0, termios.TIOCSWINSZ, pack("HHHH", rows, columns, 0, 0))  # here the next signal comes
    return size


if __name__ == "__main__":
    GuardedDriver._get_terminal_size = read_too_late  # type: ignore[method-assign, assignment]
    main(sys.argv[3:])
