"""The two tables of records, row by row: seals (address, nonce and tag) and bodies (ciphertext).

Nothing read here is trusted: what has not the type or size that we write is `None` or raises ValueError.
Apart from the bodies, the seals are small enough to be read all at once when the manifest is checked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tui.store.keys import SEAL_BYTES
from tui.store.naming import ID_BYTES, RecordKey

_ADDRESS = "SELECT kind, id, version, part FROM seals"
_WHERE = "WHERE kind = ? AND id = ? AND version = ? AND part = ?"


class Row(NamedTuple):
    """What a seal row holds beside its address: the seal, and the number of its body."""

    seal: bytes
    place: int


def find(connection: sqlite3.Connection, key: RecordKey) -> Row | None:
    """Return the row of one record, or None where there is none.

    Raises:
        ValueError: the row is none of ours.
    """
    found = connection.execute(f"SELECT seal, body FROM seals {_WHERE}", key).fetchone()  # noqa: S608
    if found is None:
        return None
    seal, place = found
    if not isinstance(seal, bytes) or len(seal) != SEAL_BYTES or not isinstance(place, int):
        raise ValueError("not a seal")
    return Row(seal, place)


def body(connection: sqlite3.Connection, row: Row) -> bytes | None:
    """Return the body of a row, or None where it is lost."""
    found = connection.execute("SELECT body FROM bodies WHERE n = ?", (row.place,)).fetchone()
    return found[0] if found is not None and isinstance(found[0], bytes) else None


def insert(connection: sqlite3.Connection, key: RecordKey, seal: bytes, sealed: bytes) -> None:
    """Put in a record whose address is free."""
    place = connection.execute("INSERT INTO bodies (body) VALUES (?)", (sealed,)).lastrowid
    connection.execute("INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)", (*key, seal, place))


def replace(connection: sqlite3.Connection, key: RecordKey, row: Row, seal: bytes, sealed: bytes) -> None:
    """Put a record in place of `row`, whose body may be lost."""
    connection.execute("INSERT OR REPLACE INTO bodies (n, body) VALUES (?, ?)", (row.place, sealed))
    connection.execute(f"UPDATE seals SET seal = ? {_WHERE}", (seal, *key))  # noqa: S608


def delete(connection: sqlite3.Connection, key: RecordKey, row: Row) -> None:
    """Take out a record."""
    connection.execute("DELETE FROM bodies WHERE n = ?", (row.place,))
    connection.execute(f"DELETE FROM seals {_WHERE}", key)  # noqa: S608


def every(connection: sqlite3.Connection) -> list[RecordKey]:
    """Return every address, in order."""
    return _keys(connection.execute(f"{_ADDRESS} ORDER BY kind, id, version, part"))


def of_kind(connection: sqlite3.Connection, kind: int) -> list[RecordKey]:
    """Return the addresses of a kind, in order."""
    return _keys(connection.execute(f"{_ADDRESS} WHERE kind = ? ORDER BY id, version, part", (kind,)))


def of_id(connection: sqlite3.Connection, kind: int, id_: bytes) -> list[RecordKey]:
    """Return the addresses of a kind with one id, in order."""
    return _keys(connection.execute(f"{_ADDRESS} WHERE kind = ? AND id = ? ORDER BY version, part", (kind, id_)))


def scan(connection: sqlite3.Connection) -> Iterator[tuple[RecordKey, bytes]]:
    """Yield every address with its seal in the order of the tree, which must be the order of the addresses.

    In another order a search could miss a row that a scan sees. The sizes and types are left to the reader.

    Raises:
        ValueError: the rows are out of order.
        TypeError: an address is none of ours.
    """
    last: tuple[object, ...] = ()
    for kind, id_, version, part, seal in connection.execute("SELECT kind, id, version, part, seal FROM seals"):
        key = RecordKey(kind, id_, version, part)
        if key <= last:
            raise ValueError("rows out of order")
        last = key
        yield key, seal


def _keys(rows: Iterable[tuple[object, object, object, object]]) -> list[RecordKey]:
    return [_key(*row) for row in rows]


def _key(kind: object, id_: object, version: object, part: object) -> RecordKey:
    if not isinstance(id_, bytes) or len(id_) != ID_BYTES:
        raise ValueError("not an id")
    if not (isinstance(kind, int) and isinstance(version, int) and isinstance(part, int)):
        raise ValueError("not an address")  # noqa: TRY004 - told as damage, not as a wrong argument
    if min(kind, version, part) < 0 or kind > 255:
        raise ValueError("not an address")
    return RecordKey(kind, id_, version, part)
