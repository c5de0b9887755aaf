"""Whoever can write the file can break it, and cannot change a word of it without notice."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SoakScale
from tests.store.places import PASSWORD, Place, disturb, event, everything, pages
from tests.store.tamper import FILE, MUTATIONS, Mutation
from tui.model.errors import Damaged, Denied, VaultError
from tui.model.secret import Secret
from tui.store.cost import FLOOR
from tui.store.naming import RecordKind

REFUSED, NO_EFFECT, SILENT = "refused", "no effect", "silent"


class Range:
    """A file, an older state of it, and what can be read of it, before and after a write."""

    def __init__(self, blank: Place, directory: Path) -> None:
        self.old = blank.copy_to(directory / "old")
        self.now = self.old.copy_to(directory / "now")
        self._run = directory / "run"
        store = self.now.open()
        disturb(store)
        store.close()
        store = self.now.copy_to(directory / "expected").open()
        self.before = everything(store)
        store.put(RecordKind.LEARNT, "probe", b"1")
        self.after = everything(store)
        store.close()

    def verdict(self, mutation: Mutation, seed: int, *, verify: bool = True) -> str:
        """Do it to a copy, and tell what the store made of it."""
        place = self.now.copy_to(self._run)
        try:
            mutation(place.path, self.old.path, Random(seed))  # noqa: S311 - must be repeatable
            return self._read(place, verify=verify)
        except VaultError as error:
            assert str(error).endswith(".")
            return REFUSED
        finally:
            for path in self._run.glob("home*"):
                path.unlink()

    def _read(self, place: Place, *, verify: bool) -> str:
        store = place.open()
        try:
            if verify:
                store.verify()
            if everything(store) != self.before:
                return SILENT
            if verify:
                store.put(RecordKind.LEARNT, "probe", b"1")
                store.verify()
                return NO_EFFECT if everything(store) == self.after else SILENT
            return NO_EFFECT
        finally:
            store.close()


@pytest.fixture(scope="module")
def shooting(furnished: Place, tmp_path_factory: pytest.TempPathFactory) -> Range:
    return Range(furnished, tmp_path_factory.mktemp("tampering"))


@pytest.mark.soak
def test_no_mutation_changes_anything_silently(shooting: Range, soak_scale: SoakScale) -> None:
    rounds = soak_scale(1000)
    verdicts: dict[str, list[str]] = {REFUSED: [], NO_EFFECT: [], SILENT: []}
    for seed in range(rounds):
        name, mutation = MUTATIONS[seed % len(MUTATIONS)]
        verdicts[shooting.verdict(mutation, seed)].append(f"{name} with seed {seed}")
    assert verdicts[SILENT] == []
    assert len(verdicts[REFUSED]) > rounds * 0.6
    harmless = {name.split(" with ")[0] for name in verdicts[NO_EFFECT]}
    anew = {f"{change} OVERVIEW" for change in ("flip_row", "swap_rows", "remove_row", "retype_row")}
    assert harmless <= {change.__name__ for change in FILE} | anew | {"replay_meta"}  # the header may be the same


def test_the_same_mutations_are_silent_where_nobody_verifies(shooting: Range) -> None:
    """The control: rows put back do change what is read, and only the manifest tells."""
    replays = [(name, one) for name, one in MUTATIONS if name.startswith("replay_rows")]
    silent = [name for seed, (name, one) in enumerate(replays) if shooting.verdict(one, seed, verify=False) == SILENT]
    assert len(silent) >= len(RecordKind) // 2, silent
    assert all(shooting.verdict(one, seed) == REFUSED for seed, (_, one) in enumerate(replays))


def test_nothing_is_written_to_a_damaged_store(shooting: Range, tmp_path: Path) -> None:
    for seed, (name, mutation) in enumerate(MUTATIONS):
        if name.startswith(("replay_rows", "copy_row")):
            place = shooting.now.copy_to(tmp_path / str(seed))
            mutation(place.path, shooting.old.path, Random(seed))  # noqa: S311
            store = place.open()
            with pytest.raises(Damaged):
                store.append([event("must not get in")])
            with pytest.raises(Damaged):
                store.put(RecordKind.LEARNT, "probe", b"1")
            store.close()


def test_an_old_password_put_back_opens_nothing(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    old = furnished.copy_to(tmp_path / "old")
    store = place.open()
    store.change_password(PASSWORD, Secret("s3cret-new"), FLOOR)
    store.close()
    _put_back_header(place, old)
    with pytest.raises(Damaged, match="an old password"):
        place.open()
    with pytest.raises(Denied):
        place.open(Secret("s3cret-new"))


def test_an_old_header_put_back_after_a_rotation_opens_nothing(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    old = furnished.copy_to(tmp_path / "old")
    store = place.open()
    store.rotate_keys(PASSWORD)
    store.close()
    _put_back_header(place, old)
    with pytest.raises(Damaged):
        place.open()


def _put_back_header(place: Place, old: Place) -> None:
    before = sqlite3.connect(old.path)
    rows: Sequence[tuple[bytes]] = before.execute("SELECT value FROM meta WHERE name = 'header'").fetchall()
    before.close()
    now = sqlite3.connect(place.path)
    now.execute("UPDATE meta SET value = ? WHERE name = 'header'", rows[0])
    now.commit()
    now.close()


def test_an_older_file_put_under_an_open_store_is_noticed(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    store = place.open()
    old = [row[0] for row in sqlite3.connect(place.path).execute("SELECT value FROM meta WHERE name = 'manifest'")]
    store.append([event("newer")])
    other = sqlite3.connect(place.path)
    other.execute("UPDATE meta SET value = ? WHERE name = 'manifest'", old)
    other.commit()
    other.close()
    with pytest.raises(Damaged, match="older than it was a moment ago"):
        store.append([event("on top of it")])
    store.close()


def test_a_damaged_part_of_the_list_is_made_anew_and_told(furnished: Place, tmp_path: Path) -> None:
    place = furnished.copy_to(tmp_path)
    store = place.open()
    before = everything(store)
    store.close()
    connection = sqlite3.connect(place.path)
    connection.execute(
        "UPDATE bodies SET body = zeroblob(length(body)) WHERE n IN (SELECT body FROM seals WHERE kind = ?)",
        (RecordKind.OVERVIEW,),
    )
    connection.commit()
    connection.close()
    store = place.open()
    assert everything(store) == before
    assert ["made anew" in warning for warning in store.warnings] == [True]
    for vault in store.vaults():
        for summary in pages(store, vault.id):
            store.archive(summary.ref)
    store.close()
    again = place.open()
    assert len(everything(again)) == len(before)
    assert again.warnings == ()
    again.close()


def test_hostile_costs_do_no_work(shooting: Range) -> None:
    for name, mutation in MUTATIONS:
        if name == "hostile_header":
            begun = time.process_time()
            for seed in range(8):
                assert shooting.verdict(mutation, seed) == REFUSED
            assert time.process_time() - begun < 8
            return


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_a_log_that_was_cut_is_an_error_or_told_as_an_older_file(furnished: Place, tmp_path: Path, keep: float) -> None:
    """SQLite drops what follows a broken frame of its log, as after a power cut; the counter outside knows better."""
    place = furnished.copy_to(tmp_path)
    store = place.open()
    disturb(store)
    before = everything(store)
    left = place.copy_to(tmp_path / "left")
    left.state.mkdir()
    for counter in place.state.iterdir():
        (left.state / counter.name).write_bytes(counter.read_bytes())
    log = place.path.with_name(f"{place.path.name}-wal").read_bytes()
    store.close()
    cut = left.path.with_name(f"{left.path.name}-wal")
    cut.write_bytes(log[: int(len(log) * keep)])
    cut.chmod(0o600)
    store = left.open()
    store.verify()
    if everything(store) == before:
        assert keep == 1
        assert store.warnings == ()
    else:
        assert "older than when it was last open here" in store.warnings[0]
    store.close()
