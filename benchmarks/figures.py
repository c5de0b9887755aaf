"""Figures: taken in processes of their own, gathered over rounds, printed with the machine they were taken on."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

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


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of them lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


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
