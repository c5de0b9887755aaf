"""Tells what was measured: as a table while it runs, and as a page to keep.

Of the machine only what the figures depend on is told; no name of it, no folder on it.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.figures import Figure, Missing, Of, Rounds, Row, flat

WIDTH = 76
PACKAGES = ("textual", "rich", "cryptography", "frizbee", "httpx", "pydantic", "pyte")
HEAD = f"{'':<{WIDTH}} {'min':>9} {'median':>9} {'max':>9}"


def lines(row: Row) -> Iterator[str]:
    """Yield the lines of a row for the terminal: ours, then the peer's with the ratio."""
    if isinstance(row, Missing):
        yield f"{row.what}: missing, {row.why}"
        return
    said = verdict(row)
    yield f"{row.what + ', ' + row.unit:<{WIDTH}} {_three(flat(row.ours))}" + (said if not row.peer else "")
    if row.peer:
        yield f"{'  / ' + row.peer:<{WIDTH}} {_three(flat(row.theirs))}  × {_three(row.ratios)}{said}"


def verdict(figure: Figure) -> str:
    """Say of each target whether it is reached, and what it is measured by where the columns do not show that."""
    said = ""
    for target in figure.targets:
        value = f" is {number(figure.value(target.of))}" if target.of is Of.P95 else ""
        said += f"  {target}: {'reached' if figure.reaches(target) else 'MISSED'}{value}"
    return said


def number(value: float) -> str:
    """Return a number with as many digits as say something."""
    if value != value:  # noqa: PLR0124 - NaN alone is not itself
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _three(values: Sequence[float]) -> str:
    return " ".join(f"{number(value):>9}" for value in _spread(values))


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    if not values:
        return (float("nan"),) * 3
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return ordered[0], middle, ordered[-1]


def machine() -> list[str]:
    """Return what the figures depend on, line by line."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return [
        f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores",
        f"{platform.python_implementation()} {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}",
        f"strongroom {version('strongroom')}, {packages}",
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def load() -> str:
    """Return how busy the machine is: runnable processes over one, five and fifteen minutes."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def work() -> float:
    """Return the milliseconds of a piece of work that is always the same: its spread is the machine's noise."""
    begun = time.perf_counter()
    total = 0
    for value in range(200_000):
        total += value * value % 7
    return (time.perf_counter() - begun) * 1000


def write(path: Path, rows: Sequence[Row], noise: Rounds, about: Sequence[str]) -> None:
    """Write the page."""
    path.write_text("\n".join(_page(rows, noise, about)) + "\n", encoding="utf-8")


def _page(rows: Sequence[Row], noise: Rounds, about: Sequence[str]) -> Iterator[str]:
    figures = [row for row in rows if isinstance(row, Figure)]
    missing = [row for row in rows if isinstance(row, Missing)]
    yield "# Results\n\nWritten by `python -m benchmarks`; [README.md](README.md) says what each figure is.\n"
    yield from (f"- {line}" for line in (*about, *machine()))
    yield f"- the same work each time, the machine's own noise: {_range(flat(noise))} ms\n"
    yield "Each figure is “median (min to max)”. A ratio is ours through the peer's, of the same round.\n"
    yield "| what | Strongroom | peer | peer's | ratio | target | reached |"
    yield "| --- " * 7 + "|"
    for one in figures:
        yield f"| {' | '.join(_cells(one))} |"
    yield "\n## Missing\n"
    yield from (f"- {one.what}: {one.why}" for one in missing)
    if not missing:
        yield "Nothing."


def _cells(figure: Figure) -> Iterator[str]:
    yield figure.what
    yield f"{_range(flat(figure.ours))} {figure.unit}"
    yield figure.peer
    yield f"{_range(flat(figure.theirs))} {figure.unit}" if figure.peer else ""
    yield _range(figure.ratios) if figure.peer else ""
    yield "; ".join(map(str, figure.targets))
    yield "; ".join(_reached(figure))


def _reached(figure: Figure) -> Iterator[str]:
    for target in figure.targets:
        value = f" ({number(figure.value(target.of))})" if target.of is Of.P95 else ""
        yield ("yes" if figure.reaches(target) else "**no**") + value


def _range(values: Sequence[float]) -> str:
    least, median, most = _spread(values)
    return f"{number(median)} ({number(least)} to {number(most)})"
