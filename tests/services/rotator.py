"""A child process that rotates one password of a real store, until it is killed: at a step it is told, or from outside.

It prints each new password as it is sealed, and "saved" when the rotation ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.services.rotating import rotate
from tui.model.ids import HOME, ItemRef
from tui.model.secret import Secret
from tui.services.clipboard import Clipboard
from tui.services.home import new_home, open_store
from tui.services.session import Session
from tui.services.settings import Settings
from tui.store.naming import RecordKind
from tui.store.store import Store

STEPS = (
    "before it is sealed",
    "after it is sealed",
    "before it is sent",
    "during the call",
    "after the call",
    "after it is noted",
)
MASTER = Secret("s3cret-master")


def die() -> None:
    """End as a machine without power does."""
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(Store):
    """A store that kills its process at a step."""

    step = ""
    changes = 0

    def change(self, kind: RecordKind, key: str, change: object) -> None:
        """See `Store`."""
        Dying.changes += 1
        if self.step == STEPS[0]:
            die()
        super().change(kind, key, change)  # type: ignore[arg-type]
        if (Dying.changes, self.step) in ((1, STEPS[1]), (2, STEPS[2]), (3, STEPS[5])):
            die()

    def update(self, ref: ItemRef, edits: object, version: int) -> object:  # type: ignore[override]
        """See `Store`."""
        if self.step == STEPS[3]:
            commit = self._records.on_commit

            def dying(counter: int) -> None:
                commit(counter)
                die()

            self._records.on_commit = dying
        saved = super().update(ref, edits, version)  # type: ignore[arg-type]
        if self.step == STEPS[4]:
            die()
        return saved


async def main(path: Path, state: Path, step: str, first: int) -> None:
    """Rotate on and on."""
    Dying.step = step
    opened = Store.open

    def dying(*args: object, **named: object) -> Store:
        store = opened(*args, **named)  # type: ignore[arg-type]
        store.__class__ = Dying
        return store

    Store.open = dying  # type: ignore[method-assign]
    session = Session(Settings(), lambda: Clipboard(lambda _: None, 30, "none", env={}), lambda *_: None, lambda: None)
    home = new_home(session.written, session.activity)
    await open_store(home, path, state, MASTER, keep_versions=50)
    session.adopt(home, "Home")
    await session.load()
    ref = session.catalog.snapshot.ref(0)
    assert ref.account == HOME
    number = first
    while True:
        await rotate(session, ref, Secret(f"s3cret-{number}"))
        sys.stdout.write(f"saved {number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
