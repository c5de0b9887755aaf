"""DER (X.690), as far as private keys need it. What is not exactly DER raises `Invalid`; nothing is skipped."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.tools.sshkey_errors import damaged

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT = 0x06
SEQUENCE = 0x30


@dataclass(frozen=True, slots=True)
class Element:
    """One value with its tag, of which it is known that it is whole."""

    tag: int
    body: bytes = field(repr=False)

    def inside(self) -> tuple[Element, ...]:
        """Return what a sequence (or a tag around something) holds."""
        return elements(self.body)

    def of(self, tag: int) -> bytes:
        """Return the body, which must be that of `tag`."""
        if self.tag != tag:
            raise damaged()
        return self.body

    def number(self) -> int:
        """Return an integer that is not negative."""
        body = self.of(INTEGER)
        if not body or body[0] & 0x80 or (len(body) > 1 and body[0] == 0 and not body[1] & 0x80):
            raise damaged()
        return int.from_bytes(body, "big")

    def encoded(self) -> bytes:
        """Return it as it was."""
        return encoded(self.tag, self.body)


def elements(data: bytes) -> tuple[Element, ...]:
    """Read values that stand one after the other up to the end."""
    found = []
    at = 0
    while at < len(data):
        tag = data[at]
        length, at = _length(data, at + 1)
        if tag & 0x1F == 0x1F or at + length > len(data):
            raise damaged()
        found.append(Element(tag, data[at : at + length]))
        at += length
    return tuple(found)


def sequence(data: bytes) -> tuple[Element, ...]:
    """Read what a sequence holds that is all there is."""
    whole = elements(data)
    if len(whole) != 1:
        raise damaged()
    return elements(whole[0].of(SEQUENCE))


def encoded(tag: int, body: bytes) -> bytes:
    """Write a value."""
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Return the length that begins at `at`, in its only right spelling, and where the value begins."""
    if at >= len(data):
        raise damaged()
    first, at = data[at], at + 1
    if first < 0x80:
        return first, at
    size = first & 0x7F
    digits = data[at : at + size]
    length = int.from_bytes(digits, "big")
    if not 1 <= size <= 4 or len(digits) != size or digits[0] == 0 or length < 0x80:
        raise damaged()
    return length, at + size
