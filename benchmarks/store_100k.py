"""What a store of 100,000 items of 1.5 KB costs: to make, to unlock and list, to verify, to edit. Prints figures.

Run: python -m benchmarks.store_100k [ITEMS], in the root of the repository. What is measured runs in fresh processes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import environment, percentile, resident, show, timed
from benchmarks.hoard import ROOT, make, password
from tui.model.edit import SetTitle
from tui.store.store import Store

EDITS = 2000


def main() -> None:
    """Make a store, then measure it in processes of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(environment())
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as directory:
        path = Path(directory) / "home.strongroom"
        for step in ("make", "open", "edit"):
            command = [sys.executable, "-m", "benchmarks.store_100k", step, str(path), str(count)]
            subprocess.run(command, check=True, cwd=ROOT)


def open_and_list(path: Path, count: int) -> None:
    """Unlock, list everything, keep what a list would keep, then verify and back up."""
    started = time.perf_counter()
    with timed("unlock, key derived at the default cost"):
        store = Store.open(path, password(), state_dir=path.parent / "state")
    rows: list[str] = []
    with timed(f"list {count} items"):
        for page in store.summaries(store.vaults()[0].id):
            for one in page:
                rows += (one.ref.item, one.title, one.username, one.host)
    show("unlock and list", time.perf_counter() - started)
    if len(rows) != 4 * count:
        raise RuntimeError("the list is not whole")
    print(f"{'resident once listed, columns kept':>50} {resident():8.1f} MB", flush=True)
    with timed("verify the manifest over every record"):
        store.verify()
    with timed("back up: copy, decrypt and check all of it"):
        store.backup()
    store.close()


def edit(path: Path, _count: int) -> None:
    """Make durable edits, one after the other."""
    store = Store.open(path, password(), state_dir=path.parent / "state")
    refs = [one.ref for page in store.summaries(store.vaults()[0].id) for one in page]
    store.verify()
    took = []
    for number in range(EDITS):
        ref = refs[number * 7919 % len(refs)]
        version = store.item(ref).version
        begun = time.perf_counter()
        store.update(ref, [SetTitle(f"Edited {number}")], version)
        took.append(time.perf_counter() - begun)
    for part in (50, 99, 100):
        show(f"one durable edit, percentile {part}", percentile(took, part / 100))
    store.close()


if __name__ == "__main__":
    if len(sys.argv) > 3:
        {"make": make, "open": open_and_list, "edit": edit}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
