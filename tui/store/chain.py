"""The audit log: each event holds the digest of the one before; the manifest holds the last digest and the number.

So an event cannot be changed, taken out, moved or cut off at the end without notice. Failed attempts to unlock are
noted in clear, since there is no key then, and enter the chain later; until then they can be removed by whoever can
write the file.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Damaged
from tui.store.codec import decode_event, encode_event
from tui.store.manifest import NO_DIGEST
from tui.store.naming import RecordKey, RecordKind
from tui.store.records import Records, pad

MOST_ATTEMPTS = 1000
"""How many failed attempts are noted between two unlocks; the latest are kept."""
ACTOR = "unknown"


def note_attempt(connection: sqlite3.Connection, at: float) -> None:
    """Note a failed attempt to unlock."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO attempts (at) VALUES (?)", (at,))
    connection.execute(
        "DELETE FROM attempts WHERE rowid NOT IN (SELECT rowid FROM attempts ORDER BY rowid DESC LIMIT ?)",
        (MOST_ATTEMPTS,),
    )
    connection.execute("COMMIT")


class Chain:
    """The audit log of one store."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def append(self, events: Sequence[AuditEvent]) -> None:
        """Write events at the end, after the failed attempts that were noted."""
        with self._records.writing():
            waiting = self._attempts()
            for event in (*waiting, *events):
                self._add(event)
            if waiting:
                self._records.connection.execute("DELETE FROM attempts")

    def settle(self) -> None:
        """Take noted attempts into the chain, if there are any and the file can be written."""
        if not self._records.read_only:
            with self._records.reading():
                waiting = self._attempts()
            if waiting:
                self.append(())

    def page(self, before: int | None, limit: int) -> list[AuditEvent]:
        """Return up to `limit` events with a serial below `before` (None: the last ones), newest first."""
        with self._records.reading():
            manifest = self._records.read_manifest()
            top = manifest.events + 1 if before is None else min(before, manifest.events + 1)
            found = []
            for serial in range(top - 1, max(0, top - 1 - limit), -1):
                found.append(decode_event(self._records.read(self._key(serial)), serial)[0])
        return found

    def verify(self) -> None:
        """Walk the whole chain.

        Raises:
            Damaged: an event was changed, taken out, moved, added or cut off.
        """
        with self._records.reading():
            manifest = self._records.read_manifest()
            serials = [key.version for key in self._records.keys_of(RecordKind.AUDIT)]
            head = NO_DIGEST
            for serial in serials:
                plain = self._records.read(self._key(serial))
                if decode_event(plain, serial)[1] != head:
                    raise Damaged(_BROKEN)
                head = digest(plain)
            if head != manifest.head or serials != list(range(1, manifest.events + 1)):
                raise Damaged(_BROKEN)

    def _add(self, event: AuditEvent) -> None:
        manifest = self._records.manifest
        plain = pad(encode_event(event, manifest.head))
        manifest.events += 1
        manifest.head = digest(plain)
        self._records.put(self._key(manifest.events), plain)

    def _attempts(self) -> list[AuditEvent]:
        rows = self._records.connection.execute("SELECT at FROM attempts ORDER BY rowid LIMIT ?", (MOST_ATTEMPTS,))
        return [
            AuditEvent(at, ACTOR, AuditAction.UNLOCK, AuditResult.FAILED)
            for (at,) in rows
            if isinstance(at, float) and abs(at) < 1e12
        ]

    def _key(self, serial: int) -> RecordKey:
        return RecordKey(RecordKind.AUDIT, self._records.keys.store, serial)


_BROKEN = "The audit log is damaged: events were changed or taken out. Put a backup back."


def digest(plain: bytes) -> bytes:
    """Return the digest of an event's plain record, padding included."""
    return hashlib.sha256(plain).digest()
