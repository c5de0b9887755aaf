"""How a path that is being typed can go on: read from the disk, so never on the loop."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice

from tui.screens.export_path import typed_path

MOST = 20_000
"""Of a folder with more names than this, the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The path as far as it is certain, and the names that fit what was typed; folders end with a slash."""

    text: str
    names: tuple[str, ...] = ()


def complete(typed: str) -> Completion:
    """Return how a path goes on. Hidden names and strange ones must be typed. Blocks; never raises."""
    text = typed.strip()
    if text == "~":
        return Completion("~/")
    head, slash, begun = text.rpartition("/")
    try:
        names = _names(head + slash, begun)
    except (OSError, RuntimeError, ValueError):
        names = []
    return Completion(f"{head}{slash}{_common(names)}" if names else typed, tuple(names))


def _common(names: list[str]) -> str:
    """Return how all names begin; they are sorted."""
    first, last = names[0], names[-1]
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:size]


def _names(folder: str, begun: str) -> list[str]:
    with os.scandir(typed_path(folder)) as found:
        some = [one for one in islice(found, MOST) if one.name.startswith(begun) and _typable(one.name, begun)]
    return sorted(f"{one.name}/" if one.is_dir() else one.name for one in some)


def _typable(name: str, begun: str) -> bool:
    return name.isprintable() and name == name.strip() and (begun.startswith(".") or not name.startswith("."))
