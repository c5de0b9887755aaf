"""One letter typed into the filter over 100,000 items: from the key to the last byte of the list that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.figures import Figure, Missing, Of, Row, Target
from benchmarks.moving import Moved, series
from benchmarks.peers import Absent
from benchmarks.programs import COUNT, finding, stocked, unlocked
from benchmarks.run import Run
from benchmarks.terminal import BACKSPACE, Pressed, Terminal

QUERIES = ("garden", "mail work", "user1234", "netoary")
"""A word, two, a user name, and one with its letters mixed up."""
WHAT = "one letter in the filter, 100,000 items: last byte"
FIRST = "one letter in the filter, 100,000 items: first byte"


def figures(run: Run) -> Iterator[Row]:
    """Type the same into both by turns."""
    ours, theirs, name = Moved(), Moved(), ""
    with ExitStack() as stack:
        strongroom = stack.enter_context(unlocked(stocked(run), COUNT))
        strongroom.send("/")
        strongroom.rests()
        finder: Terminal | None = None
        try:
            fzf = run.peers.get("fzf")
            finder, name = stack.enter_context(finding(fzf, run)), f"fzf {fzf.version}"
        except Absent as absent:
            yield Missing(f"{WHAT} / fzf", str(absent))
        for number in range(run.rounds + 1):
            mine = _typed(strongroom)
            other = _typed(finder) if finder else []
            if number:
                ours.rounds.append(mine)
                theirs.rounds.append(other)
    yield Figure(FIRST, "ms", ours.first, name, theirs.first)
    yield Figure(WHAT, "ms", ours.last, name, theirs.last, [Target(25, Of.MEDIAN), Target(40, Of.P95)])


def _typed(terminal: Terminal) -> list[Pressed]:
    took: list[Pressed] = []
    for query in QUERIES:
        took += series(terminal, query)
        terminal.send(BACKSPACE * len(query))
    return took
