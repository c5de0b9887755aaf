"""Times as people read them: local, year first, to the minute."""

from __future__ import annotations

import time
from datetime import datetime


def local_time(seconds: float | None) -> str:
    """Return Unix seconds as local time like "2026-11-22 14:03"; "–" where there is none, or no such date."""
    if not seconds:
        return "–"
    try:
        return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return "–"


def short_time(seconds: float | None) -> str:
    """Return Unix seconds as people tell them shortly: the time today, else the day; "–" where there is none."""
    told, today = local_time(seconds), local_time(time.time())
    day, _, moment = told.partition(" ")
    return moment if moment and day == today.partition(" ")[0] else day
