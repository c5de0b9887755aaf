"""A second implementation of the store, for reading, written from docs/store-format.md and nothing else.

It knows nothing of the package under test: where both read the same, the document is right.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

Address = tuple[int, bytes, int, int]
"""Kind, id, version, part."""


def lp(*parts: bytes) -> bytes:
    """`LP(...)` of the document."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def base32(raw: bytes) -> str:
    """An id as text."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def unbase32(text: str) -> bytes:
    """An id from text."""
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))


def password_key(password: str, slot: dict[str, object]) -> bytes:
    """The key-encryption key."""
    memory, passes, lanes, salt = (slot[name] for name in ("memory", "passes", "lanes", "salt"))
    assert isinstance(memory, int)
    assert isinstance(passes, int)
    assert isinstance(lanes, int)
    text = unicodedata.normalize("NFC", password).encode()
    function = Argon2id(salt=bytes.fromhex(str(salt)), length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return function.derive(text)


def open_sealed(key: bytes, nonce: bytes, ciphertext: bytes, tag: bytes, bound: bytes) -> bytes:
    """AES-256-GCM."""
    return AESGCM(key).decrypt(nonce, ciphertext + tag, bound)


def data_key(header: bytes, password: str) -> tuple[bytes, bytes]:
    """The data key and the store's id, from a header."""
    found = json.loads(header)
    store = unbase32(found["store"])
    slot = dict(found["slots"][0])
    wrapped = bytes.fromhex(slot.pop("wrapped"))
    plain = json.dumps(slot, sort_keys=True, separators=(",", ":")).encode()
    bound = lp(b"strongroom 1", b"slot", store, plain)
    return open_sealed(password_key(password, slot), wrapped[:12], wrapped[28:], wrapped[12:28], bound), store


@dataclass(frozen=True)
class Subkeys:
    """The four keys that are made of the data key."""

    records: bytes
    manifest: bytes
    entries: bytes
    names: bytes


def subkeys(key: bytes, store: bytes) -> Subkeys:
    """Derive them."""
    made = {}
    for purpose in ("records", "manifest", "entries", "names"):
        info = lp(b"strongroom 1", purpose.encode(), store)
        made[purpose] = HKDFExpand(SHA256(), 32, info).derive(key)
    return Subkeys(**made)


def address(kind: int, id_: bytes, version: int, part: int) -> bytes:
    """An address as it is bound and digested."""
    return lp(bytes([kind]), id_, version.to_bytes(8, "big"), part.to_bytes(8, "big"))


def record(keys: Subkeys, store: bytes, where: Address, seal: bytes, body: bytes) -> bytes:
    """A plain record."""
    bound = lp(b"strongroom 1", b"record", store) + address(*where)
    return open_sealed(keys.records, seal[:12], body, seal[12:], bound)


def entry(keys: Subkeys, where: Address, seal: bytes) -> bytes:
    """What one record adds to the manifest."""
    return hmac.new(keys.entries, address(*where) + lp(seal), hashlib.sha256).digest()


def manifest(keys: Subkeys, store: bytes, stored: bytes) -> dict[str, int | bytes]:
    """The manifest by its fields."""
    bound = lp(b"strongroom 1", b"manifest", store)
    plain = open_sealed(keys.manifest, stored[:12], stored[28:], stored[12:28], bound)
    assert len(plain) == 128
    numbers = [int.from_bytes(plain[at : at + 8], "big") for at in range(0, 32, 8)]
    names = ("counter", "count", "events", "sealed")
    return {**dict(zip(names, numbers, strict=True)), "sum": plain[32:64], "head": plain[64:96], "header": plain[96:]}


def named_id(keys: Subkeys, kind: int, name: str) -> bytes:
    """The id of a record that is found by a name."""
    return hmac.new(keys.names, lp(bytes([kind]), name.encode()), hashlib.sha256).digest()[:16]


@dataclass(frozen=True)
class Contents:
    """All plain records of a store, and its manifest."""

    records: dict[Address, bytes]
    manifest: dict[str, int | bytes]
    keys: Subkeys
    store: bytes

    def of(self, kind: int) -> dict[Address, bytes]:
        """The records of one kind."""
        return {where: plain for where, plain in self.records.items() if where[0] == kind}


