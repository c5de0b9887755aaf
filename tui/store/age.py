"""Whether the file of a store is the one that was last seen here, and whether others write to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tui.store import sql
from tui.store.lastseen import LastSeen
from tui.store.records import Records

ROTATE_AT = 2**31
"""Encryptions under one data key after which other keys are advised: half of what random nonces allow."""


class Age:
    """Compares the counter of an open file with the one that this machine saw last, and keeps that one."""

    def __init__(self, records: Records, state_dir: Path, store_id: str) -> None:
        self._records = records
        self._seen = LastSeen(state_dir, store_id)
        self._older = records.manifest.counter < self._seen.read()
        self.warnings = tuple(self._compare())
        """Sentences for the user."""
        self._others = self._data_version()
        records.on_commit = self._note

    def close(self) -> None:
        """Let go of what was seen last."""
        self._seen.close()

    def changed(self) -> bool:
        """Return whether another process or connection wrote since the last call (or since opening)."""
        before, self._others = self._others, self._data_version()
        return self._others != before

    def _data_version(self) -> int:
        with sql.told(self._records.path):
            (version,) = self._records.connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _compare(self) -> Iterator[str]:
        manifest = self._records.manifest
        if self._older:
            yield (
                f"{self._records.path} is older than when it was last open here "
                f"(change {manifest.counter}; {self._seen.read()} was seen). "
                "If you did not put an older copy back, somebody else did."
            )
        else:
            self._seen.raise_to(manifest.counter)
        if not self._seen.usable:
            yield "Nothing can be kept in the state directory, so an older copy of this store would not be noticed."
        if manifest.sealed >= ROTATE_AT:
            yield "This store has been written to very often; rotate its keys."

    def _note(self, counter: int) -> None:
        if self._older:  # it was told; from here on, this file is the one we know
            self._older = False
            self._seen.write(counter)
        else:
            self._seen.raise_to(counter)
