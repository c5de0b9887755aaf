"""The bytes of a file that somebody named: an ordinary file, and not more of it than can be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tui.interchange.csv_text import MOST_BYTES
from tui.model.errors import Invalid, NotFound, Unreachable


def read(path: Path) -> bytes:
    """Return what is in a file. Blocks; a pipe without a writer does not keep it waiting.

    Raises:
        NotFound: there is no such file.
        Invalid: it is a folder, a device or a pipe, or too big.
        Unreachable: it cannot be read.
    """
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Invalid(f"{path} is no ordinary file.")
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except (OSError, ValueError):
        raise Unreachable(f"{path} cannot be read; check that you may.") from None
    if len(data) > MOST_BYTES:
        raise Invalid(f"{path} is too big: at most {MOST_BYTES // 2**20} MiB can be read at once.")
    return data
