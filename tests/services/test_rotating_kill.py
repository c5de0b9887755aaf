"""`kill -9` in the midst of a rotation, at every step and at any moment: both passwords stay, what is said holds."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SoakScale
from tests.services.remote import desk
from tests.services.rotating import password
from tests.services.rotator import STEPS
from tests.services.support import login
from tests.stores import lay_store
from tui.model.ids import HOME, ItemRef
from tui.model.item import Item
from tui.model.rotation import Stage
from tui.model.secret import Secret
from tui.services import rotating, rotation_ends
from tui.store.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, ItemRef]:
    """Return a folder with a store with one item."""
    lay_store(tmp_path / "home", "s3cret-master", "Work")
    store = Store.open(tmp_path / "home", Secret("s3cret-master"), state_dir=tmp_path / "state")
    ref = store.create_item(login(store.vaults()[0].id, "Mail")).ref
    store.close()
    return tmp_path, ref


def run(folder: Path, step: str, number: int, seconds: float = 0.0) -> int:
    """Rotate until the child is dead; return the number of the last rotation that it said was saved."""
    command = [sys.executable, "-m", "tests.services.rotator", str(folder / "home"), str(folder / "state"), step]
    with subprocess.Popen(
        [*command, str(number)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        lines = []
        if not step:
            lines.append(child.stdout.readline())
            time.sleep(seconds)
            child.kill()
        lines += child.stdout.read().splitlines(keepends=True)
        assert child.wait() == -9, child.stderr and child.stderr.read()
    return max((int(line.split()[1]) for line in lines if line.endswith("\n")), default=number - 1)


FOUND = {
    STEPS[0]: None,
    STEPS[1]: Stage.FAILED,
    STEPS[2]: Stage.FAILED,
    STEPS[3]: Stage.SAVED,
    STEPS[4]: Stage.SAVED,
    STEPS[5]: Stage.SAVED,
}


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_a_step(place: tuple[Path, ItemRef], step: str) -> None:
    folder, ref = place
    old, new = Secret("s3cret-Mail"), Secret("s3cret-1")
    assert run(folder, step, 1) == 0
    async with desk(folder, make=False) as opened:
        session = opened.session
        item: Item = await session.api(HOME).item(ref)
        assert password(item) == (new if FOUND[step] is Stage.SAVED else old)
        before = await session.rotations.all()
        assert [(one.old, one.new) for one in before] == [(old, new)] * (FOUND[step] is not None)
        await rotating.look_at_all(session)
        found = await session.rotations.all()
        assert [one.stage for one in found] == [FOUND[step]] * len(before)
        if FOUND[step] is Stage.FAILED:
            await rotating.again(session, found[0])
            assert password(await session.api(HOME).item(ref)) == new
            assert [one.stage for one in await session.rotations.all()] == [Stage.SAVED]


@pytest.mark.soak
async def test_killed_at_any_moment(place: tuple[Path, ItemRef], soak_scale: SoakScale) -> None:
    folder, ref = place
    chance, number = Random(5), 1  # noqa: S311 - must be repeatable
    for _ in range(soak_scale(60)):
        said = run(folder, "", number, chance.random() ** 2 * 0.1)
        assert said >= number
        async with desk(folder, make=False) as opened:
            session = opened.session
            await rotating.look_at_all(session)
            kept = await session.rotations.all()
            values = {value.reveal() for one in kept for value in (one.old, one.new)}
            assert {f"s3cret-{one}" for one in range(number, said + 1)} <= values
            now = password(await session.api(HOME).item(ref))
            assert now in [one.new for one in kept if one.stage is Stage.SAVED]
            assert all(one.stage in (Stage.SAVED, Stage.FAILED) for one in kept)
            assert len(kept) <= said - number + 2
            for one in kept:
                end = rotation_ends.confirm if one.stage is Stage.SAVED else rotation_ends.give_up
                await end(session, one)
        number = said + 2
