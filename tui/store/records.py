"""Sealed records and the manifest over them: the only place that reads and writes the tables.

A record never leaves this file unauthenticated, and none changes without the manifest in the same transaction.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.model.errors import Damaged, Denied, KeysChanged, Locked
from tui.store import header, sql, table
from tui.store.keys import Keys
from tui.store.manifest import Manifest
from tui.store.naming import RecordKey, RecordKind

PAD_BYTES = 256
"""The grain of plain records, so that the file tells sizes only roughly."""


def pad(plain: bytes, filler: bytes = b" ") -> bytes:
    """Fill up to a multiple of `PAD_BYTES`; JSON does not mind spaces at its end."""
    return plain + filler * (-len(plain) % PAD_BYTES)


class Records:
    """The records of one open store. Every call but `reading` and `writing` needs one of these two around it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, keys: Keys, *, read_only: bool = False) -> None:
        self.path = path
        self.keys = keys
        self.read_only = read_only
        self.notes: list[str] = []
        self.manifest = Manifest(b"")
        self.on_commit: Callable[[int], None] = _nobody
        self._connection: sqlite3.Connection | None = connection
        self._verified = False
        self._header: bytes | None = None
        self._counter = 0

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection.

        Raises:
            Locked: the store was closed.
        """
        if self._connection is None:
            raise Locked("The store is closed; unlock it again.")
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with sql.told(self.path):
                self._connection.close()
            self._connection = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the file: what others write meanwhile is not seen."""
        with sql.told(self.path):
            self.connection.execute("BEGIN")
            try:
                if self._header not in (None, sql.blob(self.connection, "header")):
                    self.read_manifest()
                yield
            finally:
                self._roll_back()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Change the file: all that is done inside, or, when anything is raised, nothing.

        The first time, every record is verified before. Returns when the change is durable.
        """
        if self.read_only:
            raise Denied(f"{self.path} can only be read: nothing was changed.")
        if not self._verified:
            self.verify()
        with sql.told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self.manifest = self.read_manifest()
                yield
                self.manifest.counter += 1
                self.write_manifest()
                self.connection.execute("COMMIT")
            finally:
                self._roll_back()
        self._counter = self.manifest.counter
        self.on_commit(self._counter)

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def verify(self) -> None:
        """Check that the file holds exactly the records it should, each the last one written under its address.

        Raises:
            Damaged: it does not.
        """
        with self.reading():
            manifest = self.read_manifest()
            total = count = 0
            try:
                for key, seal in table.scan(self.connection):
                    total ^= self.keys.entry(key, seal)
                    count += 1
            except (TypeError, ValueError, struct.error) as error:
                raise self._damaged() from error
            if (total, count) != (manifest.sum, manifest.count):
                raise self._damaged()
        self._verified = True

    def read_manifest(self) -> Manifest:
        """Return the manifest as it is in the file.

        Raises:
            KeysChanged: another process did that.
            Damaged: it is not what was written, or the header is an old one.
        """
        plain = self.keys.open_manifest(sql.blob(self.connection, "manifest"))
        head = sql.blob(self.connection, "header")
        if plain is None:
            raise self._lost(head)
        manifest = Manifest.decode(plain)
        if manifest.counter < self._counter:
            raise Damaged(f"{self.path} is older than it was a moment ago: an old copy was put back.")
        if manifest.header != header.digest(head):
            raise Damaged(
                f"The key slots of {self.path} are not the ones last written: an old password may open it again."
            )
        self._header, self._counter = head, manifest.counter
        return manifest

    def _lost(self, head: bytes) -> KeysChanged | Damaged:
        if self._header not in (None, head):
            return KeysChanged("Another Strongroom changed the keys of this store; unlock it again.")
        return self._damaged()

    def write_manifest(self) -> None:
        """Put the manifest of this change into the file."""
        self.manifest.sealed += 1
        stored = self.keys.seal_manifest(self.manifest.encode())
        self.connection.execute("UPDATE meta SET value = ? WHERE name = 'manifest'", (stored,))

    def _damaged(self) -> Damaged:
        return Damaged(f"{self.path} is damaged: what it holds is not what was written. Put a backup back.")

    def keys_of(self, kind: RecordKind | None = None, id_: bytes | None = None) -> list[RecordKey]:
        """Return the addresses of all records, of those of a kind, or of those of a kind with one id, in order."""
        try:
            if kind is None:
                return table.every(self.connection)
            return table.of_kind(self.connection, kind) if id_ is None else table.of_id(self.connection, kind, id_)
        except ValueError:
            raise self._damaged() from None

    def get(self, key: RecordKey) -> bytes | None:
        """Return a plain record, or None where there is none.

        Raises:
            Damaged: it is not what was written.
            KeysChanged: another process did that.
        """
        row = self._find(key)
        if row is None:
            return None
        body = table.body(self.connection, row)
        plain = None if body is None else self.keys.open_record(key, row.seal, body)
        if plain is None:
            self.read_manifest()  # tells whether the keys were changed
            raise self._damaged()
        return plain

    def read(self, key: RecordKey) -> bytes:
        """Return a plain record that must be there.

        Raises:
            Damaged: it is not.
        """
        plain = self.get(key)
        if plain is None:
            raise self._damaged()
        return plain

    def put(self, key: RecordKey, plain: bytes) -> None:
        """Seal a record under its address, in place of the one that is there."""
        self.put_sealed(key, *self.keys.seal_record(key, plain))

    def put_sealed(self, key: RecordKey, seal: bytes, body: bytes) -> None:
        """Put in a record that was sealed under its address with `self.keys`, in place of the one that is there."""
        old = self._find(key)
        if old is None:
            table.insert(self.connection, key, seal, body)
        else:
            self.manifest.take(self.keys.entry(key, old.seal))
            table.replace(self.connection, key, old, seal, body)
        self.manifest.add(self.keys.entry(key, seal))

    def drop(self, key: RecordKey) -> None:
        """Take a record out, if it is there."""
        old = self._find(key)
        if old is not None:
            self.manifest.take(self.keys.entry(key, old.seal))
            table.delete(self.connection, key, old)

    def reseal(self, keys: Keys, renamed: Callable[[RecordKey, bytes], RecordKey]) -> None:
        """Seal every record anew under other keys, each under the address that `renamed` gives for it."""
        manifest = self.manifest.emptied()
        for old in self.keys_of():
            plain, row = self.read(old), self._find(old)
            new = renamed(old, plain)
            seal, body = keys.seal_record(new, plain)
            if row is not None and new == old:
                table.replace(self.connection, old, row, seal, body)
            elif row is not None:
                table.delete(self.connection, old, row)
                table.insert(self.connection, new, seal, body)
            manifest.add(keys.entry(new, seal))
        self.keys, self.manifest = keys, manifest

    def _find(self, key: RecordKey) -> table.Row | None:
        try:
            return table.find(self.connection, key)
        except ValueError:
            raise self._damaged() from None


def _nobody(counter: int) -> None:
    """Nobody wants to know yet."""
