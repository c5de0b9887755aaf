"""What somebody who can write the file may do to it: bytes, pages, and rows of every kind of record.

Each mutation takes the file, an older state of the same file, and a source of chance.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from tui.store.naming import RecordKind

Mutation = Callable[[Path, Path, Random], None]
PAGE = 4096


def flip(path: Path, old: Path, chance: Random) -> None:
    """Turn one bit."""
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def overwrite(path: Path, old: Path, chance: Random) -> None:
    """Overwrite up to 64 bytes."""
    raw = bytearray(path.read_bytes())
    at = chance.randrange(len(raw))
    raw[at : at + 64] = chance.randbytes(64)[: len(raw) - at]
    path.write_bytes(raw)


def truncate(path: Path, old: Path, chance: Random) -> None:
    """Cut the file, at a page or anywhere."""
    size = chance.randrange(1, path.stat().st_size)
    os.truncate(path, size // PAGE * PAGE or 1 if chance.random() < 0.5 else size)


def swap_pages(path: Path, old: Path, chance: Random) -> None:
    """Exchange two pages."""
    pages = _pages(path)
    one, two = chance.sample(range(len(pages)), 2)
    pages[one], pages[two] = pages[two], pages[one]
    path.write_bytes(b"".join(pages))


def copy_page(path: Path, old: Path, chance: Random) -> None:
    """Put a copy of one page over another, or a page of zeros."""
    pages = _pages(path)
    one, two = chance.sample(range(len(pages)), 2)
    pages[one] = pages[two] if chance.random() < 0.8 else bytes(PAGE)
    path.write_bytes(b"".join(pages))


def replay_page(path: Path, old: Path, chance: Random) -> None:
    """Put back one page, or a few, as they were before."""
    pages, before = _pages(path), _pages(old)
    changed = [at for at in range(min(len(pages), len(before))) if pages[at] != before[at]]
    for at in chance.sample(changed, chance.randint(1, min(4, len(changed)))):
        pages[at] = before[at]
    path.write_bytes(b"".join(pages))


def _pages(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    return [raw[at : at + PAGE] for at in range(0, len(raw), PAGE)]


@contextmanager
def _tables(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


Found = tuple[int, bytes, int, int, bytes, bytes]
_ROWS = "SELECT kind, id, version, part, seal, bodies.body FROM seals JOIN bodies ON n = seals.body WHERE kind = ?"
_AT = "kind = ? AND id = ? AND version = ? AND part = ?"


def _rows(connection: sqlite3.Connection, kind: RecordKind) -> list[Found]:
    return connection.execute(_ROWS, (kind,)).fetchall()


def _insert(connection: sqlite3.Connection, row: Found) -> None:
    place = connection.execute("INSERT INTO bodies (body) VALUES (?)", (row[5],)).lastrowid
    connection.execute("INSERT OR REPLACE INTO seals VALUES (?, ?, ?, ?, ?, ?)", (*row[:5], place))


def replay_rows(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Put back all records of a kind with one id as they were before."""
    with _tables(old) as before:
        rows = _rows(before, kind)
    with _tables(path) as now:
        changed = sorted({row[1] for row in set(_rows(now, kind)) ^ set(rows)})
        chosen = chance.choice(changed)
        now.execute("DELETE FROM seals WHERE kind = ? AND id = ?", (kind, chosen))
        for row in rows:
            if row[1] == chosen:
                _insert(now, row)


