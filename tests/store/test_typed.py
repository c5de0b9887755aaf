"""Drafts that several Strongrooms type at once: each knows which are its own, which are left behind, which are not."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.places import PASSWORD, Place, login
from tui.model.draft import Draft
from tui.model.ids import DraftId
from tui.model.item import Item
from tui.store.naming import RecordKind
from tui.store.presence import Presence
from tui.store.store import Store

TYPING = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tests.store.places import PASSWORD
from tui.model.draft import Draft
from tui.model.ids import DraftId
from tui.store.store import Store
store = Store.open(Path(sys.argv[1]), PASSWORD, state_dir=Path(sys.argv[2]))
(vault,) = store.vaults()
(item,) = [store.item(one.ref) for page in store.summaries(vault.id) for one in page]
store.save_draft(Draft(DraftId("d"), item, replace(item, title="typed by the child"), 1.0))
print("typed", flush=True)
sys.stdin.readline()
os.execv(sys.executable, [sys.executable, "-c", "print('anew', flush=True); input()"])
"""
"""Types a draft, and begins anew as another program when it is told to."""


@pytest.fixture
def item(place: Place) -> Item:
    """Return the one item of the store."""
    with closing(place.open()) as store:
        return store.create_item(login(store.create_vault("Private").id))


def typed(item: Item, title: str, at: float = 1.0, name: str = "d") -> Draft:
    return Draft(DraftId(name), item, replace(item, title=title), at)


def left(store: Store) -> list[str]:
    return [draft.current.title for draft in store.shelf().left]


def elsewhere(store: Store) -> list[str]:
    return [draft.current.title for draft in store.shelf().elsewhere]


@contextmanager
def child(place: Place) -> Iterator[subprocess.Popen[str]]:
    """Have another process type a draft."""
    command = [sys.executable, "-c", TYPING, str(place.path), str(place.state)]
    pipe = subprocess.PIPE
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        yield process
        process.kill()


def test_what_one_types_is_not_left_behind_for_another_until_it_is_closed(place: Place, item: Item) -> None:
    one, other = place.open(), place.open()
    one.save_draft(typed(item, "half"))
    assert (left(one), elsewhere(one)) == (["half"], [])
    assert (left(other), elsewhere(other)) == ([], ["half"])
    assert [draft.current.title for draft in other.drafts()] == ["half"]
    one.close()
    assert (left(other), elsewhere(other)) == (["half"], [])
    other.close()


def test_of_a_killed_process_everything_is_left_behind_at_once(place: Place, item: Item) -> None:
    with child(place) as process, closing(place.open()) as store:
        assert elsewhere(store) == ["typed by the child"]
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert left(store) == ["typed by the child"]
        assert [path for path in place.state.iterdir() if path.suffix == ".open"] == []


def test_a_process_that_begins_anew_leaves_behind_what_it_typed_before(place: Place, item: Item) -> None:
    with child(place) as process, closing(place.open()) as store:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "anew\n"
        assert process.poll() is None
        assert left(store) == ["typed by the child"]


def test_a_draft_goes_to_whoever_claims_it_first(place: Place, item: Item) -> None:
    with closing(place.open()) as before:
        before.save_draft(typed(item, "half"))
    one, other = place.open(), place.open()
    assert left(one) == left(other) == ["half"]
    assert one.claim_draft(DraftId("d"))
    assert one.claim_draft(DraftId("d"))
    assert not other.claim_draft(DraftId("d"))
    assert (left(one), elsewhere(other)) == (["half"], ["half"])
    one.close()
    other.close()


def test_what_two_type_under_one_name_is_kept_twice(place: Place, item: Item) -> None:
    with closing(place.open()) as before:
        before.save_draft(typed(item, "half"))
    one, other = place.open(), place.open()
    one.save_draft(typed(item, "of one", 2.0))
    other.save_draft(typed(item, "of the other", 3.0))
    assert (left(one), elsewhere(one)) == (["of one"], ["of the other"])
    one.drop_draft(DraftId("d"))
    assert (left(one), elsewhere(one)) == ([], ["of the other"])
    one.close()
    assert left(other) == ["of the other"]
    other.close()


def test_a_draft_kept_for_later_is_everybodys(place: Place, item: Item) -> None:
    one, other = place.open(), place.open()
    one.save_draft(typed(item, "half"))
    one.leave_draft(DraftId("d"))
    one.leave_draft(DraftId("never there"))
    assert left(one) == left(other) == ["half"]
    other.save_draft(typed(item, "gone on with", 2.0))
    assert (left(one), elsewhere(one)) == ([], ["gone on with"])
    one.close()
    other.close()


def test_one_damaged_draft_does_not_hide_the_others(place: Place, item: Item) -> None:
    with closing(place.open()) as store:
        for number in range(3):
            store.save_draft(typed(item, f"draft {number}", number, f"d{number}"))
    with closing(sqlite3.connect(place.path)) as raw, raw:
        rows = raw.execute("SELECT body FROM seals WHERE kind = ? ORDER BY id", (RecordKind.DRAFT,)).fetchall()
        raw.execute("UPDATE bodies SET body = zeroblob(256) WHERE n = ?", rows[0])
    with closing(place.open()) as store:
        shelf = store.shelf()
        assert shelf.unreadable == 1
        assert len(shelf.left) == 2
        store.save_draft(typed(item, "one more", 9.0, "d9"))
        assert left(store)[-1] == "one more"


def test_the_file_of_an_open_store_says_nothing_and_goes(place: Place, item: Item) -> None:
    store = place.open()
    before = set(place.state.iterdir())
    store.save_draft(typed(item, "half"))
    (file,) = set(place.state.iterdir()) - before
    assert file.read_bytes() == b""
    assert file.stat().st_mode & 0o777 == 0o600
    store.close()
    assert set(place.state.iterdir()) == before


def test_where_nothing_can_be_kept_drafts_count_as_left_behind(place: Place, item: Item) -> None:
    nowhere = place.path.parent / "file"
    nowhere.write_text("in the way")
    with closing(Store.open(place.path, PASSWORD, state_dir=nowhere)) as store, closing(place.open()) as other:
        store.save_draft(typed(item, "half"))
        store.save_draft(typed(item, "half a title", 2.0))
        assert left(store) == left(other) == ["half a title"]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0123456789abcdef", "x" * 16])
def test_a_name_that_is_nobodys_is_not_there(tmp_path: Path, name: str) -> None:
    assert not Presence(tmp_path, "store").there(name)
