"""Every app of these tests has a home of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.person import Stocked
from tests.stores import afford_little


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point Strongroom at an empty folder, on a machine without a clipboard of its own that can afford little."""
    afford_little(monkeypatch)
    folder = tmp_path / "strongroom"
    monkeypatch.setenv("STRONGROOM_HOME", str(folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def stocked(home: Path) -> Stocked:
    """Return a store with one vault."""
    home.mkdir(mode=0o700)
    return Stocked(home / "home.strongroom")
