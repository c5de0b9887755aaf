"""The hosts of web addresses, of many at a time."""

from __future__ import annotations

import re

from tui.model.item import Website

_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)(?:[/?#]|\Z)")


def host_of(url: str) -> str:
    """Return what `Website.host` returns. Most addresses are plain, and read without Python's slow parser."""
    plain = _PLAIN.match(url)
    return plain[1] if plain else Website(url).host
