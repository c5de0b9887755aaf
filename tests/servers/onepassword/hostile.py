"""Answers that no SDK of today expects: unknown words, other dates, keys that are missing or too many, nasty texts.

Each is a change for `OnePassword.twist`. None of them may break a list; what is odd is shown, and cannot be edited.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

NASTY = "\x1b[31mred\x1b[0m \u202egnp.exe \x00\x07 " + "a\u0301" * 20 + " 🏴\u200d☠️ \ud800"
"""Colours, a right-to-left override, zero bytes, a bell, marks, and half a character."""


def every(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what applies a change to every object within an answer, the inner ones first."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return change({name: changed(each) for name, each in value.items()})
        return [changed(each) for each in value] if isinstance(value, list) else value

    return changed


def replaced(name: str, value: object) -> Callable[[Any], Any]:
    """Return what replaces all values of one key."""
    return every(lambda found: found | {name: value} if name in found else found)


def without(*names: str) -> Callable[[Any], Any]:
    """Return what leaves keys out."""
    return every(lambda found: {name: each for name, each in found.items() if name not in names})


def sparse(answer: Any) -> Any:
    """Leave out what is null, as another version of the core may."""
    return every(lambda found: {name: each for name, each in found.items() if each is not None})(answer)


def surplus(answer: Any) -> Any:
    """Add keys that nobody knows."""
    return every(lambda found: found | {"futureThing": {"a": [1, None]}, "": "", "__proto__": "x"})(answer)


def dated(form: str) -> Callable[[Any], Any]:
    """Return what writes all dates in another form: "{}" in it is the date and time without a zone."""

    def rewritten(found: Any) -> Any:
        dates = {name: form.format(found[name].rstrip("Z")) for name in ("createdAt", "updatedAt") if name in found}
        return found | dates

    return every(rewritten)


nanoseconds = dated("{}.123456789Z")
offset = dated("{}+00:00")
no_dates = dated("yesterday")
