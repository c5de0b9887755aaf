"""The keys of an open store: one per purpose, all from the data key, and what is done with them.

Nothing here prints; the data key itself is not kept.
"""

from __future__ import annotations

import hmac
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from tui.store.naming import ID_BYTES, RecordKey, prefixed

NONCE_BYTES = 12
TAG_BYTES = 16
SEAL_BYTES = NONCE_BYTES + TAG_BYTES
LABEL = b"strongroom 1"

_ADDRESS = struct.Struct(">IBI16sIQIQ")
_ENTRY = struct.Struct(">IBI16sIQIQI28s")


def subkey(data_key: bytes, purpose: bytes, store: bytes) -> bytes:
    """Return the 32-byte key for one purpose."""
    return HKDFExpand(algorithm=SHA256(), length=32, info=prefixed(LABEL, purpose, store)).derive(data_key)


def seal(cipher: AESGCM, plain: bytes, bound: bytes) -> tuple[bytes, bytes]:
    """Encrypt under a random nonce; return (nonce + tag, ciphertext)."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, plain, bound)
    return nonce + sealed[-TAG_BYTES:], sealed[:-TAG_BYTES]


def unseal(cipher: AESGCM, seal_: bytes, body: bytes, bound: bytes) -> bytes | None:
    """Decrypt, or return None where one bit of key, seal, body or bound data is another one."""
    if len(seal_) != SEAL_BYTES:
        return None
    try:
        return cipher.decrypt(seal_[:NONCE_BYTES], body + seal_[NONCE_BYTES:], bound)
    except InvalidTag:
        return None


class Keys:
    """What an unlocked store can do with its data key."""

    __slots__ = ("_entries", "_manifest", "_names", "_records", "store")

    def __init__(self, data_key: bytes, store: bytes) -> None:
        self.store = store
        self._records = AESGCM(subkey(data_key, b"records", store))
        self._manifest = AESGCM(subkey(data_key, b"manifest", store))
        self._entries = subkey(data_key, b"entries", store)
        self._names = subkey(data_key, b"names", store)

    def seal_record(self, key: RecordKey, plain: bytes) -> tuple[bytes, bytes]:
        """Return (seal, body) of a record, bound to this store and this key."""
        return seal(self._records, plain, self._bound(key))

    def open_record(self, key: RecordKey, seal_: bytes, body: bytes) -> bytes | None:
        """Return the plain record, or None where it is not the one that was sealed under this key."""
        return unseal(self._records, seal_, body, self._bound(key))

    def seal_manifest(self, plain: bytes) -> bytes:
        """Return the manifest as stored: seal, then body."""
        return b"".join(seal(self._manifest, plain, prefixed(LABEL, b"manifest", self.store)))

    def open_manifest(self, stored: bytes) -> bytes | None:
        """Return the plain manifest, or None."""
        bound = prefixed(LABEL, b"manifest", self.store)
        return unseal(self._manifest, stored[:SEAL_BYTES], stored[SEAL_BYTES:], bound)

    def entry(self, key: RecordKey, seal_: bytes) -> int:
        """Return what one record adds to the manifest: a keyed digest of its address and its seal, as an integer.

        The seal holds the nonce and the tag, and the tag speaks for the body: no body has to be read.

        Raises:
            ValueError, TypeError, struct.error: these are no address and seal of ours.
        """
        kind, id_, version, part = key
        if len(id_) != ID_BYTES or len(seal_) != SEAL_BYTES:
            raise ValueError("not the size of a record's id or seal")
        text = _ENTRY.pack(1, kind, ID_BYTES, id_, 8, version, 8, part, SEAL_BYTES, seal_)
        return int.from_bytes(hmac.digest(self._entries, text, "sha256"), "big")

    def name(self, kind: int, name: str) -> bytes:
        """Return the id of a record that is found by a name, which the file must not tell."""
        text = prefixed(bytes((kind,)), name.encode("utf-8", "surrogatepass"))
        return hmac.digest(self._names, text, "sha256")[:ID_BYTES]

    def _bound(self, key: RecordKey) -> bytes:
        kind, id_, version, part = key
        return prefixed(LABEL, b"record", self.store) + _ADDRESS.pack(1, kind, ID_BYTES, id_, 8, version, 8, part)
