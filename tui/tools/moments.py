"""Moments as services write them: Unix time in any unit, ISO 8601 with any zone, the dates of mail.

A time without a zone is UTC. Never raises.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LATEST = 1e11
"""Unix seconds beyond this (the year 5138) are milliseconds, micro- or nanoseconds."""
_NUMBER = re.compile(r"[+-]?\d{1,25}(\.\d{1,25})?")
_NANOSECONDS = re.compile(r"(?<=\.\d{6})\d+")
_ZONE = re.compile(r"\s*(?:UTC|GMT|Z)\Z", re.IGNORECASE)
_LONGEST = 64


def as_moment(value: object) -> float | None:
    """Return Unix seconds, None where the value tells no time."""
    if isinstance(value, str):
        return _read(" ".join(value.split())) if len(value) <= _LONGEST else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _scaled(value)


def _scaled(number: float) -> float | None:
    try:
        seconds = float(number)
    except OverflowError:
        return None
    if not math.isfinite(seconds):
        return None
    for _ in range(3):
        if abs(seconds) >= _LATEST:
            seconds /= 1000
    return seconds if abs(seconds) < _LATEST else None


def _read(text: str) -> float | None:
    if _NUMBER.fullmatch(text) and len(text) > 8:  # "20261127" is a day
        return _scaled(float(text))
    try:
        found = datetime.fromisoformat(_NANOSECONDS.sub("", _ZONE.sub("+00:00", text)))
    except ValueError:
        return _mailed(text)
    return _seconds(found)


def _mailed(text: str) -> float | None:
    try:
        return _seconds(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _seconds(found: datetime) -> float | None:
    try:
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
