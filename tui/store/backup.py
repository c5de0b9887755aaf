"""Backups: whole copies beside the store, each verified before it counts, five kept.

A backup is a store like any other: it opens with the password that the store had then.
"""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from pathlib import Path

from tui.model.errors import Damaged, Unreachable
from tui.store import files, sql
from tui.store.records import Records

KEEP = 5


def directory_of(path: Path) -> Path:
    """Return where the backups of a store are."""
    return path.with_name(f"{path.name}.backups")


def existing(path: Path) -> list[Path]:
    """Return the backups of a store, the newest first."""
    try:
        found = [(one.stat().st_mtime_ns, one) for one in directory_of(path).glob("*.strongroom") if one.is_file()]
    except OSError:
        return []
    return [one for _, one in sorted(found, reverse=True)]


def make(records: Records, counter: int) -> Path:
    """Write a backup, read all of it again, and only then give it its name and remove old ones.

    Raises:
        Damaged: what was written is not what can be read, or the store itself is damaged.
        Unreachable: it cannot be written.
    """
    directory = directory_of(records.path)
    files.make_directory(directory)
    when = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    finished = directory / f"{records.path.stem}-{when}-{counter:08d}.strongroom"
    draft = directory / f"{finished.name}.{os.getpid()}.new"
    try:
        directory.chmod(0o700)
        _sweep(directory)
        files.make_file(draft)
        with sql.told(draft):
            records.connection.execute("VACUUM INTO ?", (str(draft),))
        _sync(draft)
        check(draft, records)
        draft.replace(finished)
    except OSError:
        raise Unreachable(f"The backup cannot be written into {directory}.") from None
    finally:
        files.remove(draft)
    files.sync_directory(directory)
    for old in [one for one in existing(records.path) if one != finished][KEEP - 1 :]:
        with suppress(OSError):
            old.unlink()
    return finished


def _sweep(directory: Path) -> None:
    """Remove what backups that were cut short left behind."""
    for left in directory.glob("*.new"):
        if left.stat().st_mtime < time.time() - 3600 or left.name.endswith(f".{os.getpid()}.new"):
            left.unlink(missing_ok=True)


def check(copy: Path, records: Records) -> None:
    """Decrypt every record of a copy.

    Raises:
        Damaged: one is not what was written.
    """
    with sql.told(copy), closing(sql.connect(copy, read_only=True)) as connection:
        sql.check_layout(connection, copy)
        other = Records(copy, connection, records.keys, read_only=True)
        other.verify()
        with other.reading():
            for key in other.keys_of():
                other.read(key)
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Damaged(f"The backup {copy} is damaged and was thrown away.")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
