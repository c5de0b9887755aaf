"""The tests' desktop app through the official SDK, which blocks its thread for as long as a person takes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from tests.servers.onepassword import DesktopApp, OnePassword, native, signed_in
from tests.servers.onepassword.desktop import CLOSED, DROPPED

pytest.importorskip("onepassword", reason="onepassword-sdk has no wheel for this Python")

LOGIN = "Example Family"


@pytest.fixture
def app(op: OnePassword) -> Iterator[DesktopApp]:
    with DesktopApp(op, LOGIN) as app:
        yield app


async def test_a_person_who_approves_gives_the_whole_account(op: OnePassword, app: DesktopApp) -> None:
    op.add_vault("Private", "personal")
    client = await signed_in(login=LOGIN)
    assert [vault.title for vault in await client.vaults.list()] == ["Private"]
    assert app.prompts == 1
    assert [kind for kind, _ in app.calls] == ["init_client", "invoke"]
    assert app.threads == {threading.current_thread().name}


async def test_a_session_that_has_ended_is_asked_for_again(op: OnePassword, app: DesktopApp) -> None:
    client = await signed_in(login=LOGIN)
    await client.vaults.list()
    app.expire()
    await client.vaults.list()
    assert [kind for kind, _ in app.calls] == ["init_client", "invoke", "invoke", "init_client", "invoke"]
    assert (app.prompts, op.requests) == (2, ["VaultsList", "VaultsList"])


async def test_the_thread_is_blocked_until_the_person_answers(app: DesktopApp) -> None:
    app.prompt_seconds = 0.05
    gate = app.hold()

    def approve() -> None:
        app.waiting.wait()
        gate.set()

    threading.Thread(target=approve, daemon=True).start()
    began = time.monotonic()
    await signed_in(login=LOGIN)
    assert time.monotonic() - began >= 0.05
    assert not app.waiting.is_set()


async def test_a_person_may_refuse_and_an_account_may_not_be_there(app: DesktopApp) -> None:
    app.refuses = True
    with pytest.raises(Exception, match="authorization prompt dismissed"):
        await signed_in(login=LOGIN)
    with pytest.raises(Exception, match="account couldn't be found"):
        await signed_in(login="Somebody else")


@pytest.mark.parametrize(("code", "words"), [(CLOSED, "channel is closed"), (DROPPED, "dropped"), (-9, "code: -9")])
async def test_the_library_may_not_get_through(app: DesktopApp, code: int, words: str) -> None:
    app.code = code
    with pytest.raises(RuntimeError, match=words):
        await signed_in(login=LOGIN)


async def test_a_connection_may_break_after_the_work_was_done(op: OnePassword, app: DesktopApp) -> None:
    vault = op.add_vault("Team")
    item = op.add_item(vault, {})
    client = await signed_in(login=LOGIN)
    app.drop_after = True
    with pytest.raises(RuntimeError, match="dropped"):
        await client.items.delete(vault, item)
    assert op.items(vault) == []


async def test_without_the_app_there_is_no_library(op: OnePassword) -> None:
    with DesktopApp(op, LOGIN, installed=False), pytest.raises(FileNotFoundError):
        await signed_in(login=LOGIN)


async def test_a_request_that_the_real_core_does_not_read_fails_the_test_here_too() -> None:
    with pytest.raises(AssertionError, match="did not match any variant"), OnePassword() as op, DesktopApp(op, LOGIN):
        client = await signed_in(login=LOGIN)
        sent = {"clientId": client.items.inner_client.client_id, "parameters": {"name": "Nothing", "parameters": {}}}
        with pytest.raises(Exception, match="did not match any variant"):
            await client.items.inner_client.invoke({"invocation": sent})


async def test_a_token_and_the_app_can_be_used_beside_each_other(op: OnePassword, app: DesktopApp) -> None:
    op.add_vault("Team")
    op.add_vault("Private", "personal")
    clients = [await signed_in(op.token), await signed_in(login=LOGIN)]
    found = await asyncio.gather(*(client.vaults.list() for client in clients))
    assert [len(vaults) for vaults in found] == [1, 2]
    assert (app.prompts, op.sign_ins) == (1, 1)


async def test_what_was_not_given_back_is_told(op: OnePassword) -> None:
    native.module()
    from onepassword.desktop_core import DesktopCore

    with pytest.raises(AssertionError, match="given back"), DesktopApp(op, LOGIN):
        core = DesktopCore(LOGIN)
        core.free_message = lambda *_: None
        core.call_shared_library("{}", "init_client")
