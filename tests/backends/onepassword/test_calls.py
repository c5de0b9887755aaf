"""Calls of an account: opened late and once, counted, listed without a value, stopped at a limit, ended cleanly."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.backends.onepassword.family import BUSY, until
from tui.backends.onepassword import calls as calls_module
from tui.backends.onepassword.calls import AT_A_TIME, KEPT, Calls
from tui.backends.onepassword.messages import Ended, OutOfDate
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Invalid, Locked, NotFound, RateLimited, TokenRefused, Unclear, Unreachable, VaultError
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.model.usage import Plan

if TYPE_CHECKING:
    from tests.servers.onepassword import OnePassword

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")

MANY = 20
CONFIG = AccountConfig(AccountId("a"), "onepassword", "Team", "", TokenSource.PROMPT, plan=Plan.TEAMS)


@pytest.fixture
async def calls(op: OnePassword) -> AsyncIterator[Calls]:
    """The calls of its service account."""
    ours = Calls.for_account(CONFIG, Secret(op.token))
    yield ours
    await ours.aclose()


def get(op: OnePassword, **raw: object) -> dict[str, object]:
    """Add an item, and return what `ItemsGet` is asked for it with."""
    vault = op.add_vault("Team")
    return {"vault_id": vault, "item_id": op.add_item(vault, {"title": "Mail", **raw})}


def used(calls: Calls) -> tuple[int, ...]:
    """Return what was used of each limit."""
    return tuple(one.used for one in calls.usage().allowances)


async def test_the_first_calls_open_the_account_once(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    assert op.sign_ins == 0
    answers = await asyncio.gather(*(calls.ask("ItemsGet", wanted, "the item") for _ in range(MANY)))
    assert {answer["title"] for answer in answers if isinstance(answer, dict)} == {"Mail"}
    assert (op.sign_ins, op.requests) == (1, ["ItemsGet"] * MANY)


async def test_every_call_that_is_sent_is_counted_failing_ones_too(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    await calls.ask("VaultsList", {}, "the vaults")
    with pytest.raises(NotFound, match="does not find the item"):
        await calls.ask("ItemsGet", wanted | {"item_id": "a" * 26}, "the item")
    await calls.ask("ItemsDelete", wanted, "the item")
    assert used(calls) == (op.reads, op.writes, op.reads + op.writes) == (2, 1, 3)
    assert [one.limit for one in calls.usage().allowances] == [1_000, 100, 5_000]


async def test_the_list_of_calls_names_what_was_asked_and_no_value(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    raw = await calls.ask("ItemsGet", wanted, "the item")
    assert isinstance(raw, dict)
    await calls.ask("ItemsPut", {"item": raw | {"title": "s3cret-title", "notes": "s3cret-note"}}, "the item")
    with pytest.raises(NotFound):
        await calls.ask("ItemsGet", {"vault_id": "s3cret not an id", "item_id": "a" * 26}, "the item")
    refused, put, got = calls.exchanges
    place = f"{wanted['vault_id']}/{wanted['item_id']}"
    assert (got.method, got.path, got.status, got.problem) == ("read", f"ItemsGet/{place}", 200, "")
    assert (put.method, put.path, put.status) == ("write", f"ItemsPut/{place}", 200)
    assert (refused.path, refused.status, refused.problem) == ("ItemsGet/" + "a" * 26, 0, "not found")
    assert got.received > 100
    assert abs(got.at - time.time()) < 60
    assert "s3cret" not in repr(calls.exchanges)


async def test_only_the_last_calls_are_listed(op: OnePassword, calls: Calls) -> None:
    for _ in range(KEPT + 5):
        await calls.ask("VaultsList", {}, "the vaults")
    assert len(calls.exchanges) == KEPT


async def test_not_more_than_some_are_on_their_way(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    gate = op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(MANY)]
    await until(lambda: len(op.requests) == AT_A_TIME)
    await asyncio.sleep(0.02)
    assert len(op.requests) == AT_A_TIME
    gate.set()
    assert len(await asyncio.gather(*going)) == MANY


async def test_what_waits_for_its_turn_is_no_text_yet(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    gate = op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(AT_A_TIME)]
    await until(lambda: len(op.requests) == AT_A_TIME)
    word = "s3cret-that-waits"
    params = {"vaultId": wanted["vault_id"], "title": "New", "category": "Login", "notes": Secret(word)}
    waiting = asyncio.create_task(calls.ask("ItemsCreate", {"params": params}, "the item"))
    await asyncio.sleep(0.02)
    assert texts_with(word) == 0
    gate.set()
    await asyncio.gather(*going, waiting)
    assert op.sent[-1][1]["params"]["notes"] == word


def texts_with(word: str) -> int:
    """Return how many texts there are with more in them than this word."""
    gc.collect()
    inner = (one for each in gc.get_objects() for one in gc.get_referents(each))
    return sum(isinstance(one, str) and word in one and one != word for one in inner)


async def test_a_limit_stops_all_that_wait_and_nothing_that_is_asked_for_later(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    gate = op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(MANY)]
    await until(lambda: len(op.requests) == AT_A_TIME)
    op.fail("ItemsGet", "RateLimitExceeded", "rate limit exceeded")
    gate.set()
    ended = await asyncio.gather(*going, return_exceptions=True)
    limits = [one for one in ended if isinstance(one, RateLimited)]
    assert len(limits) == MANY
    assert len({str(one) for one in limits}) == 1
    assert len(op.requests) == AT_A_TIME
    hour = calls.usage().allowances[0].until
    assert hour is not None
    assert {one.until for one in limits} == {hour}
    assert calls.usage().paused_until == hour
    op.heal()
    assert await calls.ask("ItemsGet", wanted, "the item")
    assert calls.usage().paused_until is None


async def test_the_limit_of_the_service_itself(op: OnePassword, calls: Calls) -> None:
    op.limit(reads=3)
    ended = await asyncio.gather(*(calls.ask("VaultsList", {}, "x") for _ in range(60)), return_exceptions=True)
    assert sum(isinstance(one, RateLimited) for one in ended) == 57
    assert op.reads <= 3 + AT_A_TIME
    assert used(calls)[0] == op.reads


async def test_who_is_not_let_in_asks_only_once(op: OnePassword, calls: Calls) -> None:
    op.fail("init_client", "Auth", "authentication error: bad credentials, please retry")
    ended = await asyncio.gather(*(calls.ask("VaultsList", {}, "x") for _ in range(MANY)), return_exceptions=True)
    assert {type(one) for one in ended} == {TokenRefused}
    assert (op.sign_ins, op.requests, used(calls)[0]) == (1, [], 0)
    op.heal()
    assert await calls.ask("VaultsList", {}, "the vaults") == []


async def test_a_limit_met_while_signing_in(op: OnePassword, calls: Calls) -> None:
    await calls.ask("VaultsList", {}, "the vaults")
    op.forget_clients()
    op.fail("init_client", "RateLimitExceeded", "rate limit exceeded")
    ended = await asyncio.gather(*(calls.ask("VaultsList", {}, "x") for _ in range(MANY)), return_exceptions=True)
    limits = [one for one in ended if isinstance(one, RateLimited)]
    assert len(limits) == MANY
    assert {one.until for one in limits} == {calls.usage().paused_until} == {calls.usage().allowances[0].until}


async def test_no_error_remembers_what_the_library_said(op: OnePassword, calls: Calls) -> None:
    said = {
        "VaultsList": ("ItemApi", "s3cret"),
        "ItemsGet": ("RateLimitExceeded", "s3cret"),
        "ItemsList": ("", "s3cret"),
    }
    place = {"vault_id": "a", "item_id": "b"}
    wanted: dict[str, dict[str, object]] = {
        "VaultsList": {},
        "ItemsGet": {**place},
        "ItemsList": {"vault_id": "a", "filters": []},
    }
    for name, (error_name, message) in said.items():
        op.fail(name, error_name, message)
        with pytest.raises(VaultError) as told:
            await calls.ask(name, wanted[name], "it")
        chain: list[BaseException] = [told.value]
        while (earlier := chain[-1].__cause__ or chain[-1].__context__) is not None:
            chain.append(earlier)
        assert all(isinstance(one, VaultError) for one in chain)


async def test_a_session_that_ended_is_begun_again_once_for_all(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    await calls.ask("ItemsGet", wanted, "the item")
    gate = op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(AT_A_TIME)]
    await until(lambda: len(op.requests) == 1 + AT_A_TIME)
    op.forget_clients()
    gate.set()
    assert len(await asyncio.gather(*going)) == AT_A_TIME
    assert op.sign_ins == 2
    assert used(calls)[0] == op.reads == 1 + 2 * AT_A_TIME


async def test_a_session_that_ends_again_and_again_is_told(op: OnePassword, calls: Calls) -> None:
    op.fail("VaultsList", "Internal", "internal error: session expired")
    with pytest.raises(Ended, match="has ended: ask for the vaults again"):
        await calls.ask("VaultsList", {}, "the vaults")
    assert (op.sign_ins, len(op.requests)) == (2, 2)


async def test_who_leaves_holds_up_nobody(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    gate = op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(MANY)]
    await until(lambda: len(op.requests) == AT_A_TIME)
    for task in going[:AT_A_TIME]:
        task.cancel()
    await until(lambda: len(op.requests) == 2 * AT_A_TIME)
    gate.set()
    ended = await asyncio.gather(*going, return_exceptions=True)
    assert [isinstance(one, asyncio.CancelledError) for one in ended] == [True] * AT_A_TIME + [False] * (
        MANY - AT_A_TIME
    )
    assert sum(one.problem == "stopped" for one in calls.exchanges) == AT_A_TIME


async def test_closing_ends_all_and_lets_go_of_the_client(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    op.hold("ItemsGet")
    going = [asyncio.create_task(calls.ask("ItemsGet", wanted, "the item")) for _ in range(MANY)]
    await until(lambda: len(op.requests) == AT_A_TIME)
    assert op.clients == 1
    began = time.monotonic()
    await calls.aclose()
    ended = await asyncio.gather(*going, return_exceptions=True)
    assert time.monotonic() - began < 2 + BUSY
    assert {type(one) for one in ended} == {Locked}
    assert op.clients == 0
    with pytest.raises(Locked, match="closed"):
        await calls.ask("ItemsGet", wanted, "the item")
    assert len(op.requests) == AT_A_TIME


async def test_an_answer_that_is_lost(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    op.lose("ItemsGet")
    with pytest.raises(Unreachable, match="check the network") as told:
        await calls.ask("ItemsGet", wanted, "the item")
    assert type(told.value) is Unreachable
    op.lose("ItemsDelete")
    with pytest.raises(Unclear, match="look before trying again"):
        await calls.ask("ItemsDelete", wanted, "the item")
    assert calls.exchanges[0].problem == "answer lost"


async def test_an_answer_that_never_comes(op: OnePassword, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_module, "SECONDS", 0.2)
    wanted = get(op)
    op.hold("ItemsGet")
    op.hold("ItemsDelete")
    with pytest.raises(Unreachable, match="did not answer the request for the item within"):
        await calls.ask("ItemsGet", wanted, "the item")
    with pytest.raises(Unclear, match="look before trying again"):
        await calls.ask("ItemsDelete", wanted, "the item")
    op.heal()
    assert await calls.ask("ItemsGet", wanted, "the item")


async def test_what_is_sent_is_not_in_what_is_told(op: OnePassword, calls: Calls) -> None:
    wanted = get(op, fields=[{"id": "a", "fieldType": "Concealed", "value": "s3cret-old"}])
    raw = await calls.ask("ItemsGet", wanted, "the item")
    assert isinstance(raw, dict)
    changed = raw | {"fields": [raw["fields"][0] | {"value": Secret("s3cret-new")}], "notes": "s3cret-note"}
    said = f"no “s3cret-new”, no “s3cret-note” with {op.token}"
    op.fail("ItemsPut", "ItemApi", said)
    with pytest.raises(Invalid, match=r"refuses the item\. It says: “no") as told:
        await calls.ask("ItemsPut", {"item": changed}, "the item")
    assert "s3cret" not in str(told.value)
    assert op.token not in str(told.value)


async def test_somebody_else_was_faster(op: OnePassword, calls: Calls) -> None:
    wanted = get(op)
    raw = await calls.ask("ItemsGet", wanted, "the item")
    op.touch(str(wanted["vault_id"]), str(wanted["item_id"]), title="Theirs")
    with pytest.raises(OutOfDate, match="was changed elsewhere"):
        await calls.ask("ItemsPut", {"item": raw}, "the item")


async def test_the_count_goes_on_in_another_run(op: OnePassword, calls: Calls) -> None:
    await calls.ask("VaultsList", {}, "the vaults")
    again = Calls.for_account(CONFIG, Secret(op.token))
    again.recall(calls.keep())
    await again.ask("VaultsList", {}, "the vaults")
    assert used(again) == (2, 0, 2)
    await again.aclose()
