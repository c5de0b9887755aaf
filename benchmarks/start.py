"""From the start of a program to what it is for, on the screen: a list, a form, a door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure, Missing, Row, Target
from benchmarks.peers import Absent, Peers
from benchmarks.programs import FLOOR, STRONGROOM, at_home, stocked
from benchmarks.run import Run
from benchmarks.terminal import NeverCame, Terminal

LIST = "--demo, start to the painted list"
DOOR = "with a store, start to the painted door"
SHOWN = {"posting": "Collection is empty", "harlequin": "Query Results", "keeper": "Service 000020"}
"""The peers, and what each shows once it is painted."""
TITLES = {"keeper": "Keeper SuperShell"}
KEEPER = Path(__file__).with_name("keeper.py")
RECORDS = "88"
"""As many as the demo has items."""


class Program(NamedTuple):
    """A program to start, and a text that is on its screen when it is painted."""

    name: str
    command: Sequence[str | Path]
    text: str


@dataclass
class Started:
    """A program with what its starts took, in milliseconds."""

    program: Program
    env: dict[str, str]
    took: list[list[float]] = field(default_factory=list)

    def once(self) -> float:
        """Start it.

        Raises:
            NeverCame: it was not painted.
        """
        with Terminal(self.program.command, env=self.env, cwd=Path(self.env["HOME"])) as terminal:
            return terminal.shows(self.program.text)


def figures(run: Run) -> Iterator[Row]:
    """Start all by turns; the first time does not count, since the files are read from the disk then."""
    with ExitStack() as stack:

        def started(*parts: Program) -> list[Started]:
            return [Started(one, stack.enter_context(at_home())) for one in parts]

        ours, door, bare = own = started(
            Program("", [STRONGROOM, "--demo"], "Halden Instruments"),
            Program("", [STRONGROOM], "Master password"),
            Program(f"bare Textual {version('textual')}", FLOOR, "ready"),
        )
        door.env["STRONGROOM_HOME"] = str(stocked(run, 0))
        for one in own:
            one.once()
        programs, missing = _peers(run.peers)
        peers = []
        for peer in started(*programs):
            try:
                peer.once()
                peers.append(peer)
            except NeverCame:
                missing.append(Missing(f"{LIST} / {peer.program.name}", "it does not come to its first screen here"))
        for _ in range(run.rounds * 2):
            for one in (*own, *peers):
                one.took.append([one.once()])
    yield Figure(LIST, "ms", ours.took, bare.program.name, bare.took, [Target(1.25)])
    for peer in peers:
        yield Figure(LIST, "ms", ours.took, peer.program.name, peer.took, [Target(0.40)])
    yield Figure(DOOR, "ms", door.took, bare.program.name, bare.took)
    yield from missing


def _peers(peers: Peers) -> tuple[list[Program], list[Missing]]:
    found, missing = [], []
    for name, text in SHOWN.items():
        try:
            peer = peers.get(name)
        except Absent as absent:
            missing.append(Missing(f"{LIST} / {name}", str(absent)))
        else:
            command: list[str | Path] = [peer.python, KEEPER, RECORDS] if name == "keeper" else [peer.program]
            found.append(Program(f"{TITLES.get(name, name)} {peer.version}", command, text))
    return found, missing
