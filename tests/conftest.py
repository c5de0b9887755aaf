"""What every test may ask for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

import pytest
from _pytest.unraisableexception import gc_collect_iterations_key

SoakScale = Callable[[int], int]

LONG = 60
"""Characters; a longer text tells nobody which case of a test it is."""

SOAK_ONLY = pytest.mark.soak(plain=False)
"""Marks a case for which another one stands in the plain run: `pytest.param(…, marks=SOAK_ONLY)`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--soak`."""
    parser.addoption("--soak", action="store_true", help="run soak tests at their full size, not at a tenth of it")


def pytest_configure(config: pytest.Config) -> None:
    """Do once in a process, or once for all, what gives the same every time and costs the most."""
    keep_bytecode()
    from tests.derivation import derive_once
    from tests.examples import try_examples
    from tests.settling import settle_sooner
    from tests.stylesheets import parse_once

    try_examples(full=at_full_length(config))
    parse_once()
    derive_once()
    settle_sooner()
    gc.set_threshold(20_000, 20, 100)
    config.stash[gc_collect_iterations_key] = 2  # at the end; of the usual five each takes a second of each worker


def keep_bytecode() -> None:
    """Keep what Python compiles, also where nobody wants it kept: else each worker compiles all tests anew."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Look for garbage not among the tests themselves, and seldom: that took a fifth of their time."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Number long texts: some are made anew in each process, and all workers have to call a test the same."""
    return argname if isinstance(val, str) and len(val) > LONG else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the soak what is for it alone."""
    if at_full_length(config):
        return
    left = [item for item in items if any(mark.kwargs.get("plain") is False for mark in item.iter_markers("soak"))]
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]


def at_full_length(config: pytest.Config) -> bool:
    """Whether soak tests are run whole."""
    return bool(config.getoption("--soak")) or config.getoption("-m") == "soak"


@pytest.fixture(scope="session")
def soak_scale(pytestconfig: pytest.Config) -> SoakScale:
    """How many rounds a soak test does: all of them with `--soak` or `-m soak`, else a tenth."""
    full = at_full_length(pytestconfig)

    def scale(rounds: int) -> int:
        return rounds if full else max(1, rounds // 10)

    return scale
