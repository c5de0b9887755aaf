"""From an open store to a list that can be searched, without a screen: prints the milliseconds to each step as JSON.

Run: python -m benchmarks.listing HOME, in a process of its own. The key is derived before the time begins.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path

from benchmarks.hoard import password
from tui.backends.local.backend import LocalBackend
from tui.host import garbage
from tui.model.ids import HOME
from tui.services.catalog import Catalog
from tui.services.finder import Finder, Request, Sort
from tui.services.worker import ApiWorker
from tui.store.store import Store

SCREEN = 40
"""Rows that are seen first."""


async def listed(home: Path) -> dict[str, float]:
    """Return when all rows were in the catalog, the first of them in order, and a search answered."""
    path, state = home / "home.strongroom", home / "state"

    async def opener() -> LocalBackend:
        backend = LocalBackend(lambda: Store.open(path, password(), state_dir=state))
        await backend.open()
        return backend

    worker: ApiWorker[LocalBackend] = ApiWorker(HOME)
    await worker.start(opener)
    gc.disable()
    garbage.settle()  # as the app does
    catalog, finder, found = Catalog(), Finder(), {}
    begun = time.perf_counter()
    await catalog.load(worker)
    found["read"] = (time.perf_counter() - begun) * 1000
    rows = (await finder.find_soon(catalog.snapshot, Request(sort=Sort.TITLE))).rows
    titles = [catalog.snapshot.columns.titles[rows[at]] for at in range(min(SCREEN, len(rows)))]
    found["listed"] = (time.perf_counter() - begun) * 1000
    answer = await finder.find_soon(catalog.snapshot, Request("mail"))
    found["searched"] = (time.perf_counter() - begun) * 1000
    if titles != sorted(titles, key=str.casefold) or not answer.rows:
        raise RuntimeError("not the rows that were to come")
    finder.close()
    await worker.aclose()
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(listed(Path(sys.argv[1])))))
