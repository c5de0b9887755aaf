"""Where an address leads: scheme, host and port, so that two can be compared."""

from __future__ import annotations

from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str:
    """Return scheme, host and port of an address, as in "https://host:443"; the address itself where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    port = port or PORTS.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")


def host_of(url: str) -> str:
    """Return host and, where it is said, port of an address, for people; the address itself where it has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url
    except ValueError:
        return url
