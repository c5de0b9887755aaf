"""The manifest: one sealed line over every record of every kind, changed in the same transaction as they are."""

from __future__ import annotations

import struct

_FORM = struct.Struct(">QQQQ32s32s32s")
NO_DIGEST = bytes(32)


class Manifest:
    """What the file must hold.

    `counter` counts the changes, `count` and `sum` speak for the records (how many; XOR of their entries), `events` and
    `head` for the audit log (how many; digest of the last), `header` is the digest of the header, `sealed` counts
    the encryptions under the data key.
    """

    __slots__ = ("count", "counter", "events", "head", "header", "sealed", "sum")

    def __init__(self, header: bytes) -> None:
        self.counter = self.count = self.events = self.sealed = self.sum = 0
        self.head = NO_DIGEST
        self.header = header

    def emptied(self) -> Manifest:
        """Return one with the same counter, header and audit log, but no records and no encryptions."""
        manifest = Manifest(self.header)
        manifest.counter, manifest.events, manifest.head = self.counter, self.events, self.head
        return manifest

    def add(self, entry: int) -> None:
        """A record was sealed and put in."""
        self.sum ^= entry
        self.count += 1
        self.sealed += 1

    def take(self, entry: int) -> None:
        """A record was taken out."""
        self.sum ^= entry
        self.count -= 1

    def encode(self) -> bytes:
        """Return 128 bytes."""
        numbers = (self.counter, self.count, self.events, self.sealed)
        return _FORM.pack(*numbers, self.sum.to_bytes(32, "big"), self.head, self.header)

    @classmethod
    def decode(cls, plain: bytes) -> Manifest:
        """Read what `encode` wrote. It was sealed, so that nobody else can have."""
        counter, count, events, sealed, total, head, header = _FORM.unpack(plain)
        manifest = cls(header)
        manifest.counter, manifest.count, manifest.events, manifest.sealed = counter, count, events, sealed
        manifest.sum, manifest.head = int.from_bytes(total, "big"), head
        return manifest
