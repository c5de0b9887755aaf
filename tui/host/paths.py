"""Where Strongroom keeps its files. Only this file knows what the platform calls those places.

`STRONGROOM_HOME` names one folder for all of them. Only `private_dir` and `write_private` make anything.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tui.model.errors import Unreachable

NAME = "strongroom"
STORE_NAME = "home.strongroom"


def data_dir() -> Path:
    """Return the folder of the store and its backups."""
    if home := _own_home():
        return home
    import platformdirs

    return platformdirs.user_data_path(NAME, appauthor=False)


def config_dir() -> Path:
    """Return the folder of settings.toml."""
    if home := _own_home():
        return home
    import platformdirs

    return platformdirs.user_config_path(NAME, appauthor=False)


def state_dir() -> Path:
    """Return the folder of what this machine remembers about stores; losing it loses no item."""
    if home := _own_home():
        return home
    import platformdirs

    return platformdirs.user_state_path(NAME, appauthor=False)


def store_path() -> Path:
    """Return the file of the home store."""
    return data_dir() / STORE_NAME


def private_dir(path: Path) -> Path:
    """Make a folder for its owner alone (0700), with those above it, and return it.

    One that exists is left as it is: it may be the user's own, and shared on purpose.

    Raises:
        Unreachable: it cannot be made, or something else has its name.
    """
    try:
        for folder in (*reversed(path.parents), path):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Unreachable(f"The folder {path} cannot be made: {error.strerror or error}.") from error
    return path


def write_private(path: Path, text: str) -> None:
    """Replace a text file at once (0600): whoever reads it sees the old text or the new. A link to it stays a link.

    Raises:
        Unreachable: it cannot be written; then the old text is still there.
    """
    import secrets

    target = Path(os.path.realpath(path))
    private_dir(target.parent)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise Unreachable(f"{path} cannot be written: {error.strerror or error}.") from error


def _own_home() -> Path | None:
    name = os.environ.get("STRONGROOM_HOME", "")
    return Path(os.path.abspath(os.path.expanduser(name))) if name else None
