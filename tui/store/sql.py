"""SQLite: how the file is opened, what tables it has, and what its errors mean for the user.

No plain text ever reaches SQLite: it keeps ids, numbers and sealed bytes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tui.model.errors import Damaged, Denied, Invalid, Unreachable, VaultError
from tui.store.header import FORMAT, NEWER

APPLICATION_ID = 0x5354524D
"""The letters STRM, by which `file` can tell what it is."""

SCHEMA = {
    "attempts": "CREATE TABLE attempts (at REAL NOT NULL)",
    "bodies": "CREATE TABLE bodies (n INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    "meta": "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "seals": "CREATE TABLE seals (kind INTEGER NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL,"
    " part INTEGER NOT NULL, seal BLOB NOT NULL, body INTEGER NOT NULL,"
    " PRIMARY KEY (kind, id, version, part)) WITHOUT ROWID",
}

_GUARDS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "journal_size_limit=4194304",
)

VERSION = sqlite3.sqlite_version
"""The version of SQLite itself."""

BUSY_SECONDS = 5.0


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open an existing file. Only the thread that opened the connection may use it."""
    mode = "ro&immutable=1" if read_only else "rw"
    address = f"file://{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    for guard in _GUARDS:
        connection.execute(f"PRAGMA {guard}")
    return connection


def make_durable(connection: sqlite3.Connection, *, shared_memory: bool) -> None:
    """Make a commit mean that it is on the disk; WAL needs shared memory, which network file systems do not have."""
    wanted = "WAL" if shared_memory else "DELETE"
    (mode,) = connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()
    connection.execute(f"PRAGMA synchronous={'FULL' if mode == 'wal' else 'EXTRA'}")


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file."""
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
    for statement in SCHEMA.values():
        connection.execute(statement)


def check_layout(connection: sqlite3.Connection, path: Path) -> None:
    """Compare the tables, byte by byte: nothing that we did not make may run in our queries.

    Raises:
        Invalid: a newer Strongroom made it.
        Damaged: it is another database, or ours with something added.
    """
    found = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID and version > FORMAT:
        raise Invalid(NEWER)
    if application != APPLICATION_ID or sorted(found, key=repr) != sorted(SCHEMA.items(), key=repr):
        raise Damaged(f"{path} is not a store of Strongroom, or something was added to it.")


def blob(connection: sqlite3.Connection, name: str) -> bytes:
    """Return a value of the table `meta`.

    Raises:
        Damaged: there is no such value.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise Damaged("The store has lost a part of its header; put a backup back.")
    return row[0]


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a sentence. Misuse of a connection is a bug and passes."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _sentence(error, path) from error


def _sentence(error: sqlite3.Error, path: Path) -> VaultError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    kind, sentence = _NEWS.get(code, (Damaged, _DAMAGED))
    return kind(sentence.format(path=path))


_DAMAGED = "{path} is damaged: what it holds is not what was written. Put a backup back."
_BUSY = (Unreachable, "Another program is writing to {path}: nothing was changed, try again.")
_READ_ONLY = (Denied, "{path} can only be read: nothing was changed.")
_NEWS: dict[int, tuple[type[VaultError], str]] = {
    sqlite3.SQLITE_FULL: (Unreachable, "The disk is full: nothing was written to {path}. Make room and try again."),
    sqlite3.SQLITE_IOERR: (Unreachable, "The disk refuses to read or write {path}; nothing was changed."),
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_AUTH: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CANTOPEN: (Unreachable, "{path} cannot be opened: check that its directory can be written."),
    sqlite3.SQLITE_TOOBIG: (Invalid, "This is too large to be kept in {path}: nothing was changed."),
    sqlite3.SQLITE_NOMEM: (Unreachable, "Not enough memory is free to work with {path}."),
    sqlite3.SQLITE_NOTADB: (Damaged, "{path} is not a store of Strongroom, or its beginning was overwritten."),
}
