"""`kill -9` while files are put in, replaced and taken out: each is there whole, or not at all, and nothing beside."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SoakScale
from tests.store.file_writer import content
from tests.store.places import Place, login, pages
from tui.store.naming import RecordKind
from tui.store.pieces import PIECE_BYTES
from tui.store.store import Store

ROOT = Path(__file__).resolve().parents[2]


def _changed_until_killed(place: Place, step: int, changes: int, seconds: float) -> int:
    """Kill it at a step; or, where that is 0, so many seconds after so many changes.

    Return the last version that was acknowledged, 0 where there was none.
    """
    command = [sys.executable, "-m", "tests.store.file_writer", str(place.path), str(place.state), str(step)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [] if step else [child.stdout.readline() for _ in range(changes)]
        if not step:
            time.sleep(seconds)
            child.kill()
        lines += child.stdout.read().splitlines(keepends=True)
        assert child.wait() == -9, child.stderr and child.stderr.read()
    return max((int(line) for line in lines if line.endswith("\n")), default=0)


def _check(store: Store) -> int:
    """See that every file of every version is what it was, and that nothing else is there; return the version."""
    store.verify()
    (row,) = pages(store, store.vaults()[0].id)
    wanted: dict[str, int] = {}
    for info in store.versions(row.ref):
        for file in store.version(row.ref, info.version).files:
            expected = content(int(file.name.removeprefix("file ")))
            assert b"".join(store.files.read(row.ref, file.id)) == expected
            wanted[file.id] = -(-len(expected) // PIECE_BYTES)
    assert len(store._records.keys_of(RecordKind.FILE)) == sum(wanted.values())
    return row.version


@pytest.mark.soak
def test_a_file_is_there_whole_or_not_at_all_when_killed(place: Place, soak_scale: SoakScale) -> None:
    chance = Random(11)  # noqa: S311 - must be repeatable
    store = place.open()
    store.create_item(login(store.create_vault("Private").id))
    store.close()
    last, rounds, cut = 1, soak_scale(200), 0
    for number in range(rounds):
        by_step = number % 3 != 0
        step = chance.randint(1, 100) if by_step else 0
        acknowledged = _changed_until_killed(place, step, chance.randint(1, 6), chance.random() * 0.02)
        store = place.open()
        version = _check(store)
        store.close()
        assert version in (max(last, acknowledged), max(last, acknowledged) + 1)
        cut += by_step and version == max(last, acknowledged)
        last = version
    assert last > rounds
    assert cut > rounds // 3
