"""Which open stores there are on this machine: for each a small file in the state directory, held by a lock.

The system lets go of the lock however the process ends, also when it replaces its own image. No file holds anything.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.model.errors import Unreachable
from tui.store.files import make_directory

NAME = re.compile(r"[0-9a-f]{16}")
"""The name of an open store: it says nothing, and is never used again."""

_ENDING = ".open"
_TRIES = 3


class Presence:
    """Says of one open store that it is there, once that is of use to others; and knows which others are."""

    def __init__(self, state_dir: Path, store_id: str) -> None:
        self._folder = state_dir
        self._store_id = store_id
        self._descriptor: int | None = None
        self.name = ""
        """How others find us; "" as long as they cannot."""

    def begin(self) -> str:
        """Be found from now on; return our name, "" where the state directory cannot hold it."""
        if self._descriptor is None:
            with suppress(OSError, Unreachable):
                make_directory(self._folder)
                self._sweep()
                self._begin()
        return self.name

    def there(self, name: str) -> bool:
        """Whether another store of that name is open. One that is not leaves nothing behind."""
        if NAME.fullmatch(name) is None:
            return False
        with suppress(OSError), _held(self._path(name)) as free:
            if free:
                self._path(name).unlink()
            return not free
        return False

    def close(self) -> None:
        """Be found no longer."""
        if self._descriptor is not None:
            with suppress(OSError):
                self._path(self.name).unlink()
            os.close(self._descriptor)
            self._descriptor, self.name = None, ""

    def _begin(self) -> None:
        for _ in range(_TRIES):
            name = secrets.token_hex(8)
            descriptor = os.open(self._path(name), os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(descriptor), os.stat(self._path(name))):
                    self._descriptor, self.name = descriptor, name
                    return
            except OSError:  # somebody swept it away before it was held, or there are no locks here
                self._path(name).unlink(missing_ok=True)
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove what those have left that were killed."""
        for path in self._folder.glob(f"{self._store_id}.*{_ENDING}"):
            self.there(path.name.removeprefix(f"{self._store_id}.").removesuffix(_ENDING))

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._store_id}.{name}{_ENDING}"


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    """Hold a file, if nobody else does; yield whether that is so. Raises OSError where there is none."""
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
