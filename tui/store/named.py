"""Small records that are found by a name: accounts, learnt ids, drafts. The file tells neither name nor value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tui.model.errors import Damaged, Invalid
from tui.store.jsonform import NEWER
from tui.store.naming import RecordKey, RecordKind, prefixed
from tui.store.records import Records, pad

KINDS = frozenset((RecordKind.ACCOUNT, RecordKind.LEARNT, RecordKind.DRAFT))


class Named:
    """Records of the kinds `KINDS`."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def put(self, kind: RecordKind, name: str, value: bytes, *, instead_of: str = "") -> None:
        """Write a record, in place of the one of that name and of the one named `instead_of`."""
        with self._records.writing():
            self._records.put(self._key(kind, name), pack(name, value))
            if instead_of not in ("", name):
                self._records.drop(self._key(kind, instead_of))

    def get(self, kind: RecordKind, name: str) -> bytes | None:
        """Return the value, or None."""
        with self._records.reading():
            plain = self._records.get(self._key(kind, name))
        return None if plain is None else unpack(plain)[1]

    def change(self, kind: RecordKind, name: str, change: Callable[[bytes | None], bytes | None]) -> None:
        """Write what `change` makes of the value, in one step: nobody writes between. None: there is no record."""
        key = self._key(kind, name)
        with self._records.writing():
            plain = self._records.get(key)
            before = None if plain is None else unpack(plain)[1]
            after = change(before)
            if after is None:
                self._records.drop(key)
            elif after != before:
                self._records.put(key, pack(name, after))

    def each(self, kind: RecordKind) -> Iterator[tuple[str, bytes]]:
        """Yield names and values, in the order of the names. All are read at once."""
        with self._records.reading():
            found = [unpack(self._records.read(key)) for key in self._records.keys_of(kind)]
        yield from sorted(found)

    def readable(self, kind: RecordKind) -> tuple[list[tuple[str, bytes]], int]:
        """Return names and values, in the order of the names, and how many records more are damaged.

        Raises:
            KeysChanged: another process did that.
        """
        found, damaged = [], 0
        with self._records.reading():
            for key in self._records.keys_of(kind):
                try:
                    found.append(unpack(self._records.read(key)))
                except (Damaged, Invalid):
                    damaged += 1
        return sorted(found), damaged

    def remove(self, kind: RecordKind, name: str) -> None:
        """Remove a record, if it is there."""
        with self._records.writing():
            self._records.drop(self._key(kind, name))

    def _key(self, kind: RecordKind, name: str) -> RecordKey:
        if kind not in KINDS:
            raise ValueError(f"records of the kind {kind.name} have no names")
        return RecordKey(kind, self._records.keys.name(kind, name))


def pack(name: str, value: bytes) -> bytes:
    """Return name and value, each after its length, padded with zeros."""
    return pad(prefixed(name.encode("utf-8", "surrogatepass"), value), b"\0")


def unpack(plain: bytes) -> tuple[str, bytes]:
    """Read what `pack` wrote.

    Raises:
        Invalid: a newer Strongroom wrote it.
    """
    parts, rest = [], plain
    for _ in range(2):
        size = int.from_bytes(rest[:4], "big")
        parts.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    if len(pack("", b"".join(parts))) > len(plain) or rest.strip(b"\0"):
        raise Invalid(NEWER)
    return parts[0].decode("utf-8", "surrogatepass"), parts[1]
