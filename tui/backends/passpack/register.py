"""Which entries are known, and which version each is: the server tells no versions, so they are counted here.

An entry that is not what it was when it was seen last has the next version. What was made, opened or changed here is
kept over runs, sealed, so that versions go on and a server that lists nothing still has something to show.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Content = tuple[str, ...]
"""What may be changed of an entry; only that makes a version, since some servers tell when one was read last."""

_KEY = 32
_HEX = re.compile(r"([0-9a-f]{2}){16,32}")


@dataclass(slots=True)
class _Seen:
    """An entry as it was seen last."""

    version: int
    digest: bytes
    key: bytes


class Register:
    """The entries of one account. `keep` may be called from any thread."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(_KEY)
        self._seen: dict[str, _Seen] = {}
        self._rows: dict[str, bytes] = {}

    def version(self, entry: str, content: Content) -> int:
        """Return the version that an entry is with this content, and remember it."""
        seen = self._seen.get(entry)
        if seen is None:
            seen = self._seen[entry] = _Seen(1, _digest(self._key, content), self._key)
        elif seen.digest != (digest := _digest(seen.key, content)):
            seen.version, seen.digest = seen.version + 1, digest
        return seen.version

    def row(self, entry: str, content: Content) -> bool:
        """Whether an entry is listed otherwise than before; it is remembered.

        A list may tell less of an entry than it has, or mask it: what it tells is compared with what it told, and is no
        version.
        """
        digest = _digest(self._key, content)
        before, self._rows[entry] = self._rows.get(entry), digest
        return before not in (None, digest)

    def gone(self, entry: str) -> None:
        """Forget an entry that is not there any more."""
        self._seen.pop(entry, None)
        self._rows.pop(entry, None)

    def known(self) -> Sequence[str]:
        """Return the ids of the entries that were made or opened here, the last ones first."""
        return list(self._seen)[::-1]

    def all(self) -> frozenset[str]:
        """Return the ids of all entries that were seen."""
        return frozenset(self._seen) | self._rows.keys()

    def table(self) -> dict[str, dict[str, list[int | str]]]:
        """Return what is kept over runs. It tells nothing of values but to who can guess them: it is to be sealed."""
        kept: dict[str, dict[str, list[int | str]]] = {}
        for entry, seen in list(self._seen.items()):
            kept.setdefault(seen.key.hex(), {})[entry] = [seen.version, seen.digest.hex()]
        return kept

    def recall(self, table: object) -> None:
        """Go on from what `table` once returned. What cannot be read is ignored."""
        before, self._seen = self._seen, dict(_read(table))
        for entry, seen in before.items():
            old = self._seen.get(entry)
            # Seen before this was recalled: whether it is another by now is not known, so that it counts as one.
            seen.version += old.version if old is not None else 0
            self._seen[entry] = seen


def _read(table: object) -> Iterator[tuple[str, _Seen]]:
    for key, entries in table.items() if isinstance(table, dict) else ():
        for entry, one in entries.items() if isinstance(entries, dict) else ():
            match one:
                case [int(version), str(digest)] if version > 0 and _HEX.fullmatch(key) and _HEX.fullmatch(digest):
                    yield entry, _Seen(version, bytes.fromhex(digest), bytes.fromhex(key))


def _digest(key: bytes, content: Content) -> bytes:
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=16, key=key).digest()
