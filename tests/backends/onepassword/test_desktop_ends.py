"""The desktop app that is closed, breaks off, fails or answers oddly; and how an account with it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.backends.onepassword.family import BUSY, account, asking, until
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.faults import Said
from tui.model.errors import Denied, Invalid, Locked, NotFound, Unclear, Unreachable

if TYPE_CHECKING:
    from tests.servers.onepassword import OnePassword
    from tests.servers.onepassword.desktop import DesktopApp

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")


@pytest.fixture
async def calls(app: DesktopApp) -> AsyncIterator[Calls]:
    """The calls of the account."""
    ours = account()
    yield ours
    await ours.aclose()


async def test_closing_while_a_person_is_asked_waits_for_nobody(op: OnePassword, app: DesktopApp) -> None:
    calls = account()
    gate = app.hold()
    going = asking(calls)
    await until(app.waiting.is_set)
    began = time.monotonic()
    await calls.aclose()
    assert time.monotonic() - began < 2 + BUSY
    with pytest.raises(Locked):
        await going
    assert calls.prompting() == ""
    gate.set()
    await until(lambda: ("release_client", "1password-app") in app.calls)
    await until(lambda: op.clients == 0)


async def test_closing_while_the_app_is_stuck_takes_two_seconds_at_most(op: OnePassword, app: DesktopApp) -> None:
    calls = account()
    await asking(calls)
    gate = op.hold("VaultsList")
    going = asking(calls)
    await until(lambda: len(op.requests) == 2)
    began = time.monotonic()
    await calls.aclose()
    assert time.monotonic() - began < 2 + BUSY
    with pytest.raises(Locked):
        await going
    gate.set()


async def test_closing_lets_go_of_the_client_and_prints_nothing(
    op: OnePassword, app: DesktopApp, capfd: pytest.CaptureFixture[str]
) -> None:
    calls = account()
    await asking(calls)
    from tests.servers.onepassword.desktop import DROPPED

    app.code = DROPPED
    await calls.aclose()
    assert capfd.readouterr() == ("", "")
    app.code = 0
    calls = account()
    await asking(calls)
    await calls.aclose()
    assert [kind for kind, _ in app.calls][-1] == "release_client"


async def test_an_app_that_takes_no_connections_or_breaks_them_off(app: DesktopApp, calls: Calls) -> None:
    from tests.servers.onepassword.desktop import CLOSED, DROPPED

    for code, words in ((CLOSED, "does not take connections"), (DROPPED, "broke off"), (-99, "return code: -99")):
        app.code = code
        with pytest.raises(Unreachable, match=words) as told:
            await asking(calls)
        assert ("Integrate with other apps" in str(told.value)) is (code != -99)
    app.code = 0
    assert await asking(calls)


async def test_a_write_whose_answer_breaks_off_may_have_been_done(
    op: OnePassword, app: DesktopApp, calls: Calls
) -> None:
    await asking(calls)
    app.drop_after = True
    with pytest.raises(Unclear, match="look before trying again"):
        await calls.ask("VaultsDelete", {"vault_id": op.vaults()[0]}, "the vault")
    assert op.vaults() == []


async def test_what_the_account_is_called(app: DesktopApp) -> None:
    for login, kind, words in (("Another", NotFound, "check its name"), (" ", Invalid, "Say which account")):
        calls = account(login)
        with pytest.raises(kind, match=words):
            await asking(calls)
        await calls.aclose()
    calls = account("Bad\x1b[31m")
    app.login, gate = "Bad\x1b[31m", app.hold()
    going = asking(calls)
    await until(app.waiting.is_set)
    assert "“Bad␛[31m”" in calls.prompting()
    gate.set()
    await going
    await calls.aclose()


async def test_errors_keep_their_names(op: OnePassword, calls: Calls) -> None:
    op.fail("VaultsList", "ItemApi", "something new")
    with pytest.raises(Invalid, match=r"refuses the vaults\. It says: “something new”"):
        await asking(calls)
    op.fail("VaultsList", "", "you do not have the right permissions to perform this action")
    with pytest.raises(Denied, match="your account does not have the right"):
        await asking(calls)


async def test_a_large_file_comes_whole_and_holds_up_nothing(op: OnePassword, calls: Calls) -> None:
    content = bytes(range(256)) * 2000
    vault = op.vaults()[0]
    item = op.add_item(vault, {"title": "Mail"})
    file = op.add_file(vault, item, "a.bin", content)
    attributes = {"name": "a.bin", "id": file, "size": len(content)}
    wanted = {"vault_id": vault, "item_id": item, "attr": attributes}
    assert await calls.ask("ItemsFilesRead", wanted, "the file") == content


async def test_replies_that_are_no_replies() -> None:
    from tui.backends.onepassword import desktop

    good = json.dumps({"success": True, "payload": list(b'"text"')})
    assert desktop.unwrapped(good.encode()) == '"text"'
    assert desktop.unwrapped(b'{"payload":[34, 34],"success":true}') == '""'
    for reply in ("", "{}", "[]", "null", '{"success":true}', '{"success":true,"payload":[300]}', '{"payload":[1]'):
        with pytest.raises((ValueError, Said)):
            desktop.unwrapped(reply.encode())


STUCK = """
import asyncio
from tests.backends.onepassword.family import account, asking, until
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp

op = OnePassword().__enter__()
app = DesktopApp(op).__enter__()
app.hold()

async def main():
    asking(account())
    await until(app.waiting.is_set)

asyncio.run(main())
print("ended")
"""


def test_at_exit_nothing_waits_for_a_thread_that_is_stuck() -> None:
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", STUCK], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.stdout, run.returncode) == ("ended\n", 0), run.stderr
