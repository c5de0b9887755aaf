"""Every terminal of these tests has an environment of its own: an empty home, and no clipboard but the terminal's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.app.person import Stocked

Environment = dict[str, str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder that STRONGROOM_HOME names; it is not there yet."""
    return tmp_path / "strongroom"


@pytest.fixture
def env(tmp_path: Path, home: Path) -> Environment:
    """Return the whole environment of the child; nothing of ours goes there by chance."""
    for name in ("tmp", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "STRONGROOM_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def stocked(home: Path) -> Stocked:
    """Return a store with one vault, where Strongroom looks for it."""
    home.mkdir(mode=0o700)
    return Stocked(home / "home.strongroom")
