"""Making the demo's store.

Imported only when the demo's vaults are seen already, since the samples are paid for by whoever imports them.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from tui.model.errors import VaultError
from tui.model.secret import Secret
from tui.services.demo.filling import fill
from tui.services.demo.place import PASSWORD, DemoPlace, adopt, claim, cleanup, parents, sweep

__all__ = ["PASSWORD", "DemoPlace", "adopt", "cleanup", "make"]


def make(folder: Path | None = None, now: float | None = None) -> DemoPlace:
    """Make a demo store and return where it lies; its items look as they do at `now` (Unix seconds).

    It gets a private folder of its own in `folder`; without one, where this machine keeps what lives for a session.
    Demos that a killed process left there are removed first. The caller calls `cleanup` when the demo is over and when
    a signal ends the process; an ordinary end of the interpreter does it by itself.

    Raises:
        VaultError: the disk or the memory refuses.
    """
    moment = time.time() if now is None else now
    *better, last = parents() if folder is None else (folder,)
    sweep(*better, last)
    for parent in better:
        with suppress(VaultError):  # what is in memory may be too small
            return _make(parent, moment)
    return _make(last, moment)


def _make(parent: Path, now: float) -> DemoPlace:
    place = claim(parent, Secret(PASSWORD))
    try:
        fill(place.path, place.password, now)
    except BaseException:
        cleanup(place)
        raise
    return place
