"""Names of records: what kind there are, how one is addressed, how its id is written for people.

Every id is 16 bytes. A key is what the associated data of a record binds, whole.
"""

from __future__ import annotations

import base64
import os
from enum import IntEnum
from typing import NamedTuple

ID_BYTES = 16


class RecordKind(IntEnum):
    """What a record holds. The numbers are part of the file format."""

    VAULT = 1
    OVERVIEW = 2
    ITEM = 3
    VERSION = 4
    DRAFT = 5
    AUDIT = 6
    ACCOUNT = 7
    LEARNT = 8
    FILE = 9


class RecordKey(NamedTuple):
    """The address of one record; keys sort as the file stores them."""

    kind: int
    id: bytes
    version: int = 0
    part: int = 0


def new_id() -> bytes:
    """Return a random id."""
    return os.urandom(ID_BYTES)


def id_text(raw: bytes) -> str:
    """Return an id as 26 lower-case base32 characters."""
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def id_bytes(text: str) -> bytes | None:
    """Return the id that `id_text` wrote, or None where the text is none of ours."""
    if len(text) != 26 or not text.isascii():
        return None
    try:
        raw = base64.b32decode(text.upper() + "======")
    except ValueError:
        return None
    return raw if id_text(raw) == text else None


def prefixed(*parts: bytes) -> bytes:
    """Join parts, each after its length as 4 big-endian bytes, so that no two lists give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
