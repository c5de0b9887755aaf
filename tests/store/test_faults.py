"""A sentence for every fault of file, disk and directory, and nothing half done."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.mounts import mounted, remount
from tests.store.places import PASSWORD, Place, attach, everything, furnish, login, place_in
from tui.model.edit import SetTitle
from tui.model.errors import Damaged, Denied, Invalid, NotFound, Unreachable, VaultError
from tui.model.secret import Secret
from tui.store import sql
from tui.store.cost import FLOOR
from tui.store.opening import peek
from tui.store.store import Store


def _both(place: Place, kind: type[VaultError], match: str) -> None:
    """Opening and looking at it say the same."""
    with pytest.raises(kind, match=match):
        peek(place.path)
    with pytest.raises(kind, match=match):
        place.open()


def test_a_wrong_password(place: Place) -> None:
    with pytest.raises(Denied, match="not the master password") as caught:
        place.open(Secret("s3cret-wrong"))
    assert "s3cret" not in f"{caught.value!r}"


def test_no_file(tmp_path: Path) -> None:
    _both(place_in(tmp_path), NotFound, "There is no store at")
    _both(place_in(tmp_path / "nor" / "directory"), NotFound, "There is no store at")


def test_an_empty_file(place: Place) -> None:
    place.path.write_bytes(b"")
    _both(place, Damaged, "is empty")


@pytest.mark.parametrize("size", [1, 100, 4096, 50_000])
def test_garbage(place: Place, size: int) -> None:
    place.path.write_bytes(os.urandom(size))
    _both(place, Damaged, "not a store|damaged")


def test_another_database(place: Place) -> None:
    place.path.unlink()
    connection = sqlite3.connect(place.path)
    connection.execute("CREATE TABLE meta (name TEXT)")
    connection.commit()
    connection.close()
    place.path.chmod(0o600)
    _both(place, Damaged, "not a store of Strongroom")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON seals BEGIN DELETE FROM bodies; END",
        "CREATE VIEW v AS SELECT * FROM seals",
        "CREATE INDEX i ON bodies (body)",
        "ALTER TABLE bodies ADD COLUMN more TEXT",
        "DROP TABLE attempts",
    ],
)
def test_a_schema_with_something_added(place: Place, statement: str) -> None:
    connection = sqlite3.connect(place.path)
    connection.execute(statement)
    connection.close()
    _both(place, Damaged, "something was added")


def test_a_newer_format(place: Place) -> None:
    connection = sqlite3.connect(place.path)
    connection.execute("PRAGMA user_version=2")
    connection.close()
    _both(place, Invalid, "newer Strongroom")


def test_a_symbolic_link(place: Place, tmp_path: Path) -> None:
    link = tmp_path / "link.strongroom"
    link.symlink_to(place.path)
    _both(Place(link, place.state), Denied, "symbolic link")
    for name in ("dangling", "home.strongroom"):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
        with pytest.raises(Denied, match="exists already"):
            Store.create(tmp_path / name, PASSWORD, state_dir=place.state, cost=FLOOR)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_symbolic_link_beside_the_file(place: Place, tmp_path: Path, ending: str) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    place.path.with_name(place.path.name + ending).symlink_to(tmp_path / "precious")
    _both(place, Denied, "symbolic link")
    assert (tmp_path / "precious").read_bytes() == b"mine"


def test_no_file_but_something_else(tmp_path: Path) -> None:
    (tmp_path / "directory").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("directory", "pipe"):
        _both(Place(tmp_path / name, tmp_path / "state"), Denied, "is not a file")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else(place: Place) -> None:
    os.chown(place.path, 65534, 65534)
    _both(place, Denied, "belongs to another user")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_directory_of_somebody_else(place: Place, tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    _both(place, Denied, "belongs to another user, who could replace the store")


def test_permissions_for_others_are_taken_away_and_told(place: Place, tmp_path: Path) -> None:
    place.path.chmod(0o644)
    tmp_path.chmod(0o777)
    store = place.open()
    assert [warning.rsplit(" ", 1)[1] for warning in store.warnings] == ["755.", "600."]
    assert place.path.stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    store.close()
    again = place.open()
    assert again.warnings == ()
    again.close()


def test_everything_that_is_made_is_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        place = place_in(tmp_path / "deep" / "inside")
        store = place.make()
        store.create_vault("Private")
        store.backup()
        modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "deep").rglob("*")}
        store.close()
    finally:
        os.umask(before)
    assert len(modes) >= 7
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not path.is_dir()} == {0o600}


def test_a_store_is_never_made_over_a_file(place: Place) -> None:
    before = place.path.read_bytes()
    with pytest.raises(Denied, match="exists already"):
        place.make()
    assert place.path.read_bytes() == before


def test_an_empty_password_makes_no_store(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    with pytest.raises(Invalid, match="must not be empty"):
        place.make(Secret(""))
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_file_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="cannot be made"):
        place_in(tmp_path / "file").make()
    with pytest.raises(Unreachable):
        Store.create(tmp_path / ("x" * 300), PASSWORD, state_dir=tmp_path, cost=FLOOR)


@pytest.mark.skipif(sys.platform == "darwin", reason="file names must be Unicode there")
def test_names_with_strange_characters(tmp_path: Path) -> None:
    name = os.fsdecode(b"a?b#c%20&mode=memory \xff\xc3\xa9.strongroom")
    place = Place(tmp_path / name, tmp_path / "state")
    store = place.make()
    store.create_vault("Private")
    store.close()
    assert place.path.stat().st_size > 0
    place.open().close()


def _refuses(store: Store, kind: type[VaultError], match: str) -> None:
    """No kind of write is done, and what was there is still there."""
    before = everything(store)
    vault = store.vaults()[0].id
    ref = next(store.summaries(vault))[0].ref
    calls: list[Callable[[], object]] = [
        lambda: store.create_items([login(vault, notes="n" * 2_000_000)]),
        lambda: store.create_vault("x", "y" * 2_000_000),
        lambda: store.update(ref, [SetTitle("z" * 2_000_000)], store.item(ref).version),
        lambda: attach(store, store.item(ref), "big", bytes(2_000_000)),
    ]
    for call in calls:
        with pytest.raises(kind, match=match):
            call()
    assert everything(store) == before


def test_a_full_disk(furnished: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=800k") as disk:
        place = furnished.copy_to(disk / "of mine")
        store = place.open()
        before = everything(store)
        _refuses(store, Unreachable, "The disk is full")
        with pytest.raises(Unreachable):
            store.backup()
            store.backup()
            store.backup()
            store.backup()
        assert [one for one in store.backups() if not one.stat().st_size] == []
        store.close()
        again = place.open()
        again.verify()
        assert everything(again) == before
        again.close()


def test_a_disk_too_full_to_make_a_store(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=8k") as disk:
        with pytest.raises(Unreachable):
            place_in(disk).make()
        assert [path.name for path in disk.iterdir() if path.is_file()] == []


def test_a_read_only_disk_is_readable_and_says_so(furnished: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=4m") as disk:
        place = Place(furnished.copy_to(disk).path, tmp_path / "state")
        remount(disk, "ro")
        assert peek(place.path).read_only
        store = place.open()
        assert store.read_only
        assert any("can only be read" in warning for warning in store.warnings)
        store.verify()
        assert len(everything(store)) > 40
        _refuses(store, Denied, "can only be read")
        with pytest.raises(Denied):
            store.rotate_keys(PASSWORD)
        with pytest.raises(Denied):
            place.open(Secret("s3cret-wrong"))
        store.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to everything")
def test_a_read_only_file_is_readable_and_says_so(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    place.path.chmod(0o400)
    store = place.open()
    _refuses(store, Denied, "can only be read")
    store.close()


def test_a_read_only_file_with_changes_waiting_beside_it(furnished: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=4m") as disk:
        place = Place(furnished.copy_to(disk).path, tmp_path / "state")
        store = place.open()
        store.create_vault("Not in the file yet")
        beside = Place(disk / "beside.strongroom", tmp_path / "state")
        for ending in ("", "-wal"):
            shutil.copy2(f"{place.path}{ending}", f"{beside.path}{ending}")
        store.close()
        remount(disk, "ro")
        _both(beside, Denied, "the last changes are not in it yet")


CHILD = """
import resource, sys
from pathlib import Path
from tests.store.places import Place, everything, login
from tui.model.errors import Unreachable
place = Place(Path(sys.argv[1]), Path(sys.argv[2]))
store = place.open()
store.verify()
before = everything(store)
limit = place.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    store.create_item(login(store.vaults()[0].id, notes="n" * 1_000_000))
except Unreachable as error:
    assert everything(store) == before
    print(error)
