"""The longest time that Textual's loop does not come round, in all that is done with 100,000 items."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks import hoard
from benchmarks.figures import Figure, Of, Row, Target
from benchmarks.part import ROOT
from benchmarks.programs import COUNT, at_home, stocked
from benchmarks.run import Run
from benchmarks.terminal import DOWN, END, ENTER, ESCAPE, HALF_PAGE, HOME, Terminal

LIMIT = 50


SWITCHED = 0.02
"""Seconds after which a phase has surely begun."""

Held = dict[str, tuple[float, float]]
"""By phase: the longest hold, and the longest without what other processes took, in milliseconds."""


class Probed:
    """A Strongroom whose loop is watched."""

    def __init__(self, terminal: Terminal, phases: int) -> None:
        self.terminal = terminal
        self._phases = phases

    def phase(self, name: str) -> None:
        """Begin a phase."""
        os.write(self._phases, f"{name}\n".encode())
        time.sleep(SWITCHED)


@contextmanager
def probed(arguments: Sequence[str], env: dict[str, str], held: Held) -> Iterator[Probed]:
    """Run it, and put into `held` what was measured when the block ends."""
    phases_in, phases_out = os.pipe()
    found_in, found_out = os.pipe()
    words = [sys.executable, "-m", "benchmarks.probed", str(phases_in), str(found_out), *arguments]
    with Terminal(words, env=env, cwd=ROOT, pass_fds=(phases_in, found_out)) as terminal:
        os.close(phases_in)
        os.close(found_out)
        yield Probed(terminal, phases_out)
        os.close(phases_out)
        with os.fdopen(found_in) as found:
            held.update(json.load(found))


def figures(run: Run) -> Iterator[Row]:
    """Do the same in each round, in a fresh program."""
    rounds: list[Held] = []
    for _ in range(run.rounds):
        held: Held = {}
        with at_home() as env, probed((), {**env, "STRONGROOM_HOME": str(stocked(run))}, held) as one:
            _story(one)
        rounds.append(held)
    for name in rounds[0]:
        longest = [[each[name][0]] for each in rounds]
        yield Figure(f"longest hold of the loop: {name}", "ms", longest, targets=[Target(LIMIT, Of.MOST)])
    own = [[max(took for _, took in each.values())] for each in rounds]
    yield Figure("longest hold of all of these, without what other processes took", "ms", own)


def _story(one: Probed) -> None:
    terminal = one.terminal
    one.phase("starting")
    terminal.shows("Master password")
    terminal.rests(1)
    one.phase("unlocking 100,000 items")
    terminal.send(hoard.password().reveal() + ENTER)
    terminal.shows(f"{COUNT:,} items")
    terminal.rests(2)
    one.phase("opening the list")
    terminal.send(ENTER)
    terminal.shows("has:otp")
    terminal.rests(1)
    for name, keys in (
        ("moving", (DOWN,) * 20),
        ("half pages, the end and the top", (*(HALF_PAGE,) * 10, END, HOME)),
        ("filtering letter by letter", "/garden 42"),
    ):
        one.phase(name)
        for key in keys:
            terminal.send(key)
            terminal.rests(0.1, most=1)
    terminal.send(ESCAPE)
    one.phase("a one-time code in sight")
    terminal.rests(2, most=3)
