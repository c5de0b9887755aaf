"""The header: what can be read without a key, and how the password gives the data key.

It is canonical JSON: sorted keys, no spaces, nothing but small integers and lower-case ASCII. Bytes that are not what
we would write are refused, so that there is one way to say everything.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tui.model.errors import Damaged, Invalid, WrongPassword
from tui.model.secret import Secret
from tui.store.cost import Cost
from tui.store.kdf import KEY_BYTES, SALT_BYTES, derive
from tui.store.keys import LABEL, SEAL_BYTES, seal, unseal
from tui.store.naming import id_bytes, id_text, prefixed

FORMAT = 1
NEWER = "This store was made by a newer Strongroom; update Strongroom to open it."
MOST_BYTES = 64 * 1024
_STRANGE = "The header of this store is not one that Strongroom wrote; put a backup back."
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key: so far a password.

    `wrapped` is the data key, sealed under what the password, `salt` and `cost` derive.
    """

    cost: Cost
    salt: bytes
    wrapped: bytes = b""

    def plain(self) -> dict[str, str | int]:
        """Return what the wrapping is bound to: everything but the wrapped key."""
        return {
            "kdf": "argon2id",
            "kind": "password",
            "lanes": self.cost.lanes,
            "memory": self.cost.memory_kib,
            "passes": self.cost.passes,
            "salt": self.salt.hex(),
        }


@dataclass(frozen=True, slots=True)
class Header:
    """The id of the store (16 bytes) and its key slots."""

    store: bytes
    slots: tuple[Slot, ...]

    def encode(self) -> bytes:
        """Return the bytes that are stored."""
        slots = [{**slot.plain(), "wrapped": slot.wrapped.hex()} for slot in self.slots]
        return _canonical({"format": FORMAT, "slots": slots, "store": id_text(self.store)})


def digest(stored: bytes) -> bytes:
    """Return the digest of a stored header, which the manifest holds so that an old header put back is noticed."""
    return hashlib.sha256(stored).digest()


def decode(stored: bytes) -> Header:
    """Read a stored header.

    Raises:
        Invalid: a newer Strongroom wrote it.
        Damaged: nobody of ours wrote it.
    """
    try:
        found = json.loads(stored[:MOST_BYTES])
        header = _read(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged(_STRANGE) from None
    if header.encode() != stored:
        raise Damaged(_STRANGE)
    return header


def _read(found: dict[str, object]) -> Header:
    form = found["format"]
    if isinstance(form, int) and form > FORMAT:
        raise Invalid(NEWER)
    store, slots = found["store"], found["slots"]
    if form != FORMAT or not isinstance(store, str) or not isinstance(slots, list):
        raise Damaged(_STRANGE)
    raw = id_bytes(store)
    if raw is None or not 1 <= len(slots) <= 16:
        raise Damaged(_STRANGE)
    return Header(raw, tuple(_read_slot(slot) for slot in slots))


def _read_slot(found: dict[str, object]) -> Slot:
    if (found["kind"], found["kdf"]) != ("password", "argon2id"):
        raise Invalid("This store is opened in a way that this Strongroom does not know; update Strongroom.")
    numbers = [found["memory"], found["passes"], found["lanes"]]
    memory, passes, lanes = (number if type(number) is int else 0 for number in numbers)
    slot = Slot(Cost(memory, passes, lanes), _hex(found["salt"]), _hex(found["wrapped"]))
    slot.cost.check()
    if len(slot.salt) != SALT_BYTES or len(slot.wrapped) != SEAL_BYTES + KEY_BYTES:
        raise Damaged(_STRANGE)
    return slot


def _hex(found: object) -> bytes:
    if not isinstance(found, str) or _HEX.fullmatch(found) is None:
        raise Damaged(_STRANGE)
    return bytes.fromhex(found)


def wrap(data_key: bytes, password: Secret, store: bytes, cost: Cost) -> Slot:
    """Return a slot that gives `data_key` for `password`.

    Raises:
        Invalid: the password is empty.
    """
    if not password:
        raise Invalid("The master password must not be empty.")
    slot = Slot(cost, os.urandom(SALT_BYTES))
    key = derive(password, slot.salt, cost)
    return replace(slot, wrapped=b"".join(seal(AESGCM(key), data_key, _bound(slot, store))))


def unwrap(header: Header, password: Secret) -> bytes:
    """Return the data key.

    Raises:
        WrongPassword: no slot opens with this password.
        Unreachable: not enough memory.
    """
    for slot in header.slots:
        key = derive(password, slot.salt, slot.cost)
        bound = _bound(slot, header.store)
        data_key = unseal(AESGCM(key), slot.wrapped[:SEAL_BYTES], slot.wrapped[SEAL_BYTES:], bound)
        if data_key is not None:
            return data_key
    raise WrongPassword("That is not the master password of this store.")


def _bound(slot: Slot, store: bytes) -> bytes:
    return prefixed(LABEL, b"slot", store, _canonical(slot.plain()))


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
