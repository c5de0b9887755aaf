"""The catalog and the finder: rows follow every write, and what is found is what is there."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.services.conftest import Opened
from tests.services.support import login
from tui.model.edit import SetTags, SetTitle
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services import finder as finding
from tui.services import orders
from tui.services.catalog import Catalog
from tui.services.columns import GONE
from tui.services.finder import Finder, Request
from tui.services.late_rows import LateRows
from tui.services.orders import Sort, sort_rows
from tui.services.worker import ApiWorker
from tui.store.store import Store

P = TypeVar("P")


async def titles(opened: Opened, text: str = "", **more: object) -> list[str]:
    """Return the titles that a filter finds, in order."""
    snapshot = opened.session.catalog.snapshot
    request = Request(text, **{"sort": Sort.TITLE, **more})  # type: ignore[arg-type]
    found = await opened.session.finder.find(snapshot, request)
    return [snapshot.columns.titles[row] for row in found.rows]


async def fill(opened: Opened, *names: str) -> None:
    for name in names:
        await opened.session.api(opened.session.catalog.vaults[0].account).create(login(opened.vault, name))


async def test_rows_follow_create_edit_archive_restore_and_delete(opened: Opened) -> None:
    api = opened.session.api(opened.session.catalog.vaults[0].account)
    mail = await api.create(login(opened.vault, "Mail"))
    await api.create(login(opened.vault, "Bank"))
    assert await titles(opened) == ["Bank", "Mail"]
    mail = await api.update(mail.ref, (SetTitle("Post"), SetTags(("letters",))), mail.version)
    assert await titles(opened) == ["Bank", "Post"]
    assert await titles(opened, "lett") == ["Post"]
    assert await titles(opened, "mail") == ["Post"], "its user name and host still say so"
    await api.archive(mail.ref)
    assert await titles(opened) == ["Bank"]
    assert await titles(opened, "is:archived") == ["Post"]
    assert opened.session.catalog.vaults[0].items == 1
    await api.restore(mail.ref)
    assert opened.session.catalog.vaults[0].items == 2
    await api.delete(mail.ref)
    assert await titles(opened) == ["Bank"]
    assert await titles(opened, "post") == []


async def test_filter_words(opened: Opened) -> None:
    api = opened.session.api(opened.session.catalog.vaults[0].account)
    other = await api.create_vault("Family")
    opened.session.catalog.put_vault(other)
    await api.create(login(opened.vault, "Mail", tags=("work/ops", "daily"), favourite=True))
    await api.create(login(opened.vault, "Bank", otp="JBSWY3DPEHPK3PXP"))
    await api.create(login(other.id, "Garden", tags=("work",)))
    assert await titles(opened, "tag:work") == ["Garden", "Mail"], "a tag finds those nested in it"
    assert await titles(opened, "tag:daily tag:work") == ["Mail"]
    assert await titles(opened, "in:fam") == ["Garden"]
    assert await titles(opened, "is:fav") == ["Mail"]
    assert await titles(opened, "has:otp") == ["Bank"]
    assert await titles(opened, "has:otp mail") == []
    assert await titles(opened, "", account=other.account, vault=other.id) == ["Garden"]


async def test_recently_used_comes_first_while_the_filter_is_empty(opened: Opened) -> None:
    await fill(opened, "Anna", "Berta", "Clara")
    snapshot = opened.session.catalog.snapshot
    refs = {snapshot.columns.titles[row]: snapshot.ref(row) for row in range(snapshot.count)}
    recent = (refs["Clara"], refs["Berta"])
    assert await titles(opened, sort=Sort.RECENT, recent=recent) == ["Clara", "Berta", "Anna"]
    assert await titles(opened, sort=Sort.TITLE, recent=recent) == ["Anna", "Berta", "Clara"]


async def test_another_strongroom_wrote_and_the_rows_follow(opened: Opened, tmp_path: Path) -> None:
    await fill(opened, "Mail")
    home = opened.session.home
    assert home is not None
    await home.changed()

    def write() -> None:
        other = Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")
        other.create_item(login(opened.vault, "Elsewhere"))
        other.close()

    await asyncio.to_thread(write)
    assert await home.changed()
    await opened.session.load()
    assert await titles(opened) == ["Elsewhere", "Mail"]
    assert not await home.changed()


async def test_control_characters_in_titles_never_reach_the_rows(opened: Opened) -> None:
    await fill(opened, "\x1b]52;c;c3RvbGVu\x07Mail")
    (title,) = await titles(opened)
    assert title.isprintable()
    assert title.endswith("Mail")


async def test_of_very_many_rows_the_first_are_there_before_the_others(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        (finding, "SMALL", 10),
        (orders, "MANY", 10),
        (orders, "FIRST", 4),
        (orders, "SEEN", 5),
    ):
        monkeypatch.setattr(module, name, value)
    names = [f"Item {number * 37 % 100:02}" for number in range(60)]
    await fill(opened, *names)
    snapshot, finder = opened.session.catalog.snapshot, Finder()
    found = await finder.find(snapshot, Request(sort=Sort.TITLE))
    assert isinstance(found.rows, LateRows)
    seen = [snapshot.columns.titles[row] for row in found.rows.head]
    assert seen == sorted(names)[: len(seen)]
    assert 5 <= len(seen) < len(found.rows) == 60
    assert await finder.place(found, names.index(sorted(names)[40])) == 40
    assert await finder.place(found, 60) is None
    assert [snapshot.columns.titles[row] for row in found.rows] == sorted(names)


async def test_a_session_that_ended_begins_nothing_more(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in ((finding, "SMALL", 1), (finding, "SEEN_FIRST", 0.3), (finding, "IDLE", 0.3)):
        monkeypatch.setattr(module, name, value)
    for name in ("MANY", "FIRST", "SEEN"):
        monkeypatch.setattr(orders, name, 1)
    await fill(opened, "Mail", "Bank", "Post")
    found = await opened.session.finder.find(opened.session.catalog.snapshot, Request(sort=Sort.TITLE))
    assert isinstance(found.rows, LateRows)
    await opened.session.close(exiting=True)
    loop, wrong = asyncio.get_running_loop(), list[object]()
    loop.set_exception_handler(lambda _, context: wrong.append(context))
    await loop.shutdown_default_executor()
    await asyncio.sleep(0.35)
    assert wrong == [], "a timer that is left asks for a thread, and there is none any more"


@pytest.mark.parametrize("sort", list(Sort))
async def test_sorting_in_chunks_is_sorting(opened: Opened, sort: Sort, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"Item {number}" for number in range(60)]
    random.Random(7).shuffle(names)  # noqa: S311 - only an order
    await fill(opened, *names)
    snapshot = opened.session.catalog.snapshot
    monkeypatch.setattr(orders, "CHUNK", 1000)
    whole = sort_rows(snapshot, sort)
    monkeypatch.setattr(orders, "CHUNK", 7)
    assert sort_rows(snapshot, sort) == whole


async def test_the_index_of_a_finder_follows_single_changes_and_whole_reloads(opened: Opened) -> None:
    await fill(opened, "Mail", "Bank")
    assert await titles(opened, "mail") == ["Mail"]
    await opened.session.load()
    assert await titles(opened, "mail") == ["Mail"]
    fresh = await Finder().find(opened.session.catalog.snapshot, Request("bank"))
    assert [opened.session.catalog.snapshot.columns.titles[row] for row in fresh.rows] == ["Bank"]


async def test_a_deleted_vault_takes_its_rows_with_it(opened: Opened) -> None:
    await fill(opened, "Mail")
    catalog = opened.session.catalog
    account = catalog.vaults[0].account
    await opened.session.api(account).delete_vault(opened.vault, "Work")
    catalog.remove_vault(account, opened.vault)
    assert await titles(opened) == []
    assert catalog.vaults == ()
    assert catalog.vault(account, VaultId("x")) is None


class Held:
    """The worker of an account, which reads when it may, and goes on only when it may."""

    def __init__(self, worker: ApiWorker[Any]) -> None:
        self._worker = worker
        self.account, self.streams = worker.account, worker.streams
        self.begun, self.may_read = asyncio.Event(), asyncio.Event()
        self.read, self.may_end = asyncio.Event(), asyncio.Event()

    async def vaults(self) -> Sequence[Vault]:
        return await self._worker.vaults()

    async def stream(
        self, vault: VaultId, digest: Callable[[Sequence[ItemSummary]], P], receive: Callable[[P], None]
    ) -> None:
        self.begun.set()
        await self.may_read.wait()
        await self._worker.stream(vault, digest, receive)
        self.read.set()
        await self.may_end.wait()


@pytest.mark.parametrize("first", [True, False], ids=["at first", "again"])
async def test_writes_while_everything_is_read_outlive_what_was_read_before(
    opened: Opened, tmp_path: Path, first: bool
) -> None:
    await fill(opened, "Mail", "Bank", "Garden")
    catalog = opened.session.catalog
    api = opened.session.api(catalog.vaults[0].account)
    refs = mail, bank, garden = [catalog.snapshot.ref(row) for row in range(3)]

    def write() -> None:
        with closing(Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")) as other:
            for ref in refs:
                other.update(ref, [SetTags(("elsewhere",))], 1)

    await asyncio.to_thread(write)
    if first:
        catalog.forget()
    held = Held(api)
    held.may_read.set()
    loading = asyncio.create_task(catalog.load(held))  # type: ignore[arg-type]
    await held.read.wait()
    await asyncio.gather(
        api.update(mail, (SetTitle("Post"),), 2),
        api.delete(bank),
        api.archive(garden),
        api.create(login(opened.vault, "Dog")),
    )
    held.may_end.set()
    await loading
    assert await titles(opened) == ["Dog", "Post"]
    assert await titles(opened, "is:archived") == ["Garden"]
    assert catalog.vaults[0].items == 2


async def test_an_item_made_and_deleted_while_everything_is_read_stays_away(opened: Opened) -> None:
    await fill(opened, "Mail")
    catalog = opened.session.catalog
    api = opened.session.api(catalog.vaults[0].account)
    held = Held(api)
    loading = asyncio.create_task(catalog.load(held))  # type: ignore[arg-type]
    await held.begun.wait()
    made = await api.create(login(opened.vault, "Dog"))
    held.may_read.set()
    await held.read.wait()
    await api.delete(made.ref)
    held.may_end.set()
    await loading
    assert await titles(opened) == ["Mail"]
    assert catalog.row(made.ref) is None


async def test_what_is_read_again_and_the_same_leaves_the_rows_alone(opened: Opened) -> None:
    await fill(opened, *(f"Item {number}" for number in range(300)))
    before = opened.session.catalog.snapshot
    await opened.session.load()
    after = opened.session.catalog.snapshot
    assert after.columns.differing(before.columns) == []
    assert [after.ref(row) for row in range(300)] == [before.ref(row) for row in range(300)]


class Pages:
    """A worker of an account with one vault, whose pages are as given."""

    account, streams = AccountId("pages"), 1

    def __init__(self) -> None:
        self.pages: list[list[str]] = []
        self.vault = Vault(self.account, VaultId("one"), "One")

    async def vaults(self) -> list[Vault]:
        """Return the vault."""
        return [self.vault]

    async def stream(
        self, vault: VaultId, digest: Callable[[Sequence[ItemSummary]], P], receive: Callable[[P], None]
    ) -> None:
        """Hand the pages over."""
        for page in self.pages:
            receive(digest([ItemSummary(ItemRef(self.account, vault, ItemId(one)), one, "LOGIN") for one in page]))


@pytest.mark.parametrize(
    "pages", [[["a", "b"], ["c"]], [["a", "b"], ["b", "c"]], [["a", "b", "b", "c"]]], ids=["once", "on two", "on one"]
)
async def test_an_item_that_is_read_twice_is_listed_once(pages: list[list[str]]) -> None:
    catalog, worker = Catalog(), Pages()
    for worker.pages in ([], [["a"]], pages, pages):
        await catalog.load(worker)  # type: ignore[arg-type]
    assert sorted(catalog.snapshot.columns.ids) == ["a", "b", "c"]
    catalog.remove(ItemRef(worker.account, worker.vault.id, ItemId("b")))
    shown = [
        item
        for item, flags in zip(catalog.snapshot.columns.ids, catalog.snapshot.columns.flags, strict=True)
        if not flags & GONE
    ]
    assert sorted(shown) == ["a", "c"]
    assert catalog.vaults[0].items == 2
    first = Catalog()
    await first.load(worker)  # type: ignore[arg-type]
    assert sorted(first.snapshot.columns.ids) == ["a", "b", "c"]


async def test_an_item_deleted_elsewhere_goes_and_one_changed_elsewhere_changes(opened: Opened, tmp_path: Path) -> None:
    await fill(opened, "Mail", "Bank", "Garden")
    catalog = opened.session.catalog
    mail, bank = catalog.snapshot.ref(0), catalog.snapshot.ref(1)

    def write() -> None:
        other = Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")
        other.delete(mail)
        other.update(bank, [SetTitle("Bench")], 1)
        other.close()

    await asyncio.to_thread(write)
    await opened.session.load()
    assert await titles(opened) == ["Bench", "Garden"]
    assert catalog.row(mail) is None
    assert catalog.title(bank) == "Bench"
    assert catalog.vaults[0].items == 2
    assert await titles(opened, "bench") == ["Bench"]


async def test_many_rows_are_told_of_a_few_times_and_always_of_the_last(opened: Opened, tmp_path: Path) -> None:
    def write() -> None:
        other = Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")
        other.create_items([login(opened.vault, f"Item {number}") for number in range(3_000)])
        other.close()

    await asyncio.to_thread(write)
    catalog = Catalog()
    told: list[tuple[int, bool]] = []
    catalog.listen(lambda: told.append((catalog.snapshot.count, catalog.loading)))
    begin = time.monotonic()
    await catalog.load(next(iter(opened.session.accounts)))
    assert told[0] == (0, True)
    assert told[-1] == (3_000, False)
    assert len(told) <= 6 + (time.monotonic() - begin), "they come in 12 pages"
    assert [count for count, _ in told] == sorted(count for count, _ in told)


async def test_a_reading_that_ends_after_the_accounts_were_closed_shows_nothing(opened: Opened) -> None:
    await fill(opened, *(f"Item {number}" for number in range(700)))
    catalog, wrong = Catalog(), list[dict[str, Any]]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))

    class Closed(Held):
        """A worker whose account is closed after its first page."""

        async def stream(
            self, vault: VaultId, digest: Callable[[Sequence[ItemSummary]], P], receive: Callable[[P], None]
        ) -> None:
            pages: list[P] = []

            def received(page: P) -> None:
                receive(page)
                pages.append(page)
                if len(pages) == 1:
                    catalog.forget()

            await self._worker.stream(vault, digest, received)
            assert len(pages) > 1

    worker = Closed(opened.session.api(opened.session.catalog.vaults[0].account))
    await catalog.load(worker)  # type: ignore[arg-type]
    assert wrong == []
    assert catalog.snapshot.count == 0
    assert catalog.row(opened.session.catalog.snapshot.ref(0)) is None
