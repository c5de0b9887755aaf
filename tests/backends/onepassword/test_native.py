"""1Password's own core, which has no network here: what it says of tokens, of silence, and of what it does not know."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.backends.onepassword.family import BUSY
from tests.backends.raw_server import listening
from tui.backends.onepassword import sdk
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.meter import Meter
from tui.backends.onepassword.opening import Opening
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Locked, TokenRefused, Unreachable, VaultError
from tui.model.ids import AccountId
from tui.model.secret import Secret

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")

CLOCK_TICK = 0.05


def token(address: str) -> str:
    """Return a token in the form of 1Password's, for a server at an address. It opens nothing."""
    key = {
        "alg": "A256GCM",
        "ext": True,
        "k": "s3cret".ljust(43, "A"),
        "key_ops": ["decrypt"],
        "kty": "oct",
        "kid": "mp",
    }
    parts = {
        "signInAddress": address,
        "userAuth": {"method": "SRPg-4096", "alg": "PBES2g-HS256", "iterations": 650_000, "salt": "A" * 22},
        "email": "robot@1passwordserviceaccounts.com",
        "srpX": "ab" * 32,
        "muk": key,
        "secretKey": "A3-S3CRET-AAAAAA-AAAAA-AAAAA-AAAAA-AAAAA",
        "deviceUuid": "a" * 26,
    }
    return "ops_" + base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@asynccontextmanager
async def account(given: str, seconds: float = 20.0) -> AsyncIterator[Calls]:
    """Return the calls of a service account with a token, which has so many seconds to sign in."""
    calls = Calls(Opening(sdk.native_link, Secret(given), seconds), Meter())
    try:
        yield calls
    finally:
        await calls.aclose()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine at which nobody listens, and nobody else will."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


GARBLED = {
    "empty": "",
    "blank": "  \n",
    "another": "s3cret-eyJhbGciOiJFUzI1NiJ9.connect.token",
    "only its beginning": "ops_",
    "no base64": "ops_s3cret!!!",
    "no json": "ops_c2VjcmV0",
    "empty json": "ops_e30",
    "cut": token("my.1password.com")[:-40],
    "quoted": f'"{token("my.1password.com")}"',
    "not ASCII": "ops_s3crét",
    "long": "ops_" + "A" * 100_000,
}


@pytest.mark.parametrize("given", GARBLED.values(), ids=GARBLED)
async def test_a_token_that_is_none_is_refused_with_what_to_do(given: str) -> None:
    async with account(given) as calls:
        with pytest.raises(TokenRefused, match="ops_") as told:
            await calls.ask("VaultsList", {}, "the vaults")
    assert "s3cr" not in str(told.value)


async def test_blanks_around_a_token_do_no_harm(closed_port: int) -> None:
    async with account(f"  {token(f'127.0.0.1:{closed_port}')}\n") as calls:
        with pytest.raises(Unreachable, match="check the network"):
            await calls.ask("VaultsList", {}, "the vaults")


async def test_without_a_network_it_says_so_in_plain_words(closed_port: int) -> None:
    async with account(token(f"127.0.0.1:{closed_port}")) as calls:
        with pytest.raises(Unreachable, match="1Password cannot be reached: check the network") as told:
            await calls.ask("ItemsPut", {"item": {}}, "the item")
        assert "reqwest" not in str(told.value)
        assert type(told.value) is Unreachable  # it never went out, so that nothing can have been done
        assert calls.exchanges == ()
        assert all(one.used == 0 for one in calls.usage().allowances)


@asynccontextmanager
async def silence() -> AsyncIterator[str]:
    """Yield the address of a server that accepts connections and never says a word."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        await asyncio.Event().wait()

    async with listening(say_nothing) as port:
        yield f"127.0.0.1:{port}"


async def test_a_server_that_never_answers_is_not_waited_for_longer_than_is_said() -> None:
    async with silence() as address, account(token(address), seconds=0.4) as calls:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"within 0\.4 seconds: check the network"):
            await calls.ask("VaultsList", {}, "the vaults")
        assert 0.3 < time.monotonic() - began < 10


async def test_closing_ends_who_waits_at_once_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    async with silence() as address:
        calls = Calls(Opening(sdk.native_link, Secret(token(address))), Meter())
        waiting = [asyncio.create_task(calls.ask("VaultsList", {}, "the vaults")) for _ in range(20)]
        await asyncio.sleep(CLOCK_TICK)
        began = time.monotonic()
        await calls.aclose()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert time.monotonic() - began < 2 + BUSY
    assert {type(one) for one in ended} == {Locked}
    assert capfd.readouterr() == ("", "")


async def test_who_leaves_while_it_signs_in_ends_nothing_for_others() -> None:
    async with silence() as address, account(token(address), seconds=1.0) as calls:
        leaving = asyncio.create_task(calls.ask("VaultsList", {}, "the vaults"))
        staying = asyncio.create_task(calls.ask("VaultsList", {}, "the vaults"))
        await asyncio.sleep(CLOCK_TICK)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert not staying.done()
        with pytest.raises(Unreachable):
            await staying


def test_a_loop_that_ends_with_a_closed_account_leaves_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    async def story() -> None:
        async with silence() as address, account(token(address)) as calls:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(calls.ask("VaultsList", {}, "the vaults"), 0.1)

    for _ in range(3):
        asyncio.run(story())
    assert capfd.readouterr() == ("", "")


async def test_the_token_is_nowhere_in_the_account_once_it_was_tried(closed_port: int) -> None:
    given = token(f"127.0.0.1:{closed_port}")
    async with account(given) as calls:
        with pytest.raises(VaultError):
            await calls.ask("VaultsList", {}, "the vaults")
        assert given not in "".join(texts_in(calls))
    assert given not in repr(calls)


def texts_in(root: object) -> Iterator[str]:
    """Yield every text that can be reached from an object through our own objects and plain collections."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, Secret):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set):
            waiting += one
        elif type(one).__module__.startswith("tui."):
            waiting += vars(one).values() if hasattr(one, "__dict__") else []


async def test_nothing_of_the_library_is_loaded_before_something_is_asked() -> None:
    code = (
        "import sys; from tui.backends.registry import opened; from tui.model.account import *; "
        "from tui.model.secret import Secret; import asyncio\n"
        "async def main():\n"
        "    for kind, source in (('onepassword', TokenSource.PROMPT), ('onepassword-desktop', TokenSource.APP)):\n"
        "        opened(AccountConfig('a', kind, 'A', '', source, login='Me'), Secret('ops_x'))\n"
        "asyncio.run(main())\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('onepassword', 'pydantic')))"
    )
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    said, _ = await run.communicate()
    assert said.decode().strip() == "[]"


async def test_the_app_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("1Password desktop application not found")

    monkeypatch.setattr("onepassword.desktop_core.find_1password_lib_path", nowhere)
    config = AccountConfig(AccountId("a"), "onepassword-desktop", "A", "", TokenSource.APP, login="Me")
    calls = Calls.for_account(config, Secret(""))
    with pytest.raises(Unreachable, match=r"not on this machine.*install.*Integrate with other apps.*service account"):
        await calls.ask("VaultsList", {}, "the vaults")
    assert calls.prompting() == ""
    await calls.aclose()
