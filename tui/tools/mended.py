"""Values of somebody else's JSON, made what they should be: what is missing or odd is empty, and nothing breaks."""

from __future__ import annotations

import math
from datetime import UTC, datetime

LARGEST = 2**53
"""No number that means something is as large."""


def as_text(value: object) -> str:
    """Return a text as it is, a number as text, anything else as ""."""
    if isinstance(value, str):
        return value
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole or (isinstance(value, float) and math.isfinite(value)) else ""


def as_number(value: object) -> int:
    """Return a whole number that is not absurd, also one that came as text; else 0."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST < value < LARGEST:
        return 0
    return int(value)


def as_seconds(value: object) -> float:
    """Return the Unix seconds of an RFC 3339 time with any number of fraction digits; 0.0 where it is none."""
    if not isinstance(value, str):
        return 0.0
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return as_seconds(value.strip().upper()) if value != value.strip().upper() else 0.0
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    seconds = found.timestamp()
    return seconds if seconds > 0 else 0.0  # Go's zero time is in the year 1


def as_tags(value: object) -> list[str]:
    """Return the tags that are texts."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
