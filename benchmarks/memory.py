"""What 100,000 items listed take of memory, beyond the same app with none."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import processes
from benchmarks.figures import Figure, Missing, Of, Row, Target
from benchmarks.peers import Absent
from benchmarks.programs import COUNT, finding, stocked, unlocked
from benchmarks.run import Run

WHAT = "memory with 100,000 items listed, beyond the same app with none"
WHOLE = "memory of the whole program with 100,000 items listed"
MOST = 3
"""Rounds: there is little noise in it."""
SETTLED = 3.0
"""Seconds in which nothing is painted: what is done after the unlocking is done."""


def figures(run: Run) -> Iterator[Row]:
    """Open both, and fzf, by turns."""
    beyond: list[list[float]] = []
    whole: list[list[float]] = []
    theirs: list[list[float]] = []
    name = ""
    try:
        fzf = run.peers.get("fzf")
        name = f"fzf {fzf.version}"
    except Absent as absent:
        yield Missing(f"{WHOLE} / fzf", str(absent))
    for _ in range(1 if run.quick else min(run.rounds, MOST)):
        much = _listed(run, COUNT)
        whole.append([much])
        beyond.append([much - _listed(run, 0)])
        if name:
            with finding(fzf, run) as finder:
                theirs.append([processes.memory(finder.pid)])
    yield Figure(WHAT, "MB", beyond, targets=[Target(90, Of.MEDIAN)])
    yield Figure(WHOLE, "MB", whole, name, theirs)


def _listed(run: Run, count: int) -> float:
    """Return the MB with so many items listed, and nothing else of ours running that it could share pages with."""
    with unlocked(stocked(run, count), count) as terminal:
        terminal.rests(SETTLED)
        return processes.memory(terminal.pid)
