"""The finder: what is found soon, what comes behind it, and that nothing late takes the place of something newer."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.services import finder as finder_module
from tui.services.columns import Columns, Place, Snapshot, pack
from tui.services.finder import NOTHING, SMALL, Finder, Found, Request
from tui.tools.rows import Batch
from tui.tools.search import SearchIndex

WORK = Place(AccountId("home"), VaultId("work"), "Work")
FAMILY = Place(AccountId("home"), VaultId("family"), "Family")
NAMES = ("Apple", "Staples", "Maple Leaf", "GitHub", "Amazon Web Services")


def summary(number: int, title: str, place: Place = WORK, tags: tuple[str, ...] = ()) -> ItemSummary:
    ref = ItemRef(place.account, place.vault, ItemId(f"i{number}"))
    return ItemSummary(ref, title, "login", f"user{number}", "host.example", tags)


def snapshot_of(*titles: str, columns: Columns | None = None) -> Snapshot:
    new = pack(0, [summary(number, title) for number, title in enumerate(titles)])
    whole = new if columns is None else columns.extended(new)
    return Snapshot(whole, (WORK, FAMILY), ())


def many(*titles: str) -> Snapshot:
    """Return so many rows that they are not searched at once."""
    return snapshot_of(*titles, *(f"Item {number}" for number in range(SMALL)))


def titles(found: Found) -> list[str]:
    return [found.snapshot.columns.titles[row] for row in found.rows]


async def test_of_few_rows_all_is_found_at_once() -> None:
    found = await Finder().find_soon(snapshot_of(*NAMES), Request("aple"))
    assert titles(found) == ["Staples", "Maple Leaf", "Apple"]
    assert (found.total, found.exact, found.complete) == (3, 2, True)


async def test_of_many_rows_those_with_errors_come_later_and_behind() -> None:
    finder, snapshot, request = Finder(), many(*NAMES), Request("aple")
    soon = await finder.find_soon(snapshot, request)
    assert titles(soon) == ["Staples", "Maple Leaf"]
    assert not soon.complete
    found = await finder.complete(soon, request)
    assert titles(found) == ["Staples", "Maple Leaf", "Apple"]
    assert (found.total, found.exact, found.complete) == (3, 2, True)
    assert titles(await finder.find(snapshot, request)) == titles(found)


async def test_where_nothing_is_spelt_so_one_does_not_have_to_wait_for_errors() -> None:
    found = await Finder().find_soon(many(*NAMES), Request("gihtub"))
    assert titles(found) == ["GitHub"]
    assert (found.total, found.exact, found.complete) == (1, 0, True)


async def test_what_is_completed_late_is_of_its_own_snapshot() -> None:
    finder, old, request = Finder(), many(*NAMES), Request("aple")
    soon = await finder.find_soon(old, request)
    new = Snapshot(old.columns.replaced([0], pack(0, [summary(0, "Pear")])), old.places)
    assert titles(await finder.find(new, request)) == ["Staples", "Maple Leaf"]
    assert titles(await finder.complete(soon, request)) == ["Staples", "Maple Leaf", "Apple"]
    assert titles(await finder.find(new, Request("pear"))) == ["Pear"]


async def test_what_nobody_waits_for_any_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    finder, snapshot = Finder(), many(*NAMES)
    begun, go_on, ended = threading.Event(), threading.Event(), list[bool]()
    search = SearchIndex.search_exactly

    def slow(index: SearchIndex, query: str, limit: int, keep: bytes | None, stop: object) -> object:
        begun.set()
        go_on.wait(10)
        assert callable(stop)
        ended.append(stop())
        return search(index, query, limit, keep, stop)

    monkeypatch.setattr(SearchIndex, "search_exactly", slow)
    first = asyncio.create_task(finder.find_soon(snapshot, Request("item")))
    await asyncio.to_thread(begun.wait, 10)
    second = asyncio.create_task(finder.find_soon(snapshot, Request("apple")))
    first.cancel()
    await asyncio.sleep(0)
    go_on.set()
    assert titles(await second) == ["Apple"]
    assert ended[0]
    with pytest.raises(asyncio.CancelledError):
        await first
    assert titles(await finder.find_soon(snapshot, Request("apple"))) == ["Apple"]


async def test_filters_leave_the_same_rows_to_every_word() -> None:
    rows = [summary(0, "Mail", WORK, ("dev/ops",)), summary(1, "Mailbox", FAMILY), summary(2, "Bank", FAMILY, ("dev",))]
    columns = pack(0, rows[:1]).extended(pack(1, rows[1:]))
    snapshot, finder = Snapshot(columns, (WORK, FAMILY)), Finder()
    for text, right in {
        "mail": ["Mail", "Mailbox"],
        "mail in:fam": ["Mailbox"],
        "mali in:fam": ["Mailbox"],
        "tag:dev": ["Bank", "Mail"],
        "tag:dev mail": ["Mail"],
        "tag:dev/ops": ["Mail"],
        "mail tag:none": [],
    }.items():
        assert titles(await finder.find(snapshot, Request(text))) == right
    family = Request("mail", FAMILY.account, FAMILY.vault)
    assert titles(await finder.find(snapshot, family)) == ["Mailbox"]


async def test_the_index_is_made_ready_step_by_step_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder_module, "IDLE", 0.0)
    monkeypatch.setattr(finder_module, "STEP", 700)
    finder, snapshot = Finder(), many(*NAMES)
    indexed: list[int] = []
    extend = SearchIndex.extend_columns

    def noted(index: SearchIndex, batch: Batch) -> None:
        indexed.append(len(batch.titles))
        extend(index, batch)

    monkeypatch.setattr(SearchIndex, "extend_columns", noted)
    await finder.find_soon(snapshot, Request(""))
    for _ in range(5_000):
        if indexed:
            break
        await asyncio.sleep(0.001)
    assert indexed
    more = snapshot_of("Later", columns=snapshot.columns)
    assert titles(await finder.find(more, Request("later"))) == ["Later"]
    assert titles(await finder.find(snapshot, Request("aws"))) == ["Amazon Web Services"]
    assert titles(await finder.find(snapshot, Request("later"))) == []
    assert NOTHING.complete
