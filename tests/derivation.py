"""Keys from passwords, derived once in a process: most tests open their store more than once, with the same password.

What comes out is what Argon2id gave for the same password, salt and cost; only that it is asked twice is left out.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tui.store import kdf


def derive_once() -> None:
    """Remember every key that is derived from now on, and of the password a hash."""
    remembered: dict[tuple[bytes, bytes, tuple[int, ...]], bytes] = {}

    class Remembering:
        def __init__(self, *, salt: bytes, length: int, iterations: int, lanes: int, memory_cost: int) -> None:
            self._function = Argon2id(
                salt=salt, length=length, iterations=iterations, lanes=lanes, memory_cost=memory_cost
            )
            self._asked = (salt, (length, iterations, lanes, memory_cost))

        def derive(self, text: bytes) -> bytes:
            key = (hashlib.blake2b(text).digest(), *self._asked)
            if key not in remembered:
                remembered[key] = self._function.derive(text)
            return remembered[key]

    kdf.Argon2id = Remembering  # type: ignore[assignment, attr-defined]
