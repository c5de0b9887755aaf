"""Garbage is looked for seldom, and what was there before stays."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tui.host import garbage


@pytest.fixture
def restored() -> Iterator[None]:
    before = gc.get_threshold()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("restored")
def test_pages_of_rows_are_no_reason_to_look_for_garbage() -> None:
    garbage.settle()
    assert gc.isenabled() and gc.get_freeze_count() > 1000
    before = [one["collections"] for one in gc.get_stats()]
    for _ in range(20):
        page = [{"id": f"{number}", "tags": ["a"], "urls": [{}]} for number in range(2000)]
        assert len(page) == 2000
    assert [one["collections"] for one in gc.get_stats()][1:] == before[1:]


@pytest.mark.usefixtures("restored")
def test_what_did_not_begin_without_looking_for_garbage_goes_on_as_it_was() -> None:
    gc.enable()
    frozen, threshold = gc.get_freeze_count(), gc.get_threshold()
    garbage.settle()
    assert (gc.get_freeze_count(), gc.get_threshold()) == (frozen, threshold)


def test_none_is_looked_for_while_much_is_made() -> None:
    code = (
        "import gc; from tui.host import garbage\n"
        "with garbage.held_off():\n"
        "    inside = gc.isenabled()\n"
        "print(inside, gc.isenabled(), gc.get_freeze_count() > 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "True"]