"""


def test_a_file_that_may_not_grow(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    command = [sys.executable, "-c", CHILD, str(place.path), str(place.state)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "disk" in done.stdout
    store = place.open()
    store.verify()
    store.close()


def test_another_program_that_holds_the_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "BUSY_SECONDS", 0.05)
    store = place.open()
    store.verify()
    other = sqlite3.connect(place.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unreachable, match="Another program is writing"):
        store.create_vault("Private")
    other.execute("ROLLBACK")
    other.close()
    store.create_vault("Private")
    assert [vault.name for vault in store.vaults()] == ["Private"]
    store.close()


def test_backups_open_with_the_same_password_and_five_are_kept(place: Place, tmp_path: Path) -> None:
    store = place.open()
    furnish(store)
    made = []
    for number in range(7):
        store.create_vault(f"V{number}")
        made.append(store.backup())
    assert store.backups() == made[:1:-1]
    store.close()
    assert made[-1].parent.stat().st_mode & 0o777 == 0o700
    copy = Place(made[-1], tmp_path / "other state")
    backup = copy.open()
    backup.verify()
    assert {vault.name for vault in backup.vaults()} >= {"V6", "Vault 0"}
    assert backup.warnings == ()
    backup.create_vault("works")
    backup.close()


def test_a_damaged_store_makes_no_backup_and_keeps_the_good_ones(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    store = place.open()
    good = store.backup()
    store.close()
    connection = sqlite3.connect(place.path)
    connection.execute("UPDATE bodies SET body = zeroblob(length(body)) WHERE n = (SELECT max(n) FROM bodies)")
    connection.commit()
    connection.close()
    store = place.open()
    for _ in range(6):
        with pytest.raises(Damaged):
            store.backup()
    assert store.backups() == [good]
    assert list(good.parent.iterdir()) == [good]
    store.close()


def test_a_backup_that_was_cut_short_is_cleared_away(place: Place) -> None:
    store = place.open()
    first = store.backup()
    left = first.with_name("home.strongroom.99.new")
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    young = first.with_name("home.strongroom.98.new")
    young.write_bytes(b"another process is at it")
    store.create_vault("x")
    store.backup()
    assert not left.exists()
    assert young.exists()
    store.close()
