"""Where a file goes that is saved: a new file, by default in the home directory, never in the place of another.

A name that a service gave is foreign: of it only what can do no harm in a directory becomes the name of a file.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path, PurePath

LONGEST = 100
"""Characters that the name of a file may have ..."""
LARGEST = 200
"""... and bytes, since file systems count these."""
ENDING = 20
"""An ending longer than this is none, and may be cut."""

STRANGE = "That is not a path that can be used."

_ANEW = re.compile(r".*/(?=/|~/)", re.DOTALL)


def typed_path(text: str) -> Path:
    """Return the path that was typed; a relative one begins in the home directory.

    Prompts begin with "~/": who goes on with a whole path means that one, as in "~//tmp/file" and "~/~/file".
    """
    return _home() / Path(_ANEW.sub("", text.strip(), count=1)).expanduser()


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody knows it, as in some containers
        return Path.cwd()


def shown_path(path: Path) -> str:
    """Return a path as one types it, short where it is in the home directory."""
    return f"~/{path.relative_to(_home())}" if path.is_relative_to(_home()) else str(path)


def path_problem(text: str) -> str | None:
    """Return what is wrong with a path for a new file, or None."""
    if not text.strip():
        return "Type the path of the file."
    if "\0" in text:
        return STRANGE
    try:
        path = typed_path(text)
        taken = path.is_symlink() or path.exists()
    except (OSError, RuntimeError, ValueError):
        return STRANGE
    return f"{path} exists already; choose another name." if taken else None


def audit_name(ending: str) -> str:
    """Return what an export of the audit log is called today."""
    return f"strongroom-audit-{date.today().isoformat()}.{ending}"


def free_path(name: str, folder: str = "") -> str:
    """Return a path with this name, or one like it, that is not there yet: in a folder of the home directory.

    Where there is no such folder, it is in the home directory itself.
    """
    inside = _home() / folder
    if not inside.is_dir():
        folder, inside = "", _home()
    stem, ending = _split(name)
    free, number = name, 1
    while (inside / free).is_symlink() or (inside / free).exists():
        number += 1
        free = f"{stem}-{number}{ending}"
    shown = f"{folder}/{free}" if folder else free
    return f"~/{shown}" if _home() != Path.cwd() else shown


def safe_name(foreign: str) -> str:
    """Return a name for a file that a service calls `foreign`: no path, nothing hidden, no sign that is not seen."""
    parts = [part for part in re.split(r"[/\\]", foreign) if part.strip()]
    last = unicodedata.normalize("NFC", parts[-1]) if parts else ""
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or _plain(char))
    name = " ".join(seen.split()).lstrip(".-~ ")
    return _cut(name).strip() or "file"


def _plain(char: str) -> bool:
    """Whether a character is one to see: no control, no invisible sign, none that is not assigned."""
    return not unicodedata.category(char).startswith("C")


def _cut(name: str) -> str:
    """Cut a name that is too long, not its ending."""
    stem, ending = _split(name)
    while len(stem + ending) > LONGEST or len((stem + ending).encode()) > LARGEST:
        stem = stem[:-1]
    return stem + ending


def _split(name: str) -> tuple[str, str]:
    path = PurePath(name)
    return (path.stem, path.suffix) if len(path.suffix) <= ENDING else (name, "")
