"""Stores to begin with. One key derivation makes the file that all of them are copies of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.places import Place, furnish, place_in
from tui.store.store import Store


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A closed store with nothing in it."""
    place = place_in(tmp_path_factory.mktemp("blank"))
    place.make().close()
    return place


@pytest.fixture(scope="session")
def furnished(blank: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A closed store with something of every kind in it."""
    place = blank.copy_to(tmp_path_factory.mktemp("furnished"))
    store = place.open()
    furnish(store)
    store.close()
    return place


@pytest.fixture
def place(blank: Place, tmp_path: Path) -> Place:
    """A closed store of one's own."""
    return blank.copy_to(tmp_path)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """An open store with nothing in it."""
    opened = place.open()
    yield opened
    opened.close()
