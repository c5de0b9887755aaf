"""The catalog and the finder: rows follow every write, and what is found is what is there."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.services.conftest import Opened
from tests.services.support import login
from tui.model.edit import SetTags, SetTitle
from tui.model.ids import VaultId
from tui.model.secret import Secret
from tui.services import orders
from tui.services.finder import Finder, Request
from tui.services.orders import Sort, sort_rows
from tui.store.store import Store


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
    await opened.session.archive([mail.ref])
    assert await titles(opened) == ["Bank"]
    assert await titles(opened, "is:archived") == ["Post"]
    assert opened.session.catalog.vaults[0].items == 1
    await opened.session.restore([mail.ref])
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
