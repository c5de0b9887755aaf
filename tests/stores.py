"""Stores to begin with: each is made once in a process, and what a test gets is a copy of it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tui.model.secret import Secret
from tui.store import opening, rekey
from tui.store.cost import FLOOR
from tui.store.store import Store


def lay_store(path: Path, password: str, *vaults: str) -> None:
    """Put a closed store at `path` that has these vaults and nothing in them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_made(password, vaults))


def afford_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new password cost what the store takes at least: the usual is half a second on four processors."""
    for module in (opening, rekey):
        monkeypatch.setattr(module, "affordable", lambda: FLOOR)


@cache
def _made(password: str, vaults: tuple[str, ...]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        store = Store.create(path, Secret(password), state_dir=path.parent, cost=FLOOR)
        for vault in vaults:
            store.create_vault(vault)
        store.close()
        return path.read_bytes()
