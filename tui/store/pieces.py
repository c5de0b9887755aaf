"""The content of files, in pieces that are records like any other: sealed by themselves, each at its own place.

A piece is written once and never changed. How many there are, and how large the last is, the item says.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

from tui.model.errors import Damaged, Invalid, NotFound, Unreachable
from tui.model.file import FileInfo
from tui.model.ids import FileId, SectionId
from tui.store.keys import Keys
from tui.store.naming import RecordKey, RecordKind
from tui.store.records import Records, pad

PIECE_BYTES = 256 * 1024
"""Bytes of every piece but the last. Part of the file format."""

MOST_BYTES = 50_000_000
"""A file may have so many bytes."""

_DAMAGED = "“{name}” is not in the store as it was written: pieces of it are missing or others. Put a backup back."
_GONE = "“{name}” was removed meanwhile."
_KEYS = "The keys of the store were changed meanwhile: nothing was attached, try again."


class Incoming:
    """A file on its way into an item: sealed as it comes, so that what waits to be written is no plain text.

    Without a `number`, which no other file of the item ever had, it gets a random one.

    Raises:
        Invalid: it has no name, or more bytes than a file may have.
    """

    __slots__ = ("_item", "_keys", "_name", "_number", "_rest", "_sealed", "_size")

    def __init__(self, keys: Keys, item: bytes, name: str, number: int | None = None) -> None:
        if not name:
            raise Invalid("A file needs a name.")
        self._keys, self._item, self._name = keys, item, name
        self._number = secrets.randbits(63) if number is None else number
        self._rest = bytearray()
        self._sealed: list[tuple[bytes, bytes]] = []
        self._size = 0

    @property
    def item(self) -> bytes:
        """The id of the item that it belongs to: its pieces fit nowhere else."""
        return self._item

    def add(self, data: bytes) -> None:
        """Take in what follows."""
        self._size += len(data)
        if self._size > MOST_BYTES:
            raise Invalid(f"“{self._name}” is too big: a file may have {MOST_BYTES // 10**6} MB.")
        self._rest += data
        while len(self._rest) >= PIECE_BYTES:
            self._seal(PIECE_BYTES)

    def put(self, records: Records, section: SectionId | None = None) -> FileInfo:
        """Write all pieces, inside of a transaction, and return what the item is to say of the file.

        Raises:
            Unreachable: they were sealed under keys that are no longer those of the store.
        """
        if records.keys is not self._keys:
            raise Unreachable(_KEYS)
        if self._rest:
            self._seal(len(self._rest))
        for part, (seal, body) in enumerate(self._sealed):
            records.put_sealed(_key(self._item, self._number, part), seal, body)
        return FileInfo(_id(self._number), self._name, self._size, section)

    def _seal(self, size: int) -> None:
        key = _key(self._item, self._number, len(self._sealed))
        self._sealed.append(self._keys.seal_record(key, pad(bytes(self._rest[:size]), b"\0")))
        self._rest[:size] = bytes(size)
        del self._rest[:size]


def check(records: Records, item: bytes, file: FileInfo) -> None:
    """See that a file has all its pieces and no other, inside of a transaction. Their content is not looked at.

    Raises:
        Damaged: it has not.
    """
    number = _number(file)
    parts = [key.part for key in records.keys_of(RecordKind.FILE, item) if key.version == number]
    if parts != list(range(_count(file))):
        raise Damaged(_DAMAGED.format(name=file.name))


def read(records: Records, item: bytes, file: FileInfo) -> Iterator[bytes]:
    """Yield the content of a file piece by piece, each from a transaction of its own: others may write between two.

    Raises:
        Damaged: a piece is not the one that was written.
        NotFound: the file was removed meanwhile.
    """
    for part in range(_count(file)):
        with records.reading():
            plain = records.get(_key(item, _number(file), part))
        if plain is None:
            raise NotFound(_GONE.format(name=file.name))
        size = min(PIECE_BYTES, file.size - part * PIECE_BYTES)
        content = plain[:size]
        if plain != pad(content, b"\0"):
            raise Damaged(_DAMAGED.format(name=file.name))
        yield content


def keep_only(records: Records, item: bytes, files: Iterable[FileInfo]) -> None:
    """Drop the pieces of all files of an item but of these, inside of a transaction."""
    kept = {_number(file) for file in files}
    for key in records.keys_of(RecordKind.FILE, item):
        if key.version not in kept:
            records.drop(key)


def _key(item: bytes, number: int, part: int) -> RecordKey:
    return RecordKey(RecordKind.FILE, item, number, part)


def _count(file: FileInfo) -> int:
    return -(-file.size // PIECE_BYTES)


def _id(number: int) -> FileId:
    return FileId(f"{number:016x}")


def _number(file: FileInfo) -> int:
    try:
        number = int(file.id, 16)
    except ValueError:
        number = -1
    if _id(number) != file.id or file.size < 0:
        raise Damaged(_DAMAGED.format(name=file.name))
    return number
