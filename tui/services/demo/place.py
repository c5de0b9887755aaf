"""Where a demo lies, and that nothing of it stays behind.

A demo's folder carries the number of its process and a lock that the system lets go of when that process ends, however
it ends. A folder that nobody holds is removed by the next demo.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from tui.model.errors import Unreachable
from tui.model.secret import Secret

PASSWORD = "open sesame"  # noqa: S105 - the lock screen of the demo shows it
"""What unlocks every demo."""

PREFIX = "strongroom-demo-"
LOCK_NAME = "owner"
STORE_NAME = "demo.strongroom"
YOUNG_SECONDS = 60.0
"""A folder younger than this may be one that its process has not locked yet."""


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """An open demo: its file, the password that its lock screen shows, and where this machine remembers it."""

    path: Path
    password: Secret
    state_dir: Path
    pid: int = field(repr=False)
    lock: FileIO = field(repr=False, compare=False)

    @property
    def folder(self) -> Path:
        """The folder that holds all of it."""
        return self.path.parent


def parents() -> tuple[Path, ...]:
    """Return the folders where demos are made, the best first: on Linux one in memory, where there is such.

    Raises:
        Unreachable: there is none.
    """
    found = []
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if sys.platform == "linux" and os.path.isabs(runtime) and os.access(runtime, os.W_OK | os.X_OK):
        found.append(Path(runtime))
    with suppress(FileNotFoundError):
        found.append(Path(tempfile.gettempdir()))
    if not found:
        raise Unreachable("No folder for temporary files can be written, so that no demo can be made.")
    return tuple(found)


def claim(parent: Path, password: Secret) -> DemoPlace:
    """Make a private folder (0700) in `parent` and hold it until `cleanup`, or until the process ends.

    Raises:
        Unreachable: it cannot be made.
    """
    pid = os.getpid()
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{pid}-", dir=parent))
        lock = FileIO(folder / LOCK_NAME, "x")
    except OSError as error:
        raise Unreachable(f"No demo can be made in {parent}: {error.strerror or error}.") from None
    with suppress(OSError):  # a file system without locks: then the number of the process has to do
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    place = DemoPlace(folder / STORE_NAME, password, folder / "state", pid, lock)
    atexit.register(cleanup, place)
    return place


def adopt(folder: str, lock: int) -> DemoPlace:
    """Return the demo that this very process has made before it began anew; removed at the end like any other.

    `folder` is where it lies, `lock` the descriptor that holds it.

    Raises:
        Unreachable: the folder is gone, or the descriptor is not what holds it.
    """
    where = Path(folder)
    try:
        if not os.path.samestat(os.fstat(lock), os.stat(where / LOCK_NAME)):
            raise FileNotFoundError
        place = DemoPlace(where / STORE_NAME, Secret(PASSWORD), where / "state", os.getpid(), FileIO(lock, "r+"))
    except OSError:
        raise Unreachable("The demo is gone: something has removed its folder.") from None
    atexit.register(cleanup, place)
    return place


def cleanup(place: DemoPlace) -> None:
    """Remove everything of a demo. A second time it does nothing; neither does it in a fork of the demo's process."""
    if place.pid == os.getpid():
        _remove(place.folder)
        place.lock.close()


def sweep(*where: Path) -> None:
    """Remove the demos of processes of this user that ended without being able to."""
    for parent in where:
        for folder in _demos(parent):
            if _abandoned(folder):
                _remove(folder)


def _demos(parent: Path) -> Iterator[Path]:
    """Yield the demo folders that are this user's; links are nobody's."""
    with suppress(OSError):
        for entry in list(os.scandir(parent)):
            if entry.name.startswith(PREFIX):
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
                        yield Path(entry.path)


def _remove(folder: Path) -> None:
    for _ in range(3):  # a thread that still writes may put a file back once
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break


def _abandoned(folder: Path) -> bool:
    """Whether nobody holds the folder.

    The lock decides, the number of the process only where there is none yet: another process may have got the number by
    now, or the owner may live where we do not see it (in a container that shares the folder).
    """
    try:
        with FileIO(folder / LOCK_NAME, "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return _old(folder) or not _runs(folder)
    except OSError:  # a file system without locks
        return not _runs(folder)
    return _old(folder) or not _runs(folder)


def _old(folder: Path) -> bool:
    with suppress(OSError):
        return time.time() - folder.stat().st_mtime > YOUNG_SECONDS
    return False


def _runs(folder: Path) -> bool:
    """Whether there is a process with the number in the folder's name."""
    number = folder.name.removeprefix(PREFIX).partition("-")[0]
    if not number.isdecimal() or not number.isascii():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
