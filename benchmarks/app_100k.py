"""What 100,000 items of 1.5 KB cost in the real app: to unlock and list, to find, sort, change, and to follow others.

Run: python -m benchmarks.app_100k [ROUNDS] [ITEMS] [--why], in the root of the repository. Each round has a copy of
the store and a process of its own. With --why the stacks of all threads are printed wherever the loop came late.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Figures, Of, Row, Target, environment, table
from benchmarks.hoard import ROOT, make
from benchmarks.programs import COUNT, stocked
from benchmarks.run import Run

LIMITS = {
    "Enter to the whole list painted, ms": 2000,
    "resident once listed, MB": 200,
    "one durable edit from the UI, p50, ms": 10,
    "one durable edit from the UI, p99, ms": 10,
}


def figures(run: Run) -> Iterator[Row]:
    """Go through the story in a fresh process each time."""
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as directory:
        home = Path(directory) / "home"
        rounds = 1 if run.quick else min(run.rounds, 3)
        found = [one_round(stocked(run), home, COUNT, []) for _ in range(rounds)]
    for name in found[0]:
        if name.startswith(" "):  # explains another figure, to those who look for its cause
            continue
        what, _, unit = name.rpartition(", ")
        targets = [Target(LIMITS[name], Of.MEDIAN)] if name in LIMITS else []
        if name.startswith("longest hold"):
            targets = [Target(50, Of.MEDIAN)]
        yield Figure(f"app, 100,000 items: {what}", unit, [[one[name]] for one in found], targets=targets)


def main(arguments: list[str]) -> None:
    """Make a store, go through the story a few times, and print a table."""
    numbers = [int(one) for one in arguments if one.isdigit()]
    rounds, count = (*numbers, 5, 100_000)[:1][0], numbers[1] if len(numbers) > 1 else 100_000
    print(environment(), flush=True)
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as directory:
        hoard = Path(directory) / "hoard"
        hoard.mkdir(mode=0o700)
        make(hoard / "home.strongroom", count)
        found = [one_round(hoard, Path(directory) / f"round {number}", count, arguments) for number in range(rounds)]
    limits = {name: LIMITS.get(name, 50.0) for name in found[0] if name in LIMITS or name.startswith("longest hold")}
    print("\n".join(table(found, limits)))
    print(environment())


def one_round(hoard: Path, home: Path, count: int, arguments: list[str]) -> Figures:
    """Go through the story in a fresh process, over a copy of the store."""
    shutil.copytree(hoard, home)
    command = [sys.executable, "-m", "benchmarks.app_100k", "story", str(home), str(count), *arguments]
    environ = {**os.environ, "STRONGROOM_HOME": str(home)}
    done = subprocess.run(command, check=True, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    shutil.rmtree(home)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def story(home: Path, count: int, *, why: bool) -> None:
    """Sit down before the app, and print what was measured."""
    gc.disable()  # as `__main__` does: `host.garbage` settles what is loaded by the first paint
    from tui.host import boot

    boot.prepare()
    from benchmarks.story import tell

    print(json.dumps(asyncio.run(tell(home / "home.strongroom", count, why=why))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["story"]:
        story(Path(sys.argv[2]), int(sys.argv[3]), why="--why" in sys.argv)
    else:
        main(sys.argv[1:])
