"""The counter of a store as this machine last saw it, kept outside of the store.

It is a help to notice an old file put back, never needed to open one: whatever is wrong with it is told or ignored.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tui.model.errors import Unreachable
from tui.store.files import make_directory

_WIDTH = 20


class LastSeen:
    """A small file per store. Not synced: after a power cut it may be behind, never ahead."""

    def __init__(self, state_dir: Path, store_id: str) -> None:
        self._path = state_dir / f"{store_id}.counter"
        self._descriptor: int | None = None
        with suppress(OSError, Unreachable):
            make_directory(state_dir)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags, 0o600)

    @property
    def usable(self) -> bool:
        """Whether anything can be kept at all."""
        return self._descriptor is not None

    def read(self) -> int:
        """Return the counter, 0 where none is known."""
        if self._descriptor is None:
            return 0
        try:
            text = os.pread(self._descriptor, _WIDTH + 1, 0)
        except OSError:
            return 0
        whole = len(text) == _WIDTH + 1 and text[:-1].isdigit() and text.endswith(b"\n")
        return int(text) if whole else 0

    def write(self, counter: int) -> None:
        """Keep the counter."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.pwrite(self._descriptor, b"%0*d\n" % (_WIDTH, counter), 0)

    def raise_to(self, counter: int) -> None:
        """Keep the counter, unless another process has kept a later one."""
        if counter > self.read():
            self.write(counter)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
