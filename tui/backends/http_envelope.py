"""What an answer wraps its content in: a list or an object under some key, and beside it what it tells of pages.

Services differ in nothing as much. A key may be named; else the content is looked for under the common ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

_LISTS = ("items", "data", "results", "result", "entries", "records", "rows", "list", "content")
_DEPTH = 3


def found_list(found: object, envelope: str = "", names: tuple[str, ...] = ()) -> list[Any] | None:
    """Return the list in an answer, or None where there is none: under a known key, or the only one that has objects.

    `envelope` is where it is (""; "data.items": within one another); `names` are keys to look under first.
    """
    inside = _under(found, envelope)
    for level in _levels(inside):
        lists = {key: value for key, value in level.items() if isinstance(value, list)}
        known = next((lists[name] for name in (*names, *_LISTS) if name in lists), None)
        if known is not None:
            return known
        if len(lists) == 1 and (only := next(iter(lists.values()))) and all(isinstance(one, dict) for one in only):
            return only
    return inside if isinstance(inside, list) else None


def found_object(found: object, keys: Set[str], envelope: str = "") -> dict[str, Any] | None:
    """Return the object in an answer that has most of `keys`, the outermost one; None where none has any."""
    best = max(_levels(_under(found, envelope)), key=lambda level: len(keys & level.keys()), default=None)
    return best if best is not None and not keys.isdisjoint(best) else None


def told_beside(found: object) -> Mapping[str, Any]:
    """Return what an answer tells beside its content, wherever it stands; of two things of one name the outer one."""
    beside: dict[str, Any] = {}
    for level in _levels(found):
        for key, value in level.items():
            if not isinstance(value, list | dict):
                beside.setdefault(key, value)
            elif key == "next" and isinstance(value, dict):
                beside.setdefault(key, value.get("href"))
    return beside


def _under(found: object, envelope: str) -> object:
    for key in envelope.split(".") if envelope else ():
        if not isinstance(found, dict) or key not in found:
            break
        found = found[key]
    return found


def _levels(found: object) -> Iterator[dict[str, Any]]:
    """Yield an object and those within it, the outer ones first."""
    level = [found] if isinstance(found, dict) else []
    for _ in range(_DEPTH):
        yield from level
        level = [inner for outer in level for inner in outer.values() if isinstance(inner, dict)]
