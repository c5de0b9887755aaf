"""Pictures are the same on every machine and at every time: clock, zone, user and dice are fixed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tui.tools import generator
from tui.widgets.item_detail import ItemDetail

NOW = 1_793_534_407.0
"""2026-11-01 12:00:07 UTC: seven seconds into the period of a one-time code."""


@pytest.fixture(autouse=True)
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop everything that moves."""
    monkeypatch.setenv("STRONGROOM_HOME", str(tmp_path / "strongroom"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LOGNAME", "mara")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: NOW)
    defaults = ItemDetail.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "clock", lambda: NOW)
    dice = random.Random(1)  # noqa: S311 - pictures show the same password every time
    loaded = SimpleNamespace(randbelow=dice.randrange, choice=dice.choice, SystemRandom=lambda: dice)
    monkeypatch.setattr(generator, "secrets", loaded)
    yield
    monkeypatch.undo()
    time.tzset()
