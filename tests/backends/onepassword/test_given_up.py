"""Writes that the desktop app was given up with may be done later than anybody looks; nothing says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.onepassword.family import LOGIN, until
from tests.backends.onepassword.place import Office
from tui.backends.onepassword.backend import OnePasswordBackend
from tui.model.account import AccountConfig, TokenSource
from tui.model.category import category
from tui.model.edit import SetTitle
from tui.model.errors import Conflict, Unclear
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret

if TYPE_CHECKING:
    from tests.servers.onepassword import OnePassword
    from tests.servers.onepassword.desktop import DesktopApp

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")


@pytest.fixture
async def home(op: OnePassword, app: DesktopApp) -> AsyncIterator[Office]:
    """An account of the app, whose lost answers are not looked for for long."""
    config = AccountConfig(AccountId("team"), "onepassword-desktop", "Home", "", TokenSource.APP, login=LOGIN)
    backend = OnePasswordBackend(config, Secret(""), (0.0, 0.01))
    yield Office(op, backend, op.vaults()[0])
    op.heal()
    await backend.aclose()


async def given_up(home: Office, call: str, write: Coroutine[Any, Any, object]) -> str:
    """Give the app up once it is at `call`, which is done only afterwards, and return what is said."""
    gate = home.op.hold(call)
    writing = asyncio.create_task(write)
    await until(lambda: call in home.op.requests)
    home.backend.give_up()
    with pytest.raises(Unclear, match="may have been done, or may still be") as told:
        await writing
    gate.set()
    return str(told.value)


async def test_a_change_is_done_after_all_and_the_next_one_is_a_conflict(home: Office) -> None:
    ref = home.add({"title": "Mail"})
    said = await given_up(home, "ItemsPut", home.backend.update(ref, [SetTitle("Mine")], 1))
    assert said.endswith("So far “Mail” shows no change.")
    await until(lambda: home.op.item(home.vault, ref.item)["title"] == "Mine")
    with pytest.raises(Conflict) as caught:
        await home.backend.update(ref, [SetTitle("Mine, later")], 1)
    assert caught.value.current is not None
    assert (caught.value.current.title, caught.value.current.version) == ("Mine", 2)
    assert home.op.writes == 1


@pytest.mark.parametrize("call", ["ItemsDelete", "ItemsArchive"])
async def test_an_item_goes_after_all(home: Office, call: str) -> None:
    ref = home.add({"title": "Mail"})
    act = home.backend.delete if call == "ItemsDelete" else home.backend.archive
    said = await given_up(home, call, act(ref))
    assert said.endswith("So far the item shows no change.")
    await until(lambda: not home.op.items(home.vault) or home.op.state(home.vault, ref.item) == "archived")


async def test_a_new_item_comes_after_all(home: Office) -> None:
    new = Item(ItemRef(AccountId("team"), VaultId(home.vault), ItemId("")), "Bank", category("LOGIN"))
    said = await given_up(home, "ItemsCreate", home.backend.create(new))
    assert said.endswith("So far the vault does not show “Bank”.")
    await until(lambda: len(home.op.items(home.vault)) == 1)
