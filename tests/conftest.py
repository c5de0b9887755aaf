"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

# How fast an example runs depends on what else the machine does: a deadline would test that.
settings.register_profile("strongroom", deadline=None)
settings.load_profile("strongroom")

SoakScale = Callable[[int], int]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--soak`."""
    parser.addoption("--soak", action="store_true", help="run soak tests at their full size, not at a tenth of it")


@pytest.fixture(scope="session")
def soak_scale(pytestconfig: pytest.Config) -> SoakScale:
    """How many rounds a soak test does: all of them with `--soak` or `-m soak`, else a tenth."""
    full = pytestconfig.getoption("--soak") or pytestconfig.getoption("-m") == "soak"

    def scale(rounds: int) -> int:
        return rounds if full else max(1, rounds // 10)

    return scale
