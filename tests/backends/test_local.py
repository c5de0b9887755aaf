"""The home store as a backend: the contract, and what it offers beside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.backends.contract import BackendContract, draft, listed
from tests.store.mounts import mounted, remount
from tests.store.places import PASSWORD, Place, event, place_in
from tui.backends.local.backend import LocalBackend
from tui.backends.protocol import Action, Archiver, Attacher, Backend, Filed, VaultKeeper, Versioned, Watched, Writer
from tui.model.draft import Draft
from tui.model.errors import Denied, Locked
from tui.model.ids import DraftId, ItemRef
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.store.naming import RecordKind


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = place_in(tmp_path_factory.mktemp("blank"))
    place.make().close()
    return place


@pytest.fixture
def place(blank: Place, tmp_path: Path) -> Place:
    return blank.copy_to(tmp_path)


@pytest.fixture
async def backend(place: Place) -> AsyncIterator[LocalBackend]:
    local = LocalBackend(place.open)
    yield local
    await local.aclose()


@pytest.fixture
async def vault(backend: LocalBackend) -> Vault:
    return await backend.create_vault("Private")


class TestLocal(BackendContract):
    """The store keeps the contract."""


def test_it_offers_all_that_a_place_can() -> None:
    backend: Backend = LocalBackend(lambda: pytest.fail("opened without need"))
    for interface in (Writer, Archiver, Versioned, VaultKeeper, Watched, Filed, Attacher):
        assert isinstance(backend, interface)
    assert all(backend.refusal(action, None) is None for action in Action)


async def test_it_opens_at_the_first_call_and_tells_why_it_cannot(place: Place) -> None:
    wrong = LocalBackend(lambda: place.open(Secret("s3cret-wrong")))
    with pytest.raises(Denied):
        await wrong.open()
    right = LocalBackend(place.open())
    assert await right.vaults() == []
    assert right.warnings == ()
    await right.aclose()
    with pytest.raises(Locked):
        await right.vaults()


async def test_others_get_their_turn_between_two_pages(backend: LocalBackend, vault: Vault) -> None:
    for _ in range(2):
        await asyncio.gather(*(backend.create(draft(vault)) for _ in range(150)))
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count())
    seen = []
    async for page in backend.items(vault.id):
        seen.append((len(page), turns))
    other.cancel()
    assert [size for size, _ in seen] == [256, 44]
    assert seen[0][1] < seen[1][1]


async def test_writing_between_two_pages_neither_stops_nor_repeats_the_list(
    backend: LocalBackend, vault: Vault
) -> None:
    saved = await asyncio.gather(*(backend.create(draft(vault)) for _ in range(300)))
    found: list[ItemRef] = []
    async for page in backend.items(vault.id):
        found.extend(summary.ref for summary in page)
        if len(found) == 256:
            for item in saved[256:280]:
                await backend.delete(item.ref)
    assert sorted(found) == sorted(item.ref for item in (*saved[:256], *saved[280:]))


async def test_a_second_window_is_heard(backend: LocalBackend, vault: Vault, place: Place) -> None:
    second = LocalBackend(place.open)
    assert await second.vaults() == [vault]
    await backend.changed()
    saved = await second.create(draft(vault))
    assert await backend.changed()
    assert [summary.ref for summary in await listed(backend, vault)] == [saved.ref]
    await second.aclose()


async def test_drafts_events_and_small_records_pass_through(backend: LocalBackend, vault: Vault) -> None:
    new = draft(vault)
    typed = Draft(DraftId("d"), new, replace(new, title="typed"), 1.0)
    await backend.save_draft(typed)
    assert await backend.drafts() == [typed]
    await backend.drop_draft(typed.id)
    assert await backend.drafts() == []
    await backend.append([event("one"), event("two")])
    assert [one.detail for one in await backend.audit_page(limit=1)] == ["two"]
    assert [one.detail for one in await backend.audit_page(before=2)] == ["one"]
    await backend.put(RecordKind.LEARNT, "recent", b"[]")
    assert (await backend.get(RecordKind.LEARNT, "recent"), await backend.each(RecordKind.LEARNT)) == (
        b"[]",
        [("recent", b"[]")],
    )
    await backend.remove(RecordKind.LEARNT, "recent")
    assert await backend.get(RecordKind.LEARNT, "recent") is None
    await backend.verify()
    await backend.verify_audit()


async def test_backups_and_keys_pass_through(backend: LocalBackend, vault: Vault) -> None:
    saved = await backend.create(draft(vault))
    made = await backend.backup()
    assert await backend.backups() == [made]
    await backend.rotate_keys(PASSWORD)
    await backend.change_password(PASSWORD, Secret("s3cret-new"))
    assert await backend.item(saved.ref) == saved


async def test_a_read_only_store_greys_what_writes(place: Place, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=4m") as disk:
        there = Place(place.copy_to(disk).path, tmp_path / "state")
        remount(disk, "ro")
        backend = LocalBackend(there.open)
        assert await backend.vaults() == []
        assert backend.refusal(Action.READ, None) is None
        assert "can only be read" in (backend.refusal(Action.CREATE, None) or "")
        with pytest.raises(Denied):
            await backend.create_vault("Private")
        await backend.aclose()
