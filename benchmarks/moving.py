"""Moving through a list of 100,000 items: from the key to the first byte, to the last one, and how many there are."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version

from benchmarks.figures import Figure, Missing, Of, Row, Target
from benchmarks.peers import Absent, Peer
from benchmarks.programs import COUNT, FLOOR, at_home, finding, stocked, unlocked
from benchmarks.run import Run
from benchmarks.terminal import DOWN, HALF_PAGE, HOME, SIZE, UP, Pressed, Terminal

MOVES = (DOWN,) * 6 + (UP,) * 6
"""Never so far that the list scrolls."""
PAST = (DOWN,) * 8
HALF_PAGES = (HALF_PAGE,) * 6
PAGE = 36
"""Lines to the lower edge, and a little beyond it."""
NARROW = 80, SIZE[1]
"""Here the detail pane has no room."""
QUIET = 0.1
TICK = 0.03, 0.78
"""One-time codes are painted when a second begins; what a key costs is measured in this part of a second."""

STAYING, SCROLLING, HALVES = "move the cursor", "move past the edge, which scrolls", "scroll by half a page"
WITH_DETAIL = ", detail following"


@dataclass
class Moved:
    """What the keys of each round cost in one program."""

    rounds: list[list[Pressed]] = field(default_factory=list)

    @property
    def first(self) -> list[list[float]]:
        """Milliseconds to the first byte."""
        return [[one.first for one in each] for each in self.rounds]

    @property
    def last(self) -> list[list[float]]:
        """Milliseconds to the last byte."""
        return [[one.last for one in each] for each in self.rounds]

    @property
    def size(self) -> list[list[float]]:
        """Bytes."""
        return [[one.size for one in each] for each in self.rounds]


Deeds = dict[str, dict[str, Moved]]
"""By what was done, and the program that did it."""


def figures(run: Run) -> Iterator[Row]:
    """Have all programs open at once, and press the same keys in each by turns."""
    store, deeds = stocked(run), Deeds()
    with ExitStack() as stack:
        wide = stack.enter_context(unlocked(store, COUNT))
        narrow = stack.enter_context(unlocked(store, COUNT, NARROW))
        floor = stack.enter_context(Terminal(FLOOR, env=stack.enter_context(at_home())))
        floor.shows("ready")
        floor.rests()
        fzf: Peer | None = None
        try:
            fzf = run.peers.get("fzf")
            finder = stack.enter_context(finding(fzf, run, NARROW))
        except Absent as absent:
            yield Missing("moving in a list / fzf", str(absent))
        programs = {"wide": wide, "narrow": narrow} | ({"fzf": finder} if fzf else {})
        for number in range(run.rounds + 1):
            found = _one_round(programs, floor)
            if number:
                _gather(deeds, found)
        _follows(wide)
    yield from _rows(deeds, f"fzf {fzf.version}" if fzf else "")


def _one_round(programs: Mapping[str, Terminal], floor: Terminal) -> Deeds:
    found: Deeds = {STAYING: {"floor": Moved([series(floor, MOVES)])}}
    for name, terminal in programs.items():
        found[STAYING][name] = Moved([series(terminal, MOVES)])
    for name, terminal in programs.items():
        terminal.send(DOWN * PAGE)
        terminal.rests()
        found.setdefault(SCROLLING, {})[name] = Moved([series(terminal, PAST)])
        back(terminal)
    for name, terminal in programs.items():
        found.setdefault(HALVES, {})[name] = Moved([series(terminal, HALF_PAGES)])
        back(terminal)
    return found


def _gather(deeds: Deeds, found: Deeds) -> None:
    for deed, programs in found.items():
        for name, moved in programs.items():
            deeds.setdefault(deed, {}).setdefault(name, Moved()).rounds += moved.rounds


def _rows(deeds: Deeds, fzf: str) -> Iterator[Row]:
    staying = deeds[STAYING]
    wide, bare = staying["wide"], staying["floor"]
    floor = f"Textual {version('textual')}'s floor"
    yield Figure(f"{STAYING}{WITH_DETAIL}: first byte", "ms", wide.first, floor, bare.first, [Target(2.6)])
    yield Figure(f"{STAYING}{WITH_DETAIL}: last byte", "ms", wide.last, targets=[Target(40, Of.P95)])
    for deed, programs in deeds.items():
        ours, peers = programs["narrow"], programs.get("fzf", Moved())
        yield Figure(f"{deed}: first byte", "ms", ours.first, fzf, peers.first)
        yield Figure(f"{deed}: last byte", "ms", ours.last, fzf, peers.last)
        targets = [Target(700, Of.MEDIAN)] if deed == STAYING else []
        yield Figure(f"{deed}: bytes", "B", ours.size, fzf, peers.size, targets)
        if deed != STAYING:
            yield Figure(f"{deed}{WITH_DETAIL}: last byte", "ms", programs["wide"].last)


def series(terminal: Terminal, keys: Sequence[str]) -> list[Pressed]:
    """Press keys one after the other, between the ticks of one-time codes.

    What was written while others were measured is read first: a program whose terminal is not read has to wait.
    """
    terminal.rests()
    found = []
    for key in keys:
        part = time.time() % 1
        if not TICK[0] < part < TICK[1]:
            time.sleep((TICK[0] - part) % 1)
            terminal.rests(QUIET)
        found.append(terminal.press(key, QUIET))
    return found


def back(terminal: Terminal) -> None:
    """Go to the top."""
    terminal.send(HOME)
    terminal.rests()


def _follows(terminal: Terminal) -> None:
    """Make sure that what was measured is what is meant: the detail pane shows the item under the cursor."""
    terminal.press(DOWN, QUIET)
    row = next(line for line in terminal.page().splitlines() if "▌" in line)
    title = row.partition("  user")[0].strip(" ▌◉")
    if terminal.page().count(title) != 2:
        raise RuntimeError(f"the detail pane does not show {title!r}:\n{terminal.page()}")
