"""The API worker: what crosses, what is cancelled, what is finished, and what is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.remote import PATIENCE
from tests.services.support import FLOOR, login
from tui.backends.local.backend import LocalBackend
from tui.backends.protocol import Action
from tui.model.edit import SetTitle
from tui.model.errors import Conflict, Locked, NotFound, Unreachable
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services import crossing
from tui.services.worker import ApiWorker, Ears, Written
from tui.store.store import Store


class GatedBackend(LocalBackend):
    """The real store behind a gate: creating waits until the test opens it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.gate = threading.Event()
        self.begun = 0

    async def create(self, item: Item) -> Item:
        self.begun += 1
        while not self.gate.is_set():
            await asyncio.sleep(0.002)
        return await super().create(item)


class Opened:
    """A worker with a gated store, and what it reported."""

    def __init__(self, worker: ApiWorker[GatedBackend], written: list[Written], vault: VaultId) -> None:
        self.worker = worker
        self.written = written
        self.vault = vault

    @property
    def backend(self) -> GatedBackend:
        backend = self.worker.backend
        assert backend is not None
        return backend


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    written: list[Written] = []
    worker: ApiWorker[GatedBackend] = ApiWorker(HOME, Ears(written.append))

    async def opener() -> GatedBackend:
        return GatedBackend(Store.create(tmp_path / "s", Secret("s3cret-master"), state_dir=tmp_path, cost=FLOOR))

    await worker.start(opener)
    vault = await worker.create_vault("Work")
    written.clear()
    yield Opened(worker, written, vault.id)
    if worker.backend is not None:
        worker.backend.gate.set()
    await worker.aclose()


async def test_a_write_is_finished_though_its_caller_is_gone(opened: Opened) -> None:
    item = login(opened.vault, "Mail")
    task = asyncio.create_task(opened.worker.create(item))
    while not opened.backend.begun:
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert opened.worker.writing == 1
    opened.backend.gate.set()
    await opened.worker.drain()
    vault = next(v for v in await opened.worker.vaults() if v.id == opened.vault)
    assert vault.items == 1
    assert [(w.action, w.title, w.seen) for w in opened.written] == [(Action.CREATE, "Mail", False)]


async def test_a_failure_that_nobody_saw_is_told(opened: Opened) -> None:
    gone = login(VaultId("nowhere"), "Lost")
    task = asyncio.create_task(opened.worker.create(gone))
    while not opened.backend.begun:
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    opened.backend.gate.set()
    await opened.worker.drain()
    await asyncio.sleep(0)
    assert [(w.title, type(w.error), w.seen) for w in opened.written] == [("Lost", NotFound, False)]


async def test_writes_to_one_vault_wait_for_each_other_and_other_vaults_do_not(opened: Opened) -> None:
    other = await opened.worker.create_vault("Home")
    first = asyncio.create_task(opened.worker.create(login(opened.vault, "First")))
    second = asyncio.create_task(opened.worker.create(login(opened.vault, "Second")))
    elsewhere = asyncio.create_task(opened.worker.create(login(other.id, "Elsewhere")))
    while opened.backend.begun < 2:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.02)
    assert opened.backend.begun == 2, "the second write to a vault began before the first had ended"
    opened.backend.gate.set()
    await asyncio.gather(first, second, elsewhere)
    assert opened.backend.begun == 3


async def test_a_read_is_cancelled_with_its_caller(opened: Opened) -> None:
    begun, ended = threading.Event(), threading.Event()

    async def forever(backend: GatedBackend) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    task = asyncio.create_task(opened.worker.read(forever))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, PATIENCE)
    assert opened.worker.busy == 0


async def test_a_read_that_never_ends_is_given_up(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing, "READ_SECONDS", 0.05)

    async def forever(backend: GatedBackend) -> None:
        await asyncio.sleep(60)

    with pytest.raises(Unreachable, match="No answer within"):
        await opened.worker.read(forever)


async def test_a_backend_that_blocks_its_thread_does_not_hold_up_the_loop(opened: Opened) -> None:
    blocked, go_on = threading.Event(), threading.Event()

    async def block(backend: GatedBackend) -> bool:
        blocked.set()
        return go_on.wait(PATIENCE)  # blocking is what is tested

    task = asyncio.create_task(opened.worker.read(block))
    assert await asyncio.to_thread(blocked.wait, PATIENCE)
    for _ in range(50):
        await asyncio.sleep(0.001)
    assert not task.done()
    go_on.set()
    assert await task, "the loop came to let it go on"


async def test_an_edit_against_an_old_version_is_a_conflict_that_holds_the_current_item(opened: Opened) -> None:
    opened.backend.gate.set()
    made = await opened.worker.create(login(opened.vault, "Mail"))
    await opened.worker.update(made.ref, (SetTitle("Post"),), made.version)
    with pytest.raises(Conflict) as caught:
        await opened.worker.update(made.ref, (SetTitle("Letters"),), made.version)
    assert caught.value.current is not None
    assert caught.value.current.title == "Post"
    assert opened.written[-1].error is caught.value


async def test_pages_arrive_in_order_on_the_callers_loop(opened: Opened) -> None:
    opened.backend.gate.set()
    for number in range(5):
        await opened.worker.create(login(opened.vault, f"Item {number}"))
    threads: list[int] = []
    titles: list[str] = []

    def receive(page: list[str]) -> None:
        threads.append(threading.get_ident())
        titles.extend(page)

    await opened.worker.stream(opened.vault, lambda page: [summary.title for summary in page], receive)
    await asyncio.sleep(0)
    assert sorted(titles) == [f"Item {number}" for number in range(5)]
    assert set(threads) == {threading.get_ident()}


async def test_a_closed_account_says_so(opened: Opened) -> None:
    await opened.worker.aclose()
    with pytest.raises(Locked):
        await opened.worker.item(ItemRef(HOME, opened.vault, ItemId("x")))
    assert opened.worker.refusal(Action.EDIT, opened.vault) == "This account is closed."


async def test_what_is_under_way_when_an_account_is_closed_ends_and_cleans_up(opened: Opened) -> None:
    begun, cleaned = threading.Event(), threading.Event()

    async def forever(backend: GatedBackend) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            cleaned.set()

    task = asyncio.create_task(opened.worker.long_read(forever))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    await opened.worker.aclose()
    assert cleaned.is_set()
    with pytest.raises(Locked, match="closed"):
        await task
