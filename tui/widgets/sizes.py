"""Sizes in words: 812 bytes, 1.2 kB, 34 MB. A thousand is 1,000."""

from __future__ import annotations

_UNITS = ("kB", "MB", "GB", "TB")


def size_words(size: int) -> str:
    """Return a number of bytes as people say it; a negative one is not known."""
    if size < 0:
        return "size unknown"
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    power = 1
    while power < len(_UNITS) and size >= 999.5 * 1000**power:
        power += 1
    value = size / 1000**power
    return f"{value:.{1 if value < 9.95 else 0}f} {_UNITS[power - 1]}"
