"""The file and its directory: whose they are, and that nobody else can read or replace them.

The file itself is never opened here, since closing any descriptor of it would drop SQLite's locks in this process.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tui.model.errors import Damaged, Denied, NotFound, Unreachable

SIDE_FILES = ("-wal", "-shm", "-journal")
_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs2")
)


@dataclass(frozen=True, slots=True)
class Place:
    """What was found about a file: whether it can only be read, and what was put right on the way."""

    read_only: bool
    warnings: tuple[str, ...] = ()


def examine(path: Path) -> Place:
    """Check an existing store file before it is opened; take away what others may do with it.

    Raises:
        NotFound: there is none.
        Denied: it is a link, no file, or not ours.
        Damaged: it is empty.
    """
    found = _look(path)
    if found is None:
        raise NotFound(f"There is no store at {path}.")
    _check_kind(path, found)
    if found.st_size == 0:
        raise Damaged(f"{path} is empty: it was never a store, or it was emptied. Put a backup back, or remove it.")
    for ending in SIDE_FILES:
        beside = path.with_name(path.name + ending)
        if (side := _look(beside)) is not None:
            _check_kind(beside, side)
    warnings = [*_guard_directory(path.parent)]
    if stat.S_IMODE(found.st_mode) & 0o077:
        warnings.append(_tighten(path, 0o600))
    read_only = not os.access(path, os.W_OK)
    if read_only:
        warnings.append(f"{path} can only be read: nothing can be changed.")
    return Place(read_only, tuple(warnings))


def check_free(path: Path) -> None:
    """Check that a name is free for a new file.

    Raises:
        Denied: it is taken, be it by a link that leads nowhere.
    """
    if _look(path) is not None:
        raise Denied(f"{path} exists already; choose another name, or open it.")


def _look(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        raise Denied(f"You may not look into {path.parent}.") from None
    except (OSError, ValueError):
        raise Unreachable(f"{path} cannot be reached.") from None


def _check_kind(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise Denied(f"{path} is a symbolic link; give the path of the store itself.")
    if not stat.S_ISREG(found.st_mode):
        raise Denied(f"{path} is not a file.")
    if found.st_uid != os.geteuid():
        raise Denied(f"{path} belongs to another user; Strongroom opens only files of your own.")


def _guard_directory(directory: Path) -> list[str]:
    """Nobody else may be able to replace the file: a directory that others can write into loses that right."""
    found = directory.stat()
    shared = found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX
    if found.st_uid not in (os.geteuid(), 0):
        raise Denied(
            f"{directory} belongs to another user, who could replace the store; move it to a directory of yours."
        )
    if not shared:
        return []
    return [_tighten(directory, stat.S_IMODE(found.st_mode) & ~0o022)]


def _tighten(path: Path, mode: int) -> str:
    try:
        path.chmod(mode)
    except OSError:
        return f"Others can get at {path}, and its permissions cannot be changed."
    return f"Others could get at {path}; its permissions were tightened to {mode:o}."


def make_directory(directory: Path) -> None:
    """Make a directory that only we can enter, with its parents.

    Raises:
        Unreachable: it cannot be made.
    """
    try:
        for missing in [one for one in (*reversed(directory.parents), directory) if not one.exists()]:
            missing.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        raise Unreachable(f"The directory {directory} cannot be made.") from None


def make_file(path: Path) -> None:
    """Make a new empty file that only we can read.

    Raises:
        Denied: there is one already.
        Unreachable: it cannot be made.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        os.close(os.open(path, flags, 0o600))
    except FileExistsError:
        raise Denied(f"{path} exists already; choose another name, or open it.") from None
    except (OSError, ValueError):
        raise Unreachable(f"{path} cannot be made; check that its directory can be written.") from None


def publish(finished: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken. Both are in one directory, which is synced.

    Raises:
        Denied: the name is taken.
    """
    try:
        os.link(finished, path)
    except FileExistsError:
        raise Denied(f"{path} exists already; choose another name, or open it.") from None
    except OSError:  # a file system without hard links
        check_free(path)
        finished.rename(path)
    finished.unlink(missing_ok=True)
    sync_directory(path.parent)


def remove(path: Path) -> None:
    """Remove a file of ours with what SQLite put beside it."""
    for ending in ("", *SIDE_FILES):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def sync_directory(directory: Path) -> None:
    """Make a new name durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some file systems cannot
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def shares_memory(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether processes that have this file open can share memory through it: not on a network file system.

    Where the system has no list of mounts, the answer is yes.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return True
    real, best, kind = path.resolve(), -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        words = left.split(" ")
        if len(words) < 5 or not right:
            continue
        point = Path(words[4].replace("\\040", " "))
        if (point == real or point in real.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split(" ")[0]
    return kind not in _NETWORK
