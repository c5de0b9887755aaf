"""How the tests' 1Password fails, counts and judges what is sent; and that this is seen through the official SDK."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from tests.servers.onepassword import (
    OnePassword,
    difference,
    native,
    official,
    official_request,
    signed_in,
    strangeness,
    words,
)
from tests.servers.onepassword.official import METHODS
from tests.servers.onepassword.service import handlers

errors = pytest.importorskip("onepassword.errors", reason="onepassword-sdk has no wheel for this Python")


async def test_beyond_a_limit_every_call_is_refused_and_counted(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {})
    op.limit(reads=2, writes=0)
    await sdk.vaults.list()
    await sdk.items.list(vault)
    for call in (sdk.vaults.list(), sdk.items.archive(vault, item)):
        with pytest.raises(errors.RateLimitExceededException, match="rate limit exceeded"):
            await call
    assert (op.reads, op.writes) == (3, 1)
    op.heal()
    await sdk.vaults.list()


async def test_a_call_fails_so_often_as_was_said(op: OnePassword, sdk: Any) -> None:
    op.fail("VaultsList", "ItemApi", "request timeout", times=2)
    for _ in range(2):
        with pytest.raises(Exception, match="request timeout"):
            await sdk.vaults.list()
    assert await sdk.vaults.list() == []
    op.fail("VaultsList", "", "not JSON at all")
    with pytest.raises(Exception, match="not JSON at all"):
        await sdk.vaults.list()
    op.heal()
    assert await sdk.vaults.list() == []


async def test_what_was_asked_for_is_done_though_its_answer_gets_lost(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {})
    op.lose("ItemsArchive")
    with pytest.raises(Exception, match="error sending request for url"):
        await sdk.items.archive(vault, item)
    assert op.state(vault, item) == "archived"


async def test_a_call_takes_its_time_and_the_loop_runs_on(op: OnePassword, sdk: Any) -> None:
    op.delay("VaultsList", 0.05)
    began = time.monotonic()
    await sdk.vaults.list()
    assert time.monotonic() - began >= 0.05
    gate = op.hold("ItemsList")
    call = asyncio.create_task(sdk.items.list(op.add_vault("Team")))
    while "ItemsList" not in op.requests:
        await asyncio.sleep(0)
    assert not call.done()
    gate.set()
    assert await call == []


async def test_only_the_token_lets_one_in(op: OnePassword) -> None:
    for token, told in (
        ("", "was not specified"),
        ("s3cret-bad", "invalid format"),
        ("ops_bad", "base64 decoding failed"),
    ):
        with pytest.raises(Exception, match=told):
            await signed_in(token)
    assert op.sign_ins == 0
    op.fail("init_client", "Auth", "authentication error: bad service account token, please rotate it")
    with pytest.raises(Exception, match="please rotate it"):
        await signed_in(op.token)


async def test_a_client_that_was_released_is_not_known_any_more(op: OnePassword, sdk: Any) -> None:
    assert op.clients == 1
    inner = sdk.items.inner_client
    inner.core.release_client(inner.client_id)
    assert op.clients == 0
    with pytest.raises(Exception, match="invalid client id"):
        await sdk.vaults.list()


async def test_two_accounts_can_be_had_at_once() -> None:
    with OnePassword(1) as one, OnePassword(2) as two:
        one.add_vault("One")
        two.add_vault("Two")
        clients = [await signed_in(op.token) for op in (one, two)]
        titles = [[vault.title for vault in await client.vaults.list()] for client in clients]
        assert titles == [["One"], ["Two"]]
        assert one.requests == two.requests == ["VaultsList"]


async def test_the_module_is_as_it_was_afterwards() -> None:
    before = native.current()
    with OnePassword():
        assert native.current() != before
    assert native.current() == before == native.real()


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "ItemsGet", "parameters": {"vault_id": "a"}},
        {"name": "ItemsUpdateAll", "parameters": {}},
        {"name": "ItemsList", "parameters": {"vault_id": "a", "filters": [{"type": "ByColour", "content": {}}]}},
    ],
)
async def test_what_the_real_core_does_not_read_fails_the_test(sent: Any) -> None:
    with pytest.raises(AssertionError, match="did not match any variant"), OnePassword() as op:
        client = await signed_in(op.token)
        inner = client.items.inner_client
        with pytest.raises(Exception, match="did not match any variant"):
            await inner.invoke({"invocation": {"clientId": inner.client_id, "parameters": sent}})
        assert op.requests == []


async def test_a_category_that_no_sdk_has_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="a category that the SDK does not have"), OnePassword() as op:
        client = await signed_in(op.token)
        inner = client.items.inner_client
        params = {"category": "Custom", "vaultId": op.add_vault("Team"), "title": "s3cret-title"}
        sent = {"name": "ItemsCreate", "parameters": {"params": params}}
        with pytest.raises(Exception, match="unsupported item category"):
            await inner.invoke({"invocation": {"clientId": inner.client_id, "parameters": sent}})


async def test_errors_are_those_of_the_native_module(op: OnePassword) -> None:
    core = native.module()
    client = int(await core.init_client(json.dumps({"serviceAccountToken": op.token})))
    sent = {"name": "ItemsList", "parameters": {"vault_id": "none", "filters": []}}
    with pytest.raises(core.Error.Error) as caught:
        await core.invoke(json.dumps({"invocation": {"clientId": client, "parameters": sent}}))
    assert json.loads(caught.value.msg) == {"name": "ItemApi", "message": "resource not found"}


def test_what_an_official_method_sends_is_known_without_asking_anybody() -> None:
    assert official_request("items.get", "v", "i") == ("ItemsGet", {"vault_id": "v", "item_id": "i"})
    params = official("VaultCreateParams", {"title": "New"})
    same = ("VaultsCreate", {"params": {"title": "New"}})
    assert difference(same, "vaults.create", params) == []
    assert difference(same, "vaults.delete", "v") == ["VaultsCreate in the place of VaultsDelete"]
    other = ("VaultsCreate", {"params": {"title": "Other", "more": 1}})
    assert difference(other, "vaults.create", params) == ["params.more", "params.title"]
    assert strangeness(same) == []
    assert strangeness(other) == ["params.more"]


async def test_an_item_goes_back_as_the_official_method_sends_it(op: OnePassword, sdk: Any) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(
        vault, {"title": "Mail", "fields": [{"id": "a", "fieldType": "Totp", "value": "JBSWY3DPEHPK3PXP"}]}
    )
    await sdk.items.put(await sdk.items.get(vault, item))
    assert difference(op.sent[-1], "items.put", official("Item", op.sent[-1][1]["item"])) == []


async def test_every_official_method_is_answered_and_has_its_second_opinion(op: OnePassword) -> None:
    assert set(METHODS) == set(handlers(op.account, service=True))
    assert len(METHODS) == 29
    assert set(METHODS) > words.WRITES
