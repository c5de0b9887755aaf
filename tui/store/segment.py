"""Segments of an overview, from bytes to columns and back: nothing is done item by item.

Two forms can be read: columns, which is written, and the lines of JSON of the first stores. The first byte tells which.
"""

from __future__ import annotations

import math
import sys
from array import array
from typing import Any

from tui.model.column import Column, column, together
from tui.model.errors import Damaged, Invalid
from tui.model.flags import ARCHIVED, FAVOURITE, HAS_OTP
from tui.model.ids import AccountId, VaultId
from tui.model.page import SummaryPage
from tui.model.texts import APART, TagLists, Texts, escaped, tags_of, unescaped
from tui.store.jsonform import NEWER, NO_TIME, loads

COLUMNS = b"\x01"
LINES = b"["

_KNOWN = FAVOURITE | ARCHIVED | HAS_OTP
_KEPT = bytes(value & _KNOWN for value in range(256))
_NUMBER = 4
_WIDE = 8
_TEXTS = 6


def encode(page: SummaryPage) -> bytes:
    """Return a segment in columns.

    Raises:
        Invalid: a time is not a number.
    """
    updated, versions = together(page.updated.chunks), together(page.versions.chunks)
    flags: bytes = together(page.flags.chunks).translate(_KEPT)
    if not _finite(updated):
        raise Invalid(NO_TIME)
    texts = (page.ids, page.titles, page.categories, page.usernames, page.hosts)
    blobs = [*map(_escaped, texts), _joined(Column(*(chunk.texts for chunk in page.tags.chunks)))]
    numbers = b"".join(_turned(array(one.typecode, one.tobytes())).tobytes() for one in (updated, versions))
    encoded = [blob.encode("utf-8", "surrogatepass") for blob in blobs]
    sized = b"".join(len(blob).to_bytes(_NUMBER, "big") + blob for blob in encoded)
    return COLUMNS + len(page).to_bytes(_NUMBER, "big") + flags + numbers + sized


def decode(plain: bytes, account: AccountId, vault: VaultId) -> SummaryPage:
    """Return what a segment says.

    Raises:
        Invalid: a newer Strongroom wrote it.
        Damaged: it is no segment, although it says so.
    """
    if plain[:1] == LINES:
        return _from_lines(plain, account, vault)
    if plain[:1] != COLUMNS:
        raise Invalid(NEWER)
    try:
        return _Reader(plain).page(account, vault)
    except ValueError:
        raise Damaged("A segment of the item list cannot be read.") from None


class _Reader:
    """Reads a segment in columns piece by piece. Raises ValueError where it is none."""

    def __init__(self, plain: bytes) -> None:
        self._plain = plain
        self._at = len(COLUMNS)

    def page(self, account: AccountId, vault: VaultId) -> SummaryPage:
        count = int.from_bytes(self._take(_NUMBER), "big")
        flags = self._take(count)
        if flags.translate(None, bytes(range(_KNOWN + 1))):
            raise Invalid(NEWER)
        updated = self._numbers("d", count)
        if not _finite(updated):
            raise ValueError("no time")
        versions = self._numbers("q", count)
        ids, titles, categories, usernames, hosts = (self._texts(count) for _ in range(_TEXTS - 1))
        tags = self._tags(count)
        if self._plain[self._at :].strip(b" "):
            raise ValueError("something after the end")
        columns = (ids, titles, categories, usernames, hosts, tags, flags, updated, versions)
        return SummaryPage(account, vault, *map(column, columns))

    def _take(self, size: int) -> bytes:
        begin, self._at = self._at, self._at + size
        if self._at > len(self._plain):
            raise ValueError("cut short")
        return self._plain[begin : self._at]

    def _numbers(self, kind: str, count: int) -> array[Any]:
        return _turned(array(kind, self._take(_WIDE * count)))

    def _line(self, count: int) -> Texts:
        joined = self._take(int.from_bytes(self._take(_NUMBER), "big")).decode("utf-8", "surrogatepass")
        if joined.count(APART) != max(count - 1, 0) or (joined and not count):
            raise ValueError("another number of texts")
        return Texts(joined, count)

    def _texts(self, count: int) -> Texts:
        texts = self._line(count)
        if not texts.joined or "\\" not in texts.joined:
            return texts
        if "\\" in texts.joined.replace("\\\\", ""):  # there are others than those of backslashes
            return Texts.of(map(unescaped, texts))
        return Texts(texts.joined.replace("\\\\", "\\"), count)

    def _tags(self, count: int) -> TagLists:
        texts = self._line(count)
        if texts.joined and "\\" in texts.joined:
            for line in texts:
                tags_of(line)
        return TagLists(texts)


def _finite(numbers: array[float]) -> bool:
    """Whether no time is infinite or no number; their sum tells it sooner."""
    return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))


def _escaped(texts: Column[str]) -> str:
    if any(chunk.joined is None for chunk in texts.chunks):
        return APART.join(map(escaped, texts))
    return _joined(texts).replace("\\", "\\\\")


def _joined(texts: Column[str]) -> str:
    return APART.join(chunk.joined for chunk in texts.chunks)


def _turned(numbers: array[Any]) -> array[Any]:
    """Return numbers in the other byte order, where the machine's own is not the file's."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _from_lines(plain: bytes, account: AccountId, vault: VaultId) -> SummaryPage:
    """Return what the lines say: an array for each item."""
    found = loads(b"[" + b",".join(plain.rstrip(b" ").splitlines()) + b"]")
    try:
        ids, titles, categories, usernames, hosts, tags, favourite, archived, otp, updated, versions = zip(
            *found,
            strict=True,  # type: ignore[misc]
        )
        bits = zip(favourite, archived, otp, strict=True)
        chunks = [
            *map(Texts.of, (ids, titles, categories, usernames, hosts)),
            TagLists.of(map(tuple, tags)),
            bytes([FAVOURITE * star + ARCHIVED * away + HAS_OTP * code for star, away, code in bits]),
            array("d", updated),
            array("q", versions),
        ]
        return SummaryPage(account, vault, *map(column, chunks))
    except (TypeError, ValueError, OverflowError):
        raise Invalid(NEWER) from None
