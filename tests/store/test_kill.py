"""`kill -9` at any moment: what was acknowledged is there, and the file opens."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SoakScale
from tests.store.places import Place, login, pages
from tests.store.writer import TYPED
from tui.model.ids import FieldId
from tui.model.secret import Secret
from tui.store.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent


def _write_until_killed(place: Place, first: int, writes: int, seconds: float) -> int:
    """Kill it so many seconds after so many writes; return the number of the last acknowledged one."""
    command = [sys.executable, "-m", "tests.store.writer", str(place.path), str(place.state), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(writes)]
        time.sleep(seconds)
        child.kill()
        lines += child.stdout.read().splitlines(keepends=True)
        assert child.wait() == -9, child.stderr and child.stderr.read()
    return max((int(one) for one in lines if one.endswith("\n")), default=first - 1)


def _check(store: Store, acknowledged: int) -> int:
    """Compare the store with what was acknowledged; return the number of the last write that is in it."""
    store.verify()
    store.verify_audit()
    last = max(acknowledged, _last(store))
    assert last <= acknowledged + 1, "something is there that was never begun"
    titles = sorted(int(summary.title) for summary in pages(store, store.vaults()[0].id))
    assert titles == list(range(0, last + 1, 4))
    newest = next(one for one in pages(store, store.vaults()[0].id) if int(one.title) == titles[-1])
    item = store.item(newest.ref)
    assert item.version == newest.version
    if last > titles[-1] and last >= 4:
        password = item.field(FieldId("password"))
        assert password is not None
        assert password.value == Secret(f"s3cret-{titles[-1] + 1}")
    assert [draft.id for draft in store.drafts()] == [TYPED] * (last >= 2)
    assert all(draft.current.title == f"typed {_latest(last, 2)}" for draft in store.drafts())
    assert [int(one.detail) for one in store.audit(limit=10**6)] == list(range(_latest(last, 3), 0, -4))
    return last


def _latest(last: int, kind: int) -> int:
    return last - (last - kind) % 4


def _last(store: Store) -> int:
    """Find the number of the newest write by what it left."""
    found = [int(summary.title) for summary in pages(store, store.vaults()[0].id)]
    newest = max(pages(store, store.vaults()[0].id), key=lambda summary: int(summary.title))
    password = store.item(newest.ref).field(FieldId("password"))
    if password is not None and isinstance(password.value, Secret):
        found.append(int(password.value.reveal().removeprefix("s3cret-") or 0))
    found.extend(int(draft.at) for draft in store.drafts())
    found.extend(int(event.detail) for event in store.audit(limit=1))
    return max(found)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_when_killed(place: Place, soak_scale: SoakScale) -> None:
    chance = Random(9)  # noqa: S311 - must be repeatable
    store = place.open()
    store.create_item(login(store.create_vault("Private").id, "0", password="s3cret-0"))
    store.close()
    last, rounds = 0, soak_scale(300)
    for _ in range(rounds):
        acknowledged = _write_until_killed(place, last + 1, chance.randint(1, 15), chance.random() ** 2 * 0.05)
        assert acknowledged > last
        store = place.open()
        last = _check(store, acknowledged)
        assert store.warnings == ()
        store.close()
    assert last > rounds * 5
    copies = place.path.parent
    assert {path.name for path in copies.iterdir()} == {place.path.name, place.state.name}
