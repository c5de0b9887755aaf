"""Figures: what one part of the benchmark measured, beside a peer that did the same in the same minute.

A figure is made of rounds, and each round of one measurement or several. Ours and the peer's are taken by turns, so
that round n of both met the same machine: ratios are taken round by round.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

Rounds = Sequence[Sequence[float]]
"""The measurements, round by round."""


class Of(StrEnum):
    """What of a figure a target speaks of."""

    RATIO = "ratio"
    """The median over the rounds of ours through the peer's."""
    MEDIAN = "median"
    P95 = "p95"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: at most `limit`, or more than it where `above`."""

    limit: float
    of: Of = Of.RATIO
    above: bool = False

    def __str__(self) -> str:
        sign = ">" if self.above else "≤"
        return f"{self.of} {sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what was measured, in `unit`, by us and by `peer` (its name and version)."""

    what: str
    unit: str
    ours: Rounds
    peer: str = ""
    theirs: Rounds = ()
    targets: Sequence[Target] = ()

    @property
    def ratios(self) -> list[float]:
        """Ours through the peer's, of each round in which both were measured."""
        pairs = [(mine, other) for mine, other in zip(self.ours, self.theirs, strict=False) if mine and other]
        return [statistics.median(mine) / statistics.median(other) for mine, other in pairs]

    def value(self, of: Of) -> float:
        """Return what a target speaks of; NaN where it was not measured."""
        every = flat(self.ours)
        match of:
            case Of.RATIO:
                return statistics.median(self.ratios or [float("nan")])
            case Of.MEDIAN:
                return statistics.median(every or [float("nan")])
            case Of.P95:
                return percentile(every, 0.95) if every else float("nan")
            case Of.MOST:
                return max(every, default=float("nan"))

    def reaches(self, target: Target) -> bool:
        """Whether a target is reached; what was not measured reaches none."""
        value = self.value(target.of)
        return value > target.limit if target.above else value <= target.limit


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that could not be measured, or not beside this peer, and why."""

    what: str
    why: str


Row = Figure | Missing


def to_json(row: Row) -> dict[str, Any]:
    """Return a row as JSON has it."""
    return asdict(row)


def from_json(value: dict[str, Any]) -> Row:
    """Return the row that `to_json` was given."""
    if "why" in value:
        return Missing(**value)
    targets = tuple(Target(one["limit"], Of(one["of"]), one["above"]) for one in value.pop("targets"))
    return Figure(**value, targets=targets)


def flat(rounds: Rounds) -> list[float]:
    """Return all the measurements."""
    return [value for one in rounds for value in one]


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of them lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


# What parts that are run by themselves print

Figures = dict[str, float]
"""What one round measured, by name. The unit is the last word of the name."""


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long it took."""
    begun = time.perf_counter()
    yield
    show(name, time.perf_counter() - begun)


def show(name: str, seconds: float) -> None:
    """Print a time."""
    print(f"{name:>50} {seconds * 1000:8.1f} ms", flush=True)


def resident(kind: str = "VmRSS") -> float:
    """Return the memory this process holds (or, with VmHWM, held at most) in MB; NaN where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith(kind))
    return int(line.split()[1]) * 1024 / 1e6


def environment() -> str:
    """Return what the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "cryptography"))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    python = f"{platform.python_implementation()} {sys.version.split()[0]}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores (load {load}), {python}, {packages}"


def table(rounds: Sequence[Figures], limits: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines of a table: least, median and most over the rounds, and what it must stay under."""
    yield f"{'':<62} {'min':>8} {'median':>8} {'max':>8} {'limit':>7}"
    for name in rounds[0]:
        values = [one[name] for one in rounds]
        columns = (min(values), statistics.median(values), max(values))
        limit = f"{limits[name]:7.0f}" if name in limits else ""
        yield f"{name:<62} " + " ".join(f"{value:8.1f}" for value in columns) + f" {limit}"
