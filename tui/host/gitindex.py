"""Whether git tracks a file: read from the index itself, since git would run what a foreign repository tells it to."""

from __future__ import annotations

import os
from pathlib import Path

MOST = 256 * 1024 * 1024
"""Bytes. An index that is longer is not read."""
HEADER = 12
ENTRY = 62
"""Bytes of an entry before its name; the name's length is in the last two of them."""
LONGEST = 0xFFF
"""A longer name says this length, and ends with its NUL."""


def tracked(path: Path) -> bool:
    """Return whether git tracks the file; False also where that cannot be found out. Never raises."""
    try:
        return any(_names(index, name) for index, name in _indexes(path))
    except (OSError, ValueError, IndexError):
        return False


def _indexes(path: Path) -> list[tuple[bytes, bytes]]:
    """Return the index of the innermost repository around the file, with the file's name in it, where there is one."""
    real = Path(os.path.realpath(path))
    for folder in real.parents:
        git = folder / ".git"
        if git.is_file():  # a work tree or a submodule: it names the folder
            git = folder / git.read_text("utf-8", "surrogateescape")[:4096].removeprefix("gitdir:").strip()
        index = git / "index"
        if index.is_file() and index.stat().st_size <= MOST:
            return [(index.read_bytes(), os.fsencode(real.relative_to(folder).as_posix()))]
        if git.is_dir():
            break
    return []


def _names(index: bytes, name: bytes) -> bool:
    """Whether an index has an entry of this name."""
    if index[:4] != b"DIRC":
        return False
    version, count = int.from_bytes(index[4:8], "big"), int.from_bytes(index[8:12], "big")
    if version == 4:  # names are cut there, each to what it does not share with the one before
        return name in _cut_names(index, count)
    at = 0
    while (at := index.find(name + b"\0", at + 1)) > 0:
        # the two bytes before say how long the name is; in version 3 two more may lie between
        if any(_length(index, at - 2 * gap - 2) == min(len(name), LONGEST) for gap in (0, 1)):
            return True
    return False


def _length(index: bytes, at: int) -> int:
    return int.from_bytes(index[at : at + 2], "big") & LONGEST


def _cut_names(index: bytes, count: int) -> set[bytes]:
    found: set[bytes] = set()
    at, name = HEADER, b""
    for _ in range(count):
        flags = int.from_bytes(index[at + ENTRY - 2 : at + ENTRY], "big")
        at += ENTRY + (2 if flags & 0x4000 else 0)
        strip, more = index[at] & 0x7F, index[at] & 0x80
        while more:
            at += 1
            strip, more = (strip + 1 << 7) | (index[at] & 0x7F), index[at] & 0x80
        end = index.index(b"\0", at + 1)
        name = name[: len(name) - strip] + index[at + 1 : end]
        found.add(name)
        at = end + 1
    return found
