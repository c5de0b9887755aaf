"""From the master password to a key: Argon2id."""

from __future__ import annotations

import unicodedata

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tui.model.errors import Unreachable
from tui.model.secret import Secret
from tui.store.cost import SPARE_KIB, Cost
from tui.store.memory import available_kib

SALT_BYTES = 16
KEY_BYTES = 32


def derive(password: Secret, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key-encryption key.

    The password is taken in Unicode normal form C, so that it is the same on every keyboard and system.

    Raises:
        Damaged: the cost is out of bounds.
        Unreachable: the machine has not enough free memory; checked before any is taken.
    """
    cost.check()
    free = available_kib()
    if free is not None and free < cost.memory_kib + SPARE_KIB:
        raise Unreachable(_short(cost, free))
    text = unicodedata.normalize("NFC", password.reveal()).encode("utf-8", "surrogatepass")
    function = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    try:
        return function.derive(text)
    except MemoryError:
        raise Unreachable(_short(cost, free)) from None


def _short(cost: Cost, free: int | None) -> str:
    have = "" if free is None else f", and {free // 1024} MiB are"
    return (
        f"To open this store, {(cost.memory_kib + SPARE_KIB) // 1024} MiB of memory must be free{have}: "
        "close another program and try again."
    )