def read(path: Path, password: str) -> Contents:
    """Read a whole store and check everything that the document says can be checked."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        seals = connection.execute("SELECT kind, id, version, part, seal, body FROM seals").fetchall()
        bodies = dict(connection.execute("SELECT n, body FROM bodies"))
    finally:
        connection.close()
    key, store = data_key(meta["header"], password)
    keys = subkeys(key, store)
    found = manifest(keys, store, meta["manifest"])
    total = bytes(32)
    plain = {}
    for kind, id_, version, part, seal, place in seals:
        where = (kind, id_, version, part)
        total = bytes(one ^ other for one, other in zip(total, entry(keys, where, seal), strict=True))
        plain[where] = record(keys, store, where, seal, bodies[place])
    assert (found["sum"], found["count"]) == (total, len(seals))
    assert found["header"] == hashlib.sha256(meta["header"]).digest()
    head = bytes(32)
    events = sum(where[0] == 6 for where in plain)
    for serial in range(1, events + 1):
        event = plain[6, store, serial, 0]
        assert bytes.fromhex(json.loads(event)["before"]) == head
        head = hashlib.sha256(event).digest()
    assert (found["head"], found["events"]) == (head, events)
    return Contents(plain, found, keys, store)


def overview(plain: bytes) -> list[tuple[object, ...]]:
    """The rows of a segment: id, title, category, user name, host, tags, favourite, archived, code, time, version."""
    if plain[:1] == b"[":
        lines = plain.rstrip(b" ").decode("utf-8", "surrogatepass").split("\n")[:-1]
        return [(*row[:5], tuple(row[5]), *row[6:]) for row in map(json.loads, lines)]
    assert plain[:1] == b"\x01"
    count = int.from_bytes(plain[1:5], "big")
    at = 5 + count
    flags = plain[5:at]
    updated = [row[0] for row in struct.iter_unpack(">d", plain[at : at + 8 * count])]
    versions = [row[0] for row in struct.iter_unpack(">q", plain[at + 8 * count : at + 16 * count])]
    at += 16 * count
    texts = []
    for _ in range(6):
        size = int.from_bytes(plain[at : at + 4], "big")
        texts.append(plain[at + 4 : at + 4 + size].decode("utf-8", "surrogatepass").split("\n"))
        at += 4 + size
    assert not plain[at:].strip(b" ")
    assert all(len(column) == count for column in texts)
    *plainer, tags = texts
    read = [[_line(text) for text in column] for column in plainer]
    lists = [tuple(_line(tag) for tag in text.split("\t")) if text else () for text in tags]
    bits = [(bool(flag & 1), bool(flag & 2), bool(flag & 4)) for flag in flags]
    rows = zip(*read, lists, bits, updated, versions, strict=True)
    return [(*row[:6], *row[6], *row[7:]) for row in rows]


def _line(text: str) -> str:
    found, at = "", 0
    while at < len(text):
        step = 2 if text[at] == "\\" else 1
        piece = text[at : at + step]
        found += {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\e": ""}[piece] if step == 2 else piece
        at += step
    return found


def file(found: Contents, item: bytes, entry: list[object]) -> bytes:
    """The content of a file: `entry` is what the JSON of its item says."""
    number, _, size, _, piece = entry
    assert isinstance(number, str)
    assert isinstance(size, int)
    assert isinstance(piece, int)
    pieces = {where[3]: plain for where, plain in found.of(9).items() if where[1:3] == (item, int(number, 16))}
    assert sorted(pieces) == list(range((size + piece - 1) // piece))
    whole = b"".join(pieces[part] for part in sorted(pieces))
    assert all(len(pieces[part]) == piece for part in sorted(pieces)[:-1])
    assert len(whole) - size < 256
    assert not any(whole[size:])
    return whole[:size]


def named(plain: bytes) -> tuple[str, bytes]:
    """Name and value of a record that is found by a name."""
    size = int.from_bytes(plain[:4], "big")
    name, rest = plain[4 : 4 + size], plain[4 + size :]
    length = int.from_bytes(rest[:4], "big")
    return name.decode(), rest[4 : 4 + length]


_WORDS = {
    "PHONE": "phone",
    "MENU": "menu",
    "GENDER": "menu",
    "CREDIT_CARD_NUMBER": "card number",
    "CREDIT_CARD_TYPE": "card type",
    "ADDRESS": "address",
    "REFERENCE": "reference",
    "SSHKEY": "SSH key",
    "FILE": "file",
}


def kind(field: Mapping[str, object]) -> str:
    """The kind of a field, also of the first stores, which had fewer words."""
    word = _WORDS.get(str(field["raw_kind"]), "")
    if field["kind"] in ("text", "concealed", "other") and word and (word == "SSH key") == ("secret" in field):
        return word
    return str(field["kind"])


def parts_of(text: str) -> dict[str, str] | None:
    """The parts of an address, None where only its lines are known."""
    try:
        parts = json.loads(text) if text else {}
    except ValueError:
        return None
    names = ("street", "city", "state", "zip", "country")
    if not isinstance(parts, dict) or not all(isinstance(part, str) and part for part in parts.values()):
        return None
    again = {name: parts[name] for name in names if name in parts}
    written = json.dumps(again, ensure_ascii=False, separators=(",", ":")) if again else ""
    return again if written == text else None
