"""Another master password, or other keys altogether.

Another password wraps the same data key anew: an old copy of the file still opens with the old password. Other keys
seal every record anew, so that whoever had the old keys reads nothing written from now on.
"""

from __future__ import annotations

import os

from tui.model.secret import Secret
from tui.store import header, sql
from tui.store.cost import Cost, affordable
from tui.store.kdf import KEY_BYTES
from tui.store.keys import Keys
from tui.store.named import KINDS, unpack
from tui.store.naming import RecordKey
from tui.store.records import Records


def change_password(records: Records, old: Secret, new: Secret, cost: Cost | None = None) -> None:
    """Wrap the data key under another password.

    Raises:
        Denied: `old` is not the password.
        Invalid: `new` is empty.
    """
    before = _header(records)
    data_key = header.unwrap(before, old)
    slot = header.wrap(data_key, new, before.store, cost or affordable())
    with records.writing():
        _put_header(records, header.Header(before.store, (slot,)).encode())
    _forget_pages(records)


def rotate(records: Records, password: Secret) -> None:
    """Seal everything under a new data key, in one transaction.

    Raises:
        Denied: it is not the password.
    """
    before = _header(records)
    header.unwrap(before, password)
    data_key = os.urandom(KEY_BYTES)
    slot = header.wrap(data_key, password, before.store, before.slots[0].cost)
    old, new = records.keys, Keys(data_key, before.store)
    try:
        with records.writing():
            records.reseal(new, lambda key, plain: _renamed(key, plain, new))
            _put_header(records, header.Header(before.store, (slot,)).encode())
    except BaseException:
        records.keys = old
        raise
    _forget_pages(records)


def _renamed(key: RecordKey, plain: bytes, new: Keys) -> RecordKey:
    if key.kind in KINDS:
        return key._replace(id=new.name(key.kind, unpack(plain)[0]))
    return key


def _header(records: Records) -> header.Header:
    with records.reading():
        records.read_manifest()
        return header.decode(sql.blob(records.connection, "header"))


def _put_header(records: Records, stored: bytes) -> None:
    records.connection.execute("UPDATE meta SET value = ? WHERE name = 'header'", (stored,))
    records.manifest.header = header.digest(stored)


def _forget_pages(records: Records) -> None:
    """Leave no old header in the write-ahead log, if nobody reads it just now."""
    with sql.told(records.path):
        records.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
