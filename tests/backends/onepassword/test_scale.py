"""A large account of 1Password, whose every request counts: how many there are, and that our count is the service's."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.backends.onepassword.place import ACCOUNT
from tests.backends.onepassword.raw import text
from tests.servers.onepassword import OnePassword, hostile
from tests.services.remote import Desk, desk
from tui.model.account import AccountConfig, TokenSource
from tui.model.edit import SetTitle
from tui.model.errors import RateLimited
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.services.finder import Request
from tui.services.remote_status import State

VAULTS, EACH = 20, 100
CONFIG = AccountConfig(ACCOUNT, "onepassword", "Team", "", TokenSource.SEALED, plan=Plan.BUSINESS)


class Large:
    """An account with 2,000 items in 20 vaults, open in a session."""

    def __init__(self, op: OnePassword, desk: Desk) -> None:
        self.op = op
        self.session = desk.session
        self.desk = desk
        self.api = desk.session.api(ACCOUNT)

    def ref(self, vault: int, item: int) -> ItemRef:
        """Return where an item is."""
        of = self.op.vaults()[vault]
        return ItemRef(ACCOUNT, VaultId(of), ItemId(self.op.items(of)[item]))

    async def titles(self, words: str) -> list[str]:
        """Return the titles that words find."""
        snapshot = self.session.catalog.snapshot
        found = await self.session.finder.find(snapshot, Request(words))
        return [snapshot.columns.titles[row] for row in found.rows]

    def counted(self) -> tuple[int, int, int]:
        """Return our own count: reads, writes and both."""
        usage = self.api.usage()
        assert usage is not None
        reads, writes, both = (one.used for one in usage.allowances)
        return reads, writes, both


def stock(op: OnePassword) -> None:
    """Fill an account."""
    for number in range(VAULTS):
        vault = op.add_vault(f"Vault {number:02}")
        for row in range(EACH):
            password = text("password", f"s3cret-{number}-{row}", "Concealed", section=None)
            op.add_item(vault, {"title": f"Item {number:02}-{row:03}", "fields": [password]})


@pytest.fixture
async def large(op: OnePassword, tmp_path: Path) -> AsyncIterator[Large]:
    stock(op)
    async with desk(tmp_path) as here:
        await here.session.remotes.add(CONFIG, Secret(op.token))
        await here.until(ACCOUNT, State.OPEN)
        yield Large(op, here)


async def test_it_opens_with_one_request_for_the_vaults_and_one_for_each_of_them(large: Large) -> None:
    assert Counter(large.op.requests) == {"VaultsList": 1, "ItemsList": VAULTS}
    assert large.session.catalog.snapshot.count == VAULTS * EACH
    assert large.op.sign_ins == 1
    assert large.counted() == (1 + VAULTS, 0, 1 + VAULTS)


async def test_to_search_costs_nothing_and_to_look_at_an_item_one_request(large: Large) -> None:
    before = len(large.op.requests)
    assert await large.titles("item 07-042") == ["Item 07-042"]
    assert len(large.op.requests) == before
    item = await large.api.item(large.ref(7, 42))
    assert item.title == "Item 07-042"
    assert large.op.requests[before:] == ["ItemsGet"]
    await large.api.item(large.ref(7, 42))
    assert large.op.requests[before:] == ["ItemsGet"], "it is kept for a minute"


async def test_many_items_cost_a_request_for_every_fifty_of_a_vault(large: Large) -> None:
    before = len(large.op.requests)
    refs = [large.ref(vault, row) for vault in (0, 1) for row in range(60)]
    found = await large.api.items_of(refs)
    assert [getattr(one, "ref", one) for one in found] == refs
    assert Counter(large.op.requests[before:]) == {"ItemsGetAll": 4}


async def test_our_count_is_the_services_own_whatever_became_of_the_calls(large: Large) -> None:
    op = large.op
    ref = large.ref(0, 0)
    item = await large.api.item(ref)
    changed = await large.api.update(ref, (SetTitle("Renamed"),), item.version)
    await large.api.archive(changed.ref)
    op.fail("ItemsGet", "ItemApi", "resource not found", times=1)
    with pytest.raises(Exception, match="not find"):
        await large.api.item(large.ref(3, 3))
    op.limit(reads=0)
    with pytest.raises(RateLimited):
        await large.api.item(large.ref(4, 4))
    op.heal()
    assert op.writes == 2
    assert large.counted() == (op.reads, op.writes, op.reads + op.writes)


async def test_a_limit_met_half_way_stops_the_rest_and_leaves_what_came(op: OnePassword, tmp_path: Path) -> None:
    stock(op)
    op.limit(reads=8)
    async with desk(tmp_path) as here:
        await here.session.remotes.add(CONFIG, Secret(op.token))
        await here.until(ACCOUNT, State.PAUSED)
        assert len(op.requests) < 1 + VAULTS, "what waits for its turn is not sent into a limit"
        assert 0 < here.session.catalog.snapshot.count < VAULTS * EACH


async def test_one_vault_with_an_answer_that_is_none_does_not_cost_the_others(op: OnePassword, tmp_path: Path) -> None:
    stock(op)
    op.fail("ItemsList", "ItemApi", "you don't have the right permissions to access this resource", times=1)
    async with desk(tmp_path) as here:
        await here.session.remotes.add(CONFIG, Secret(op.token))
        await here.until(ACCOUNT, State.OPEN)
        assert here.session.catalog.snapshot.count == (VAULTS - 1) * EACH


async def test_two_thousand_rows_of_which_all_are_odd_are_all_shown(op: OnePassword, tmp_path: Path) -> None:
    stock(op)
    twists = [hostile.replaced("state", "deleted"), hostile.replaced("category", "Custom"), hostile.nanoseconds]
    op.twist("ItemsList", lambda answer: twists[2](twists[1](twists[0](hostile.surplus(answer)))))
    async with desk(tmp_path) as here:
        await here.session.remotes.add(CONFIG, Secret(op.token))
        await here.until(ACCOUNT, State.OPEN)
        assert here.session.catalog.snapshot.count == VAULTS * EACH
