"""Files of items in the store: whole or not at all, kept as long as a version has them, and never anything else."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.places import PASSWORD, Place, attach, login
from tui.model.category import category
from tui.model.edit import SetTitle
from tui.model.errors import Conflict, Damaged, Invalid, NotFound, Unreachable
from tui.model.file import FileInfo
from tui.model.ids import FileId
from tui.model.item import Item
from tui.store.naming import RecordKind
from tui.store.pieces import MOST_BYTES, PIECE_BYTES
from tui.store.store import Store


@pytest.fixture
def item(store: Store) -> Item:
    """A new item without files."""
    return store.create_item(login(store.create_vault("Private").id))


def made(size: int) -> bytes:
    """Return a content in which every piece is another one."""
    return b"".join(b"s3cret-%09d" % number for number in range(size // 16 + 1))[:size]


def content(store: Store, item: Item, at: int = 0) -> bytes:
    """Return what is in a file of an item."""
    return b"".join(store.files.read(item.ref, item.files[at].id))


def pieces(place: Place) -> int:
    """Return how many pieces there are in the file, whoever they belong to."""
    connection = sqlite3.connect(place.path)
    (count,) = connection.execute("SELECT count(*) FROM seals WHERE kind = ?", (RecordKind.FILE,)).fetchone()
    connection.close()
    return int(count)


SIZES = [0, 1, 256, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_as_it_was(store: Store, item: Item, place: Place, size: int) -> None:
    saved = attach(store, item, "key.pem", made(size))
    (file,) = saved.files
    assert (file.name, file.size, file.section) == ("key.pem", size, None)
    assert (saved.version, saved.ref) == (2, item.ref)
    assert store.item(item.ref) == saved
    assert content(store, saved) == made(size)
    assert all(0 < len(piece) <= PIECE_BYTES for piece in store.files.read(item.ref, file.id))
    assert pieces(place) == -(-size // PIECE_BYTES)
    store.verify()
    store.close()
    again = place.open()
    assert content(again, saved) == made(size)
    again.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 300_000), max_size=5))
def test_it_is_the_same_however_it_comes(store: Store, sizes: list[int]) -> None:
    vault = store.vaults()[0] if store.vaults() else store.create_vault("Private")
    item = store.create_item(login(vault.id))
    whole, at = made(sum(sizes)), 0
    file = store.files.incoming("file", item.ref)
    for size in sizes:
        file.add(whole[at : at + size])
        at += size
    assert content(store, store.files.attach(item.ref, file, 1)) == whole


def test_several_files_are_told_apart(store: Store, item: Item) -> None:
    one = attach(store, item, "same name", b"s3cret-one")
    two = attach(store, one, "same name", b"s3cret-two")
    assert [content(store, two, at) for at in (0, 1)] == [b"s3cret-one", b"s3cret-two"]
    other = attach(store, store.create_item(login(item.ref.vault)), "same name", b"s3cret-other")
    with pytest.raises(NotFound):
        next(store.files.read(item.ref, other.files[0].id))
    for strange in ("", "x", "-1", "0" * 16, "f" * 16, two.files[0].id.upper() + "0", two.files[0].id[1:]):
        with pytest.raises(NotFound):
            next(store.files.read(item.ref, FileId(strange)))


def test_another_version_is_a_conflict_and_nothing_is_written(store: Store, item: Item, place: Place) -> None:
    store.update(item.ref, [SetTitle("Hub")], 1)
    with pytest.raises(Conflict):
        attach(store, item, "key.pem", made(1000))
    file = store.files.incoming("key.pem", item.ref)
    store.delete(item.ref)
    with pytest.raises(Conflict):
        store.files.attach(item.ref, file, 2)
    assert pieces(place) == 0
    store.verify()


def test_one_is_replaced_in_its_place(store: Store, item: Item) -> None:
    saved = attach(store, attach(store, item, "a", b"s3cret-a"), "b", b"s3cret-b")
    file = store.files.incoming("new", item.ref)
    file.add(b"s3cret-new")
    new = store.files.attach(item.ref, file, saved.version, saved.files[0].id)
    assert [one.name for one in new.files] == ["new", "b"]
    assert new.files[0].id != saved.files[0].id
    assert [content(store, new, at) for at in (0, 1)] == [b"s3cret-new", b"s3cret-b"]
    with pytest.raises(NotFound):
        store.files.attach(item.ref, store.files.incoming("new", item.ref), new.version, saved.files[0].id)
    store.verify()


def test_what_a_version_has_is_kept_with_it_and_goes_with_it(store: Store, item: Item, place: Place) -> None:
    saved = attach(store, item, "key.pem", made(PIECE_BYTES + 1))
    left = store.files.remove(item.ref, saved.files[0].id, 2)
    assert (left.version, left.files) == (3, ())
    assert store.version(item.ref, 2).files == saved.files
    assert content(store, saved) == made(PIECE_BYTES + 1)
    with pytest.raises(NotFound):
        store.files.remove(item.ref, saved.files[0].id, 3)
    back = store.restore_version(item.ref, 2)
    assert back.files == saved.files
    again = store.files.remove(item.ref, saved.files[0].id, back.version)
    store.keep_versions = 2
    renamed = store.update(item.ref, [SetTitle("1")], again.version)
    assert pieces(place) == 2
    store.update(item.ref, [SetTitle("2")], renamed.version)
    assert pieces(place) == 0
    with pytest.raises(NotFound):
        content(store, saved)
    store.verify()


def test_where_no_versions_are_kept_nothing_of_a_removed_file_is(store: Store, item: Item, place: Place) -> None:
    store.keep_versions = 0
    saved = attach(store, attach(store, item, "a", made(1000)), "b", made(2000))
    assert pieces(place) == 2
    left = store.files.remove(item.ref, saved.files[0].id, saved.version)
    assert pieces(place) == 1
    assert content(store, left) == made(2000)


def test_an_edit_keeps_the_files(store: Store, item: Item) -> None:
    saved = attach(store, item, "key.pem", b"s3cret-file")
    assert store.update(item.ref, [SetTitle("Hub")], 2).files == saved.files
    assert store.archive(item.ref).files == saved.files
    assert content(store, saved) == b"s3cret-file"


def test_they_go_with_the_item_and_with_the_vault(store: Store, item: Item, place: Place) -> None:
    other = attach(store, store.create_item(login(item.ref.vault)), "b", made(1000))
    saved = attach(store, item, "a", made(1000))
    store.files.remove(item.ref, saved.files[0].id, 2)
    store.delete(item.ref)
    assert pieces(place) == 1
    assert content(store, other) == made(1000)
    store.delete_vault(item.ref.vault)
    assert pieces(place) == 0
    store.verify()


def test_they_go_along_where_an_item_is_moved(store: Store, item: Item, place: Place) -> None:
    saved = attach(store, item, "a", made(PIECE_BYTES + 1))
    left = store.files.remove(item.ref, saved.files[0].id, 2)
    both = attach(store, left, "b", made(1000))
    moved = store.move(both.ref, store.create_vault("Other").id)
    store.delete_vault(item.ref.vault)
    assert moved.files == both.files
    assert content(store, moved) == made(1000)
    assert b"".join(store.files.read(moved.ref, saved.files[0].id)) == made(PIECE_BYTES + 1)
    store.verify()
    store.delete_vault(moved.ref.vault)
    assert pieces(place) == 0
    store.verify()


def test_a_file_that_is_too_big_is_refused_and_one_as_big_as_may_be_is_not(store: Store, item: Item) -> None:
    file = store.files.incoming("film.mkv", item.ref)
    for _ in range(MOST_BYTES // 2_000_000):
        file.add(bytes(2_000_000))
    assert store.files.attach(item.ref, file, 1).files[0].size == MOST_BYTES
    with pytest.raises(Invalid, match=r"“film\.mkv” is too big: a file may have 50 MB"):
        file.add(b"x")


def test_a_file_needs_a_name(store: Store, item: Item) -> None:
    with pytest.raises(Invalid, match="needs a name"):
        store.files.incoming("", item.ref)


def test_an_item_cannot_claim_files_that_it_does_not_bring(store: Store, item: Item) -> None:
    claimed = replace(item, files=(FileInfo(FileId("0" * 16), "key.pem", 3),))
    with pytest.raises(Invalid, match="come with their content"):
        store.create_item(claimed)


def test_a_document_is_its_file(store: Store) -> None:
    vault = store.create_vault("Private").id
    file = store.files.incoming("deed.pdf")
    file.add(b"s3cret-deed")
    document = store.files.create(replace(login(vault, "Deed"), category=category("DOCUMENT")), file)
    assert (document.version, document.title, [one.name for one in document.files]) == (1, "Deed", ["deed.pdf"])
    assert content(store, document) == b"s3cret-deed"
    both = attach(store, document, "scan.png", b"s3cret-scan")
    with pytest.raises(Invalid, match="A document is its file"):
        store.files.remove(document.ref, both.files[0].id, both.version)
    assert [one.name for one in store.files.remove(document.ref, both.files[1].id, both.version).files] == ["deed.pdf"]
    assert [vault.items for vault in store.vaults()] == [1]
    store.verify()


def test_other_keys_seal_the_files_too(store: Store, item: Item, place: Place) -> None:
    saved = attach(store, item, "key.pem", made(2 * PIECE_BYTES + 5))
    waiting = store.files.incoming("late", item.ref)
    waiting.add(made(1000))
    store.rotate_keys(PASSWORD)
    store.verify()
    assert content(store, saved) == made(2 * PIECE_BYTES + 5)
    with pytest.raises(Unreachable, match="keys of the store were changed"):
        store.files.attach(item.ref, waiting, 2)
    assert store.item(item.ref) == saved
    store.close()
    again = place.open()
    assert content(again, saved) == made(2 * PIECE_BYTES + 5)
    again.close()


def test_other_keys_do_not_need_a_file_in_memory(store: Store, item: Item) -> None:
    size = 40 * PIECE_BYTES
    saved = attach(store, item, "big", made(size))
    tracemalloc.start()
    try:
        store.rotate_keys(PASSWORD)
        store.backup()
        count = sum(len(piece) for piece in store.files.read(item.ref, saved.files[0].id))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == size
    assert peak < 10 * PIECE_BYTES


def test_backups_have_the_files(store: Store, item: Item, tmp_path: Path) -> None:
    saved = attach(store, item, "key.pem", made(PIECE_BYTES + 5))
    copy = Place(store.backup(), tmp_path / "elsewhere").open()
    copy.verify()
    assert content(copy, saved) == made(PIECE_BYTES + 5)
    copy.close()


def test_a_backup_of_a_damaged_file_is_none(store: Store, item: Item, place: Place) -> None:
    attach(store, item, "key.pem", made(PIECE_BYTES + 5))
    execute(place, "UPDATE bodies SET body = zeroblob(length(body)) WHERE n = (SELECT max(n) FROM bodies)")
    with pytest.raises(Damaged):
        store.backup()
    assert store.backups() == []


def test_nothing_of_it_lies_anywhere_in_clear_and_what_was_removed_is_overwritten(
    store: Store, item: Item, place: Place
) -> None:
    store.keep_versions = 0
    saved = attach(store, item, "s3cret-name", made(2 * PIECE_BYTES))
    connection = sqlite3.connect(place.path)
    bodies = [body for (body,) in connection.execute("SELECT body FROM bodies WHERE length(body) > 100000")]
    connection.close()
    everywhere = [path.read_bytes() for path in place.path.parent.rglob("*") if path.is_file()]
    assert not any(b"s3cret" in raw for raw in everywhere)
    assert any(bodies[0][-50:] in raw for raw in everywhere)
    store.files.remove(item.ref, saved.files[0].id, saved.version)
    store.close()
    raw = place.path.read_bytes()
    assert len(bodies) == 2
    assert not any(body[at : at + 50] in raw for body in bodies for at in range(0, len(body) - 50, 5000))


def test_what_waits_shows_nothing(store: Store, item: Item) -> None:
    file = store.files.incoming("key.pem", item.ref)
    file.add(b"s3cret-file")
    assert "s3cret" not in f"{file!r} {file}"


# What somebody may do to the file


def execute(place: Place, statement: str, *values: object) -> None:
    connection = sqlite3.connect(place.path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


Change = Callable[[Place, st.DataObject], None]
PIECES = 4
_AT = f"kind = {RecordKind.FILE} AND part ="
_BODY = f"(SELECT body FROM seals WHERE {_AT} ?)"  # noqa: S608
_PARTS = st.integers(0, PIECES - 1)


def flip(place: Place, data: st.DataObject) -> None:
    """Turn one bit of a piece."""
    part, at, bit = data.draw(_PARTS), data.draw(st.integers(0, 255)), data.draw(st.integers(0, 7))
    connection = sqlite3.connect(place.path)
    (raw,) = connection.execute(f"SELECT body FROM bodies WHERE n = {_BODY}", (part,)).fetchone()  # noqa: S608
    connection.close()
    changed = bytearray(raw)
    changed[at] ^= 1 << bit
    execute(place, f"UPDATE bodies SET body = ? WHERE n = {_BODY}", bytes(changed), part)  # noqa: S608


def cut(place: Place, data: st.DataObject) -> None:
    """Cut bytes off a piece."""
    less = data.draw(st.integers(1, 256))
    execute(
        place,
        f"UPDATE bodies SET body = substr(body, 1, length(body) - ?) WHERE n = {_BODY}",  # noqa: S608
        less,
        data.draw(_PARTS),
    )


def swap(place: Place, data: st.DataObject) -> None:
    """Exchange two pieces."""
    one, two = data.draw(st.lists(_PARTS, min_size=2, max_size=2, unique=True))
    for old, new in ((one, -1), (two, one), (-1, two)):
        execute(place, f"UPDATE seals SET part = ? WHERE {_AT} ?", new, old)  # noqa: S608


def drop(place: Place, data: st.DataObject) -> None:
    """Take a piece out."""
    execute(place, f"DELETE FROM seals WHERE {_AT} ?", data.draw(_PARTS))  # noqa: S608


def truncate(place: Place, data: st.DataObject) -> None:
    """Take out a piece with all that follow."""
    execute(place, f"DELETE FROM seals WHERE kind = {RecordKind.FILE} AND part >= ?", data.draw(_PARTS))  # noqa: S608


def add(place: Place, data: st.DataObject) -> None:
    """Put in a piece too many."""
    statement = f"INSERT INTO seals SELECT kind, id, version, ?, seal, body FROM seals WHERE {_AT} ?"  # noqa: S608
    execute(place, statement, data.draw(st.integers(PIECES, PIECES + 3)), data.draw(_PARTS))


def shift(place: Place, data: st.DataObject) -> None:
    """Let the file begin at its second piece, with one of its pieces twice."""
    execute(place, f"DELETE FROM seals WHERE {_AT} 0")  # noqa: S608
    for part in range(1, PIECES):
        execute(place, f"UPDATE seals SET part = ? WHERE {_AT} ?", part - 1, part)  # noqa: S608
    add(place, data)


def move(place: Place, data: st.DataObject) -> None:
    """Give the pieces to another file."""
    execute(place, f"UPDATE seals SET version = version / 2 WHERE kind = {RecordKind.FILE}")  # noqa: S608


@pytest.fixture(scope="module")
def four_pieces(blank: Place, tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Item]:
    """A closed store with one file, and the item that has it."""
    place = blank.copy_to(tmp_path_factory.mktemp("four"))
    store = place.open()
    item = store.create_item(login(store.create_vault("Private").id))
    saved = attach(store, item, "key.pem", made((PIECES - 1) * PIECE_BYTES + 200))
    store.close()
    return place, saved


@pytest.mark.parametrize("change", [flip, cut, swap, drop, truncate, add, shift, move])
@settings(max_examples=8)
@given(data=st.data())
def test_no_piece_is_changed_swapped_missing_or_too_many_without_notice(
    four_pieces: tuple[Place, Item], tmp_path_factory: pytest.TempPathFactory, change: Change, data: st.DataObject
) -> None:
    place, item = four_pieces
    there = place.copy_to(tmp_path_factory.mktemp("changed"))
    change(there, data)
    store = there.open()
    with pytest.raises(Damaged):
        content(store, item)
    with pytest.raises(Damaged):
        store.backup()
    if change not in (flip, cut):  # a body is looked at when it is read
        with pytest.raises(Damaged):
            store.verify()
        with pytest.raises(Damaged):
            attach(store, item, "on top", b"s3cret-top")
    store.close()
    there.path.unlink()
