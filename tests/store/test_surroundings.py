"""Memory, mounts and the counter: what the machine tells, and that nonsense of it does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.places import PASSWORD, Place, login
from tui.model.errors import Unreachable
from tui.store import cost, kdf, memory
from tui.store.files import shares_memory
from tui.store.lastseen import LastSeen


def _machine(root: Path, free: int, groups: str = "", limits: dict[str, str] | None = None) -> tuple[Path, Path]:
    proc, cgroup = root / "proc", root / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text(f"MemTotal: 99 kB\nMemAvailable:   {free} kB\n")
    (proc / "self" / "cgroup").write_text(groups)
    for name, text in (limits or {}).items():
        (cgroup / name).parent.mkdir(parents=True, exist_ok=True)
        (cgroup / name).write_text(text)
    return proc, cgroup


def test_the_smallest_figure_counts(tmp_path: Path) -> None:
    limits = {
        "user/memory.max": "max\n",
        "user/memory.current": "0\n",
        "user/app/memory.max": f"{100 * 2**20}\n",
        "user/app/memory.current": f"{90 * 2**20}\n",
        "user/app/memory.stat": f"anon 1\ninactive_file {30 * 2**20}\n",
    }
    assert memory.available_kib(*_machine(tmp_path, 900_000, "0::/user/app\n", limits)) == 40 * 1024


def test_a_parent_group_limits_too(tmp_path: Path) -> None:
    limits = {
        "user/memory.max": f"{2**20}\n",
        "user/memory.current": "0\n",
        "user/app/memory.max": "max\n",
        "user/app/memory.current": "0\n",
    }
    assert memory.available_kib(*_machine(tmp_path, 900_000, "0::/user/app\n", limits)) == 1024


def test_the_older_kind_of_group_is_read(tmp_path: Path) -> None:
    limits = {"memory/a/memory.limit_in_bytes": f"{64 * 2**20}", "memory/a/memory.usage_in_bytes": f"{2**20}"}
    assert memory.available_kib(*_machine(tmp_path, 900_000, "5:cpu:/a\n4:memory:/a\n", limits)) == 63 * 1024


def test_without_figures_nothing_is_known(tmp_path: Path) -> None:
    assert memory.available_kib(tmp_path, tmp_path) is None


def test_short_memory_is_told_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "available_kib", lambda: 20_000)
    with pytest.raises(Unreachable, match="288 MiB of memory must be free, and 19 MiB are"):
        kdf.derive(PASSWORD, bytes(16), cost.DEFAULT)


def test_a_machine_short_of_memory_makes_cheaper_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    for free, made in ((200_000, cost.SMALL), (300_000, cost.DEFAULT), (None, cost.DEFAULT)):
        monkeypatch.setattr(cost, "available_kib", lambda free=free: free)
        assert cost.affordable() == made


MOUNTS = """\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:30 / /home/me/my\\040net rw - nfs4 server:/ rw
31 22 0:31 / /home/me/my\\040net/disk rw - ext4 /dev/sdb rw
nonsense
32 22 - -
"""


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/home/me/x.strongroom", True),
        ("/home/me/my net/x.strongroom", False),
        ("/home/me/my net/disk/x.strongroom", True),
        ("/home/me/my network/x.strongroom", True),
    ],
)
def test_network_file_systems_are_known_by_their_mount(tmp_path: Path, path: str, shared: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert shares_memory(Path(path), mounts) is shared
    assert shares_memory(Path(path), tmp_path / "missing")


def test_the_counter_is_kept_and_only_raised(tmp_path: Path) -> None:
    seen = LastSeen(tmp_path / "state", "abc")
    assert seen.read() == 0
    seen.raise_to(7)
    seen.raise_to(5)
    assert seen.read() == 7
    seen.close()
    again = LastSeen(tmp_path / "state", "abc")
    assert again.read() == 7
    again.write(3)
    assert again.read() == 3
    again.close()
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "state", *(tmp_path / "state").iterdir())] == [
        0o700,
        0o600,
    ]


@pytest.mark.parametrize("text", [b"", b"12", b"x" * 21, b"-0000000000000000001\n", b"9" * 40])
def test_nonsense_in_the_counter_counts_as_nothing_known(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "abc.counter").write_bytes(text)
    seen = LastSeen(tmp_path, "abc")
    assert seen.read() == 0
    seen.close()


def test_an_older_file_is_told_once_the_machine_saw_a_newer_one(place: Place, tmp_path: Path) -> None:
    old = place.path.read_bytes()
    store = place.open()
    store.create_item(login(store.create_vault("Private").id))
    assert store.warnings == ()
    store.close()
    place.path.write_bytes(old)
    for _ in range(2):
        store = place.open()
        assert "older than when it was last open here" in store.warnings[0]
        store.close()
    store = place.open()
    store.create_vault("From here on")
    store.close()
    store = place.open()
    assert store.warnings == ()
    store.close()


def test_without_a_state_directory_that_is_told(place: Place) -> None:
    place.state.write_text("in the way")
    store = place.open()
    assert "would not be noticed" in store.warnings[0]
    store.create_vault("works all the same")
    store.close()
