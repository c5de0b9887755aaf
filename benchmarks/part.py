"""Runs one part in a process of its own, so that what one leaves in memory slows no other down.

Its rows go, as lines of JSON, to the file descriptor it is given: what a part prints beside that is for people.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

from benchmarks.figures import Missing, Row, from_json, to_json
from benchmarks.peers import Peers
from benchmarks.run import Run

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 900
"""Seconds after which a part is ended."""


def rows(name: str, rounds: int, *, quick: bool, peers: Path, scratch: Path) -> Iterator[Row]:
    """Run a part and yield its rows as they come; one that ends badly is told as missing."""
    reading, writing = os.pipe()
    words = [name, str(rounds), str(int(quick)), str(peers), str(scratch), str(writing)]
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.part", *words], cwd=ROOT, pass_fds=(writing,), stdout=sys.stderr
    ) as process:
        os.close(writing)
        timer = Timer(PATIENCE, process.kill)
        timer.start()
        with os.fdopen(reading) as lines:
            for line in lines:
                yield from_json(json.loads(line))
        code = process.wait()
        timer.cancel()
    if code:
        yield Missing(name, f"the rest of this part: it ended with {code}")


def main(name: str, run: Run, writing: int) -> None:
    """Run it here."""
    module = importlib.import_module(f"benchmarks.{name}")
    with os.fdopen(writing, "w") as pipe:
        for row in module.figures(run):
            print(json.dumps(to_json(row)), file=pipe, flush=True)


if __name__ == "__main__":
    name, rounds, quick, peers, scratch, writing = sys.argv[1:]
    main(name, Run(int(rounds), quick == "1", Peers(Path(peers)), Path(scratch)), int(writing))
