"""A server that speaks the documented dialect. What was sent to it is held against that at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.passpack import PasspackServer
from tui.backends.passpack import backend


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "LATER", 0.05)


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        yield server
        server.check()
