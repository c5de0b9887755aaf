"""What a store of 100,000 items of 1.5 KB costs: to make, to unlock and list, to verify, to edit. Prints figures.

As a part of the benchmark: from an open store to a list that can be searched, and edits. By itself:
python -m benchmarks.store_100k [ITEMS], in the root of the repository. What is measured runs in fresh processes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Of, Row, Target, environment, percentile, resident, show, timed
from benchmarks.hoard import ROOT, make, password
from benchmarks.programs import stocked
from benchmarks.run import Run
from tui.model.edit import SetTitle
from tui.store.store import Store

EDITS = 2000


STEPS = {
    "read": ("a store of 100,000 items, its key derived: all in the catalog", ()),
    "listed": ("a store of 100,000 items, its key derived: the first rows in order", ()),
    "searched": ("a store of 100,000 items, its key derived: a search answered", (Target(150, Of.MEDIAN),)),
}
FEW_EDITS = 300


def figures(run: Run) -> Iterator[Row]:
    """Open the store in a fresh process each time; then edit it in one."""
    home = stocked(run)
    found = [json.loads(_output("benchmarks.listing", home)) for _ in range(run.rounds * 2)]
    for step, (what, targets) in STEPS.items():
        yield Figure(what, "ms", [[one[step]] for one in found], targets=targets)
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as directory:
        copy = shutil.copytree(home, Path(directory) / "home")
        took = json.loads(_output("benchmarks.store_100k", "edits", copy, FEW_EDITS))
    yield Figure("a durable edit in a store of 100,000 items", "ms", [took], targets=[Target(10, Of.P95)])


def _output(module: str, *words: object) -> str:
    command = [sys.executable, "-m", module, *map(str, words)]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]


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
    with timed(f"list {count} items"):
        pages = list(store.summaries(store.vaults()[0].id))
    show("unlock and list", time.perf_counter() - started)
    if sum(map(len, pages)) != count:
        raise RuntimeError("the list is not whole")
    print(f"{'resident once listed, columns kept':>50} {resident():8.1f} MB", flush=True)
    with timed("verify the manifest over every record"):
        store.verify()
    with timed("back up: copy, decrypt and check all of it"):
        store.backup()
    store.close()


def edit(path: Path, _count: int) -> None:
    """Make durable edits, one after the other, and print what they took."""
    took = _edits(path, EDITS)
    for part in (50, 99, 100):
        show(f"one durable edit, percentile {part}", percentile(took, part / 100))


def edits(home: Path, count: int) -> None:
    """Make durable edits, one after the other, and print the milliseconds as JSON."""
    print(json.dumps([seconds * 1000 for seconds in _edits(home / "home.strongroom", count)]))


def _edits(path: Path, count: int) -> list[float]:
    store = Store.open(path, password(), state_dir=path.parent / "state")
    refs = [one.ref for page in store.summaries(store.vaults()[0].id) for one in page]
    store.verify()
    took = []
    for number in range(count):
        ref = refs[number * 7919 % len(refs)]
        version = store.item(ref).version
        begun = time.perf_counter()
        store.update(ref, [SetTitle(f"Edited {number}")], version)
        took.append(time.perf_counter() - begun)
    store.close()
    return took


STEPS_OF_MAIN = {"make": make, "open": open_and_list, "edit": edit, "edits": edits}

if __name__ == "__main__":
    if len(sys.argv) > 3:
        STEPS_OF_MAIN[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
