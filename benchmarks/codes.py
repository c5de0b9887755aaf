"""A one-time code that is shown: what each second of it costs, seen from outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks import processes
from benchmarks.figures import Figure, Of, Row, Target
from benchmarks.programs import STRONGROOM, at_home
from benchmarks.run import Run
from benchmarks.terminal import DOWN, ENTER, HOME, Terminal

SECONDS = 5
WITH, WITHOUT = "Alder Bank", "Alder card"
"""Two neighbours of the sample data: one has a one-time code."""
LAST = "Kiln & Clay"
"""The last row that is seen: once it is there, no row moves any more."""
WHAT = "a one-time code in sight, each second"


def figures(run: Run) -> Iterator[Row]:
    """Look at both at the same time: the other tells what the app does anyway."""
    sizes: list[list[float]] = []
    took: list[list[float]] = []
    with ExitStack() as stack:
        code, none = (_looking_at(stack, title) for title in (WITH, WITHOUT))
        for _ in range(run.rounds):
            sizes.append([])
            took.append([])
            for _ in range(SECONDS):
                first, second = _second(code, none)
                sizes[-1].append(first[0])
                took[-1].append(first[1] - second[1])
    yield Figure(f"{WHAT}: bytes", "B", sizes, targets=[Target(200, Of.MEDIAN)])
    yield Figure(f"{WHAT}: processor, beyond an item without one", "ms", took, targets=[Target(5, Of.MEDIAN)])


def _looking_at(stack: ExitStack, title: str) -> Terminal:
    env = stack.enter_context(at_home())
    terminal = stack.enter_context(Terminal([STRONGROOM, "--demo"], env=env))
    terminal.shows("Halden Instruments")
    terminal.send(ENTER)
    terminal.shows("user name")
    terminal.shows(LAST)
    terminal.rests(most=1)
    terminal.send(HOME + (DOWN if title == WITHOUT else ""))
    terminal.fulfils(lambda page: page.count(title) == 2, title)
    terminal.rests(most=1)
    return terminal


def _second(*terminals: Terminal) -> list[tuple[int, float]]:
    """Return the bytes and the milliseconds of processor of each in one second, from its middle to that of the next."""
    time.sleep((0.5 - time.time()) % 1)
    for terminal in terminals:
        terminal.drop()
    before = [processes.processor(terminal.pid) for terminal in terminals]
    time.sleep(1)
    pairs = zip(terminals, before, strict=True)
    return [(terminal.drop(), processes.processor(terminal.pid) - then) for terminal, then in pairs]
