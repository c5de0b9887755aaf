"""Screens are painted once they are at rest."""

from __future__ import annotations

import pytest

from tests.painting import paint_at_rest


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint only then."""
    paint_at_rest(monkeypatch)
