"""How much memory is free, so that nothing is allocated that the machine does not have.

A figure that the system does not give counts as enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
CGROUP = Path("/sys/fs/cgroup")


def available_kib(proc: Path = PROC, cgroup: Path = CGROUP) -> int | None:
    """Return the free memory in KiB, or None where nobody says.

    On Linux: MemAvailable of /proc/meminfo, and what every control group we are in leaves, file cache counted as free.
    """
    figures = [*_meminfo(proc / "meminfo"), *_groups(proc / "self" / "cgroup", cgroup)]
    return min(figures, default=None)


def _meminfo(path: Path) -> Iterator[int]:
    for line in _lines(path):
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            yield int(rest.split()[0])


def _groups(membership: Path, root: Path) -> Iterator[int]:
    for line in _lines(membership):
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0" and not controllers:
            group = root / path.lstrip("/")
            for place in (group, *group.parents):
                if place == root or root in place.parents:
                    yield from _left(place, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            group = root / "memory" / path.lstrip("/")
            yield from _left(group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def _left(group: Path, limit: str, usage: str, cache: str) -> Iterator[int]:
    most, used = _number(group / limit), _number(group / usage)
    if most is None or used is None:
        return
    reclaimable = 0
    for line in _lines(group / "memory.stat"):
        name, _, value = line.partition(" ")
        if name == cache and value.isdigit():
            reclaimable = int(value)
    yield max(0, most - used + reclaimable) // 1024


def _number(path: Path) -> int | None:
    lines = _lines(path)
    return int(lines[0]) if lines and lines[0].isdigit() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
