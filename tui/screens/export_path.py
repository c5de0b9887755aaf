"""Where an export goes: a new file, by default in the home directory, never in the place of another."""

from __future__ import annotations

from datetime import date
from pathlib import Path


def typed_path(text: str) -> Path:
    """Return the path that was typed; a relative one begins in the home directory."""
    return _home() / Path(text.strip()).expanduser()


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody knows it, as in some containers
        return Path.cwd()


def path_problem(text: str) -> str | None:
    """Return what is wrong with a path for a new file, or None."""
    if not text.strip():
        return "Type the path of the file."
    try:
        path = typed_path(text)
        taken = path.is_symlink() or path.exists()
    except (OSError, RuntimeError, ValueError):
        return "That is not a path that can be used."
    return f"{path} exists already; choose another name." if taken else None


def free_name(ending: str) -> str:
    """Return the name of a file in the home directory that is not there yet."""
    stem, number = f"strongroom-audit-{date.today().isoformat()}", 1
    name = f"{stem}.{ending}"
    while (_home() / name).exists():
        number += 1
        name = f"{stem}-{number}.{ending}"
    return f"~/{name}" if _home() != Path.cwd() else name
