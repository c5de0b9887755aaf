"""What is in the memory of another process: Linux shows it to root, and to nobody else since Strongroom forbids it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pytest

_MAP = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")
CHUNK = 1 << 24


def copies(pid: int, wanted: Iterable[str]) -> dict[str, int]:
    """Return how often each text is found in what a process can write to."""
    needles = {text: text.encode() for text in wanted}
    longest = max(map(len, needles.values()))
    found = dict.fromkeys(needles, 0)
    with _opened(pid) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            if (area := _MAP.match(line)) is None:
                continue
            at, end = (int(number, 16) for number in area.groups())
            rest = b""
            while at < end:
                try:
                    data = rest + os.pread(memory.fileno(), min(CHUNK, end - at), at)
                except OSError:  # a part that cannot be read, such as [vvar]
                    break
                at += max(1, len(data) - len(rest))
                for text, needle in needles.items():
                    found[text] += data.count(needle) - rest.count(needle)
                rest = data[-(longest - 1) :]
    return found


def _opened(pid: int) -> BinaryIO:
    try:
        return Path(f"/proc/{pid}/mem").open("rb", buffering=0)
    except OSError:
        complaint = "reads the memory of a process that forbids it: only root on Linux may"
        if os.environ.get("CI"):
            pytest.fail(complaint)
        pytest.skip(complaint)