def remove_row(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Take a record out, or only its body."""
    with _tables(path) as now:
        row = chance.choice(_rows(now, kind))
        now.execute(f"DELETE FROM bodies WHERE n = (SELECT body FROM seals WHERE {_AT})", row[:4])  # noqa: S608
        if chance.random() < 0.7:
            now.execute(f"DELETE FROM seals WHERE {_AT}", row[:4])  # noqa: S608


def swap_rows(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Exchange two records of a kind, whole or only their bodies."""
    with _tables(path) as now:
        one, two = chance.sample(_rows(now, kind), 2)
        if chance.random() < 0.5:
            for row, other in ((one, two), (two, one)):
                now.execute(
                    f"UPDATE bodies SET body = ? WHERE n = (SELECT body FROM seals WHERE {_AT})",  # noqa: S608
                    (other[5], *row[:4]),
                )
        else:
            _insert(now, (*one[:4], *two[4:]))
            _insert(now, (*two[:4], *one[4:]))


def copy_row(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Put a record in a second time, under another address."""
    with _tables(path) as now:
        kind_, id_, version, part, seal, body = chance.choice(_rows(now, kind))
        other = chance.choice(
            [
                (kind_, chance.randbytes(16), version, part),
                (kind_, id_, version + 1000, part),
                (kind_, id_, version, part + 1),
                (kind_ % len(RecordKind) + 1, id_, version, part),
                (99, id_, version, part),
                (kind_, id_ + b"\0", version, part),
                (kind_, b"", version, part),
            ]
        )
        _insert(now, (*other, seal, body))


def retype_row(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Turn bytes of a record into text, or cut them: the same to a careless reader."""
    with _tables(path) as now:
        row = chance.choice(_rows(now, kind))
        change = chance.choice(
            [
                "UPDATE seals SET id = CAST(id AS TEXT)",
                "UPDATE seals SET seal = CAST(seal AS TEXT)",
                "UPDATE seals SET seal = substr(seal, 1, 27)",
                "UPDATE seals SET seal = x''",
                "UPDATE seals SET version = -version - 1",
                "UPDATE seals SET version = 'x'",
                "UPDATE seals SET part = 1e300",
                "UPDATE seals SET body = 1e300",
                "UPDATE seals SET body = 'x'",
                "UPDATE seals SET id = substr(id, 1, 15)",
            ]
        )
        now.execute(f"{change} WHERE {_AT}", row[:4])


def flip_row(kind: RecordKind, path: Path, old: Path, chance: Random) -> None:
    """Turn one bit of a record's body or seal."""
    with _tables(path) as now:
        row = chance.choice(_rows(now, kind))
        at = chance.choice((4, 5))
        changed = bytearray(row[at])
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        _insert(now, (*row[:4], *((bytes(changed), row[5]) if at == 4 else (row[4], bytes(changed)))))


def replay_meta(path: Path, old: Path, chance: Random) -> None:
    """Put back the header, the manifest, or take one away."""
    with _tables(old) as before:
        values = before.execute("SELECT value, name FROM meta").fetchall()
    with _tables(path) as now:
        value, name = chance.choice(values)
        if chance.random() < 0.7:
            now.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
        else:
            now.execute("DELETE FROM meta WHERE name = ?", (name,))


def hostile_header(path: Path, old: Path, chance: Random) -> None:
    """Change the cost, the salt, the key or the format of the header."""
    with _tables(path) as now:
        (raw,) = now.execute("SELECT value FROM meta WHERE name = 'header'").fetchone()
        header = json.loads(raw)
        place = chance.choice([header, header["slots"][0]])
        key = chance.choice(sorted(place))
        values: list[object] = [2**31, 10**9, 0, -1, 1, None, "", "00" * 16, [], 1.5, 3]
        place[key] = chance.choice([value for value in values if value != place[key]])
        if chance.random() < 0.1:
            header["slots"] *= 17
        changed = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        now.execute("UPDATE meta SET value = ? WHERE name = 'header'", (changed,))


def flip_meta(path: Path, old: Path, chance: Random) -> None:
    """Turn one bit of the header or the manifest."""
    with _tables(path) as now:
        raw, name = chance.choice(now.execute("SELECT value, name FROM meta").fetchall())
        changed = bytearray(raw)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        now.execute("UPDATE meta SET value = ? WHERE name = ?", (bytes(changed), name))


ROWS = (replay_rows, remove_row, swap_rows, copy_row, retype_row, flip_row)
FILE = (flip, overwrite, truncate, swap_pages, copy_page, replay_page)
META = (replay_meta, hostile_header, flip_meta)

MUTATIONS: list[tuple[str, Mutation]] = [
    *((f"{change.__name__} {kind.name}", partial(change, kind)) for change in ROWS for kind in RecordKind),
    *((change.__name__, change) for change in FILE * 7),
    *((change.__name__, change) for change in META * 3),
]
