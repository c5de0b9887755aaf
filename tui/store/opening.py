"""Making a store and opening one: from a path and a password to records that can be read."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from tui.model.errors import Denied, WrongPassword
from tui.model.secret import Secret
from tui.store import files, header, sql
from tui.store.chain import note_attempt
from tui.store.cost import Cost, affordable
from tui.store.kdf import KEY_BYTES
from tui.store.keys import Keys
from tui.store.manifest import Manifest
from tui.store.naming import new_id
from tui.store.records import Records


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What can be told of a store without its password."""

    path: Path
    format: int
    cost: Cost
    read_only: bool


def peek(path: Path) -> StoreInfo:
    """Look at a store without its password, and change nothing in it.

    Raises:
        VaultError: what stands in the way of opening it: there is none, it is empty, no store, a link, another
            user's, damaged, or of a newer format.
    """
    place = files.examine(path)
    with sql.told(path), closing(_connect(path, place)) as connection:
        sql.check_layout(connection, path)
        found = header.decode(sql.blob(connection, "header"))
    return StoreInfo(path, header.FORMAT, found.slots[0].cost, place.read_only)


def make(path: Path, password: Secret, cost: Cost | None) -> None:
    """Make a store with nothing in it. It gets its name only when it is complete.

    Raises:
        Denied: the name is taken.
        Invalid: the password is empty.
        Unreachable: the disk or the memory refuses.
    """
    files.check_free(path)
    files.make_directory(path.parent)
    store, data_key = new_id(), os.urandom(KEY_BYTES)
    head = header.Header(store, (header.wrap(data_key, password, store, cost or affordable()),)).encode()
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    files.remove(draft)
    files.make_file(draft)
    try:
        with sql.told(path), closing(sql.connect(draft)) as connection:
            sql.make_durable(connection, shared_memory=files.shares_memory(path))
            connection.execute("BEGIN IMMEDIATE")
            sql.lay_out(connection)
            manifest = Keys(data_key, store).seal_manifest(Manifest(header.digest(head)).encode())
            for name, value in (("header", head), ("manifest", manifest)):
                connection.execute("INSERT INTO meta VALUES (?, ?)", (name, value))
            connection.execute("COMMIT")
        files.publish(draft, path)
    finally:
        files.remove(draft)


def unlock(path: Path, password: Secret) -> tuple[Records, tuple[str, ...]]:
    """Open a store; return its records, and what the user should know.

    Raises:
        VaultError: a sentence for whatever stands in the way; WrongPassword is noted in the file.
    """
    place = files.examine(path)
    with sql.told(path):
        connection = _connect(path, place)
        try:
            records = _unlock(path, connection, password, place)
        except BaseException:
            connection.close()
            raise
    return records, place.warnings


def _unlock(path: Path, connection: sqlite3.Connection, password: Secret, place: files.Place) -> Records:
    sql.check_layout(connection, path)
    found = header.decode(sql.blob(connection, "header"))
    try:
        data_key = header.unwrap(found, password)
    except WrongPassword:
        if not place.read_only:
            with suppress(sqlite3.Error):
                note_attempt(connection, time.time())
        raise
    if not place.read_only:
        sql.make_durable(connection, shared_memory=files.shares_memory(path))
    records = Records(path, connection, Keys(data_key, found.store), read_only=place.read_only)
    with records.reading():
        records.manifest = records.read_manifest()
    return records


def _connect(path: Path, place: files.Place) -> sqlite3.Connection:
    wal = path.with_name(path.name + "-wal")
    if place.read_only and wal.exists() and wal.stat().st_size:
        raise Denied(f"{path} can only be read, and the last changes are not in it yet: make it writable to open it.")
    return sql.connect(path, read_only=place.read_only)
