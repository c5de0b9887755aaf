"""Which versions are at work: of Strongroom, and of what it is made with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from tui import __version__

PACKAGES = ("Textual", "httpx", "pydantic", "cryptography")


def versions() -> list[tuple[str, str]]:
    """Return names and versions. Nothing is imported for it but SQLite; what is not installed says so."""
    from tui.store.sql import VERSION

    found = [("Strongroom", __version__), ("Python", platform.python_version())]
    found += [(name, _version(name)) for name in PACKAGES]
    return [*found, ("SQLite", VERSION)]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
