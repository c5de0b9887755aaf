"""Where a demo lies: only its owner looks in, and nothing of it outlives its process."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.demos import NOW
from tui.model.errors import Unreachable
from tui.services.demo import making as demo
from tui.services.demo.place import LOCK_NAME, PREFIX, YOUNG_SECONDS
from tui.store.store import Store

SCRIPT = """
import os, sys, time
from pathlib import Path
from tui.services.demo import making as demo
place = demo.make()
print(place.folder, flush=True)
{then}
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[demo.DemoPlace]:
    found = demo.make(tmp_path, NOW)
    yield found
    demo.cleanup(found)


def test_only_its_owner_can_look_in(place: demo.DemoPlace, tmp_path: Path) -> None:
    assert place.folder.parent == tmp_path
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert place.state_dir.parent == place.folder


def test_what_goes_wrong_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"No demo can be made in .*No such file"):
        demo.make(tmp_path / "missing", NOW)
    assert not list(tmp_path.iterdir())


def test_a_demo_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from tui.model.errors import Unreachable
from tui.services.demo import making as demo
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    demo.make(Path(sys.argv[1]))
except Unreachable as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "nothing was" in done.stdout
    assert not list(tmp_path.iterdir())


def test_cleaning_up_twice_is_once(place: demo.DemoPlace) -> None:
    store = Store.open(place.path, place.password, state_dir=place.state_dir)
    demo.cleanup(place)
    demo.cleanup(place)
    store.close()
    assert not place.folder.exists()


class Process:
    """Another process with a demo, in `folder` as the place for temporary files."""

    def __init__(self, folder: Path, then: str = "") -> None:
        environment = {**os.environ, "TMPDIR": str(folder), "XDG_RUNTIME_DIR": ""}
        self.running = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(then=then)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.running.stdout
        self.folder = Path(self.running.stdout.readline().strip())

    def end(self, number: int | None = None) -> int:
        """Wait until it has ended, of a signal or by itself; return its exit code."""
        if number is not None:
            self.running.send_signal(number)
        self.running.communicate(timeout=30)
        return self.running.returncode


WAIT = "sys.stdin.read()"


def test_an_ordinary_end_leaves_nothing(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    assert process.folder.parent == tmp_path
    assert process.end() == 0
    assert not list(tmp_path.iterdir())


def test_an_end_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    process = Process(tmp_path, "sys.stderr.close(); raise RuntimeError")
    assert process.end() == 1
    assert not list(tmp_path.iterdir())


def test_the_end_of_a_fork_leaves_the_demo_alone(tmp_path: Path) -> None:
    then = "child = os.fork()\nif child: os.waitpid(child, 0); print(place.path.exists(), flush=True); sys.stdin.read()"
    process = Process(tmp_path, then)
    assert process.running.stdout
    assert process.running.stdout.readline() == "True\n"
    process.end()
    assert not list(tmp_path.iterdir())


def test_what_was_killed_is_removed_by_the_next_demo(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    assert process.end(signal.SIGKILL) == -signal.SIGKILL
    assert process.folder.is_dir()
    place = demo.make(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == [place.folder]
    demo.cleanup(place)
    assert not list(tmp_path.iterdir())


def test_a_running_demo_is_left_alone(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    old = process.folder.stat().st_mtime - 2 * YOUNG_SECONDS
    os.utime(process.folder, (old, old))
    place = demo.make(tmp_path, NOW)
    assert process.folder.is_dir()
    demo.cleanup(place)
    process.end()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("age", [0.0, 2 * YOUNG_SECONDS])
def test_a_number_that_is_taken_again_does_not_keep_a_demo_for_ever(tmp_path: Path, age: float, locked: bool) -> None:
    left = tmp_path / f"{PREFIX}{os.getpid()}-abc"
    left.mkdir()
    if locked:
        (left / LOCK_NAME).touch()
    old = left.stat().st_mtime - age
    os.utime(left, (old, old))
    demo.cleanup(demo.make(tmp_path, NOW))
    assert left.exists() is (age == 0), "a young one may be about to be locked"


def test_only_folders_of_demos_are_removed(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (kept / "file").touch()
    (tmp_path / f"{PREFIX}1-link").symlink_to(kept)
    (tmp_path / f"{PREFIX}1-file").touch()
    before = sorted(tmp_path.rglob("*"))
    demo.cleanup(demo.make(tmp_path, NOW))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a folder")
def test_by_default_it_lies_where_a_session_keeps_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    place = demo.make(now=NOW)
    assert place.folder.parent == tmp_path
    demo.cleanup(place)
    assert not list(tmp_path.iterdir())
