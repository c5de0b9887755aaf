"""What a program and its children use, as the system counts it (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

KB = 1000 / 1.024
"""Of the kernel's kB, which are KiB, in a MB."""


def memory(pid: int) -> float:
    """Return the memory of a process and its children in MB, with their part of what they share.

    Where the system does not tell that (only to root, of a process that forbids to be looked into), it is what is
    resident, which counts shared pages more than once.
    """
    return (
        sum(_kilobytes(one, "smaps_rollup", "Pss:") or _kilobytes(one, "status", "VmRSS:") for one in tree(pid)) / 1e3
    )


def resident(pid: int) -> float:
    """Return the resident memory of a process and its children in MB."""
    return sum(_kilobytes(one, "status", "VmRSS:") for one in tree(pid)) / KB


def processor(pid: int) -> float:
    """Return the milliseconds of processor that a process and its children have had."""
    nanoseconds = 0
    for one in tree(pid):
        for counts in Path(f"/proc/{one}/task").glob("*/schedstat"):
            with suppress(OSError):
                nanoseconds += int(counts.read_text().split()[0])
    return nanoseconds / 1e6


def tree(pid: int) -> Iterator[int]:
    """Yield a process and its children, and theirs."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                waiting += map(int, children.read_text().split())


def _kilobytes(pid: int, file: str, name: str) -> int:
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
    return 0
