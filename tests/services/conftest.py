"""A session over a real store, with a terminal that keeps what it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.stores import lay_store
from tui.model.ids import VaultId
from tui.model.secret import Secret
from tui.services.clipboard import Clipboard
from tui.services.home import new_home, open_store
from tui.services.session import Session
from tui.services.settings import Settings


@dataclass
class Opened:
    """A session, its first vault, and everything it told."""

    session: Session
    vault: VaultId
    path: Path
    sent: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    sent: list[str] = []
    news: list[str] = []
    clipboard = Clipboard(sent.append, 30, "osc52", env={})
    session = Session(Settings(), lambda: clipboard, lambda sentence, severity: news.append(sentence), lambda: None)
    home = new_home(session.written, session.activity)
    path = tmp_path / "home.strongroom"
    lay_store(path, "s3cret-master")
    await open_store(home, path, tmp_path / "state", Secret("s3cret-master"), keep_versions=50)
    session.adopt(home, "Home")
    vault = await home.create_vault("Work")
    await session.load()
    yield Opened(session, vault.id, path, sent, news)
    await session.close(exiting=True)
